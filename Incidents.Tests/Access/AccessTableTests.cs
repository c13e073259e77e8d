using System.Text.Json;
using GraphQL.Types;
using GraphQLParser;
using GraphQLParser.AST;
using Incidents.Api.Access;
using Incidents.Api.Access.Table;
using Incidents.Domain.Access;
using Incidents.Tests.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Xunit;

namespace Incidents.Tests.Access;

[Collection(OnSharedHost.Name)]
public sealed class AccessTableTests(SharedHost shared, PostgresFixture postgres)
{
    private const string Rows = "{ incidents(first: 1) { nodes { id description } } }";

    private readonly RunningHost host = shared.Host;

    [Fact]
    public void Every_field_of_the_schema_has_one_line() =>
        Assert.Equal("", string.Join('\n', FieldTable.Parse(FieldTable.Text).Faults(host.Services.GetRequiredService<ISchema>())));

    [Fact]
    public void What_the_table_lacks_and_what_it_has_beyond_the_schema_is_named()
    {
        var schema = host.Services.GetRequiredService<ISchema>();
        var text = FieldTable.Text.Replace(" plate ", " plote ", StringComparison.Ordinal);

        Assert.Superset(
            new HashSet<string> { "Violation.plate has no line.", "Violation.plote is no field." },
            FieldTable.Parse(text).Faults(schema).ToHashSet());
        Assert.Contains(
            "Query.me has no field that leads to it, so it is in a class of its own.",
            FieldTable.Parse(FieldTable.Text.Replace("session: me serverTime", "session: serverTime", StringComparison.Ordinal)
                .Replace("\nQuery\n", "\nQuery\n  part: me\n", StringComparison.Ordinal)).Faults(schema));
        Assert.Contains(
            "Error.code is in another class than RuleError.code.",
            FieldTable.Parse(FieldTable.Text.Replace("\nError\n  part: code", "\nError\n  row: code\n  part:", StringComparison.Ordinal))
                .Faults(schema));
        Assert.Throws<FormatException>(() => FieldTable.Parse("A\n  row: x\n  place: x"));
        Assert.Throws<FormatException>(() => FieldTable.Parse("A\n  nothing: x"));
    }

    [Fact]
    public async Task A_host_whose_schema_has_a_field_without_a_line_does_not_start()
    {
        var table = FieldTable.Parse(FieldTable.Text.Replace(" plate ", " ", StringComparison.Ordinal));

        var e = await Assert.ThrowsAsync<InvalidOperationException>(async () => await RunningHost.Start(
            await postgres.CreateDatabase(), options => options.RunsDaemon = false,
            services: services => services.Replace(ServiceDescriptor.Singleton(table))));

        Assert.Contains("Violation.plate has no line.", e.Message);
    }

    [Fact]
    public async Task What_one_role_has_asked_before_is_refused_to_another()
    {
        var (supervisor, analyst) = (new RoleAsker(host, Role.Supervisor), new RoleAsker(host, Role.Analyst));

        Assert.Equal(200, (await supervisor.Ask(Rows)).Status);
        var (status, answer) = await analyst.Ask(Rows);
        Assert.Equal(403, status);
        Assert.Equal(["Incident.description"], RoleAsker.Denied(answer));
        Assert.Equal(200, (await supervisor.Ask(Rows)).Status);
        Assert.Equal(200, (await new RoleAsker(host, Role.Analyst, Role.Investigator).Ask(Rows)).Status);
    }

    [Fact]
    public async Task Only_what_an_operation_selects_counts()
    {
        var analyst = new RoleAsker(host, Role.Analyst);
        const string Text =
            """
            query A($wants: Boolean = false, $leaves: Boolean!) {
                incidents(first: 1) { nodes { id ...More @skip(if: $leaves) ... @include(if: $wants) { street } } }
            }
            query B { sosCalls { nodes { timeline { data } } } }
            fragment More on Incident { d: description place { street @include(if: false) } }
            """;

        Assert.Equal(200, (await analyst.Ask(Text, new { leaves = true }, "A")).Status);
        Assert.Equal(["Incident.description"], RoleAsker.Denied((await analyst.Ask(Text, new { leaves = false }, "A")).Answer));
        Assert.Equal(["Incident.street"], RoleAsker.Denied((await analyst.Ask(Text, new { leaves = true, wants = true }, "A")).Answer));
        Assert.Equal(
            ["SosCall.timeline", "TimelineEntry.data"],
            RoleAsker.Denied((await analyst.Ask(Text, new { leaves = true }, "B")).Answer)!.Order());
    }

