using Incidents.Api.Access.Rows;
using Incidents.Domain.Access;
using Incidents.Tests.Subscriptions;
using Incidents.Tests.Values;
using Xunit;

namespace Incidents.Tests.Access;

/// <summary>Commands change nothing of another town, and are refused as if its things did not exist.</summary>
[Collection(OnTwoTowns.Name)]
public sealed class RowCommandTests(TwoTowns towns)
{
    private static readonly Role[] AllRoles = Enum.GetValues<Role>();

    private readonly TownCaller ofA = towns.As([.. AllRoles.Select(role => new Grant(role, [towns.A.Code]))]);

    [Fact]
    public async Task No_mutation_reaches_a_thing_or_town_of_another_jurisdiction()
    {
        var schema = await SchemaArguments.Of(towns.Host);
        var before = await Events();
        var tried = 0;
        foreach (var mutation in schema.Mutations)
        {
            var leaves = schema.Leaves(mutation).Select(leaf => leaf.Path).ToArray();
            var thing = RowLimits.Of($"Mutation.{mutation.Name}").Way switch
            {
                RowWay.Incident or RowWay.Survivor => towns.B.Open[0],
                RowWay.Alert => towns.B.Alerts[2],
                RowWay.SosCall => towns.B.Calls[1],
                RowWay.Violation => towns.B.Violations[1],
                RowWay.Reader => towns.B.Job,
                _ => Guid.Empty,
            };
            foreach (var path in leaves.Where(path => path is ["input", "id"] && thing != Guid.Empty))
                await Refused(schema.Request(mutation, path, $"\"{thing}\""), "NOT_FOUND");
            foreach (var path in leaves.Where(path => path is ["input", "city"] or ["input", "place", "city"]))
                await Refused(schema.Request(mutation, path, $"\"{towns.B.Code}\""), "ACCESS_DENIED", "NOT_FOUND");
            if (RowLimits.Of($"Mutation.{mutation.Name}").Way is RowWay.AllTowns)
                await Refused(schema.Request(mutation, [], ""), "ACCESS_DENIED");
        }
        Assert.True(tried >= 40, $"{tried} tried");
        Assert.Equal(before, await Events());

        async Task Refused(string request, params string[] codes)
        {
            var answer = await ofA.Post(request);
            Assert.True(Array.Exists(codes, code => answer.Contains($"\"{code}\"", StringComparison.Ordinal)), $"{request}: {answer}");
            tried++;
        }
    }

    // The ids of two things of one command: both must be seen. What does not exist is refused in the same words.
    [Fact]
    public async Task Both_things_of_a_command_must_be_seen()
    {
        var (own, other, none) = (towns.A.Open[0], towns.B.Open[0], Guid.NewGuid());
        var before = await Events();
        foreach (var id in (Guid[])[other, none])
        {
            Assert.Equal(["NOT_FOUND"], await ofA.Codes($$"""mutation { mergeIncident(id: "{{own}}", targetId: "{{id}}") { id } }"""));
            Assert.Equal(["NOT_FOUND"], await ofA.Codes($$"""mutation { mergeIncident(id: "{{id}}", targetId: "{{own}}") { id } }"""));
            Assert.Equal(["NOT_FOUND"], await ofA.Codes(
                $$"""mutation { divertUnit(id: "{{own}}", unit: "u", targetId: "{{id}}") { id } }"""));
        }
        foreach (var signal in (Guid[])[towns.B.Alerts[2], none])
        {
            Assert.Equal(["NOT_FOUND"], await ofA.Codes(
                $$"""mutation { linkSignal(id: "{{own}}", signal: { kind: ALERT, id: "{{signal}}" }) { id } }"""));
            Assert.Equal(["NOT_FOUND"], await ofA.Codes(
                $$"""
                mutation { openIncident(console: "c", key: "1", category: "theft", place: { city: "{{towns.A.Code}}" },
                    signal: { kind: ALERT, id: "{{signal}}" }) { id } }
                """));
        }
        Assert.Equal(
            ["ACCESS_DENIED"], await ofA.Codes(
                $$"""mutation { correctIncident(id: "{{own}}", reason: "moved", place: { city: "{{towns.B.Code}}" }) { id } }"""));
        Assert.Equal(before, await Events());
    }

