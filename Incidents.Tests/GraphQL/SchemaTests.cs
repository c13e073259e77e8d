using Incidents.Api.GraphQL;
using Xunit;

namespace Incidents.Tests.GraphQL;

public sealed class SchemaTests
{
    private const string Accept = "INCIDENTS_ACCEPT_SCHEMA";

    [Fact]
    public void The_schema_is_the_one_in_the_repository()
    {
        var path = Path.Combine(SourceTree.Root, "Incidents.Api", "schema.graphql");
        var current = SchemaText.Of(typeof(SchemaText).Assembly);
        if (Environment.GetEnvironmentVariable(Accept) == "1")
            File.WriteAllText(path, current);

        var kept = File.Exists(path) ? File.ReadAllText(path) : "";

        if (kept != current)
            Assert.Fail($"The schema differs from Incidents.Api/schema.graphql, first at {FirstDifference(kept, current)}. "
            + $"Every client sees this change. To accept it run the tests once with {Accept}=1 and commit the file.");
    }

    [Fact]
    public void The_schema_s_text_is_the_same_however_often_it_is_made() =>
        Assert.Equal(SchemaText.Of(typeof(SampleServer).Assembly), SchemaText.Of(typeof(SampleServer).Assembly));

    [Fact]
    public void The_schema_s_text_has_roots_first_descriptions_defaults_and_deprecations()
    {
        var text = SchemaText.Of(typeof(SampleServer).Assembly);

        Assert.StartsWith("\"All queries. A field that is refused is null; the others answer.\"\ntype Query {", text);
        Assert.True(text.IndexOf("type Query", StringComparison.Ordinal) < text.IndexOf("type Mutation", StringComparison.Ordinal));
        Assert.True(text.IndexOf("type Mutation", StringComparison.Ordinal) < text.IndexOf("scalar Date", StringComparison.Ordinal));
        Assert.Contains("lampsByState(", text);
        Assert.Contains("state: LampState! = LIT", text);
        Assert.Contains("\"Its number in the street.\"", text);
        Assert.Contains("name: String! @deprecated(reason: \"Use number.\")", text);
        Assert.Contains("east: Float! = 180", text);
    }

    [Fact]
    public async Task The_endpoint_serves_the_schema_s_text()
    {
        await using var server = await SampleServer.Start();

        Assert.Equal(SchemaText.Of(typeof(SampleServer).Assembly),
            await server.Client.GetStringAsync("/graphql/schema.graphql", TestContext.Current.CancellationToken));
    }

    private static string FirstDifference(string kept, string current)
    {
        var (before, after) = (kept.Split('\n'), current.Split('\n'));
        var line = Enumerable.Range(0, Math.Max(before.Length, after.Length))
            .First(i => before.ElementAtOrDefault(i) != after.ElementAtOrDefault(i));
        return $"line {line + 1}: '{before.ElementAtOrDefault(line)}' was, '{after.ElementAtOrDefault(line)}' is";
    }
}
