using System.Net.Http.Json;
using Incidents.Tests.Access;
using Incidents.Tests.Outages;
using Incidents.Tests.Postgres;
using Incidents.Tests.Store;
using Npgsql;
using Xunit;

namespace Incidents.Tests.Analyses;

/// <summary>
/// How many jobs may wait, who gets a place, and who computes what another host left. Jobs are held up by a lock of a table that they
/// read.
/// </summary>
public sealed class AnalysisQueueTests(PostgresFixture postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_60_questions_asked_in_parallel_of_two_hosts_32_are_accepted_and_found_again_though_the_queue_is_full()
    {
        var database = await postgres.CreateDatabase();
        await using var first = await RunningHost.Start(database);
        await using var second = await RunningHost.Start(database);
        await second.Covered();
        await using var held = await Held(first);

        // 30 of them twice.
        RunningHost[] hosts = [first, second];
        var asked = Enumerable.Range(0, 30).SelectMany(i => (int[])[i, i, i + 30]).ToArray();
        var refusals = await Task.WhenAll(asked.Select((number, i) => Numbered(number).Refusal(hosts[i % 2])));

        Assert.Equal(32L, await Unfinished(first));
        Assert.All(refusals, code => Assert.Contains(code, new[] { null, "TOO_BUSY" }));
        var kept = asked.Zip(refusals).Where(a => a.Second is null).Select(a => a.First).Distinct().ToArray();
        Assert.Equal(32, kept.Length);
        var ids = new HashSet<Guid>();
        foreach (var number in kept)
        {
            ids.Add(await Numbered(number).Id(first));
            ids.Add(await Numbered(number).Id(second));
        }
        Assert.Equal(32, ids.Count);
        Assert.Equal("TOO_BUSY", await Numbered(asked.Except(kept).First()).Refusal(first));

        await held.DisposeAsync();
        await RunningHost.Until(async () => await Unfinished(first) == 0, "all jobs to be done");
        Assert.Equal([["Done", 32L]], await first.Query("select state, count(*) from store.analysis group by 1"));
        Assert.Null(await Numbered(asked.Except(kept).First()).Refusal(first));
    }

    [Fact]
    public async Task A_job_that_waits_answers_the_same_question_at_a_later_position_too()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase());
        await host.Covered();
        await using var held = await Held(host);
        var running = await Numbered(1).Id(host);
        await RunningHost.Until(async () => await Question.State(host, running) == "RUNNING", "the first job to run");
        var waiting = await Numbered(2).Id(host);

        await host.Query("update read.progress set position = position + 1");

        Assert.Equal(waiting, await Numbered(2).Id(host));
        // The one that runs may have read its figures before.
        Assert.NotEqual(running, await Numbered(1).Id(host));
    }

    [Fact]
    public async Task Forty_cancelled_jobs_free_their_places_at_once_and_run_when_they_are_asked_for_again()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase());
        await host.Covered();
        await using var held = await Held(host);
        for (var number = 0; number < 40; number++)
            Assert.Equal("CANCELLED", await Question.Cancel(host, await Numbered(number).Id(host)));

        var ids = new List<Guid>();
        for (var number = 20; number < 52; number++)
            ids.Add(await Numbered(number).Id(host));

        Assert.Equal("TOO_BUSY", await Numbered(52).Refusal(host));
        Assert.Equal("CANCELLED", await Question.Cancel(host, ids[5]));
        Assert.Equal("CANCELLED", await Question.Cancel(host, ids[5]));
        Assert.Null(await Numbered(52).Refusal(host));
        await held.DisposeAsync();
        await RunningHost.Until(async () => await Unfinished(host) == 0, "all jobs to be done");
        Assert.Equal(
            [["Cancelled", 21L], ["Done", 32L]], await host.Query("select state, count(*) from store.analysis group by 1 order by 1"));
    }

    [Fact]
    public async Task A_job_that_another_host_computes_is_waited_for_and_is_cancelled_from_either()
    {
        var database = await postgres.CreateDatabase();
        await using var first = await RunningHost.Start(database);
        await using var second = await RunningHost.Start(database);
        await second.Covered();
        var held = await Held(first);
        var id = await Numbered(1).Id(first);
        await RunningHost.Until(async () => await Question.State(first, id) == "RUNNING", "the job to run");

        Assert.Equal("CANCELLED", await Question.Cancel(second, id));
        Assert.Equal(id, await Numbered(1).Id(second));
        Assert.Equal("CANCELLED", await Question.Cancel(first, id));
        Assert.Equal(id, await Numbered(1).Id(first));
        var waited = Numbered(1, waitSeconds: 8).Ask(second);
        await held.DisposeAsync();

        Assert.Equal("DONE", (await waited).GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_job_that_was_left_running_is_computed_though_nobody_asks_for_it()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase());
        await host.Covered();
        var id = await Numbered(1, waitSeconds: 8).Id(host);

        await host.Query(
            "update store.analysis set state = 'Running', fingerprint = null, finished_at = null, started_at = null, attempts = 1");

        await RunningHost.Until(
            async () => (await host.Query("select attempts from store.analysis where state = 'Done'")) is [[2]], "the job to be done");
        Assert.Equal("DONE", await Question.State(host, id));
    }

    [Fact]
    public async Task A_job_whose_store_went_away_in_the_middle_is_computed_when_it_is_there_again()
    {
        var direct = new NpgsqlConnectionStringBuilder(await postgres.CreateDatabase());
        await using var proxy = new StoreProxy(direct.Port);
        var through = new NpgsqlConnectionStringBuilder(direct.ConnectionString) { Host = "127.0.0.1", Port = proxy.Port };
        await using var host = await RunningHost.Start(through.ConnectionString);
        await host.Covered();
        await using var database = NpgsqlDataSource.Create(direct.ConnectionString);
        var held = await Held(direct.ConnectionString);
        var id = await Numbered(1).Id(host);
        await RunningHost.Until(async () => await Question.State(host, id) == "RUNNING", "the job to run");

        proxy.Refuse();
        await RunningHost.Until(async () => await Numbered(2).Refusal(host) == "STORE_AWAY", "the host to notice it");
        await held.DisposeAsync();
        proxy.Pass();

        await RunningHost.Until(
            async () => (await RunningHost.Query(database, "select state from store.analysis where attempts = 2")) is [["Done"]],
            "the job to be done");
    }

    [Fact, Trait("category", "crash")]
    public async Task A_job_whose_host_was_killed_in_the_middle_is_computed_by_the_next_one()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "kill -9 is Unix's.");
        using var folder = new TemporaryFolder();
        var connection = await postgres.CreateDatabase();
        await using var database = NpgsqlDataSource.Create(connection);
        await using (var host = await RunningHost.Start(connection))
            await host.Covered();
        using var killed = await HostProcess.StartOn(connection, folder.Path);
        var held = await Held(connection);
        using var client = await new HttpClient { BaseAddress = killed.Address }.SignedIn();
        var query = MutationText.Of(
            """mutation { startDecomposition(from: "2026-01-01", until: "2026-04-01", waitSeconds: 0) { id } }""");
        (await client.PostAsJsonAsync("/graphql", new { query }, Cancellation)).EnsureSuccessStatusCode();
        await RunningHost.Until(
            async () => (await RunningHost.Query(database, "select 1 from store.analysis where state = 'Running'")).Count == 1,
            "the job to run");

        await killed.Kill();
        await held.DisposeAsync();
        await using var next = await RunningHost.Start(connection);

        await RunningHost.Until(
            async () => (await next.Query("select attempts from store.analysis where state = 'Done'")) is [[2]], "the job to be done");
    }

    private static Question Numbered(int number, int waitSeconds = 0) => Question.Numbered(number, waitSeconds);

    private static async Task<long> Unfinished(RunningHost host) =>
        (long)(await host.Query("select count(*) from store.analysis where state in ('Queued', 'Running')"))[0][0];

    private static Task<NpgsqlConnection> Held(RunningHost host) => Held(host.ConnectionString);

    // Decompositions wait for this table until the connection is closed.
    private static async Task<NpgsqlConnection> Held(string database)
    {
        var connection = new NpgsqlConnection($"{database};Pooling=false");
        await connection.OpenAsync(Cancellation);
        await using var command = new NpgsqlCommand("begin; lock table read.count_hour in access exclusive mode", connection);
        await command.ExecuteNonQueryAsync(Cancellation);
        return connection;
    }
}
