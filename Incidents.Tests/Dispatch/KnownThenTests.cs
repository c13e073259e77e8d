using System.Text.Json;
using Incidents.Tests.Postgres;
using NodaTime;
using NodaTime.Testing;
using Xunit;

namespace Incidents.Tests.Dispatch;

/// <summary>An incident as it looked at an earlier moment.</summary>
public sealed class KnownThenTests(PostgresFixture postgres)
{
    [Fact]
    public async Task An_incident_is_shown_as_it_was_known_then()
    {
        var clock = new FakeClock(Instant.FromUtc(2026, 1, 5, 10, 0));
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), clock: clock);
        var id = await Do("openIncident(console: \"c\", key: \"1\", category: \"theft\", place: { city: \"karaganda\" })");
        var other = await Do("openIncident(console: \"c\", key: \"2\", category: \"theft\", place: { city: \"karaganda\" })");
        clock.AdvanceMinutes(10);
        await Do($"categoriseIncident(id: \"{id}\", category: \"robbery\", by: \"op\")");
        clock.AdvanceMinutes(10);
        await Do($"mergeIncident(id: \"{other}\", targetId: \"{id}\", by: \"op\")");
        clock.AdvanceMinutes(10);
        await Do($"unmergeIncident(id: \"{other}\", by: \"op\")");
        clock.AdvanceMinutes(10);
        await Do($"assignUnit(id: \"{id}\", unit: \"P-1\", occurredAt: \"2026-01-05T10:25:00Z\")");
        await host.CaughtUp();

        Assert.Equal(JsonValueKind.Null, (await Then("09:59:59")).ValueKind);
        Assert.Equal(("theft", "OPEN", 0, 1), await Known("10:00:00"));
        Assert.Equal(("theft", "OPEN", 0, 1), await Known("10:09:59"));
        Assert.Equal(("robbery", "OPEN", 0, 2), await Known("10:10:00"));
        Assert.Equal(("robbery", "OPEN", 1, 5), await Known("10:20:00"));
        Assert.Equal(("robbery", "OPEN", 0, 4), await Known("10:30:00"));
        // The unit was sent at 10:25, but nobody knew before 10:40.
        Assert.Equal(("robbery", "OPEN", 0, 4), await Known("10:39:59"));
        Assert.Equal(("robbery", "ASSIGNED", 0, 5), await Known("10:40:00"));

        async Task<Guid> Do(string mutation) =>
            (await host.Ask($"mutation {{ did: {mutation} {{ id }} }}")).GetProperty("did").GetProperty("id").GetGuid();

        async Task<JsonElement> Then(string time) => (await host.Ask(
            $$"""
            { incidentAsKnown(id: "{{id}}", asKnownAt: "2026-01-05T{{time}}Z") { category status merged timeline { type } } }
            """)).GetProperty("incidentAsKnown");

        async Task<(string, string, int, int)> Known(string time)
        {
            var then = await Then(time);
            return (then.GetProperty("category").GetString()!, then.GetProperty("status").GetString()!,
                then.GetProperty("merged").GetArrayLength(), then.GetProperty("timeline").GetArrayLength());
        }
    }
}
