using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Incidents.Api.Analyses;
using Incidents.Api.GraphQL;
using Incidents.Domain;
using Incidents.Statistics;
using Incidents.Statistics.Spatial;
using Incidents.Tests.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace Incidents.Tests.Outages;

/// <summary>Readers and computations have bounds of their own, and end where nobody waits for them.</summary>
public sealed class StarvationTests(PostgresFixture postgres)
{
    private const string Stuck = "{ incidents(first: 1) { nodes { id } } }";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reports_are_taken_and_projected_while_150_readers_wait_for_a_lock()
    {
        await using var host = await RunningHost.Start(
            await postgres.CreateDatabase(), settings: new Dictionary<string, string?> { ["GraphQL:TimeLimit"] = "00:01:00" });
        await using var connection = await Locked(host, "read.device");
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var readers = Enumerable.Range(0, 150)
            .Select(_ => Post(host, "{ devices(first: 1) { nodes { deviceId } } }", over.Token)).ToArray();
        await RunningHost.Until(async () => await Waiting(host) >= 10, "readers to be stuck");

        var answer = await host.PostLines(Report("1"));
        Assert.Equal(["accepted"], answer.Statuses);
        await RunningHost.Until(
            async () => await Scalar(host, "select count(*) from read.incident") == 1, "the register to have it");
        var code = await host.Refused(
            """mutation { openIncident(console: "c", key: "1", category: "No Such!", place: { city: "karaganda" }) { id } }""");
        Assert.Equal("CATEGORY_MALFORMED", code.Code);
        await over.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(readers));
        await RunningHost.Until(async () => await Waiting(host) == 0, "the queries to end at PostgreSQL");
    }

    [Fact]
    public async Task A_query_whose_time_is_over_ends_at_PostgreSQL()
    {
        await using var host = await RunningHost.Start(
            await postgres.CreateDatabase(), settings: new Dictionary<string, string?> { ["GraphQL:TimeLimit"] = "00:00:01" });
        await using var connection = await Locked(host, "read.incident");

        Assert.Equal("TIME_LIMIT", (await host.Refused(Stuck)).Code);
        await RunningHost.Until(async () => await Waiting(host) == 0, "the query to end at PostgreSQL");
    }

    [Fact]
    public async Task Queries_beyond_the_limit_wait_and_are_refused_with_503_and_mutations_go_on()
    {
        await using var host = await RunningHost.Start(
            await postgres.CreateDatabase(), settings: new Dictionary<string, string?>
            {
                ["GraphQL:MostQueries"] = "1",
                ["GraphQL:MostWaitingQueries"] = "1",
                ["GraphQL:QueryPatience"] = "00:01:00",
                ["GraphQL:TimeLimit"] = "00:02:00",
            });
        await using var connection = await Locked(host, "read.incident");
        var first = Post(host, Stuck, Cancellation);
        await RunningHost.Until(async () => await Waiting(host) == 1, "the first query to be stuck");
        var second = Post(host, "{ __typename }", Cancellation);

        var gate = host.Services.GetRequiredService<QueryGate>();
        await RunningHost.Until(() => Task.FromResult(gate.Waiting == 1), "the second query to wait");

        using var refused = await Post(host, "{ __typename }", Cancellation);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter?.Delta);
        var answer = await refused.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        Assert.Equal("TOO_BUSY", answer.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString());
        Assert.Equal("NOT_FOUND", (await host.Refused(
            """mutation { cancelAnalysis(id: "0198c0de-0000-7000-8000-000000000000") { id } }""")).Code);

        await connection.DisposeAsync();
        Assert.Equal(HttpStatusCode.OK, (await first).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await second).StatusCode);
    }

    [Fact]
    public async Task Few_computations_run_at_once_and_those_beyond_the_limit_are_refused()
    {
        using var pool = new AnalysisPool(new() { MostAtOnce = 2, MostWaiting = 1, Patience = TimeSpan.FromMinutes(1) });
        using var go = new ManualResetEventSlim();
        var running = 0;
        var asked = Enumerable.Range(0, 4).Select(_ => pool.Run(
            control =>
            {
                Interlocked.Increment(ref running);
                go.Wait(control.Cancellation);
                return Thread.CurrentThread.IsThreadPoolThread;
            },
            Cancellation)).ToArray();
        await RunningHost.Until(() => Task.FromResult(Volatile.Read(ref running) == 2), "two to run");

        var busy = await Assert.ThrowsAsync<RefusedException>(() => asked[3]);
        Assert.Equal("TOO_BUSY", busy.Refusal.Code.Text());
        Assert.Equal(2, Volatile.Read(ref running));
        go.Set();
        Assert.All(await Task.WhenAll(asked[..3]), Assert.False);
    }

    [Fact]
    public async Task A_computation_waits_for_its_turn_no_longer_than_the_limit_or_than_somebody_asks_for_it()
    {
        using var pool = new AnalysisPool(new() { MostAtOnce = 1, Patience = TimeSpan.FromMilliseconds(20) });
        using var stop = new CancellationTokenSource();
        var first = pool.Run(
            control =>
            {
                control.Cancellation.WaitHandle.WaitOne();
                control.Cancellation.ThrowIfCancellationRequested();
                return 0;
            },
            stop.Token);

        Assert.Equal("TOO_BUSY", (await Assert.ThrowsAsync<RefusedException>(() => pool.Run(_ => 1, Cancellation))).Refusal.Code.Text());
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Equal(1, await pool.Run(_ => 1, Cancellation));
    }

    [Fact]
    public void Long_computations_look_at_their_cancellation()
    {
        RunControl cancelled = new(Cancellation: new(canceled: true));
        double[] counts = [.. Enumerable.Range(0, 100).Select(i => (double)(i % 7))];
        LocalTest test = new() { Significance = Significance.Permutation, Permutations = 99 };
        PlanarGrid grid = new(0, 0, 1, 1, 20, 20);
        ImpactArea[] areas = [.. Enumerable.Range(0, 40).Select(i => new ImpactArea(i < 20, [i, 2, 3, i % 3, 5, 6]))];

        Throws(() => RasterStatistics.GiStar(counts, 10, Stencil.Queen, test, cancelled));
        Throws(() => RasterStatistics.LocalMoran(counts, 10, Stencil.Queen, test, cancelled));
        Throws(() => KernelDensity.Of([new(3, 3)], grid, Kernel.Gaussian, 2, control: cancelled));
        Throws(() => KernelDensity.Of([new(3, 3)], grid, Kernel.Quartic, 2, control: cancelled));
        Throws(() => Impact.DifferenceInDifferences(areas, 3, control: cancelled));

        static void Throws(Action compute) => Assert.ThrowsAny<OperationCanceledException>(compute);
    }

    private static object Report(string id) => new
    {
        kind = "incident",
        source = "starved",
        id,
        city = "karaganda",
        category = "theft",
        occurredAt = "2026-01-05T10:00:00",
        longitude = 73.1,
        latitude = 49.8,
    };

    private static Task<HttpResponseMessage> Post(RunningHost host, string query, CancellationToken cancellation) =>
        host.Client.PostAsJsonAsync("/graphql", new { query }, cancellation);

    /// <summary>A connection that keeps everybody else from a table until it is disposed.</summary>
    private static async Task<NpgsqlConnection> Locked(RunningHost host, string table)
    {
        var connection = new NpgsqlConnection($"{host.ConnectionString};Pooling=false");
        await connection.OpenAsync(Cancellation);
        await using var command = new NpgsqlCommand($"begin; lock table {table} in access exclusive mode", connection);
        await command.ExecuteNonQueryAsync(Cancellation);
        return connection;
    }

    private static Task<long> Waiting(RunningHost host) => Scalar(
        host, "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'");

    private static Task<long> Scalar(RunningHost host, string sql) => Scalar<long>(host, sql);

    // The host's own connections may all be in use.
    private static async Task<T> Scalar<T>(RunningHost host, string sql)
    {
        await using var database = NpgsqlDataSource.Create(host.ConnectionString);
        return (T)(await RunningHost.Query(database, sql))[0][0];
    }
}
