using Incidents.Api.AnalysisJobs;
using Incidents.Tests.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace Incidents.Tests.Analyses;

/// <summary>What is stored of results, for how long, and how tables of an earlier version are taken over.</summary>
public sealed class AnalysisResultTests(PostgresFixture postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_same_result_of_eight_jobs_at_eight_positions_is_stored_once()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase());
        await Question.Town(host, 60);
        var ids = new HashSet<Guid>();
        for (var i = 0; i < 8; i++)
        {
            await host.PostLines(new
            {
                source = "s",
                id = $"{i}",
                kind = "alert",
                city = "karaganda",
                category = "fight",
                occurredAt = "2026-02-01T00:00:00Z",
            });
            await host.CaughtUp();
            ids.Add(await Question.Short.Id(host));
        }

        Assert.Equal(8, ids.Count);
        Assert.Equal([["Done", 8L]], await host.Query("select state, count(*) from store.analysis group by 1"));
        Assert.Equal(1L, (await host.Query("select count(*) from store.analysis_result"))[0][0]);
    }

    [Fact]
    public async Task A_lookup_without_the_result_does_not_read_it()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase());
        await host.Covered();
        var id = await Question.Short.Id(host);
        await host.Query("alter table store.analysis_result rename column result to elsewhere");

        Assert.Equal("DONE", await Question.State(host, id));
        Assert.Equal(id, await (Question.Short with { Selection = "id" }).Id(host));
        Assert.True((await host.Answer($$"""{ analysis(id: "{{id}}") { decomposition { counts } } }""")).TryGetProperty("errors", out _));
    }

    [Fact]
    public async Task Beyond_the_greatest_total_size_the_oldest_results_are_deleted_with_their_jobs()
    {
        const int most = 20_000;
        await using var host = await Limited(most);
        var ids = new List<Guid>();
        for (var number = 0; number < 8; number++)
        {
            ids.Add(await Question.Numbered(number, waitSeconds: 8).Id(host));
            // The first one is used again and again, and so it is not the oldest.
            Assert.Equal(ids[0], await Question.Numbered(0, waitSeconds: 8).Id(host));
            await host.Query("update read.progress set position = position + 1");
            ids[0] = await Question.Numbered(0, waitSeconds: 8).Id(host);
        }

        var stored = await host.Query("select count(*), sum(octet_length(result)) from store.analysis_result");
        Assert.InRange((long)stored[0][0], 2, 7);
        Assert.InRange((long)stored[0][1], most / 2, most);
        Assert.Equal("DONE", await Question.State(host, ids[0]));
        Assert.Null(await Question.State(host, ids[1]));
        Assert.Equal("DONE", await Question.State(host, ids[7]));
        // What was deleted is computed again.
        Assert.Equal("DONE", (await Question.Numbered(1, waitSeconds: 8).Ask(host)).GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_result_larger_than_all_of_them_may_be_is_not_stored()
    {
        await using var host = await Limited(20_000);

        var job = await new Question(
            "startDecomposition", """from: "2016-01-01", until: "2026-01-01", waitSeconds: 8""", "state failure { code }").Ask(host);

        Assert.Equal("FAILED", job.GetProperty("state").GetString());
        Assert.Equal("RESULT_TOO_LARGE", job.GetProperty("failure").GetProperty("code").GetString());
        Assert.Equal(0L, (await host.Query("select count(*) from store.analysis_result"))[0][0]);
    }

    [Fact]
    public async Task Jobs_and_results_are_deleted_a_week_after_they_ended_though_nobody_asks()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase());
        await host.Covered();
        var old = await Question.Numbered(1, waitSeconds: 8).Id(host);
        await host.Query(
            """
            insert into store.analysis (id, key, kind, request, asked_position, state)
            select gen_random_uuid(), key, kind, request, -i, 'Cancelled' from store.analysis, generate_series(1, 2500) as i;
            update store.analysis set finished_at = now() - interval '7 days 1 minute';
            update store.analysis_result set finished_at = now() - interval '7 days 1 minute';
            """);
        var young = await Question.Numbered(2, waitSeconds: 8).Id(host);

        await host.Services.GetRequiredService<AnalysisJobRetention>().DeleteWhatIsOver(Cancellation);

        Assert.Equal([[young]], await host.Query("select id from store.analysis"));
        Assert.Equal(1L, (await host.Query("select count(*) from store.analysis_result"))[0][0]);
        Assert.Null(await Question.State(host, old));
    }

    [Fact]
    public async Task Tables_of_an_earlier_version_are_taken_over_with_the_jobs_that_wait()
    {
        var connection = await postgres.CreateDatabase();
        Guid done;
        await using (var host = await RunningHost.Start(connection))
        {
            await host.Covered();
            done = await Question.Numbered(1, waitSeconds: 8).Id(host);
            await Question.Numbered(2, waitSeconds: 8).Id(host);
            await Question.Numbered(3, waitSeconds: 8).Id(host);
        }
        await using (var database = NpgsqlDataSource.Create(connection))
        {
            await RunningHost.Query(
                database,
                $"""
                 alter table store.analysis drop constraint analysis_result_kept;
                 alter table store.analysis add column result bytea;
                 update store.analysis as a set result = r.result from store.analysis_result as r
                     where (r.key, r.fingerprint) = (a.key, a.fingerprint);
                 drop table store.analysis_result;
                 create index analysis_fingerprint on store.analysis (key, fingerprint) where state = 'Done';
                 update store.analysis set state = 'Queued', result = null, finished_at = null where request like '%"windows":[7]%';
                 update store.analysis set state = 'Failed', result = null, failure_code = 'INTERNAL', failure_message = 'Why.'
                     where request like '%"windows":[9]%';
                 """);
        }

        for (var start = 0; start < 2; start++)
        {
            await using var host = await RunningHost.Start(connection);
            await RunningHost.Until(
                async () => (await host.Query("select state from store.analysis where state in ('Queued', 'Running')")).Count == 0,
                "the job that waited");
            Assert.Equal(
                [["Done", 1L], ["Failed", 1L]], await host.Query("select state, count(*) from store.analysis group by 1 order by 1"));
            // It can be computed again.
            Assert.Null(await Question.State(host, done));
        }
        await using var again = await RunningHost.Start(connection);
        Assert.Equal("DONE", (await Question.Numbered(1, waitSeconds: 8).Ask(again)).GetProperty("state").GetString());
        Assert.Equal("DONE", (await Question.Numbered(3, waitSeconds: 8).Ask(again)).GetProperty("state").GetString());
        Assert.Empty(await again.Query("select from pg_class where relname = 'analysis_fingerprint'"));
    }

    [Fact]
    public async Task Jobs_are_listed_the_latest_first_by_kind_and_state_with_few_results_at_once()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase());
        await host.Covered();
        var ids = new List<Guid>();
        for (var number = 0; number < 5; number++)
            ids.Insert(0, await Question.Numbered(number, waitSeconds: 8).Id(host));
        await host.Query($"update store.analysis set state = 'Failed', fingerprint = null where id = '{ids[2]}'");

        Assert.Equal(ids, await Listed("first: 10"));
        var counted = await host.Ask("{ analyses(first: 1, filter: { states: [DONE] }) { totalCount } }");
        Assert.Equal(4, counted.GetProperty("analyses").GetProperty("totalCount").GetInt32());
        Assert.Equal(ids[..2], await Listed("first: 2"));
        Assert.Equal(ids[3..], await Listed("last: 2"));
        var cursor = (await host.Ask("{ analyses(first: 2) { pageInfo { endCursor } } }")).GetProperty("analyses").GetProperty("pageInfo")
            .GetProperty("endCursor").GetString();
        Assert.Equal(ids[2..4], await Listed($$"""first: 2, after: "{{cursor}}" """));
        Assert.Equal(ids[..1], await Listed($$"""last: 2, before: "{{cursor}}" """));
        Assert.Equal([ids[2]], await Listed("first: 10, filter: { kinds: [DECOMPOSITION], states: [FAILED, QUEUED] }"));
        Assert.Empty(await Listed("first: 10, filter: { kinds: [IMPACT] }"));
        Assert.Equal("QUERY_TOO_COMPLEX", (await host.Refused("{ analyses(first: 17) { nodes { decomposition { isTooFew } } } }")).Code);

        async Task<IEnumerable<Guid>> Listed(string arguments) =>
            (await host.Ask($"{{ analyses({arguments}) {{ nodes {{ id decomposition {{ isTooFew }} }} }} }}")).GetProperty("analyses")
            .GetProperty("nodes").EnumerateArray().Select(job => job.GetProperty("id").GetGuid());
    }

    [Fact]
    public async Task A_result_of_another_version_of_the_program_is_not_shown()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase());
        await host.Covered();
        var id = await Question.Short.Id(host);

        await host.Query("update store.analysis_result set build = 'another'");

        Assert.Null(await Question.State(host, id));
    }

    private async Task<RunningHost> Limited(int mostBytes)
    {
        var host = await RunningHost.Start(
            await postgres.CreateDatabase(),
            settings: new Dictionary<string, string?> { ["AnalysisJobs:MostResultBytes"] = $"{mostBytes}" });
        await Question.Town(host, 60);
        return host;
    }
}
