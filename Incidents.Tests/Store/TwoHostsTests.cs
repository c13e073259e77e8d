using System.Text;
using System.Text.Json;
using Incidents.Tests.Access;
using Incidents.Tests.Ledgers;
using Incidents.Tests.Postgres;
using Npgsql;
using Xunit;

namespace Incidents.Tests.Store;

/// <summary>Two hosts on one database: one projects, and the other takes its place.</summary>
public sealed class TwoHostsTests(PostgresFixture postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact, Trait("category", "crash")]
    public async Task Whichever_of_two_hosts_is_killed_the_other_goes_on_and_nothing_counts_twice()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "kill -9 is Unix's.");
        using var folder = new TemporaryFolder();
        var connection = await postgres.CreateDatabase();
        _ = PostgresFixture.IsPrepared(connection);
        await using var database = NpgsqlDataSource.Create(connection);
        // At the same moment, on a database that is empty.
        var hosts = await Task.WhenAll(Enumerable.Range(0, 2).Select(Start));
        var sent = 0;
        try
        {
            var rounds = TestScale.Of(1, 20);
            for (var round = 0; ; round++)
            {
                await Task.WhenAll(hosts.Select(host => Post(host.Address)));
                var killed = round % 2;
                await hosts[killed].Kill();
                await Post(hosts[1 - killed].Address);
                await CaughtUp();
                if (round < rounds - 1)
                {
                    hosts[killed].Dispose();
                    hosts[killed] = await Start(killed);
                    continue;
                }
                // Nobody kills the last one: it needs no process of its own.
                await using var back = await RunningHost.Start(connection);
                await Task.WhenAll(Post(hosts[1 - killed].Address), Post(back.Client.BaseAddress!));
                await CaughtUp();
                break;
            }
        }
        finally
        {
            foreach (var host in hosts)
                host.Dispose();
        }

        Assert.Equal(sent, await Scalar("select count(*) from store.mt_events where type = 'alert_raised'"));
        Assert.Equal(sent, await Scalar("select sum(n)::bigint from read.count_hour where measure = 2"));
        Assert.Equal(sent, await Scalar("select sum(reports)::bigint from read.device"));
        await CountsFromEvents.AgreeWithTheLedger(database);

        Task<HostProcess> Start(int which) => HostProcess.StartOn(connection, Path.Combine(folder.Path, $"host-{which}"));

        async Task Post(Uri host)
        {
            using var client = await new HttpClient { BaseAddress = host }.SignedIn();
            var first = Interlocked.Add(ref sent, 30) - 30;
            var lines = Enumerable.Range(first, 30).Select(n => JsonSerializer.Serialize(new
            {
                kind = "alert",
                source = "two",
                id = $"{n}",
                city = "karaganda",
                category = "fight",
                deviceId = "cam-1",
                longitude = 73.1,
                latitude = 49.8,
                occurredAt = "2026-03-02T10:00:00+05:00",
            }));
            using var body = new StringContent(string.Join('\n', lines), Encoding.UTF8, "application/x-ndjson");
            using var response = await client.PostAsync("/ingest/reports", body, Cancellation);
            var answer = await response.Content.ReadAsStringAsync(Cancellation);
            Assert.Equal(30, answer.Split("\"accepted\"").Length - 1);
        }

        Task CaughtUp() => RunningHost.Until(
            async () => await Scalar(
                "select (select max(seq_id) from store.mt_events) - (select min(position) from read.progress)") == 0,
            "the host that is left to project");

        async Task<long> Scalar(string sql)
        {
            await using var command = database.CreateCommand(sql);
            return (long)(await command.ExecuteScalarAsync(Cancellation))!;
        }
    }

    // The lock is lost, say, and two project at once: whoever comes second finds the progress moved, and its page is rolled back.
    [Fact]
    public async Task A_page_whose_progress_was_moved_by_another_host_is_rolled_back()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase());
        await host.Post(Ingest.SampleReports.Incident("karaganda", "1"));
        await host.CaughtUp();
        var counted = await host.Query("select sum(n) from read.count_hour");

        await host.Query("update read.progress set position = position + 1 where projection = 'ledger'");
        await host.Post(Ingest.SampleReports.Incident("karaganda", "2"));
        await RunningHost.Until(
            async () => (await host.Answer("{ ingestStatus { pausedShards { failure } } }")).GetRawText()
                .Contains("Another host", StringComparison.Ordinal),
            "the host to notice that another one projects");
        Assert.Equal(counted, await host.Query("select sum(n) from read.count_hour"));
    }
}
