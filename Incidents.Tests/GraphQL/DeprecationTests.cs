using System.Text.RegularExpressions;
using Incidents.Api.GraphQL;
using Xunit;

namespace Incidents.Tests.GraphQL;

/// <summary>What is deprecated states until when it can be used.</summary>
public sealed class DeprecationTests
{
    [Fact]
    public void Every_deprecation_of_the_schema_names_the_day_after_which_it_is_removed() =>
        Assert.Equal([], Undated(SchemaText.Of(typeof(SchemaText).Assembly)));

    [Fact]
    public void A_deprecation_without_a_day_is_found() =>
        Assert.Equal(["Use number."], Undated(SchemaText.Of(typeof(SampleServer).Assembly)));

    [Fact]
    public void Fields_arguments_and_enum_values_can_be_deprecated_with_a_day()
    {
        var text = SchemaText.Of(typeof(SampleServer).Assembly);

        Assert.Contains("name: String! @deprecated(reason: \"Use number.\")", text);
        Assert.Contains("colour: LampColour @deprecated(reason: \"Use value. Removed after 2027-06-30.\")", text);
        Assert.Contains("BLUE @deprecated(reason: \"Use WHITE. Removed after 2027-06-30.\")", text);
    }

    [Fact]
    public async Task What_is_deprecated_still_works_and_introspection_shows_it()
    {
        const string Deprecations =
            """
            {
              query: __type(name: "Query") { fields { name args(includeDeprecated: true) { name deprecationReason } } }
              colour: __type(name: "LampColour") { enumValues(includeDeprecated: true) { name deprecationReason } }
            }
            """;
        await using var server = await SampleServer.Start();

        var echo = await server.Execute("{ echoColour(colour: BLUE) }");
        Assert.Equal("BLUE", echo.GetProperty("data").GetProperty("echoColour").GetString());
        var schema = (await server.Execute(Deprecations)).GetProperty("data").GetRawText();
        Assert.Contains("""{"name":"colour","deprecationReason":"Use value. Removed after 2027-06-30."}""", schema);
        Assert.Contains("""{"name":"BLUE","deprecationReason":"Use WHITE. Removed after 2027-06-30."}""", schema);
    }

    private static IEnumerable<string> Undated(string sdl) => Regex.Matches(sdl, "@deprecated(\\(reason: \"(?<reason>[^\"]*)\"\\))?")
        .Select(deprecation => deprecation.Groups["reason"].Value)
        .Where(reason => !Regex.IsMatch(reason, "[Rr]emoved after [0-9]{4}-[0-9]{2}-[0-9]{2}"));
}
