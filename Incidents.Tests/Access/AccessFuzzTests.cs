using System.Text.Json;
using GraphQL.Types;
using GraphQLParser;
using GraphQLParser.AST;
using Incidents.Api.Access.Table;
using Incidents.Domain.Access;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Incidents.Tests.Access;

/// <summary>Queries of any shape never show a role what the access table does not allow it, and refuse nothing else.</summary>
[Collection(OnSharedHost.Name)]
public sealed class AccessFuzzTests(SharedHost shared)
{
    private static readonly Role[] Roles = DataClasses.People;
    private static readonly string[] Codes = ["VALIDATION_FAILED", "INTERNAL"];

    [Fact]
    public async Task Generated_queries_are_refused_exactly_where_they_select_what_the_role_may_not_see()
    {
        var host = shared.Host;
        var schema = host.Services.GetRequiredService<ISchema>();
        var table = host.Services.GetRequiredService<FieldTable>();
        await host.PostLines(((string[])["incident", "alert", "sosCall"]).Select(kind => new
        {
            source = "fuzz",
            id = kind,
            kind,
            city = "karaganda",
            category = "theft",
            description = "a person",
            street = "a street",
            occurredAt = "2026-01-10T10:00:00+05:00",
        }));
        await host.CaughtUp();
        var (answered, refused, values) = (0, 0, 0);
        foreach (var i in Enumerable.Range(0, TestScale.Of(120, 5_000)))
        {
            var seed = TestScale.Seed + i;
            var random = new Random(seed);
            var asker = new RoleAsker(host, [.. random.GetItems(Roles, 1 + random.Next(2)).Distinct()]);
            // Most of them also ask for what is denied.
            var isAllowedOnly = random.Next(3) == 0;
            var text = new QueryMaker(random, schema, Prefers).Document();
            var variables = Enumerable.Range(0, QueryMaker.Variables).ToDictionary(v => $"v{v}", _ => random.Next(2) == 0);
            var name = random.Next(2) == 0 ? "A" : "B";
            var document = Parser.Parse(text);
            var operation = document.Definitions.OfType<GraphQLOperationDefinition>().Single(o => o.Name!.StringValue == name);
            var selected = new SelectedFields(schema, table, document, variables);

            var (_, answer) = await asker.Ask(text, variables, name);

            var shown = $"seed {seed}, {string.Join(' ', asker.Caller.Grants.Select(g => g.Role))}, {name}, "
                + $"{JsonSerializer.Serialize(variables)}\n{text}\n{answer}";
            if (RoleAsker.Codes(answer).Any(code => code is "QUERY_TOO_COMPLEX" or "QUERY_TOO_DEEP" or "QUERY_TOO_LONG"))
                continue;
            Assert.True(!RoleAsker.Codes(answer).Intersect(Codes).Any(), shown);
            var expected = selected.Of(operation).Where(use => !asker.May(use.Class)).Select(use => use.Field).Distinct().Order().ToArray();
            var denied = RoleAsker.Denied(answer);
            Assert.True(expected.SequenceEqual((denied ?? []).Order()), $"{string.Join(' ', expected)}\n{shown}");
            if (denied is not null)
            {
                refused++;
                Assert.False(answer.TryGetProperty("data", out _));
                continue;
            }
            answered++;
            Assert.True(answer.TryGetProperty("data", out var data), shown);
            var seen = selected.In(data, operation).ToList();
            values += seen.Count;
            Assert.True(seen.TrueForAll(use => asker.May(use.Class)), shown);

            bool Prefers(string type, string field) =>
                table.Find(type, field) is { } line && (!isAllowedOnly || line.Class is null || asker.May(line.Class));
        }
        Assert.True(
            answered > 20 && refused > 15 && values > answered, $"{answered} were answered with {values} values, {refused} refused.");
    }
}
