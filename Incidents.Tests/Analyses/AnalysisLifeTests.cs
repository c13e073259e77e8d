using System.Text.Json;
using Incidents.Domain;
using Incidents.Tests.Postgres;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Analyses;

/// <summary>
/// The life of a job: asked for twice, cancelled, interrupted, crowded out. Each test has its own host, for it fills the queue or ends it.
/// </summary>
public sealed class AnalysisLifeTests(PostgresFixture postgres)
{
    private const string Short = """
        startDecomposition(from: "2026-01-01", until: "2026-04-01", waitSeconds: 8)
            { id state ledgerPosition decomposition { counts trend basis { ledgerPosition } } }
        """;
    private const string Long =
        """
        startNearRepeats(
            bounds: { west: 73, south: 49.7, east: 73.3, north: 49.9 }, from: "2026-01-01", until: "2026-12-31",
            spaceMetres: [0, 5000, 50000], permutations: 9999,
            waitSeconds: 0) { id state }
        """;

    [Fact]
    public async Task The_same_question_about_the_same_events_is_computed_once()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase());
        await Town(host, 60);
        var first = await Ask(host, Short);
        var again = await Ask(host, Short);

        Assert.Equal(first.GetRawText(), again.GetRawText());
        Assert.Equal("DONE", first.GetProperty("state").GetString());
        Assert.Equal(1L, (await host.Query("select count(*) from store.analysis"))[0][0]);
        Assert.Equal(1, (await host.Query("select attempts from store.analysis"))[0][0]);
    }

    [Fact]
    public async Task An_event_that_does_not_concern_it_costs_a_reading_and_no_computation()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase());
        await Town(host, 60);
        var first = await Ask(host, Short);
        // What was computed is changed by hand: an answer with the change was not computed again.
        await host.Query(
            """
            update store.analysis
            set result = convert_to(replace(convert_from(result, 'UTF8'), '"tooFew":true', '"tooFew":false'), 'UTF8')
            """);
        await host.PostLines(
            new { source = "s", id = "1", kind = "alert", city = "karaganda", category = "fight", occurredAt = "2026-02-01T00:00:00Z" });
        await host.CaughtUp();

        var again = await Ask(host, Short.Replace("counts", "counts tooFew"));

        Assert.NotEqual(first.GetProperty("id").GetGuid(), again.GetProperty("id").GetGuid());
        Assert.True(again.GetProperty("ledgerPosition").GetInt64() > first.GetProperty("ledgerPosition").GetInt64());
        Assert.False(again.GetProperty("decomposition").GetProperty("tooFew").GetBoolean());
        Assert.Equal(2L, (await host.Query("select count(distinct id) from store.analysis"))[0][0]);
    }

    [Fact]
    public async Task An_event_that_concerns_it_changes_the_answer()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase());
        var world = await Town(host, 60);
        var first = await Ask(host, Short);
        world.Add(new(73.1, 49.8), new(2026, 1, 1));
        await world.Settle();

        var again = await Ask(host, Short);

        Assert.Equal(Counts(first)[0] + 1, Counts(again)[0]);

        static long[] Counts(JsonElement job) =>
            [.. job.GetProperty("decomposition").GetProperty("counts").EnumerateArray().Select(n => n.GetInt64())];
    }

    [Fact]
    public async Task A_running_job_tells_its_progress_is_cancelled_and_begins_anew_when_asked_for_again()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase());
        await Town(host, 1_500);
        var id = (await Ask(host, Long)).GetProperty("id").GetGuid();
        await RunningHost.Until(async () => await State(host, id) is ("RUNNING", > 0), "the job to be under way");
        // The same question meets the same job.
        Assert.Equal(id, (await Ask(host, Long)).GetProperty("id").GetGuid());

        var cancelled = await host.Ask($$"""mutation { cancelAnalysis(id: "{{id}}") { state progress } }""");

        Assert.Equal("CANCELLED", cancelled.GetProperty("cancelAnalysis").GetProperty("state").GetString());
        // The queue is free again: another job is done.
        Assert.Equal("DONE", (await Ask(host, Short)).GetProperty("state").GetString());
        Assert.Equal("CANCELLED", (await State(host, id)).State);
        var again = await Ask(host, Long);
        Assert.Equal(id, again.GetProperty("id").GetGuid());
        // It is queued again, or already running when the answer is written.
        Assert.Contains(again.GetProperty("state").GetString(), new[] { "QUEUED", "RUNNING" });
        await host.Ask($$"""mutation { cancelAnalysis(id: "{{id}}") { id } }""");
        Assert.Equal("NOT_FOUND", (await host.Refused($$"""mutation { cancelAnalysis(id: "{{Guid.NewGuid()}}") { id } }""")).Code);
        var unknown = await host.Ask($$"""{ analysis(id: "{{Guid.NewGuid()}}") { id } }""");
        Assert.Equal(JsonValueKind.Null, unknown.GetProperty("analysis").ValueKind);
    }

    [Fact]
    public async Task A_job_cancelled_through_another_process_stops()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase());
        await Town(host, 1_500);
        var id = (await Ask(host, Long)).GetProperty("id").GetGuid();
        await RunningHost.Until(async () => (await State(host, id)).State == "RUNNING", "the job to be under way");

        await host.Query($"update store.analysis set state = 'Cancelled' where id = '{id}'");

        Assert.Equal("DONE", (await Ask(host, Short)).GetProperty("state").GetString());
    }

    [Fact]
    public async Task What_a_stopped_host_left_the_next_one_takes_up()
    {
        var database = await postgres.CreateDatabase();
        Guid stopped;
        string answer;
        await using (var host = await RunningHost.Start(database))
        {
            await Town(host, 1_500);
            answer = (await Ask(host, Short)).GetRawText();
            stopped = (await Ask(host, Long)).GetProperty("id").GetGuid();
            await RunningHost.Until(async () => (await State(host, stopped)).State == "RUNNING", "the job to be under way");
        }

        await using (var between = Npgsql.NpgsqlDataSource.Create(database))
        {
            var left = await RunningHost.Query(between, $"select state, attempts from store.analysis where id = '{stopped}'");
            Assert.Equal(("Queued", 0), ((string)left[0][0], (int)left[0][1]));
            // As a process that was killed in the middle leaves it.
            await RunningHost.Query(
                between, "update store.analysis set state = 'Running', result = null, finished_at = null where kind = 'decomposition'");
            await RunningHost.Query(between, $"update store.analysis set state = 'Running', attempts = 3 where id = '{stopped}'");
        }

        await using var next = await RunningHost.Start(database);
        await RunningHost.Until(
                async () => (await next.Query("select 1 from store.analysis where kind = 'decomposition' and state = 'Done'")).Count == 1,
                "the job to be done");
        Assert.Equal(answer, (await Ask(next, Short)).GetRawText());
        await RunningHost.Until(async () => (await State(next, stopped)).State == "FAILED", "the job to be given up");
        var failure = await next.Ask($$"""{ analysis(id: "{{stopped}}") { failure { code } } }""");
        Assert.Equal("INTERRUPTED", failure.GetProperty("analysis").GetProperty("failure").GetProperty("code").GetString());
    }

    [Fact]
    public async Task What_cannot_be_computed_fails_with_its_code()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase());
        await Town(host, 30);
        var job = await Ask(
            host, """
                startSpaceTimeScan(bounds: { west: 73, south: 49.7, east: 73.3, north: 49.9 }, zoom: 18,
                    from: "2026-01-01", until: "2026-02-01", waitSeconds: 8) { state failure { code } }
                """);
        Assert.Equal("DONE", job.GetProperty("state").GetString());

        await host.Query(
            """
            update read.heat_day set n = 30000
            where (measure, category, month, cell, day, city, known) = (
                select measure, category, month, cell, day, city, known from read.heat_day where day < '2026-01-20' limit 1)
            """);
        job = await Ask(
            host, """
                startSpaceTimeScan(bounds: { west: 73, south: 49.7, east: 73.3, north: 49.9 }, zoom: 18,
                    from: "2026-01-01", until: "2026-01-31", waitSeconds: 8) { state failure { code } }
                """);

        Assert.Equal(
            ("FAILED", "TOO_MANY_INCIDENTS"),
            (job.GetProperty("state").GetString(), job.GetProperty("failure").GetProperty("code").GetString()));
    }

    [Fact]
    public async Task The_queue_has_no_tables_of_its_own()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase());
        await Ask(host, Short);

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
        await Town(host, 3);
        string[] periods =
        [
            """from: "1900-01-01", until: "2099-12-31" """,
            """from: "9900-01-01", until: "9999-12-31" """,
            """from: "0001-01-01", until: "0100-01-01" """,
        ];
        foreach (var period in periods)
        {
            var job = await Ask(
                host, $$"""
                    startNearRepeats(bounds: { west: 73, south: 49.7, east: 73.3, north: 49.9 }, {{period}},
                        permutations: 9, waitSeconds: 8) { state failure { message } nearRepeats { pairs } }
                    """);
            Assert.Equal(
                period.Contains("2099", StringComparison.Ordinal) ? 3 : 0, job.GetProperty("nearRepeats").GetProperty("pairs").GetInt32());
        }
    }

    [Fact]
    public async Task More_than_32_jobs_at_once_are_refused()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase());
        await Town(host, 1_500);
        await Ask(host, Long);
        for (var i = 1; i < 32; i++)
        {
            await Ask(
                host,
                $$"""startDecomposition(from: "2026-01-01", until: "2026-04-01", seasonal: {{2 * i + 1}}, waitSeconds: 0) { id }""");
        }

        Assert.Equal(
            "TOO_BUSY",
            (await host.Refused("""mutation { startDecomposition(from: "2026-01-01", until: "2026-04-01", seasonal: 99) { id } }""")).Code);
    }

    private static async Task<CountedWorld> Town(RunningHost host, int incidents)
    {
        var world = await CountedWorld.In(host);
        var random = new Random(2);
        for (var i = 0; i < incidents; i++)
            world.Add(
                new GeoPoint(73.1 + random.Next(100) * 1e-5, 49.8 + random.Next(100) * 1e-5),
                new LocalDate(2026, 1, 1).PlusDays(random.Next(90)));
        await world.Settle();
        return world;
    }

    private static async Task<JsonElement> Ask(RunningHost host, string field) =>
        (await host.Ask($$"""mutation { job: {{field}} }""")).GetProperty("job");

    private static async Task<(string State, double Progress)> State(RunningHost host, Guid id)
    {
        var job = (await host.Ask($$"""{ analysis(id: "{{id}}") { state progress } }""")).GetProperty("analysis");
        return (job.GetProperty("state").GetString()!, job.GetProperty("progress").GetDouble());
    }
}