    // An operator ends a thing, is answered with it, can send the same again, and another operator does not see it any more.
    [Fact]
    public async Task What_the_operator_has_just_ended_can_be_sent_again()
    {
        var city = await towns.Host.NewCity();
        var mine = new TownCaller(towns.Host, towns.Host.SignIn("mine", new Grant(Role.Operator, [city])));
        var others = new TownCaller(towns.Host, towns.Host.SignIn("others", new Grant(Role.Operator, [city])));
        var id = (await mine.Ask(
            $$"""mutation { openIncident(console: "again", key: "1", category: "theft", place: { city: "{{city}}" }) { id } }"""))
            .GetProperty("openIncident").GetProperty("incident").GetProperty("id").GetGuid();
        await mine.Ask($$"""mutation { resolveIncident(id: "{{id}}", outcomeCode: "done") { id } }""");
        for (var times = 0; times < 2; times++)
        {
            var closed = await mine.Ask($$"""mutation { closeIncident(id: "{{id}}", clientMutationId: "c-1") { id status } }""");
            Assert.Equal(
                "CLOSED", closed.GetProperty("closeIncident").GetProperty("incident").GetProperty("status").GetString());
        }
        Assert.Equal(["NOT_FOUND"], await others.Codes($$"""mutation { reopenIncident(id: "{{id}}", reason: "again") { id } }"""));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await mine.Ask($$"""{ incident(id: "{{id}}") { id } }"""))
            .GetProperty("incident").ValueKind);
        await towns.Host.Ask($$"""mutation { reopenIncident(id: "{{id}}", by: "boss", reason: "again") { id } }""");
        Assert.Empty(await others.Codes($$"""mutation { resolveIncident(id: "{{id}}", outcomeCode: "done") { id } }"""));
    }

    // Acknowledged and ended, an alert is open no more.
    [Fact]
    public async Task Who_has_a_thing_finishes_their_work_on_it_after_it_is_over()
    {
        var city = await towns.Host.NewCity();
        TownCaller Of(string name) => new(towns.Host, towns.Host.SignIn(name, new Grant(Role.Operator, [city])));
        var (mine, next, others) = (Of("mine"), Of("next"), Of("others"));
        var id = (await towns.Host.PostLines(LiveReports.Alert(city, "1"))).Id();
        await mine.Ask($$"""mutation { takeAlert(id: "{{id}}") { id } }""");
        await mine.Ask($$"""mutation { acknowledgeAlert(id: "{{id}}") { id } }""");
        Assert.Equal(
            ["accepted"],
            (await towns.Host.PostLines(LiveReports.Alert(city, "1", phase: "ended", at: "2026-03-02T10:20:00+05:00"))).Statuses);
        var judge = $$"""mutation { judgeAlert(id: "{{id}}", outcome: CONFIRMED, operatorMinutes: 1) { id } }""";

        Assert.Equal(["NOT_FOUND"], await others.Codes(judge));
        Assert.Empty(await mine.Codes(judge));
        Assert.Empty(await mine.Codes($$"""mutation { handOverAlert(id: "{{id}}", person: "next") { id } }"""));
        Assert.Empty(await next.Codes($$"""mutation { releaseAlert(id: "{{id}}") { id } }"""));
        Assert.Equal(["NOT_FOUND"], await others.Codes($$"""mutation { takeAlert(id: "{{id}}") { id } }"""));
    }

    private async Task<long> Events()
    {
        var rows = await towns.Host.Query("select count(*) from store.mt_events");
        return (long)rows[0][0];
    }
}
