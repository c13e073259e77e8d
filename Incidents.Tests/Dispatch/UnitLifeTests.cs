using System.Text.Json;
using Incidents.Tests.Ledgers;
using Incidents.Tests.Postgres;
using Incidents.Tests.Store;
using NodaTime;
using NodaTime.Testing;
using Xunit;

namespace Incidents.Tests.Dispatch;

/// <summary>What units do on incidents, through GraphQL.</summary>
public sealed class UnitLifeTests(PostgresFixture postgres)
{
    private const string File =
        """
        { id version status mergedInto merged signals { id } units { unit status assignedAt arrivedAt endedAt divertedTo cameWith } }
        """;

    private readonly FakeClock clock = new(Instant.FromUtc(2026, 1, 5, 6, 0));

    public static TheoryData<int> Seeds => TestScale.Seeds;

    [Fact]
    public async Task Units_are_called_off_sent_on_released_and_come_on_their_own()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), clock: clock);
        var (a, b) = (await Open(host, "a"), await Open(host, "b"));

        await Expect(host, $"assignUnit(id: \"{a}\", unit: \"P-1\")", "ASSIGNED: P-1 ASSIGNED");
        await Expect(host, $"cancelUnit(id: \"{a}\", unit: \"P-1\")", "OPEN: P-1 CANCELLED");
        await Expect(host, $"assignUnit(id: \"{a}\", unit: \"P-2\")", "ASSIGNED: P-1 CANCELLED, P-2 ASSIGNED");
        await Expect(host, $"recordArrival(id: \"{a}\", unit: \"P-2\")", "ON_SCENE: P-1 CANCELLED, P-2 ON_SCENE");
        await Expect(host, $"recordArrival(id: \"{a}\", unit: \"P-3\")", "ON_SCENE: P-1 CANCELLED, P-2 ON_SCENE, P-3 ON_SCENE");
        await Expect(
            host, $"divertUnit(id: \"{a}\", unit: \"P-3\", targetId: \"{b}\")", "ON_SCENE: P-1 CANCELLED, P-2 ON_SCENE, P-3 DIVERTED");
        Assert.Equal("ASSIGNED: P-3 ASSIGNED", await Now(host, b));
        await Expect(host, $"releaseUnit(id: \"{a}\", unit: \"P-2\")", "OPEN: P-1 CANCELLED, P-2 RELEASED, P-3 DIVERTED");
        await Expect(
            host, $"assignUnit(id: \"{a}\", unit: \"P-2\")", "ASSIGNED: P-1 CANCELLED, P-2 RELEASED, P-3 DIVERTED, P-2 ASSIGNED");

        await Refused(host, "UNIT_ALREADY_RELEASED", $"releaseUnit(id: \"{a}\", unit: \"P-1\")");
        await Refused(host, "UNIT_NOT_ASSIGNED", $"cancelUnit(id: \"{a}\", unit: \"P-9\")");
        await Do(host, $"recordArrival(id: \"{b}\", unit: \"P-3\")");
        await Refused(host, "UNIT_ALREADY_ARRIVED", $"cancelUnit(id: \"{b}\", unit: \"P-3\")");
        await Refused(host, "DIVERT_TO_ITSELF", $"divertUnit(id: \"{b}\", unit: \"P-3\", targetId: \"{b}\")");
        await Refused(host, "DIVERT_TARGET_NOT_FOUND", $"divertUnit(id: \"{b}\", unit: \"P-3\", targetId: \"{Guid.NewGuid()}\")");
        await Agrees(host);
    }

    // Sent by radio at 10:00, there at 10:06; entered at 11:00.
    [Fact]
    public async Task What_is_entered_afterwards_has_its_true_durations()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), clock: clock);
        var id = await Open(host, "a", "occurredAt: \"2026-01-05T04:55:00Z\"");
        await Do(host, $"recordArrival(id: \"{id}\", unit: \"P-1\", occurredAt: \"2026-01-05T05:06:00Z\")");
        await Do(host, $"assignUnit(id: \"{id}\", unit: \"P-1\", occurredAt: \"2026-01-05T05:00:00Z\")");
        await Do(host, $"resolveIncident(id: \"{id}\", outcomeCode: \"assisted\", occurredAt: \"2026-01-05T05:25:00Z\")");
        await Do(host, $"closeIncident(id: \"{id}\", by: \"op\", occurredAt: \"2026-01-05T05:40:00Z\")");

        Assert.Equal("21: 300 s, 22: 360 s, 23: 1800 s", await Durations(host));
        await Do(host, $"categoriseIncident(id: \"{id}\", category: \"robbery\", by: \"op\", occurredAt: \"2026-01-05T05:30:00Z\")");
        Assert.Equal("21: 300 s, 22: 360 s, 23: 1800 s", await Durations(host, "robbery"));
        Assert.Equal("", await Durations(host));
        var live = await Open(host, "b");
        await Refused(host, "IMPOSSIBLE_TIME", $"assignUnit(id: \"{live}\", unit: \"P-1\", occurredAt: \"2026-01-05T05:00:00Z\")");
        await Agrees(host);
    }

    [Fact]
    public async Task A_merge_keeps_units_on_their_way_and_an_unmerge_gives_them_back()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), clock: clock);
        var (first, second) = (await Open(host, "a"), await Open(host, "b"));
        clock.AdvanceMinutes(2);
        await Do(host, $"assignUnit(id: \"{first}\", unit: \"P-1\")");
        await Do(host, $"assignUnit(id: \"{first}\", unit: \"P-2\")");
        clock.AdvanceMinutes(2);
        await Do(host, $"mergeIncident(id: \"{first}\", targetId: \"{second}\", by: \"op\")");
        Assert.Equal("MERGED: ", await Now(host, first));
        Assert.Equal("ASSIGNED: P-1 ASSIGNED, P-2 ASSIGNED", await Now(host, second));
        Assert.Equal("21: 120 s", await Durations(host));

        // On either id.
        clock.AdvanceMinutes(2);
        var arrived = await Do(host, $"recordArrival(id: \"{first}\", unit: \"P-1\")");
        Assert.Equal(second, arrived.GetProperty("id").GetGuid());
        await Expect(host, $"recordArrival(id: \"{second}\", unit: \"P-2\")", "ON_SCENE: P-1 ON_SCENE, P-2 ON_SCENE");
        await Expect(host, $"assignUnit(id: \"{second}\", unit: \"P-3\")", "ON_SCENE: P-1 ON_SCENE, P-2 ON_SCENE, P-3 ASSIGNED");
        Assert.Equal("21: 120 s, 22: 240 s", await Durations(host));
        await Refused(host, "UNIT_ALREADY_ASSIGNED", $"assignUnit(id: \"{second}\", unit: \"P-1\")");

        await Expect(host, $"unmergeIncident(id: \"{first}\", by: \"op\")", "ON_SCENE: P-1 ON_SCENE, P-2 ON_SCENE");
        Assert.Equal("ASSIGNED: P-3 ASSIGNED", await Now(host, second));
        Assert.Equal("21: 120 s, 21: 360 s, 22: 240 s", await Durations(host));
        await Agrees(host);
    }

    [Theory, MemberData(nameof(Seeds))]
    public async Task In_random_orders_and_twice_the_same_is_known_in_the_end(int seed)
    {
        var random = new Random(seed);
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), clock: clock);
        var steps = new List<string>();
        for (var i = 0; i < 12; i++)
        {
            var id = await Open(host, $"{i}", "occurredAt: \"2026-01-04T18:58:00Z\"");
            string At(int minute) => $"occurredAt: \"{Instant.FromUtc(2026, 1, 4, 18, 58) + Duration.FromMinutes(minute)}\"";
            string[] own =
            [
                $"assignUnit(id: \"{id}\", unit: \"P-1\", {At(3)})", $"assignUnit(id: \"{id}\", unit: \"P-2\", {At(4)})",
                $"cancelUnit(id: \"{id}\", unit: \"P-2\", {At(9)})", $"recordArrival(id: \"{id}\", unit: \"P-1\", {At(10)})",
                $"releaseUnit(id: \"{id}\", unit: \"P-1\", {At(30)})",
                $"resolveIncident(id: \"{id}\", outcomeCode: \"assisted\", {At(25)})",
                $"categoriseIncident(id: \"{id}\", category: \"fight\", by: \"op\", {At(11)})",
                $"categoriseIncident(id: \"{id}\", category: \"robbery\", by: \"op\", {At(26)})",
            ];
            steps.AddRange([.. own, .. own]);
        }
        // What does not fit yet is entered again.
        for (var round = 0; steps.Count > 0; round++)
        {
            Assert.True(round < 10, $"never taken, seed {seed}: {steps[0]}");
            var left = new List<string>();
            foreach (var step in steps.OrderBy(_ => random.Next()).ToList())
            {
                if (RunningHost.CodeOf(await host.Answer($"mutation {{ {step} {{ id }} }}")) is "UNIT_NOT_ASSIGNED" or "IMPOSSIBLE_TIME")
                    left.Add(step);
            }
            steps = left;
        }

        await host.CaughtUp();
        Assert.Equal(
            "21 2026-01-04 12, 22 2026-01-05 12, 23 2026-01-04 12",
            string.Join(", ", (await host.Query(
                """
                select measure, day::text, sum(n)::int from read.duration d join read.label l on l.id = d.category
                where text = 'robbery' group by 1, 2, bucket having sum(n) <> 0 order by 1
                """)).Select(r => $"{r[0]} {r[1]} {r[2]}")));
        Assert.Equal(
            [["resolved", "robbery", 12L]], await host.Query("select status, category, count(*) from read.incident group by 1, 2"));
        await Agrees(host);
    }

    private static async Task<Guid> Open(RunningHost host, string key, string more = "") => (await Do(
        host, $"openIncident(console: \"c\", key: \"{key}\", category: \"theft\", place: {{ city: \"karaganda\" }} {more})"))
        .GetProperty("id").GetGuid();

    private static async Task<JsonElement> Do(RunningHost host, string mutation) =>
        (await host.Ask($"mutation {{ did: {mutation} {File} }}")).GetProperty("did");

    private static async Task Refused(RunningHost host, string code, string mutation) =>
        Assert.Equal(code, (await host.Refused($"mutation {{ {mutation} {{ id }} }}")).Code);

    private static async Task<string> Now(RunningHost host, Guid id) =>
        Units((await host.Ask($"{{ incident(id: \"{id}\") {File} }}")).GetProperty("incident"));

    private async Task Expect(RunningHost host, string mutation, string expected)
    {
        clock.AdvanceSeconds(10);
        Assert.Equal(expected, Units(await Do(host, mutation)));
    }

    private static string Units(JsonElement file) => $"{file.GetProperty("status").GetString()}: " + string.Join(
        ", ", file.GetProperty("units").EnumerateArray()
            .Select(u => $"{u.GetProperty("unit").GetString()} {u.GetProperty("status").GetString()}"));

    /// <summary>The durations that count for a category, by measure, as the middle of their bucket to the nearest minute.</summary>
    private static async Task<string> Durations(RunningHost host, string category = "theft")
    {
        await host.CaughtUp();
        var rows = await host.Query(
            $"""
             select measure, 60 * round(power(1.01 / 0.99, bucket) / 60), sum(n) from read.duration d join read.label l on l.id = d.category
             where text = '{category}' group by 1, 2 having sum(n) <> 0 order by 1, 2
             """);
        return string.Join(", ", rows.Select(r => $"{r[0]}: {r[1]:0} s"));
    }

    private static async Task Agrees(RunningHost host)
    {
        await host.CaughtUp();
        await RebuildTests.EqualsItsRebuild(host);
        await CountsFromEvents.AgreeWithTheLedger(host.Database);
    }
}
