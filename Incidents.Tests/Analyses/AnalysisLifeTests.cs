using System.Text.Json;
using Incidents.Tests.Postgres;
using Xunit;

namespace Incidents.Tests.Analyses;

/// <summary>
/// The life of a job: asked for twice, cancelled, interrupted. Each test has its own host, for it fills the queue or ends it.
/// </summary>
public sealed class AnalysisLifeTests(PostgresFixture postgres)
{
    [Fact]
    public async Task The_same_question_about_the_same_events_is_computed_once()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase());
        await Question.Town(host, 60);
        var first = await Question.Short.Ask(host);
        var again = await Question.Short.Ask(host);

        Assert.Equal(first.GetRawText(), again.GetRawText());
        Assert.Equal("DONE", first.GetProperty("state").GetString());
        Assert.Equal(1L, (await host.Query("select count(*) from store.analysis"))[0][0]);
        Assert.Equal(1, (await host.Query("select attempts from store.analysis"))[0][0]);
    }

    [Fact]
    public async Task An_event_that_does_not_concern_it_costs_a_reading_and_no_computation()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase());
        await Question.Town(host, 60);
        var first = await Question.Short.Ask(host);
        // What was computed is changed by hand: an answer with the change was not computed again.
        await host.Query(
            """
            update store.analysis_result
            set result = convert_to(replace(convert_from(result, 'UTF8'), '"isTooFew":true', '"isTooFew":false'), 'UTF8')
            """);
        await host.PostLines(
            new { source = "s", id = "1", kind = "alert", city = "karaganda", category = "fight", occurredAt = "2026-02-01T00:00:00Z" });
        await host.CaughtUp();

        var again = await (Question.Short with { Selection = Question.Short.Selection.Replace("counts", "counts isTooFew") }).Ask(host);

        Assert.NotEqual(first.GetProperty("id").GetGuid(), again.GetProperty("id").GetGuid());
        Assert.True(again.GetProperty("ledgerPosition").GetInt64() > first.GetProperty("ledgerPosition").GetInt64());
        Assert.False(again.GetProperty("decomposition").GetProperty("isTooFew").GetBoolean());
        Assert.Equal(2L, (await host.Query("select count(distinct id) from store.analysis"))[0][0]);
    }

    [Fact]
    public async Task An_event_that_concerns_it_changes_the_answer()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase());
        var world = await Question.Town(host, 60);
        var first = await Question.Short.Ask(host);
        world.Add(new(73.1, 49.8), new(2026, 1, 1));
        await world.Settle();

        var again = await Question.Short.Ask(host);

        Assert.Equal(Counts(first)[0] + 1, Counts(again)[0]);

        static long[] Counts(JsonElement job) =>
            [.. job.GetProperty("decomposition").GetProperty("counts").EnumerateArray().Select(n => n.GetInt64())];
    }

    [Fact]
    public async Task A_running_job_tells_its_progress_is_cancelled_and_begins_anew_when_asked_for_again()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase());
        await Question.Town(host, 1_500);
        var id = await Question.Long.Id(host);
        await RunningHost.Until(
            async () => await Question.Job(host, id) is { } job && job.GetProperty("progress").GetDouble() > 0, "the job to be under way");
        // The same question meets the same job.
        Assert.Equal(id, await Question.Long.Id(host));

        Assert.Equal("CANCELLED", await Question.Cancel(host, id));
        // The queue is free again: another job is done.
        Assert.Equal("DONE", (await Question.Short.Ask(host)).GetProperty("state").GetString());
        Assert.Equal("CANCELLED", await Question.State(host, id));
        var again = await Question.Long.Ask(host);
        Assert.Equal(id, again.GetProperty("id").GetGuid());
        // It is queued again, or already running when the answer is written.
        Assert.Contains(again.GetProperty("state").GetString(), new[] { "QUEUED", "RUNNING" });
        Assert.Equal("CANCELLED", await Question.Cancel(host, id));
        Assert.Equal("CANCELLED", await Question.Cancel(host, id));
        Assert.Equal("NOT_FOUND", (await host.Refused($$"""mutation { cancelAnalysis(id: "{{Guid.NewGuid()}}") { id } }""")).Code);
        Assert.Null(await Question.Job(host, Guid.NewGuid()));
    }

    [Fact]
    public async Task A_job_cancelled_through_another_process_stops()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase());
        await Question.Town(host, 1_500);
        var id = await Question.Long.Id(host);
        await RunningHost.Until(async () => await Question.State(host, id) == "RUNNING", "the job to be under way");

        await host.Query($"update store.analysis set state = 'Cancelled' where id = '{id}'");

        Assert.Equal("DONE", (await Question.Short.Ask(host)).GetProperty("state").GetString());
    }

    [Fact]
    public async Task What_a_stopped_host_left_the_next_one_takes_up()
    {
        var database = await postgres.CreateDatabase();
        Guid stopped;
        string answer;
        await using (var host = await RunningHost.Start(database))
        {
            await Question.Town(host, 1_500);
            answer = (await Question.Short.Ask(host)).GetRawText();
            stopped = await Question.Long.Id(host);
            await RunningHost.Until(async () => await Question.State(host, stopped) == "RUNNING", "the job to be under way");
        }

        await using (var between = Npgsql.NpgsqlDataSource.Create(database))
        {
            var left = await RunningHost.Query(between, $"select state, attempts from store.analysis where id = '{stopped}'");
            Assert.Equal(("Queued", 0), ((string)left[0][0], (int)left[0][1]));
            // As a process that was killed in the middle leaves it.
            await RunningHost.Query(
                between,
                "update store.analysis set state = 'Running', fingerprint = null, finished_at = null where kind = 'decomposition'");
            await RunningHost.Query(between, $"update store.analysis set state = 'Running', attempts = 3 where id = '{stopped}'");
        }

        await using var next = await RunningHost.Start(database);
        await RunningHost.Until(
                async () => (await next.Query("select 1 from store.analysis where kind = 'decomposition' and state = 'Done'")).Count == 1,
                "the job to be done");
        Assert.Equal(answer, (await Question.Short.Ask(next)).GetRawText());
        await RunningHost.Until(async () => await Question.State(next, stopped) == "FAILED", "the job to be given up");
        var failure = (await Question.Job(next, stopped, "failure { code }"))!.Value.GetProperty("failure");
        Assert.Equal("INTERRUPTED", failure.GetProperty("code").GetString());
    }

    [Fact]
    public async Task What_cannot_be_computed_fails_with_its_code()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase());
        await Question.Town(host, 30);
        var scan = new Question(
            "startSpaceTimeScan",
            """
            bounds: { west: 73, south: 49.7, east: 73.3, north: 49.9 }, zoom: 18, from: "2026-01-01", until: "2026-02-01",
            waitSeconds: 8
            """,
            "state failure { code }");
        var job = await scan.Ask(host);
        Assert.Equal("DONE", job.GetProperty("state").GetString());

        await host.Query(
            """
            update read.heat_day set n = 30000
            where (measure, category, month, cell, day, city, known) = (
                select measure, category, month, cell, day, city, known from read.heat_day where day < '2026-01-20' limit 1)
            """);
        job = await (scan with { Arguments = scan.Arguments.Replace("02-01", "01-31") }).Ask(host);

        Assert.Equal(
            ("FAILED", "TOO_MANY_INCIDENTS"),
            (job.GetProperty("state").GetString(), job.GetProperty("failure").GetProperty("code").GetString()));
    }

    [Fact]
    public async Task The_queue_has_no_tables_of_its_own()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase());
        await host.Covered();
        await Question.Short.Ask(host);

        Assert.Empty(
            await host.Query(
                """
                select table_schema, table_name from information_schema.tables
                where table_schema like '%wolverine%' or table_name like '%wolverine%'
                """));
    }

    [Fact]
    public async Task The_first_and_the_last_day_of_the_calendar_can_be_asked_for()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase());
        await Question.Town(host, 3);
        string[] periods =
        [
            """from: "1900-01-01", until: "2099-12-31" """,
            """from: "9900-01-01", until: "9999-12-31" """,
            """from: "0001-01-01", until: "0100-01-01" """,
        ];
        foreach (var period in periods)
        {
            var job = await new Question(
                "startNearRepeats",
                $$"""bounds: { west: 73, south: 49.7, east: 73.3, north: 49.9 }, {{period}}, permutations: 9, waitSeconds: 8""",
                "state failure { message } nearRepeats { pairs }").Ask(host);
            Assert.Equal(
                period.Contains("2099", StringComparison.Ordinal) ? 3 : 0, job.GetProperty("nearRepeats").GetProperty("pairs").GetInt32());
        }
    }
}
