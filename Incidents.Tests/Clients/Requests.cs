using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace Incidents.Tests.Clients;

/// <summary>The requests within examples whose program is not there.</summary>
internal static partial class Requests
{
    /// <summary>The query of a Python or R example: its text in quotes that begins with a brace or with "query".</summary>
    public static string QueryIn(string example) => Query().Match(example) is { Success: true } match
        ? match.Groups["query"].Value
        : throw new InvalidOperationException($"No query in:\n{example}");

    /// <summary>Sends a query; the answer has no error, and no root field of it is null.</summary>
    public static async Task<JsonElement> Send(RunningHost host, string query, object? variables = null)
    {
        var data = await host.Ask(query, variables);
        Assert.All(data.EnumerateObject(), field => Assert.NotEqual(JsonValueKind.Null, field.Value.ValueKind));
        return data;
    }

    /// <summary>The value at a path of names.</summary>
    public static JsonElement At(JsonElement value, params IEnumerable<string> path) =>
        path.Aggregate(value, (inner, name) => inner.GetProperty(name));

    [GeneratedRegex("""(?<quote>\"{3}|'|")(?<query>\s*(\{|query\b).*?)\k<quote>""", RegexOptions.Singleline)]
    private static partial Regex Query();
}
