using System.Text.Json;
using Xunit;

namespace Incidents.Tests.GraphQL;

/// <summary>Every list of the schema is a connection as Relay specifies it.</summary>
[Collection(OnSharedHost.Name)]
public sealed class RelayListTests(SharedHost shared)
{
    private const string Types =
        """
        { __schema { types { name fields { name type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }
            args { name defaultValue type { name } } } } } }
        """;

    [Fact]
    public async Task Every_connection_has_the_arguments_and_fields_of_the_specification()
    {
        var types = (await shared.Host.Ask(Types)).GetProperty("__schema").GetProperty("types").EnumerateArray()
            .ToDictionary(t => t.GetProperty("name").GetString()!);
        var lists = Fields(types["Query"]).Where(f => Written(f).TrimEnd('!').EndsWith("Connection", StringComparison.Ordinal)).ToArray();
        Assert.Equal(
            [
                "accessLog", "alarms", "alerts", "analyses", "cases", "checkpoints", "deadLetters", "devices", "feedDeadLetters",
                "forecasts", "incidents", "plateReads", "quarantine", "shifts", "sosCalls", "upkeepTasks",
                "violations", "work",
            ],
            lists.Select(Name).Order(StringComparer.Ordinal));
        foreach (var list in lists)
        {
            var arguments = list.GetProperty("args").EnumerateArray().ToDictionary(
                Name, a => $"{a.GetProperty("type").GetProperty("name")} = {a.GetProperty("defaultValue")}");
            Assert.Equal(
                ["Int = 50", "String = ", "Int = ", "String = "],
                ((string[])["first", "after", "last", "before"]).Select(a => arguments[a]));
            var name = Written(list).TrimEnd('!')[..^"Connection".Length];
            Assert.Equal(
                [$"edges: [{name}Edge!]!", $"nodes: [{name}!]!", "pageInfo: PageInfo!", "totalCount: Int!"],
                Fields(types[name + "Connection"]).Select(f => $"{Name(f)}: {Written(f)}").Order(StringComparer.Ordinal));
            Assert.Equal(
                ["cursor: String!", $"node: {name}!"],
                Fields(types[name + "Edge"]).Select(f => $"{Name(f)}: {Written(f)}").Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task There_is_one_scalar_for_moments()
    {
        var types = (await shared.Host.Ask(Types)).GetProperty("__schema").GetProperty("types").EnumerateArray().Select(Name);
        Assert.Equal(["DateTime"], types.Where(name => name.Contains("DateTime", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_default_of_first_does_not_count_beside_last()
    {
        async Task<double> Cost(string arguments) =>
            (await shared.Host.Answer($"{{ incidents{arguments} {{ nodes {{ id version }} }} }}"))
            .GetProperty("extensions").GetProperty("cost").GetProperty("fields").GetDouble();

        Assert.Equal(await Cost("(first: 7)"), await Cost("(last: 7)"));
        Assert.Equal(await Cost("(first: 50)"), await Cost(""));
        Assert.True(await Cost("(last: 1000)") > 1_000);
    }

    [Theory]
    [InlineData("incidents")]
    [InlineData("alerts")]
    [InlineData("sosCalls")]
    [InlineData("violations")]
    public async Task A_thousand_rows_with_timelines_are_refused_by_cost(string list)
    {
        Assert.Equal(
            "QUERY_TOO_COMPLEX",
            (await shared.Host.Refused($"{{ {list}(first: 1000) {{ nodes {{ timeline {{ type }} }} }} }}")).Code);
        await shared.Host.Ask($"{{ {list}(first: 100) {{ nodes {{ timeline {{ type occurredAt by }} }} }} }}");
    }

    private static IEnumerable<JsonElement> Fields(JsonElement type) => type.GetProperty("fields").EnumerateArray();

    private static string Name(JsonElement named) => named.GetProperty("name").GetString()!;

    private static string Written(JsonElement field) => Type(field.GetProperty("type"));

    private static string Type(JsonElement type) => type.GetProperty("kind").GetString() switch
    {
        "NON_NULL" => Type(type.GetProperty("ofType")) + "!",
        "LIST" => $"[{Type(type.GetProperty("ofType"))}]",
        _ => type.GetProperty("name").GetString()!,
    };
}
