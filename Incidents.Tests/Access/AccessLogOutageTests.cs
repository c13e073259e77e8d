using System.Net.Http.Json;
using System.Text.Json;
using Incidents.Tests.Ingest;
using Incidents.Tests.Outages;
using Incidents.Tests.Postgres;
using Incidents.Tests.Store;
using Npgsql;
using Xunit;

namespace Incidents.Tests.Access;

/// <summary>What cannot be put on the access log is not answered, and what was answered is on it.</summary>
public sealed class AccessLogOutageTests(PostgresFixture postgres)
{
    private const string Query = "query Named { incidents(first: 5) { nodes { id city description } } }";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task While_the_log_cannot_be_written_nothing_is_answered_and_the_queue_does_not_grow()
    {
        var direct = new NpgsqlConnectionStringBuilder(await postgres.CreateDatabase());
        await using var proxy = new StoreProxy(direct.Port);
        await using var host = await RunningHost.Start(
            new NpgsqlConnectionStringBuilder(direct.ConnectionString) { Port = proxy.Port }.ConnectionString,
            settings: new Dictionary<string, string?> { ["AccessLog:QueueLength"] = "1", ["AccessLog:Patience"] = "00:01:00" });
        await host.Post(SampleReports.Incident("karaganda", "1"));
        await host.CaughtUp();
        await using var database = NpgsqlDataSource.Create(direct.ConnectionString);
        Assert.Equal(200, (await host.As("before", Query)).Status);

        var connection = await database.OpenConnectionAsync(Cancellation);
        var transaction = await connection.BeginTransactionAsync(Cancellation);
        await using (var locking = new NpgsqlCommand("lock table access.mt_events in share mode", connection, transaction))
            await locking.ExecuteNonQueryAsync(Cancellation);
        var committing = host.As("held", Query);
        await RunningHost.Until(async () => await IsStuck(), "the first group to be stuck");
        var more = Enumerable.Range(0, 5).Select(_ => host.As("more", Query)).ToList();
        var refused = new List<(int Status, string Body)>();
        while (refused.Count < 4)
        {
            var one = await Task.WhenAny(more);
            more.Remove(one);
            refused.Add(await one);
        }
        Assert.All(refused, answer =>
        {
            Assert.Equal(503, answer.Status);
            Assert.Equal("ACCESS_LOG_AWAY", LogReads.CodeOf(answer.Body));
            Assert.False(JsonDocument.Parse(answer.Body).RootElement.TryGetProperty("data", out _));
        });
        Assert.False(committing.IsCompleted);

        // The store is away in the middle of the group's commit, and before the next one.
        proxy.Refuse();
        foreach (var (status, body) in new[] { await committing, await more[0] })
        {
            Assert.Equal(503, status);
            Assert.Equal("ACCESS_LOG_AWAY", LogReads.CodeOf(body));
            Assert.DoesNotContain("karaganda", body, StringComparison.Ordinal);
        }
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
        proxy.Pass();
        await RunningHost.Until(async () => (await host.As("after", Query)).Status == 200, "the log to be written again");
        Assert.Equal(["Read"], (await host.Query("select data ->> 'kind' from access.mt_events where data ->> 'caller' = 'before'"))
            .Select(row => (string)row[0]));

        async Task<bool> IsStuck() => (long)(await RunningHost.Query(
            database, "select count(*) from pg_locks where not granted and relation = 'access.mt_events'::regclass"))[0][0] == 1;
    }

    [Fact]
    public async Task Two_hosts_write_at_the_same_time_and_each_entry_is_there_once()
    {
        var connection = await postgres.CreateDatabase();
        await using var one = await RunningHost.Start(connection);
        await using var two = await RunningHost.Start(connection, o => o.RunsDaemon = false);
        var reads = TestScale.Of(40, 400);

        await Task.WhenAll(from host in (RunningHost[])[one, two]
                           from n in Enumerable.Range(0, reads)
                           select Read(host, n));

        Assert.Equal([[2L * reads, 2L * reads]], await one.Query(
            "select count(*), count(distinct id) from access.mt_events where data ->> 'caller' like 'both-%'"));
        Assert.Equal(2L, (await one.Query("select count(distinct stream_id) from access.mt_events"))[0][0]);

        async Task Read(RunningHost host, int n) => Assert.Equal(200, (await host.As($"both-{n}", Query)).Status);
    }

    [Fact, Trait("category", "crash")]
    public async Task After_kill_9_every_read_that_was_answered_is_on_the_log()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "kill -9 is Unix's.");
        using var folder = new TemporaryFolder();
        var connection = await postgres.CreateDatabase();
        await using var database = NpgsqlDataSource.Create(connection);
        using var host = await HostProcess.StartOn(connection, folder.Path);
        using var client = await new HttpClient { BaseAddress = host.Address }.SignedIn();
        var (answered, next) = (new System.Collections.Concurrent.ConcurrentBag<string>(), 0);
        var readers = Enumerable.Range(0, 8).Select(_ => Task.Run(Read)).ToArray();
        await RunningHost.Until(() => Task.FromResult(answered.Count >= 100), "reads to be answered");
        await host.Kill();
        await Task.WhenAll(readers);

        var logged = (await RunningHost.Query(database, "select data -> 'details' ->> 'operation' from access.mt_events"))
            .Select(row => row[0] as string).ToHashSet();
        Assert.Empty(answered.Except(logged!));

        async Task Read()
        {
            try
            {
                while (true)
                {
                    var name = $"Read{Interlocked.Increment(ref next)}";
                    using var response = await client.PostAsJsonAsync(
                        "/graphql", new { query = $"query {name} {{ incidents(first: 1) {{ nodes {{ description }} }} }}" }, Cancellation);
                    if (!(await response.Content.ReadAsStringAsync(Cancellation)).Contains("\"errors\"", StringComparison.Ordinal))
                        answered.Add(name);
                }
            }
            catch (HttpRequestException)
            {
                // It was killed.
            }
        }
    }
}
