using Incidents.Tests.Postgres;
using Npgsql;
using Xunit;

namespace Incidents.Tests.Store;

/// <summary>Streams that the appender begins without looking for them first, and that exist after all.</summary>
public sealed class NewStreamTests(PostgresFixture postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_there_already_is_a_duplicate_and_its_neighbours_are_accepted()
    {
        await using var host = await Start();
        Assert.Equal(["accepted", "accepted"], (await host.PostLines(Alert("1"), Entry("2"))).Statuses);

        var mixed = await host.PostLines(Alert("1"), Alert("3"), Entry("2"), Entry("4"), Alert("3"));
        Assert.Equal(["duplicate", "accepted", "duplicate", "accepted", "duplicate"], mixed.Statuses);
        Assert.Equal(mixed.Id(1), mixed.Id(4));

        // Whatever is expected after that.
        Assert.Equal(["accepted"], (await host.PostLines(Alert("5"))).Statuses);
        Assert.Equal(["accepted", "duplicate"], (await host.PostLines(Entry("6"), Alert("5"))).Statuses);
        Assert.Equal((6L, 6L, 3L), await Stored(host));
    }

    [Fact]
    public async Task A_withdrawal_beside_new_things_finds_what_it_withdraws()
    {
        await using var host = await Start();
        await host.PostLines(Entry("1"));

        var answer = await host.PostLines(Alert("2"), Entry("3"), Withdrawal("w", "1"), Withdrawal("x", "3"), Withdrawal("y", "nothing"));

        Assert.Equal(5, answer.Statuses.Count(s => s == "accepted"));
        Assert.Equal(
            [false, false, true],
            Enumerable.Range(2, 3).Select(i => answer.Answers[i].TryGetProperty("unmatched", out var unmatched) && unmatched.GetBoolean()));
    }

    [Fact]
    public async Task The_events_of_lives_that_begin_in_one_request_are_numbered_as_they_happened()
    {
        await using var host = await Start();
        // The steps of all lives are mixed: none of a stream's events lies beside the one before it.
        object[] steps =
        [
            .. Enumerable.Range(0, 40).Select(i => Alert($"{i}")),
            .. Enumerable.Range(0, 40).Reverse().Select(i => Alert($"{i}", "updated", 1)),
            .. Enumerable.Range(0, 40).Select(i => Alert($"{i}", "ended", 2)),
        ];

        Assert.All((await host.PostLines(steps)).Statuses, s => Assert.Equal("accepted", s));

        Assert.Equal((40L, 120L, 0L), await Stored(host));
        Assert.Equal(40L, (await host.Query(
            """
            select count(*) from (
                select array_agg(version order by seq_id) = '{1,2,3}'
                    and array_agg(type order by seq_id) = '{alert_raised,alert_updated,alert_ended}' as is_right
                from store.mt_events group by stream_id) as s where is_right
            """))[0][0]);
    }

    // The other transaction has not committed when ours meets it, so that nobody could have seen its stream.
    [Fact]
    public async Task Where_another_node_begins_the_same_stream_at_the_same_moment_one_of_the_two_gets_a_duplicate()
    {
        await using var host = await Start();
        await host.PostLines(Alert("1"));
        await host.Query(
            """
            create table streams as table store.mt_streams;
            create table events as table store.mt_events;
            delete from store.mt_events;
            delete from store.mt_streams
            """);
        Task<IntakeAnswer> answer;
        await using (var other = await host.Database.OpenConnectionAsync(Cancellation))
        await using (var transaction = await other.BeginTransactionAsync(Cancellation))
        {
            await using (var begin = new NpgsqlCommand(
                "insert into store.mt_streams table streams; insert into store.mt_events table events", other))
                await begin.ExecuteNonQueryAsync(Cancellation);
            answer = host.PostLines(Alert("0"), Alert("1"), Alert("2"));
            await RunningHost.Until(
                async () => (long)(await host.Query("select count(*) from pg_locks where not granted"))[0][0] > 0, "the two to meet");
            await transaction.CommitAsync(Cancellation);
        }

        Assert.Equal(["accepted", "duplicate", "accepted"], (await answer).Statuses);
        Assert.Equal((3L, 3L, 0L), await Stored(host));
    }

    [Fact]
    public async Task Two_hosts_that_are_sent_the_same_reports_in_opposite_order_keep_each_once()
    {
        await using var first = await Start();
        await using var second = await RunningHost.Start(first.ConnectionString, o => o.RunsDaemon = false);
        var accepted = 0;
        for (var round = 0; round < 20; round++)
        {
            object[] reports = [.. Enumerable.Range(0, 60).Select(i => i % 3 == 0 ? Entry($"{round}-{i}") : Alert($"{round}-{i}"))];
            var answers = await Task.WhenAll(first.PostLines(reports), second.PostLines(reports.Reverse()));
            Assert.All(answers.SelectMany(a => a.Statuses), s => Assert.Contains(s, (string[])["accepted", "duplicate"]));
            accepted += answers.Sum(a => a.Statuses.Count(s => s == "accepted"));
        }
        Assert.Equal(1_200, accepted);
        Assert.Equal((1_200L, 1_200L, 400L), await Stored(first));
    }

    [Fact]
    public async Task A_connection_that_was_kept_and_is_cut_is_replaced()
    {
        await using var host = await Start();
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(["accepted"], (await host.PostLines(Alert($"{i}"))).Statuses);
            await using var other = new NpgsqlConnection(host.ConnectionString + ";Pooling=false");
            await other.OpenAsync(Cancellation);
            await using var cut = new NpgsqlCommand(
                """
                select count(pg_terminate_backend(pid, 5000)) from pg_stat_activity
                where datname = current_database() and pid <> pg_backend_pid()
                """, other);
            Assert.NotEqual(0L, await cut.ExecuteScalarAsync(Cancellation));
        }
        Assert.Equal(["accepted"], (await host.PostLines(Alert("last"))).Statuses);
        Assert.Equal((6L, 6L, 0L), await Stored(host));
    }

    private async Task<RunningHost> Start() => await RunningHost.Start(await postgres.CreateDatabase(), o => o.RunsDaemon = false);

    private static async Task<(long Streams, long Events, long References)> Stored(RunningHost host)
    {
        var row = (await host.Query(
            """
            select
                (select count(*) from store.mt_streams),
                (select count(*) from store.mt_events),
                (select count(*) from store.incident_reference)
            """))[0];
        return ((long)row[0], (long)row[1], (long)row[2]);
    }

    private static object Alert(string id, string? phase = null, int minute = 0) =>
        new
        {
            kind = "alert",
            phase,
            source = "begin",
            id,
            city = "karaganda",
            category = "fight",
            occurredAt = $"2026-01-05T10:0{minute}:00+05:00"
        };

    private static object Entry(string id) =>
        new
        {
            kind = "incident",
            source = "begin",
            id,
            reference = $"r-{id}",
            city = "karaganda",
            category = "theft",
            occurredAt = "2026-01-05T10:00:00+05:00"
        };

    private static object Withdrawal(string id, string of) =>
        new
        {
            kind = "incident",
            phase = "withdrawn",
            source = "begin",
            id,
            reference = $"r-{of}",
            city = "karaganda",
            category = "theft",
            occurredAt = "2026-01-05T11:00:00+05:00"
        };
}