    [Fact]
    public async Task A_filter_of_persons_is_refused_to_who_does_not_see_them()
    {
        var analyst = new RoleAsker(host, Role.Analyst);
        const string Plates = "query($p: [String!] = [\"123ABC09\"]) { violations(filter: { plates: $p }) { totalCount } }";

        Assert.Equal(["ViolationFilterInput.plates"], RoleAsker.Denied((await analyst.Ask(Plates)).Answer));
        Assert.Equal(
            ["IncidentFilterInput.search"],
            RoleAsker.Denied((await analyst.Ask("{ incidents(filter: { search: \"Ivanov\" }) { totalCount } }")).Answer));
    }

    [Fact]
    public async Task Fragments_that_spread_one_another_with_conditions_are_walked_in_time()
    {
        const int Levels = 40;
        var variables = string.Join(' ', Enumerable.Range(0, 2 * Levels).Select(i => $"$v{i}: Boolean = false"));
        var fragments = string.Join('\n', Enumerable.Range(0, Levels).Select(i =>
            $"fragment F{i} on Incident {{ ...F{i + 1} @include(if: $v{2 * i}) ...F{i + 1} @skip(if: $v{2 * i + 1}) }}"));
        var query = $"query({variables}) {{ incidents {{ nodes {{ ...F0 }} }} }}\n{fragments}\nfragment F{Levels} on Incident {{ street }}";

        var (_, answer) = await new RoleAsker(host, Role.Analyst).Ask(query);

        Assert.Contains("Incident.street", RoleAsker.Denied(answer)!);
    }

    [Fact]
    public async Task Me_names_the_roles_and_the_classes()
    {
        var (_, answer) = await new RoleAsker(host, Role.Akimat).Ask("{ me { id name grants { role towns } may } }");
        var me = answer.GetProperty("data").GetProperty("me");

        Assert.Equal("the Akimat", me.GetProperty("name").GetString());
        Assert.Equal("""[{"role":"AKIMAT","towns":null}]""", me.GetProperty("grants").GetRawText());
        Assert.Equal(
            ["public", "session", "reference", "source", "totals", "cells", "device-totals", "upkeep", "upkeep-totals"],
            me.GetProperty("may").EnumerateArray().Select(name => name.GetString()));
    }

    [Fact]
    public async Task Errors_do_not_suggest_names_that_a_role_may_not_use()
    {
        const string Wrong = "{ incidentz { nodes { id } } }";

        Assert.Contains("incidents", (await new RoleAsker(host, Enum.GetValues<Role>()).Ask(Wrong)).Answer.GetRawText());
        var (status, answer) = await new RoleAsker(host, Role.Akimat).Ask(Wrong);
        Assert.Equal(400, status);
        Assert.DoesNotContain("Did you mean", answer.GetRawText());
        Assert.Equal("FIELDS_ON_CORRECT_TYPE", answer.GetProperty("errors")[0].GetProperty("extensions").GetProperty("rule").GetString());
        Assert.Equal(3, answer.GetProperty("errors")[0].GetProperty("locations")[0].GetProperty("column").GetInt32());
    }

    private static bool IsOfTimeline(string name) => name.Split('.')[0] is "TimelineEntry" or "RuleMatch";

