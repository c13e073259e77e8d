using System.Text.Json;
using Incidents.Tests.Clients;
using Xunit;

namespace Incidents.Tests.GraphQL;

/// <summary>Tools read the whole schema of the real host before they do anything else.</summary>
[Collection(OnSharedHost.Name)]
public sealed class IntrospectionTests(SharedHost shared)
{
    // The others ask for fields that GraphQL.NET's introspection schema does not have.
    private static readonly string[] Supported =
    [
        "descriptions", "specifiedByUrl", "directiveIsRepeatable", "schemaDescription", "inputValueDeprecation", "oneOf",
    ];

    [Fact]
    public async Task The_introspection_query_of_graphql_js_works_with_every_option_that_the_server_knows()
    {
        var (exitCode, output) = await NodeProject.GraphQLHttp.Run(
            "introspection.js", new Uri(shared.Host.Client.BaseAddress!, "/graphql").AbsoluteUri, $"{shared.Host.SignIn("op")}");
        Assert.True(exitCode == 0, output);
        var results = output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonSerializer.Deserialize<Result>(line, Json)!).ToList();

        Assert.Empty(results[0].Errors);
        Assert.Equal(Supported, results.Skip(1).SkipLast(1).Where(r => r.Errors.Count == 0).Select(r => r.Options.Single()));
        Assert.Equal(Supported, results[^1].Options);
        Assert.Empty(results[^1].Errors);
        Assert.Superset(new HashSet<string> { "Query", "Mutation", "Incident", "Heatmap" }, results[^1].Types.ToHashSet());
        Assert.DoesNotContain(results, r => r.Errors.Contains("QUERY_TOO_COMPLEX") || r.Errors.Contains("QUERY_TOO_DEEP"));
    }

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private sealed record Result(IReadOnlyList<string> Options, IReadOnlyList<string> Errors, IReadOnlyList<string> Types);
}
