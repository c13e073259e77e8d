using Incidents.Domain.Dispatch;
using Incidents.Tests.Ledgers;
using Incidents.Tests.Postgres;
using Incidents.Tests.Store;
using NodaTime;
using NodaTime.Testing;
using Xunit;

namespace Incidents.Tests.Dispatch;

/// <summary>Withdrawals that come before the incident that they mean.</summary>
public sealed class LateRegistrationTests(PostgresFixture postgres)
{
    [Theory, InlineData(0), InlineData(300)]
    public async Task An_unmatched_withdrawal_is_matched_when_its_incident_arrives_and_the_figures_stay_as_they_were(int others)
    {
        var clock = new FakeClock(Instant.FromUtc(2026, 7, 3, 7, 0));
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), clock: clock);
        await host.Covers("karaganda");
        var first = await host.PostLines(Entry("w", "withdrawn", "2026-07-01T10:00:00"));
        Assert.True(first.Answers[0].GetProperty("unmatched").GetBoolean());
        await host.CaughtUp();
        Assert.Equal((0, 1), await Figures(host, null));

        clock.AdvanceDays(1);
        // Few reports take another way into the store than many.
        var arrived = await host.PostLines(
            [Entry("1", "registered", "2026-07-01T10:00:00"), .. Enumerable.Range(0, others).Select(i => Other($"{i}"))]);
        Assert.All(arrived.Statuses, s => Assert.Equal("accepted", s));
        await host.CaughtUp();

        Assert.Equal((0, 0), await Figures(host, null));
        Assert.Equal((0, 1), await Figures(host, "2026-07-03"));
        var data = await host.Ask(
            "query ($id: UUID!) { incident(id: $id) { status timeline { type reasonCode } } }", new { id = arrived.Id() });
        Assert.Equal("WITHDRAWN", data.GetProperty("incident").GetProperty("status").GetString());
        Assert.Contains(data.GetProperty("incident").GetProperty("timeline").EnumerateArray(),
            e => e.GetProperty("type").GetString() == "incident_withdrawn" && e.GetProperty("reasonCode").GetString() == "unfounded");

        // Sent again, both are the same; the withdrawal says now what it withdrew. The next incident of that reference counts.
        var again = await host.PostLines(
            Entry("w", "withdrawn", "2026-07-01T10:00:00"), Entry("1", "registered", "2026-07-01T10:00:00"),
            Entry("2", "registered", "2026-07-01T10:00:00"));
        Assert.Equal(["duplicate", "duplicate", "accepted"], again.Statuses);
        Assert.Equal((arrived.Id(), false), (again.Id(), again.Answers[0].TryGetProperty("unmatched", out _)));
        await host.CaughtUp();
        Assert.Equal((1, 0), await Figures(host, null));
        await RebuildTests.EqualsItsRebuild(host);
        await CountsFromEvents.AgreeWithTheLedger(host.Database);
        Assert.Equal(0L, (await host.Query("select count(*) from store.waiting_reference"))[0][0]);
    }

    [Fact]
    public async Task A_withdrawal_does_not_mean_what_had_not_occurred_yet()
    {
        var clock = new FakeClock(Instant.FromUtc(2026, 7, 3, 7, 0));
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), clock: clock);
        await host.PostLines(Entry("w", "withdrawn", "2026-07-01T10:00:00"));
        clock.AdvanceDays(30);

        var later = await host.PostLines(Entry("1", "registered", "2026-08-01T10:00:00"));

        var data = await host.Ask("query ($id: UUID!) { incident(id: $id) { status } }", new { id = later.Id() });
        Assert.Equal("OPEN", data.GetProperty("incident").GetProperty("status").GetString());
        Assert.Equal(1L, (await host.Query("select count(*) from store.waiting_reference"))[0][0]);
    }

    // Batches are in minutes before now here.
    [Theory, InlineData(20, 10, true), InlineData(10, 10, false), InlineData(10, 20, false)]
    public void Of_a_historic_register_only_what_an_earlier_batch_published_is_withdrawn(int published, int withdrawn, bool expected)
    {
        var opened = Some.IncidentOpened(historic: true) with { KnownAt = Some.Before(published) };
        var withdrawal = new WithdrawalUnmatched(
            Some.Origin, "R-1", opened.CountKey(), Some.Before(withdrawn), Some.Before(withdrawn), "unfounded");
        Assert.Equal(expected, withdrawal.CanMean(opened));
    }

    [Fact]
    public async Task A_withdrawal_that_an_older_version_kept_is_matched_after_the_next_start()
    {
        var database = await postgres.CreateDatabase();
        await using (var old = await RunningHost.Start(database, o => o.RunsDaemon = false))
        {
            await old.PostLines(Entry("w", "withdrawn", "2026-07-01T10:00:00"));
            await old.Query(
                """
                drop table store.waiting_reference;
                update store.mt_events set data = data - 'reason'
                """);
        }
        await using var host = await RunningHost.Start(database, o => o.RunsDaemon = false);

        var registered = await host.PostLines(Entry("1", "registered", "2026-07-01T10:00:00"));

        var data = await host.Ask("query ($id: UUID!) { incident(id: $id) { status } }", new { id = registered.Id() });
        Assert.Equal("WITHDRAWN", data.GetProperty("incident").GetProperty("status").GetString());
        Assert.Equal(["duplicate"], (await host.PostLines(Entry("w", "withdrawn", "2026-07-01T10:00:00"))).Statuses);
    }

    private static object Entry(string id, string phase, string at) => new
    {
        source = "register",
        id,
        kind = "incident",
        phase,
        reference = "R-1",
        reason = phase == "withdrawn" ? "unfounded" : null,
        category = "theft",
        city = "karaganda",
        occurredAt = at,
    };

    private static object Other(string id) => new
    {
        source = "register",
        id = "other-" + id,
        kind = "incident",
        reference = "R-other-" + id,
        category = "arson",
        city = "temirtau",
        occurredAt = "2026-07-01T10:00:00",
    };

    private static async Task<(long Incidents, long Unmatched)> Figures(RunningHost host, string? knownAt)
    {
        var data = await host.Ask(
            """
            query ($knownAt: Date) {
              kpis(from: "2026-07-01", until: "2026-07-02", asKnownOn: $knownAt,
                  filter: { cities: ["karaganda"] }) { counts { measure count } } }
            """,
            new { knownAt });
        long Of(string measure) => data.GetProperty("kpis")[0].GetProperty("counts").EnumerateArray()
            .Single(c => c.GetProperty("measure").GetString() == measure).GetProperty("count").GetInt64();
        return (Of("INCIDENTS"), Of("UNMATCHED_WITHDRAWALS"));
    }
}
