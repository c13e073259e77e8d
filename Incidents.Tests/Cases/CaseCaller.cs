using System.Text.Json;
using Incidents.Domain.Access;
using Incidents.Tests.Access;
using Xunit;

namespace Incidents.Tests.Cases;

/// <summary>An investigator, and what they do with cases.</summary>
internal sealed class CaseCaller(RunningHost host, string name, string? city, Role role = Role.Investigator, params string[] towns)
{
    private int keys;

    private readonly TownCaller caller = new(
        host, host.SignIn(name, new Grant(role, city is null ? null : [city, .. towns])));

    /// <summary>Data of a request without errors; of a mutation its thing.</summary>
    public async Task<JsonElement> Ask(string query, object? variables = null)
    {
        var data = await caller.Ask(Stated(query), variables);
        if (!query.TrimStart().StartsWith("mutation", StringComparison.Ordinal))
            return data;
        var things = new Dictionary<string, JsonElement>();
        foreach (var payload in data.EnumerateObject())
        {
            Assert.True(
                payload.Value.GetProperty("errors").ValueKind is JsonValueKind.Null, $"{query}: {payload.Value.GetRawText()}");
            things[payload.Name] = payload.Value.GetProperty("case");
        }

        return JsonSerializer.SerializeToElement(things);
    }

    /// <summary>Codes of the refusals of a request.</summary>
    public Task<string[]> Codes(string query, object? variables = null) => caller.Codes(Stated(query), variables);

    // One that begins with its braces states a purpose.
    private static string Stated(string query) =>
        query.StartsWith('{') ? $"query @purpose(reason: INVESTIGATION, reference: \"tests\") {query}" : query;

    /// <summary>Their lasting id.</summary>
    public async Task<string> Id() => (await Ask("{ me { id } }")).GetProperty("me").GetProperty("id").GetString()!;

    /// <summary>A new case.</summary>
    public async Task<Guid> Open(string title = "Thefts at the market") => (await Ask(
        $$"""mutation { openCase(key: "{{name}} {{keys++}}", title: "{{title}}", city: "{{city}}") { id } }""")).GetProperty("openCase")
        .GetProperty("id").GetGuid();

    /// <summary>Does something with a case.</summary>
    public async Task<JsonElement> Do(string mutation, string input, string fields = "id version") =>
        (await Ask($"mutation {{ {mutation}({input}) {{ {fields} }} }}")).GetProperty(mutation);

    /// <summary>A field of a case.</summary>
    public async Task<JsonElement> Read(Guid id, string fields) =>
        (await Ask($$"""{ case(id: "{{id}}") { {{fields}} } }""")).GetProperty("case");

    /// <summary>A page of the timeline of a case.</summary>
    public async Task<JsonElement> Timeline(Guid id, string arguments = "first: 100", string fields = "event { type subjectId }")
    {
        const string Page = "totalCount pageInfo { endCursor hasNextPage }";
        var timeline = (await Read(id, $"timeline({arguments}) {{ {Page} nodes {{ id isOrderUnknown {fields} }} }}"))
            .GetProperty("timeline");
        Assert.True(timeline.GetProperty("totalCount").GetInt32() >= timeline.GetProperty("nodes").GetArrayLength());
        return timeline;
    }

    /// <summary>What happened, in the order of the timeline.</summary>
    public async Task<string[]> Types(Guid id, string arguments = "first: 100") =>
    [
        .. (await Timeline(id, arguments)).GetProperty("nodes").EnumerateArray()
            .Select(node => node.GetProperty("event").GetProperty("type").GetString()!),
    ];
}
