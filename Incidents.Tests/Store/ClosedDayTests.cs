using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Tests.Postgres;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Testing;
using Npgsql;
using Xunit;

namespace Incidents.Tests.Store;

/// <summary>A known day is closed where the events stand in the store, whatever the clocks of hosts say.</summary>
public sealed class ClosedDayTests(PostgresFixture postgres)
{
    // Midnight in Karaganda.
    private static readonly Instant Midnight = Instant.FromUtc(2026, 7, 2, 19, 0);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(300)]
    public async Task What_is_decided_before_midnight_and_comes_after_the_day_was_closed_is_known_on_the_next(int reports)
    {
        var clock = new FakeClock(Midnight - Duration.FromSeconds(1));
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), clock: clock);
        await host.PostLines(Incident("before"));
        await using var other = await host.Database.OpenConnectionAsync(Cancellation);
        // As another host does whose midnight has come.
        await Execute(other, $"select pg_advisory_lock({ClosedMoments.AppendLock})");
        var sending = host.PostLines(Enumerable.Range(0, reports).Select(n => Incident($"{n}")));
        await RunningHost.Until(
            async () => (long)(await host.Query("select count(*) from pg_locks where locktype = 'advisory' and not granted"))[0][0] > 0,
            "the append to wait");
        await Execute(
            other,
            $"""
             insert into store.closed_until (until, position) select '{Midnight}', max(seq_id) from store.mt_events
             on conflict (single) do update set until = excluded.until, position = excluded.position
             """);
        await Execute(other, "select pg_advisory_unlock_all()");
        Assert.All((await sending).Statuses, status => Assert.Equal("accepted", status));

        Assert.Equal(
            [["2026-07-02", 1L], ["2026-07-03", (long)reports]],
            await host.Query("select left(data->>'knownAt', 10), count(*) from store.mt_events group by 1 order by 1"));
    }

    [Fact]
    public async Task A_host_whose_clock_is_behind_adds_nothing_to_a_day_that_another_has_closed()
    {
        var connection = await postgres.CreateDatabase();
        var (clock, late) = (new FakeClock(Midnight - Duration.FromMinutes(1)), new FakeClock(Midnight - Duration.FromMinutes(30)));
        await using var host = await RunningHost.Start(connection, clock: clock);
        await using var behind = await RunningHost.Start(connection, options => options.RunsDaemon = false, late);
        var first = await behind.PostLines(Incident("1"));
        clock.AdvanceMinutes(2);
        await host.Services.GetRequiredService<DayClosing>().CloseDue(Cancellation);
        await host.CaughtUp();
        var published = await Known(host);
        Assert.Equal(1, published);

        await behind.PostLines(Incident("2"));
        await behind.Ask(
            "mutation ($id: UUID!) { withdrawIncident(id: $id, by: \"op\", reasonCode: \"unfounded\") { id } }", new { id = first.Id() });
        await host.CaughtUp();
        Assert.Equal(published, await Known(host));
        Assert.Equal(
            [["2026-07-02", 1L], ["2026-07-03", 2L]],
            await host.Query("select left(data->>'knownAt', 10), count(*) from store.mt_events group by 1 order by 1"));
        await RebuildTests.EqualsItsRebuild(host);
    }

    [Fact]
    public async Task While_two_hosts_append_over_midnight_nothing_of_the_day_comes_after_the_position_at_which_it_was_closed()
    {
        var connection = await postgres.CreateDatabase();
        var (clock, other) = (new FakeClock(Midnight - Duration.FromSeconds(20)), new FakeClock(Midnight - Duration.FromSeconds(25)));
        await using var one = await RunningHost.Start(connection, clock: clock);
        await using var two = await RunningHost.Start(connection, clock: other);
        var sent = 0;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async lane =>
        {
            for (var round = 0; round < 12; round++)
            {
                var answer = await (lane % 2 == 0 ? one : two).PostLines(
                    Enumerable.Range(0, 1 + lane * 9).Select(_ => Incident($"{Interlocked.Increment(ref sent)}")));
                Assert.All(answer.Statuses, status => Assert.Equal("accepted", status));
                clock.AdvanceSeconds(1);
                other.AdvanceSeconds(1);
            }
        }));
        await one.Services.GetRequiredService<DayClosing>().CloseDue(Cancellation);
        Assert.Equal((long)sent, (await one.Query("select count(*) from store.mt_events"))[0][0]);
        Assert.Empty(await one.Query(
            """
            select e.seq_id from store.mt_events as e, store.closed_until as c
            where e.seq_id > c.position and (e.data->>'knownAt')::timestamptz < c.until
            """));
        Assert.Equal(2, (await one.Query("select distinct left(data->>'knownAt', 10) from store.mt_events")).Count);
    }

    [Fact]
    public async Task A_clock_that_was_set_back_over_midnight_backdates_nothing_and_every_command_works()
    {
        var clock = new FakeClock(Midnight + Duration.FromMinutes(10));
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), clock: clock);
        await host.Services.GetRequiredService<DayClosing>().CloseDue(Cancellation);
        var call = await host.PostLines(new
        {
            source = "s",
            id = "1",
            kind = "sosCall",
            city = "karaganda",
            occurredAt = clock.GetCurrentInstant().ToString(),
        });
        clock.AdvanceMinutes(-60);
        await host.Ask(
            """
            mutation ($id: UUID!) {
              answerSosCall(id: $id, by: "op") { waitedSeconds }
              openIncident(console: "c", key: "1", category: "theft", place: { city: "karaganda" }) { id }
            }
            """, new { id = call.Id() });
        Assert.Equal(
            [["2026-07-03"]], await host.Query("select distinct left(data->>'knownAt', 10) from store.mt_events"));
    }

    [Fact]
    public async Task A_clock_that_is_far_ahead_of_the_database_closes_nothing()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), options => options.RunsDaemon = false);
        var closed = host.Services.GetRequiredService<ClosedMoments>();
        var now = Cities.Microseconds(SystemClock.Instance.GetCurrentInstant());
        await closed.Close(now + Duration.FromHours(3), DayClosing.MostAhead, Cancellation);
        Assert.Null(await closed.Read(Cancellation));
        await closed.Close(now + Duration.FromHours(1), DayClosing.MostAhead, Cancellation);
        Assert.True(closed.Includes(now + Duration.FromHours(1)));
        // And never back.
        await closed.Close(now, DayClosing.MostAhead, Cancellation);
        Assert.True(closed.Includes(now + Duration.FromHours(1)));
    }

    private static object Incident(string id) => new
    {
        source = "s",
        id,
        kind = "incident",
        city = "karaganda",
        category = "theft",
        occurredAt = "2026-07-01T10:00:00",
    };

    private static async Task<long> Known(RunningHost host) => (await host.Ask(
        """
        { trend(from: "2026-07-01", until: "2026-07-02", grain: DAY, asKnownOn: "2026-07-02") { series { total } } }
        """)).GetProperty("trend").GetProperty("series")[0].GetProperty("total").GetInt64();

    private static async Task Execute(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancellation);
    }
}
