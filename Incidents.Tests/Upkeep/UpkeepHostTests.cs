using System.Text.Json;
using Incidents.Api.Upkeep;
using Incidents.Domain.Access;
using Incidents.Tests.Access;
using Incidents.Tests.Ledgers;
using Incidents.Tests.Postgres;
using Incidents.Tests.Values;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Testing;
using Xunit;

namespace Incidents.Tests.Upkeep;

/// <summary>Municipal property over the host: reports in any order, two hosts, what was known when, and who may do what.</summary>
public sealed class UpkeepHostTests(PostgresFixture postgres)
{
    private const string Town = "karaganda";

    internal static readonly Dictionary<string, string?> ByHand = new() { ["Upkeep:Interval"] = "00:00:00" };

    private readonly FakeClock clock = new(Instant.FromUtc(2026, 1, 12, 7, 0));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // On Saturday, 10 January 2026 at noon, where no list has the street: within 24 hours.
    internal static object Snow(string id, double latitude = 49.8, string occurredAt = "2026-01-10T12:00:00+05:00", string? phase = null,
        string? by = null, string? outcome = null, string category = "snow-uncleared", string? district = "Kazybek bi") => new
        {
            source = "s",
            id,
            kind = "upkeep",
            phase,
            city = Town,
            district,
            category,
            occurredAt,
            by,
            outcome,
            longitude = 73.1,
            latitude,
        };

