using Incidents.Tests.Ledgers;
using Incidents.Tests.Postgres;
using Incidents.Tests.Values;
using NodaTime;
using NodaTime.Testing;
using Xunit;
using static Incidents.Tests.Upkeep.UpkeepHostTests;

namespace Incidents.Tests.Upkeep;

/// <summary>Reports about observations that are joined, and observations that come late.</summary>
public sealed class UpkeepReportTests(PostgresFixture postgres)
{
    private readonly FakeClock clock = new(Instant.FromUtc(2026, 1, 12, 7, 0));

    [Fact]
    public async Task What_is_reported_of_a_joined_observation_happens_to_its_task()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), clock: clock, settings: ByHand);
        var stays = (await host.PostLines(Snow("1"))).Id();
        var joined = (await host.PostLines(Snow("2", 49.8002))).Id();
        await host.CaughtUp();
        Assert.Equal(1, (await Join(host)).Sum());

        // The camera of the second observation knows of no task of another.
        var cleared = Snow("2", 49.8002, "2026-01-12T09:00:00+05:00", "checked", outcome: "cleared");
        var answer = await host.PostLines(cleared);
        Assert.Equal(["accepted"], answer.Codes);
        Assert.Equal(stays, answer.Id());
        Assert.Equal(["duplicate"], (await host.PostLines(cleared)).Codes);
        var done = Snow("2", 49.8002, "2026-01-12T10:00:00+05:00", "done", "crew");
        Assert.Equal(["UPKEEP_ALREADY_DONE"], (await host.PostLines(done)).Codes);
        await host.CaughtUp();
        var task = Assert.Single(await Tasks(host, "filter: { statuses: [DONE] }"));
        Assert.Equal(["1"], Ids([task]));
        Assert.Equal(["2"], Ids(task.GetProperty("observations").EnumerateArray()));

        // What is separated is done by itself again.
        await host.Ask("mutation($id: UUID!) { separateUpkeep(id: $id) { id } }", new { id = joined });
        Assert.Equal(
            ["accepted"], (await host.PostLines(Snow("2", 49.8002, "2026-01-12T12:00:00+05:00", "checked", outcome: "cleared"))).Codes);
        await host.CaughtUp();
        Assert.Equal(["1", "2"], Ids(await Tasks(host, "filter: { statuses: [DONE] }")));

        await CountsFromEvents.AgreeWithTheLedger(host.Database);
        await ReadModelsAfter.AreRunningAndEqualTheirRebuild(host);
    }

    [Fact]
    public async Task What_is_joined_stays_so_when_its_observation_comes_and_says_by_which_rule()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), clock: clock, settings: ByHand);
        await host.PostLines(Snow("1"));
        var late = (await host.PostLines(Snow("2", 49.8002, "2026-01-11T11:00:00+05:00", "done", "crew"))).Id();
        Assert.Equal(
            ["accepted", "accepted"],
            (await host.PostLines(
                Snow("2", 49.8002, "2026-01-11T12:00:00+05:00", "checked", outcome: "remains"),
                Snow("1", occurredAt: "2026-01-11T12:00:00+05:00", phase: "checked", outcome: "remains"))).Codes);
        await host.CaughtUp();
        Assert.Equal(1, (await Join(host)).Sum());

        Assert.Equal(["accepted"], (await host.PostLines(Snow("2", 49.8002))).Codes);
        await host.CaughtUp();
        var task = Assert.Single(await Tasks(host, "filter: {}"));
        Assert.Equal(["2"], Ids(task.GetProperty("observations").EnumerateArray()));
        var rule = (await host.Ask(
                "query($id: UUID!) { upkeepTask(id: $id) { timeline { type rule { rule version distanceMetres } } } }", new { id = late }))
            .GetProperty("upkeepTask").GetProperty("timeline").EnumerateArray()
            .Single(entry => entry.GetProperty("type").GetString() == "upkeep_joined").GetProperty("rule");
        Assert.Equal(
            ("upkeep-near", 1, 22.2),
            (rule.GetProperty("rule").GetString(), rule.GetProperty("version").GetInt32(), rule.GetProperty("distanceMetres").GetDouble()));

        await CountsFromEvents.AgreeWithTheLedger(host.Database);
        await ReadModelsAfter.AreRunningAndEqualTheirRebuild(host);
    }

    [Fact]
    public async Task An_observation_that_names_another_town_counts_there_only()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), clock: clock, settings: ByHand);
        Assert.Equal(
            ["accepted"], (await host.PostLines(Snow("1", occurredAt: "2026-01-11T11:00:00+05:00", phase: "done", by: "crew"))).Codes);
        await host.CaughtUp();
        Assert.Equal(1, await Observed("karaganda"));

        var observed = new
        {
            source = "s",
            id = "1",
            kind = "upkeep",
            city = "temirtau",
            category = "snow-uncleared",
            occurredAt = "2026-01-10T12:00:00+05:00",
        };
        Assert.Equal(["accepted"], (await host.PostLines(observed)).Codes);
        await host.CaughtUp();

        Assert.Equal(0, await Observed("karaganda"));
        Assert.Equal(1, await Observed("temirtau"));

        async Task<int> Observed(string city) =>
            (await host.Ask(
                """
                query($city: String!) { upkeepFigures(from: "2026-01-10", until: "2026-01-12", cities: [$city]) {
                    isWholeTown observations } }
                """, new { city }))
                .GetProperty("upkeepFigures").EnumerateArray().Where(row => row.GetProperty("isWholeTown").GetBoolean())
                .Sum(row => row.GetProperty("observations").GetInt32());
    }
}
