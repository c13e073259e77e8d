using System.Text.RegularExpressions;
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

        Assert.StartsWith("\"\"\"\nAll queries. A field that is refused is null; the others answer.\n", text);
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

    [Fact]
    public async Task The_description_of_Query_has_the_limits_of_the_host()
    {
        await using var server = await SampleServer.Start(settings =>
        {
            (settings.MaxDepth, settings.MaxComplexity, settings.MaxQueryLength, settings.MaxBodyBytes) = (21, 12_345, 2_001, 70_007);
            settings.TimeLimit = TimeSpan.FromSeconds(2.5);
        });

        var sdl = await server.Client.GetStringAsync("/graphql/schema.graphql", TestContext.Current.CancellationToken);
        var introspection = (await server.Execute("{ __type(name: \"Query\") { description } }")).GetRawText();

        foreach (var limit in (string[])["21 levels", "12,345 fields", "2,001 characters", "70,007 bytes", "2.5 s", "1 to 1,000"])
        {
            Assert.Contains(limit, sdl[..sdl.IndexOf("type Query", StringComparison.Ordinal)]);
            Assert.Contains(limit, introspection);
        }
    }

    [Fact]
    public async Task Every_scalar_has_a_description_and_a_public_specification_where_there_is_one()
    {
        // JSON numbers; no specification says more of them than their descriptions do.
        string[] without = ["Decimal", "Long"];
        var text = SchemaText.Of(typeof(SchemaText).Assembly);
        const string Pattern =
            "(?<description>\"\n)?scalar (?<name>[A-Za-z]+)(?<specified> @specifiedBy\\(url: \"https://[^\"]+\"\\))?\n";
        var scalars = Regex.Matches(text, Pattern).ToList();

        Assert.Superset(new HashSet<string> { "Date", "DateTime", "Decimal", "Long", "UUID" }, scalars.Select(Name).ToHashSet());
        Assert.All(scalars, scalar => Assert.True(scalar.Groups["description"].Success, Name(scalar)));
        Assert.Equal(without, scalars.Where(scalar => !scalar.Groups["specified"].Success).Select(Name).Order());

        await using var server = await SampleServer.Start();
        const string Query = "{ uuid: __type(name: \"UUID\") { specifiedByURL } lamp: __type(name: \"Lamp\") { specifiedByURL } }";
        var types = (await server.Execute(Query)).GetProperty("data");
        Assert.Equal("https://www.rfc-editor.org/rfc/rfc9562", types.GetProperty("uuid").GetProperty("specifiedByURL").GetString());
        Assert.Null(types.GetProperty("lamp").GetProperty("specifiedByURL").GetString());

        static string Name(Match scalar) => scalar.Groups["name"].Value;
    }

    private static string FirstDifference(string kept, string current)
    {
        var (before, after) = (kept.Split('\n'), current.Split('\n'));
        var line = Enumerable.Range(0, Math.Max(before.Length, after.Length))
            .First(i => before.ElementAtOrDefault(i) != after.ElementAtOrDefault(i));
        return $"line {line + 1}: '{before.ElementAtOrDefault(line)}' was, '{after.ElementAtOrDefault(line)}' is";
    }
}
