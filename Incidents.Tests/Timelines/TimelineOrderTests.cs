using NodaTime;
using NodaTime.Text;
using Xunit;

namespace Incidents.Tests.Timelines;

/// <summary>Where two clocks do not tell which entry of a timeline came first.</summary>
[Collection(OnSharedHost.Name)]
public sealed class TimelineOrderTests(SharedHost shared)
{
    private readonly RunningHost host = shared.Host;

    // A camera whose clock is not measured may be wrong by 300 s, a person by 360 s.
    [Fact]
    public async Task The_timelines_of_alerts_and_incidents_say_so_as_those_of_cases_do()
    {
        var city = await host.NewCity();
        var hourAgo = SystemClock.Instance.GetCurrentInstant() - Duration.FromHours(1);
        var sent = await host.PostLines(Alert("1", 0), Alert("2", 9));
        await Acknowledge(sent.Id(0), 300);
        await Acknowledge(sent.Id(1), 1_200);

        Assert.Equal(["alert_raised False", "alert_acknowledged True"], await Entries($"alert(id: \"{sent.Id(0)}\")"));
        Assert.Equal(["alert_raised False", "alert_acknowledged False"], await Entries($"alert(id: \"{sent.Id(1)}\")"));
        await host.CaughtUp();
        var listed = (await host.Ask(
            $$"""{ alerts(filter: { cities: ["{{city}}"] }) { nodes { timeline { isOrderUnknown } } } }""")).GetProperty("alerts");
        Assert.Equal(1, listed.GetProperty("nodes").EnumerateArray().SelectMany(node => node.GetProperty("timeline").EnumerateArray())
            .Count(entry => entry.GetProperty("isOrderUnknown").GetBoolean()));

        var opened = (await host.Ask(
            $$"""
            mutation { openIncident(console: "{{city}}", key: "1", category: "theft", place: { city: "{{city}}" }) { id } }
            """)).GetProperty("openIncident").GetProperty("id").GetGuid();
        foreach (var alert in (Guid[])[sent.Id(0), sent.Id(1)])
            await host.Ask($$"""mutation { linkSignal(id: "{{opened}}", by: "op", signal: { kind: ALERT, id: "{{alert}}" }) { id } }""");
        // What one person says of two moments is in order.
        Assert.Equal(
            [
                "alert_raised False", "alert_raised True", "alert_acknowledged True", "alert_acknowledged False",
                "incident_opened False", "signal_linked False", "signal_linked False",
            ],
            await Entries($"incident(id: \"{opened}\")"));

        object Alert(string id, int seconds) => new
        {
            source = city,
            id,
            kind = "alert",
            city,
            category = "fight",
            deviceId = $"cam-{id}",
            occurredAt = InstantPattern.General.Format(hourAgo + Duration.FromSeconds(seconds)),
        };

        Task Acknowledge(Guid alert, int seconds)
        {
            var at = InstantPattern.General.Format(hourAgo + Duration.FromSeconds(seconds));
            return host.Ask($$"""mutation { acknowledgeAlert(id: "{{alert}}", by: "op", occurredAt: "{{at}}") { id } }""");
        }
    }

    private async Task<string[]> Entries(string thing) =>
    [
        .. (await host.Ask($"{{ {thing} {{ timeline {{ type isOrderUnknown }} }} }}")).EnumerateObject().Single().Value
            .GetProperty("timeline").EnumerateArray()
            .Select(entry => $"{entry.GetProperty("type").GetString()} {entry.GetProperty("isOrderUnknown").GetBoolean()}"),
    ];
}
