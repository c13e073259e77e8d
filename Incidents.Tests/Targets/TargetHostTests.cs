using System.Text.Json;
using Incidents.Api.Targets;
using Incidents.Domain;
using Incidents.Tests.Postgres;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Testing;
using Xunit;

namespace Incidents.Tests.Targets;

/// <summary>Deadlines over a real database: a host that was down, two hosts, and steps that become known in any order.</summary>
public sealed class TargetHostTests(PostgresFixture postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_target_that_was_passed_while_no_host_ran_is_escalated_once_by_two_and_stays_when_the_answer_comes_late()
    {
        var clock = new FakeClock(Cities.Microseconds(SystemClock.Instance.GetCurrentInstant()));
        var connection = await postgres.CreateDatabase();
        Guid call;
        await using (var before = await RunningHost.Start(connection, clock: clock))
        {
            call = await Place(before, clock, "1");
            await Followed(before);
            Assert.Equal([["answer-10", 1]], await before.Query("select target, level from ops.target_deadline"));
            Assert.Equal(0, await Look(before));
        }

        var began = clock.GetCurrentInstant();
        clock.Advance(Duration.FromHours(1));
        await using var host = await RunningHost.Start(connection, clock: clock);
        await using var other = await RunningHost.Start(connection, o => o.RunsDaemon = false, clock);
        Assert.Equal(1, (await Task.WhenAll(Look(host), Look(other))).Sum());
        Assert.Equal(0, await Look(host));
        Assert.Empty(await host.Query("select target from ops.target_deadline"));

        // The same row once more, as if a host had been killed after it escalated and before it removed the row.
        await Due(host, call);
        Assert.Equal(0, await Look(other));
        Assert.Empty(await host.Query("select target from ops.target_deadline"));
        Assert.Equal([[1L]], await host.Query("select count(*) from store.mt_events where type = 'escalated'"));

        var passed = await Target(host, call);
        Assert.Equal("PASSED", passed.GetProperty("status").GetString());
        Assert.Equal("SUPERVISOR", passed.GetProperty("onRole").GetString());
        Assert.Equal(began + Duration.FromSeconds(10), At(passed.GetProperty("dueAt")));
        Assert.Equal(began + Duration.FromHours(1), At(passed.GetProperty("escalatedAt")));

        // The operator had answered after eight seconds, and enters it now.
        await host.Ask($$"""
            mutation { answerSosCall(id: "{{call}}", by: "op", occurredAt: "{{began + Duration.FromSeconds(8)}}") { id } }
            """);
        var late = await Target(host, call);
        Assert.Equal("MET_KNOWN_LATE", late.GetProperty("status").GetString());
        Assert.Equal(1, late.GetProperty("escalations").GetArrayLength());
        Assert.Equal(
            ["sos_call_placed null", "sos_call_answered null", "escalated SUPERVISOR"],
            (await host.Ask($$"""{ sosCall(id: "{{call}}") { timeline { type role } } }""")).GetProperty("sosCall")
                .GetProperty("timeline").EnumerateArray()
                .Select(entry => $"{entry.GetProperty("type").GetString()} {entry.GetProperty("role").GetString() ?? "null"}"));
        Assert.Equal([[1L]], await host.Query("select count(*) from store.mt_events where type = 'escalated'"));
    }

    [Fact]
    public async Task What_is_done_in_time_removes_its_deadline_and_raises_nothing_also_where_no_row_knows_of_it_yet()
    {
        var clock = new FakeClock(Cities.Microseconds(SystemClock.Instance.GetCurrentInstant()));
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), clock: clock);
        var call = await Place(host, clock, "1");
        await Followed(host);
        clock.Advance(Duration.FromSeconds(9));
        await host.Ask($$"""mutation { answerSosCall(id: "{{call}}", by: "op") { id } }""");
        await Followed(host);
        Assert.Empty(await host.Query("select target from ops.target_deadline"));

        // The same row once more, as if the reaction were behind, and one of a thing that there is not.
        await host.Query(
            $"""
             insert into ops.target_deadline (thing, target, level, subject, due_at, try_at)
             values ('{call}', 'answer-10', 1, 'SosCall', 'epoch', 'epoch'),
                 ('{Guid.NewGuid()}', 'answer-10', 1, 'SosCall', 'epoch', 'epoch') returning thing
             """);
        clock.Advance(Duration.FromHours(1));
        Assert.Equal(0, await Look(host));
        Assert.Empty(await host.Query("select target from ops.target_deadline"));
        Assert.Equal("MET", (await Target(host, call)).GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_target_is_escalated_also_where_no_host_ran_for_longer_than_paper_counts()
    {
        var clock = new FakeClock(Cities.Microseconds(SystemClock.Instance.GetCurrentInstant()));
        var connection = await postgres.CreateDatabase();
        Guid followed;
        Guid unfollowed;
        var began = clock.GetCurrentInstant();
        await using (var before = await RunningHost.Start(connection, clock: clock))
        {
            followed = await Place(before, clock, "1");
            await Followed(before);
        }
        await using (var without = await RunningHost.Start(connection, o => o.RunsDaemon = false, clock))
            unfollowed = await Place(without, clock, "2");

        clock.Advance(Duration.FromDays(2));
        await using var host = await RunningHost.Start(connection, clock: clock);
        // A late answer of the first call is followed before it is looked for what was passed.
        await host.Ask($$"""
            mutation { answerSosCall(id: "{{followed}}", by: "op", occurredAt: "{{began + Duration.FromSeconds(30)}}") { id } }
            """);
        await Followed(host);

        Assert.Equal(2, await Look(host));
        Assert.Equal("MET_LATE", (await Target(host, followed)).GetProperty("status").GetString());
        Assert.Equal("SUPERVISOR", (await Target(host, followed)).GetProperty("onRole").GetString());
        Assert.Equal("SUPERVISOR", (await Target(host, unfollowed)).GetProperty("onRole").GetString());
    }

    // A row of a subject that a newer program has written stops nobody.
    [Fact]
    public async Task Two_hosts_escalate_each_of_fifty_calls_once()
    {
        var clock = new FakeClock(Cities.Microseconds(SystemClock.Instance.GetCurrentInstant()));
        var connection = await postgres.CreateDatabase();
        await using var host = await RunningHost.Start(connection, clock: clock);
        await using var other = await RunningHost.Start(connection, o => o.RunsDaemon = false, clock);
        for (var i = 0; i < 50; i++)
            await Place(host, clock, $"{i}");
        await Followed(host);
        await Due(host, Guid.NewGuid(), "Planet");
        clock.Advance(Duration.FromMinutes(1));

        Assert.Equal(50, (await Task.WhenAll(Look(host), Look(other), Look(host), Look(other))).Sum());
        Assert.Equal([[50L]], await host.Query("select count(*) from store.mt_events where type = 'escalated'"));
        Assert.Equal([["Planet"]], await host.Query("select subject from ops.target_deadline"));
    }

    private static Task<List<object[]>> Due(RunningHost host, Guid thing, string subject = "SosCall") => host.Query(
        $"""
         insert into ops.target_deadline (thing, target, level, subject, due_at, try_at)
         values ('{thing}', 'answer-10', 1, '{subject}', 'epoch', 'epoch') returning thing
         """);

    private static async Task<Guid> Place(RunningHost host, FakeClock clock, string id)
    {
        var answer = await host.PostLines(new
        {
            source = "sos",
            id,
            kind = "sosCall",
            city = "karaganda",
            category = "sos",
            occurredAt = clock.GetCurrentInstant().ToString(),
        });
        Assert.All(answer.Statuses, status => Assert.Equal("accepted", status));
        return answer.Id();
    }

    private static Task Followed(RunningHost host) => RunningHost.Until(
        async () => (bool)(await host.Query(
            """
            select position >= (select coalesce(max(seq_id), 0) from store.mt_events) from ops.reactions where name = 'targets'
            """))[0][0],
        "the targets to follow the events");

    private static Task<int> Look(RunningHost host) => host.Services.GetRequiredService<TargetRound>().Run(Cancellation);

    private static async Task<JsonElement> Target(RunningHost host, Guid call) => (await host.Ask(
        "query($id: UUID!) { sosCall(id: $id) { targets { name status dueAt metAt escalatedAt onRole escalations { level } } } }",
        new { id = call })).GetProperty("sosCall").GetProperty("targets").EnumerateArray()
        .Single(target => target.GetProperty("name").GetString() == "answer-10");

    private static Instant At(JsonElement time) => Instant.FromDateTimeOffset(time.GetDateTimeOffset());
}
