using Incidents.Api.Requests;
using Incidents.Api.Shifts;
using Incidents.Api.Store;
using Incidents.Projections.Work;
using Incidents.Tests.Subscriptions;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
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
        // Acknowledged and ended, an alert is not over: nobody has dismissed it.
        await host.Ask($$"""mutation { acknowledgeAlert(id: "{{sent.Id(0)}}", by: "op") { id } }""");
        await host.PostLines(LiveReports.Alert(city, "1", phase: "ended", at: "2026-03-02T10:20:00+05:00"));
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
    public async Task A_shift_that_cannot_be_accepted_hands_on_nothing()
    {
        var (city, alert) = await Offered();

        Assert.Equal("CONCURRENT_CHANGE", (await host.Refused(Accept(city, "expectedVersion: 99"))).Code);
        Assert.Equal("IMPOSSIBLE_TIME", (await host.Refused(Accept(city, $"occurredAt: \"{Ago(50)}\""))).Code);
        Assert.Equal((string?[])["op"], await TakenBy([alert]));
    }

    // Offered half an hour ago, accepted twenty minutes ago without a network; meanwhile the first operator took one more alert.
    [Fact]
    public async Task What_was_taken_after_the_shift_was_accepted_is_handed_on_too()
    {
        var (city, alert) = await Offered();
        var later = (await host.PostLines(LiveReports.Alert(city, "2"))).Id();
        await host.Ask($$"""mutation { takeAlert(id: "{{later}}", by: "op") { id } }""");
        await host.CaughtUp();

        await host.Ask(Accept(city, $"occurredAt: \"{Ago(20)}\""));

        Assert.Equal((string?[])["next", "next"], await TakenBy([alert, later]));
    }

    [Fact]
    public async Task However_much_somebody_has_all_of_it_is_handed_on()
    {
        var city = await host.NewCity();
        var sent = await host.PostLines(LiveReports.Alert(city, "1"), LiveReports.Alert(city, "2"), LiveReports.Alert(city, "3"));
        Guid[] alerts = [sent.Id(0), sent.Id(1), sent.Id(2)];
        foreach (var id in alerts)
            await host.Ask($$"""mutation { takeAlert(id: "{{id}}", by: "op") { id } }""");
        await host.CaughtUp();
        await using var scope = host.Services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var work = new ShiftWork(
            services.GetRequiredService<WorkReader>(), services.GetRequiredService<Commands>(), services.GetRequiredService<EventReader>())
        {
            PageSize = 2,
        };

        await work.PassOn(city, "op", "next", [], null, TestContext.Current.CancellationToken);

        Assert.Equal((string?[])["next", "next", "next"], await TakenBy(alerts));
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

    // Begun an hour ago, with one alert since; offered half an hour ago.
    private async Task<(string City, Guid Alert)> Offered()
    {
        var city = await host.NewCity();
        var alert = (await host.PostLines(LiveReports.Alert(city, "1"))).Id();
        await host.Ask($$"""mutation { beginShift(city: "{{city}}", by: "op", occurredAt: "{{Ago(60)}}") { isOn } }""");
        await host.Ask($$"""mutation { takeAlert(id: "{{alert}}", by: "op", occurredAt: "{{Ago(59)}}") { id } }""");
        await host.CaughtUp();
        await host.Ask(
            $$"""
            mutation { handOverShift(city: "{{city}}", by: "op", receiver: "next", occurredAt: "{{Ago(30)}}") { isOffered } }
            """);
        return (city, alert);
    }

    private static string Accept(string city, string arguments) =>
        $$"""mutation { acceptShift(city: "{{city}}", person: "op", by: "next", {{arguments}}) { isOn } }""";

    private static Instant Ago(int minutes) => SystemClock.Instance.GetCurrentInstant() - Duration.FromMinutes(minutes);

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
