using Incidents.Tests.Subscriptions;
using Xunit;

namespace Incidents.Tests.Shifts;

/// <summary>A shift is handed over with what is open.</summary>
[Collection(OnSharedHost.Name)]
public sealed class ShiftHostTests(SharedHost shared)
{
    private readonly RunningHost host = shared.Host;

    // Three alerts: of two the first operator has one still when the second accepts; the third was never hers.
    [Fact]
    public async Task Who_accepts_a_shift_has_what_was_open_and_the_list_stays_as_it_was()
    {
        var city = await host.NewCity();
        var sent = await host.PostLines(LiveReports.Alert(city, "1"), LiveReports.Alert(city, "2"), LiveReports.Alert(city, "3"));
        await host.Ask($$"""mutation { beginShift(city: "{{city}}", by: "op") { isOn number } }""");
        await host.Ask($$"""mutation { takeAlert(id: "{{sent.Id(0)}}", by: "op") { takenBy } }""");
        await host.Ask($$"""mutation { takeAlert(id: "{{sent.Id(1)}}", by: "op") { takenBy } }""");
        await host.CaughtUp();

        var handed = await host.Ask(
            $$"""mutation { handOverShift(city: "{{city}}", by: "op", receiver: "next") { isOffered open { id kind } } }""");
        Assert.Equal(2, handed.GetProperty("handOverShift").GetProperty("open").GetArrayLength());
        Assert.Equal(
            "SHIFT_NOT_HANDED_OVER",
            (await host.Refused($$"""mutation { acceptShift(city: "{{city}}", person: "op", by: "third") { isOn } }""")).Code);
        await host.Ask($$"""mutation { releaseAlert(id: "{{sent.Id(1)}}", by: "op") { takenBy } }""");

        var accepted = await host.Ask($$"""mutation { acceptShift(city: "{{city}}", person: "op", by: "next") { isOn open { id } } }""");
        await host.CaughtUp();

        Assert.False(accepted.GetProperty("acceptShift").GetProperty("isOn").GetBoolean());
        Assert.Equal(2, accepted.GetProperty("acceptShift").GetProperty("open").GetArrayLength());
        Assert.Equal((string?[])["next", null, null], await TakenBy([sent.Id(0), sent.Id(1), sent.Id(2)]));
        var shift = Assert.Single((await host.Ask(
            $$"""{ shifts(filter: { cities: ["{{city}}"] }) { totalCount nodes { person receiver isOn open { id } } } }"""))
            .GetProperty("shifts").GetProperty("nodes").EnumerateArray());
        Assert.Equal(
            ("op", "next", false, 2),
            (shift.GetProperty("person").GetString(), shift.GetProperty("receiver").GetString(), shift.GetProperty("isOn").GetBoolean(),
                shift.GetProperty("open").GetArrayLength()));
    }

    [Fact]
    public async Task A_shift_is_begun_once_however_often_it_is_sent()
    {
        var city = await host.NewCity();
        var begin = $$"""mutation { beginShift(city: "{{city}}", by: "op", commandId: "{{Guid.NewGuid()}}") { number } }""";

        var first = await host.Ask(begin);
        Assert.Equal(first.GetRawText(), (await host.Ask(begin)).GetRawText());
        Assert.Equal(
            "SHIFT_ALREADY_BEGUN", (await host.Refused($$"""mutation { beginShift(city: "{{city}}", by: "op") { number } }""")).Code);
    }

    private async Task<string?[]> TakenBy(Guid[] alerts)
    {
        var found = new List<string?>();
        foreach (var id in alerts)
        {
            var alert = (await host.Ask($$"""{ alert(id: "{{id}}") { takenBy } }""")).GetProperty("alert");
            found.Add(alert.GetProperty("takenBy").GetString());
        }
        return [.. found];
    }
}
