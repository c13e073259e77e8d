using Incidents.Api.Store;
using Incidents.Tests.Ingest;
using Incidents.Tests.Postgres;
using Microsoft.Extensions.Logging;
using Npgsql;
using Xunit;

namespace Incidents.Tests.Store;

/// <summary>Gaps in the sequence, and how long transactions elsewhere keep read models waiting before one.</summary>
[Trait("category", "slow")]
public sealed class HighWaterTests(PostgresFixture postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_dump_that_takes_long_does_not_keep_read_models_waiting_before_a_number_that_nobody_will_use()
    {
        await using var host = await RunningHost.Start(
            await postgres.CreateDatabase(), o => o.LongestHold = TimeSpan.FromSeconds(5));
        await host.Post(SampleReports.Incident("karaganda", "1"));
        await host.CaughtUp();
        await using var dump = new NpgsqlConnection($"{host.ConnectionString};Pooling=false");
        await dump.OpenAsync(Cancellation);
        await using var transaction = await dump.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, Cancellation);
        // More than the buffers on the way hold: it stays active while nobody reads it, as pg_dump does on a slow disk.
        using var output = await dump.BeginTextExportAsync(
            "copy (select repeat('x', 1000) from generate_series(1, 1000000)) to stdout", Cancellation);
        _ = await output.ReadLineAsync(Cancellation);

        await host.Query("select nextval('store.mt_events_sequence')");
        await host.Post(SampleReports.Incident("karaganda", "2"));
        await host.CaughtUp();
        Assert.Equal(2L, (await host.Query("select count(*) from read.incident"))[0][0]);
        Assert.Equal("active", (await host.Query($"select state from pg_stat_activity where pid = {dump.ProcessID}"))[0][0]);
    }

    [Fact]
    public async Task An_append_that_commits_late_is_waited_for_and_not_left_out()
    {
        var log = new KeptLog(LogLevel.Information);
        await using var host = await RunningHost.Start(
            await postgres.CreateDatabase(), log: log,
            settings: new Dictionary<string, string?> { ["Logging:LogLevel:Default"] = "Information" });
        await host.Post(SampleReports.Incident("karaganda", "1"));
        await host.CaughtUp();
        await using var late = new NpgsqlConnection($"{host.ConnectionString};Pooling=false");
        await late.OpenAsync(Cancellation);
        await using (var append = new NpgsqlCommand(
            """
            begin;
            insert into store.mt_streams (id, type, version) select '0198c0de-0000-7000-8000-000000000001', type, 1 from store.mt_streams;
            insert into store.mt_events (seq_id, id, stream_id, version, data, type, timestamp, mt_dotnet_type)
            select nextval('store.mt_events_sequence'), '0198c0de-0000-7000-8000-000000000002', '0198c0de-0000-7000-8000-000000000001',
                1, data, type, timestamp, mt_dotnet_type from store.mt_events where seq_id = 1
            """, late))
            await append.ExecuteNonQueryAsync(Cancellation);

        await host.Post(SampleReports.Incident("karaganda", "3"));
        await RunningHost.Until(
            () => Task.FromResult(log.Entries.Any(e => e.Message.Contains("is holding before the sequence gap", StringComparison.Ordinal))),
            "the daemon to hold before the gap");
        Assert.Equal(1L, (await host.Query("select count(*) from read.incident"))[0][0]);
        await using (var commit = new NpgsqlCommand("commit", late))
            await commit.ExecuteNonQueryAsync(Cancellation);
        await host.CaughtUp();
        Assert.Equal(3L, (await host.Query("select count(*) from read.incident"))[0][0]);
    }

    [Fact]
    public async Task PostgreSQL_ends_an_append_before_read_models_stop_waiting_for_it()
    {
        await using var pools = new StorePools(await postgres.CreateDatabase(), new());
        foreach (var limit in (string[])["statement_timeout", "idle_in_transaction_session_timeout"])
        {
            var seconds = (await RunningHost.Query(
                pools.Writer, $"select setting::int / 1000 from pg_settings where name = '{limit}'"))[0][0];
            Assert.InRange((int)seconds, 1, (int)EventStore.LongestHold.TotalSeconds / 2);
        }
    }
}