    [Theory, MemberData(nameof(AccessMatrixTests.Roles), MemberType = typeof(AccessMatrixTests))]
    public async Task Introspection_and_the_schema_s_text_show_a_role_what_it_may_use(Role role)
    {
        var asker = new RoleAsker(host, role);
        var (_, answer) = await asker.Ask(
            "{ __schema { mutationType { name } types { name fields(includeDeprecated: true) { name } inputFields { name } } } }");
        var (status, text) = await asker.Read("/graphql/schema.graphql");
        if (role is Role.Device or Role.FeedReceiver)
        {
            Assert.Equal(["Query.__schema"], RoleAsker.Denied(answer));
            return;
        }
        var table = host.Services.GetRequiredService<FieldTable>();
        var shown = answer.GetProperty("data").GetProperty("__schema").GetProperty("types").EnumerateArray()
            .SelectMany(type => Members(type, "fields").Concat(Members(type, "inputFields"))).ToHashSet();
        var denied = table.All.Where(line => line.Line.Class is { } c && !asker.May(c))
            .Select(line => $"{line.Type}.{line.Field}").ToHashSet();
        var allowed = table.All.Where(line => line.Line.Class is { } c && asker.May(c) && line.Type == "Query" && line.Field[0] != '_')
            .Select(line => $"{line.Type}.{line.Field}");

        // What is below a field of devices, or a timeline of municipal property, is of the class of that field.
        Assert.Equal([], shown.Intersect(denied).Except(["Place.street"]).Where(name => role is not Role.Utility || !IsOfTimeline(name)));
        Assert.Equal([], allowed.Except(shown));
        Assert.Equal(200, status);
        var types = Parser.Parse(text).Definitions.OfType<GraphQLTypeDefinition>().ToList();
        Assert.Equal(
            shown.Where(name => !name.StartsWith("__", StringComparison.Ordinal)).Order(),
            types.SelectMany(FieldsOf).Order());

        static IEnumerable<string> Members(JsonElement type, string kind) =>
            type.GetProperty(kind) is { ValueKind: JsonValueKind.Array } list
            ? list.EnumerateArray().Select(field => $"{type.GetProperty("name").GetString()}.{field.GetProperty("name").GetString()}")
            : [];

        static IEnumerable<string> FieldsOf(GraphQLTypeDefinition type) => type switch
        {
            GraphQLObjectTypeDefinition { Fields: { } fields } => fields.Select(f => $"{type.Name.StringValue}.{f.Name.StringValue}"),
            GraphQLInterfaceTypeDefinition { Fields: { } fields } => fields.Select(f => $"{type.Name.StringValue}.{f.Name.StringValue}"),
            GraphQLInputObjectTypeDefinition { Fields: { } fields } => fields.Select(f => $"{type.Name.StringValue}.{f.Name.StringValue}"),
            _ => [],
        };
    }

    [Fact]
    public async Task A_denial_is_one_entry_of_the_log_and_without_the_log_there_is_no_answer()
    {
        var log = new KeptEntries();
        var check = new AccessCheck(FieldTable.Parse(FieldTable.Text), log);
        string[] fields = ["Incident.id", "Incident.street", "Query.none"];
        using var caller = Callers.Enter(new("a", "b", [new(Role.Analyst, null)]));

        var refused = await check.Export("/export", fields, "IncidentFilterInput", null, null, CancellationToken.None);
        log.IsAway = true;
        await Assert.ThrowsAsync<AccessLogException>(
            async () => await check.Export("/export", fields, "IncidentFilterInput", null, null, CancellationToken.None));

        Assert.Equal("AccessDenied row exact", $"{refused.Refusal!.Code} {string.Join(' ', refused.Use.Classes.OrderDescending())}");
        var entry = Assert.Single(log.All);
        Assert.Equal((AccessKind.Denied, "a", "b"), (entry.Kind, entry.Caller, entry.Name));
        Assert.Equal("""["Incident.street","Query.none"]""", entry.Details["denied"]!.ToJsonString());
    }

    private sealed class KeptEntries : IAccessLog
    {
        public List<AccessEntry> All { get; } = [];

        public bool IsAway { get; set; }

        public Task Write(AccessEntry entry, CancellationToken cancellation)
        {
            if (IsAway)
                throw new AccessLogException("No.");
            All.Add(entry);
            return Task.CompletedTask;
        }
    }
}