    [Fact]
    public async Task What_two_hosts_observe_of_one_thing_becomes_one_task_and_can_be_separated()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), clock: clock, settings: ByHand);
        await using var other = await RunningHost.Start(host.ConnectionString, o => o.RunsDaemon = false, clock, settings: ByHand);
        // 22 m, 44 m and 100 m from the first, and a bin at the same place. Snow is one thing within 60 m.
        var answers = await Task.WhenAll(
            host.PostLines(Snow("1"), Snow("2", 49.8002)), other.PostLines(Snow("4", 49.8009), Snow("5", category: "bin-overflowing")));
        Assert.All(answers, answer => Assert.Equal(["accepted", "accepted"], answer.Statuses));
        Assert.Equal(["accepted"], (await host.PostLines(Snow("3", 49.8004))).Statuses);
        await host.CaughtUp();

        Assert.Equal(2, (await Join(host, other)).Sum());
        await host.CaughtUp();
        Assert.Equal(0, (await Join(host, other)).Sum());
        var tasks = await Tasks(host, "filter: {}");
        Assert.Equal(["1", "4", "5"], Ids(tasks));
        // The third is nearest to the second, which is no task of its own any more.
        var joined = tasks.SelectMany(task => task.GetProperty("observations").EnumerateArray()).ToArray();
        Assert.Equal(["2", "3"], Ids(joined));

        // The one that a person separates is a task of its own again, with its deadline, and no rule joins it again.
        var apart = joined.Single(o => o.GetProperty("sourceId").GetString() == "2").GetProperty("id").GetGuid();
        var separated = (await host.Ask("mutation($id: UUID!) { separateUpkeep(id: $id) { status deadline } }", new { id = apart }))
            .GetProperty("separateUpkeep");
        Assert.Equal(
            ("OPEN", "2026-01-11T12:00:00+05:00"),
            (separated.GetProperty("status").GetString(), separated.GetProperty("deadline").GetString()));
        await host.CaughtUp();
        Assert.Equal(0, (await Join(host, other)).Sum());
        Assert.Equal(["1", "2", "4", "5"], Ids(await Tasks(host, "filter: {}")));
        var again = await host.Refused("mutation($id: UUID!) { separateUpkeep(id: $id) { id } }", new { id = apart });
        Assert.Equal("UPKEEP_NOT_JOINED", again.Code);

        await CountsFromEvents.AgreeWithTheLedger(host.Database);
        await ReadModelsAfter.AreRunningAndEqualTheirRebuild(host);
    }

    [Fact]
    public async Task A_host_that_ended_before_it_recorded_a_joining_joins_nothing_twice()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), clock: clock, settings: ByHand);
        await host.PostLines(Snow("1"), Snow("2", 49.8002));
        await host.CaughtUp();
        Assert.Equal(1, (await Join(host)).Sum());

        await host.Query("update ops.upkeep_joins set position = 0 returning position");
        Assert.Equal(0, (await Join(host)).Sum());
        await host.CaughtUp();
        Assert.Equal(0, (await Join(host)).Sum());
        Assert.Equal([[1L]], await host.Query("select count(*) from store.mt_events where type = 'upkeep_joined'"));
    }

    [Fact]
    public async Task Steps_come_in_any_order_and_the_figures_of_every_moment_stay_what_they_were()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), clock: clock, settings: ByHand);
        await host.Covers(Town);
        // Known on the 12th: one was done in time, which is told before it is observed; one late; one not at all.
        var done = await host.PostLines(Snow("1", occurredAt: "2026-01-11T11:00:00+05:00", phase: "done", by: "c"));
        Assert.Equal(["accepted"], done.Codes);
        Assert.Equal(["accepted", "accepted"], (await host.PostLines(Snow("2", 49.81), Snow("3", 49.82, district: null))).Codes);
        await host.CaughtUp();
        var first = await Figures(host, null);
        Assert.Equal(
            "all 3 done 1 overdue 2 in time 0; no district 1 done 0 overdue 1 in time 0; Kazybek bi 2 done 1 overdue 1 in time 0", first);

        var before = clock.GetCurrentInstant();
        clock.AdvanceHours(1);
        Assert.Equal(["accepted"], (await host.PostLines(Snow("1"))).Codes);
        Assert.Equal(["duplicate"], (await host.PostLines(Snow("1"))).Codes);
        Assert.Equal(["conflict"], (await host.PostLines(Snow("1", 49.9))).Statuses);
        Assert.Equal(["accepted"], (await host.PostLines(Snow("2", 49.81, "2026-01-11T12:00:01+05:00", "done", "c"))).Codes);
        Assert.Equal(["UPKEEP_ALREADY_DONE"], (await host.PostLines(Snow("2", 49.81, "2026-01-11T13:00:00+05:00", "done", "c"))).Codes);
        await host.CaughtUp();
        Assert.Equal(
            "all 3 done 2 overdue 1 in time 1; no district 1 done 0 overdue 1 in time 0; Kazybek bi 2 done 2 overdue 0 in time 1",
            await Figures(host, null));
        Assert.Equal(first, await Figures(host, before));
        // 23 hours, and 24 hours and a second.
        var whole = (await Answered(host, null))[0];
        Assert.Equal(84_600.5, whole.GetProperty("medianSeconds").GetDouble(), 0.001);

        // Who looks again finds that one is not done after all.
        clock.AdvanceHours(1);
        Assert.Equal(
            ["accepted", "accepted"],
            (await host.PostLines(
                Snow("1", occurredAt: "2026-01-12T09:00:00+05:00", phase: "checked", outcome: "cleared"),
                Snow("2", 49.81, "2026-01-12T09:00:00+05:00", "checked", outcome: "remains"))).Codes);
        await host.CaughtUp();
        Assert.Equal(
            "all 3 done 1 overdue 2 in time 1; no district 1 done 0 overdue 1 in time 0; Kazybek bi 2 done 1 overdue 1 in time 1",
            await Figures(host, null));
        Assert.Equal(["2", "3"], Ids(await Tasks(host, "filter: { isOverdue: true }, order: DEADLINE_ASCENDING")));
        Assert.Equal(["1"], Ids(await Tasks(host, "filter: { statuses: [CONFIRMED] }")));

        var kpis = (await host.Ask(
            $$"""
            { kpis(from: "2026-01-10", until: "2026-01-11", filter: { measure: UPKEEP_DONE_IN_TIME, cities: ["{{Town}}"] }) {
                city counts { measure count } durations { measure count } } }
            """)).GetProperty("kpis").EnumerateArray().Single(k => k.GetProperty("city").ValueKind is JsonValueKind.String);
        Assert.Equal("""[{"measure":"UPKEEP_DONE_IN_TIME","count":1}]""", Plain(kpis.GetProperty("counts")));
        Assert.Equal("""[{"measure":"UPKEEP_TIME","count":1}]""", Plain(kpis.GetProperty("durations")));

        await CountsFromEvents.AgreeWithTheLedger(host.Database);
        await ReadModelsAfter.AreRunningAndEqualTheirRebuild(host);
    }

    [Theory]
    [InlineData("theft", null, null, "UPKEEP_KIND_UNKNOWN")]
    [InlineData("snow-uncleared", "checked", "perhaps", "UPKEEP_OUTCOME_UNKNOWN")]
    [InlineData("snow-uncleared", "done", null, "BY_MISSING")]
    [InlineData("snow-uncleared", "swept", null, "PHASE_UNKNOWN")]
    [InlineData("a\0b", null, null, "CATEGORY_MALFORMED")]
    public async Task What_cannot_be_is_refused_with_a_reason(string category, string? phase, string? outcome, string code)
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), clock: clock, settings: ByHand);

        Assert.Equal([code], (await host.PostLines(Snow("1", category: category, phase: phase, outcome: outcome))).Codes);
    }

    [Fact]
    public async Task Utilities_say_what_is_done_and_others_whether_that_is_so()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), clock: clock, settings: ByHand);
        const string Observe =
            """
            mutation { observeUpkeep(input: { console: "c", key: "1", category: "snow-uncleared", occurredAt: "2026-01-10T07:00:00Z",
                place: { city: "karaganda" }, streetClass: MAIN }) { upkeepTask { id status deadline isOverdue overdueSeconds } } }
            """;
        var (utility, akimat, operators) = (
            new RoleAsker(host, Role.Utility), new RoleAsker(host, Role.Akimat), new RoleAsker(host, Role.Operator));

        Assert.NotNull(RoleAsker.Denied((await utility.Ask(Observe)).Answer));
        var task = (await operators.Ask(Observe)).Answer.GetProperty("data").GetProperty("observeUpkeep").GetProperty("upkeepTask");
        // Six hours on a main street: until 18:00; now it is noon, two days later.
        Assert.Equal(
            ("OPEN", "2026-01-10T18:00:00+05:00", true, 42 * 3_600L),
            (task.GetProperty("status").GetString(), task.GetProperty("deadline").GetString(), task.GetProperty("isOverdue").GetBoolean(),
                task.GetProperty("overdueSeconds").GetInt64()));
        var id = new { id = task.GetProperty("id").GetGuid() };

        var done = (await utility.Ask(
            "mutation($id: UUID!) { completeUpkeep(input: { id: $id }) { upkeepTask { status doneBy isDoneInTime } } }", id)).Answer
            .GetProperty("data").GetProperty("completeUpkeep").GetProperty("upkeepTask");
        Assert.Equal(
            ("DONE", "the Utility", false),
            (done.GetProperty("status").GetString(), done.GetProperty("doneBy").GetString(),
                done.GetProperty("isDoneInTime").GetBoolean()));
        const string Check = "mutation($id: UUID!) { checkUpkeep(input: { id: $id, cleared: false }) { upkeepTask { status } } }";
        Assert.NotNull(RoleAsker.Denied((await utility.Ask(Check, id)).Answer));
        Assert.Contains("OPEN", (await operators.Ask(Check, id)).Answer.GetRawText());

        await host.CaughtUp();
        const string List = "{ upkeepTasks { nodes { category street status } } }";
        Assert.Null(RoleAsker.Denied((await akimat.Ask(List)).Answer));
        Assert.Equal(["doneBy"], RoleAsker.Denied((await akimat.Ask("{ upkeepTasks { nodes { doneBy } } }")).Answer)!
            .Select(field => field.Split('.')[^1]));
        Assert.Contains("Query.incidents", RoleAsker.Denied((await utility.Ask("{ incidents { totalCount } }")).Answer)!);
        Assert.NotNull(RoleAsker.Denied((await new RoleAsker(host, Role.Auditor).Ask(List)).Answer));
    }

    internal static async Task<int[]> Join(params RunningHost[] hosts) =>
        [.. (await Task.WhenAll(hosts.Select(host => host.Services.GetRequiredService<UpkeepJoins>().Run(Cancellation))))
            .Select(round => round?.Joined ?? 0)];

    internal static async Task<JsonElement[]> Tasks(RunningHost host, string arguments) =>
        [.. (await host.Ask($"{{ upkeepTasks({arguments}) {{ nodes {{ id sourceId observations {{ id sourceId }} }} }} }}"))
            .GetProperty("upkeepTasks").GetProperty("nodes").EnumerateArray()];

    internal static IEnumerable<string?> Ids(IEnumerable<JsonElement> tasks) =>
        tasks.Select(task => task.GetProperty("sourceId").GetString()).Order(StringComparer.Ordinal);

    private static async Task<JsonElement[]> Answered(RunningHost host, Instant? asKnownAt) =>
        [.. (await host.Ask(
            """
            query($at: DateTime) { upkeepFigures(from: "2026-01-10", until: "2026-01-12", asKnownAt: $at) {
                district isWholeTown tasks done overdue doneInTime medianSeconds } }
            """, new { at = asKnownAt?.ToString() })).GetProperty("upkeepFigures").EnumerateArray()];

    private static async Task<string> Figures(RunningHost host, Instant? asKnownAt) => string.Join(
        "; ", (await Answered(host, asKnownAt)).Select(row =>
            $"{(row.GetProperty("isWholeTown").GetBoolean() ? "all" : row.GetProperty("district").GetString() ?? "no district")} "
            + $"{row.GetProperty("tasks")} done {row.GetProperty("done")} overdue {row.GetProperty("overdue")} "
            + $"in time {row.GetProperty("doneInTime")}"));

    private static string Plain(JsonElement json) => JsonSerializer.Serialize(json);
}
