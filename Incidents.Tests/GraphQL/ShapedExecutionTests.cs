using System.Text.RegularExpressions;
using Xunit;

namespace Incidents.Tests.GraphQL;

/// <summary>Lists of plain objects are written without nodes of execution; a directive forces the ordinary way, which must answer the same.</summary>
public sealed class ShapedExecutionTests
{
    private const string Directive = "forced: __typename @include(if: true)";

    [Theory]
    [InlineData("{ lamps { nodes { § id number state seen seenThere erected burning code note } } }")]
    [InlineData("{ lamps { nodes { § at { longitude latitude } number } } }")]
    [InlineData("{ lamps { edges { § cursor node { number at { latitude } __typename } __typename } } }")]
    [InlineData("{ lamps { nodes { § number other: number number note } } }")]
    [InlineData("{ lamps { nodes { § ...A ... on Lamp { state } ...B } } } fragment A on Lamp { number note } fragment B on Lamp { at { longitude } at { latitude } }")]
    [InlineData("{ lampsByState { § number } faultyLamps { § number text brightness count label } }")]
    [InlineData("{ faultyLamps(fault: \"text\") { § number text } }")]
    [InlineData("{ faultyLamps(fault: \"text\") { § number } }")]
    [InlineData("{ faultyLamps(fault: \"brightness\") { § number brightness } }")]
    [InlineData("{ lamps(first: 3) { nodes { § number next { number } divisors } } }")]
    public async Task Either_way_answers_the_same(string query)
    {
        await using var server = await SampleServer.StartAsync();

        var shaped = await BodyAsync(server, query.Replace("§", ""));
        var again = await BodyAsync(server, query.Replace("§", ""));
        var ordinary = await BodyAsync(server, query.Replace("§", Directive));

        ordinary = Regex.Replace(ordinary, "\"forced\":\"[A-Za-z]+\",", "");
        Assert.Equal(WithoutPlaces(ordinary), WithoutPlaces(shaped));
        Assert.Equal(WithoutPlaces(shaped), WithoutPlaces(again));
    }

    [Fact]
    public async Task A_fault_of_one_item_is_told_at_its_place()
    {
        await using var server = await SampleServer.StartAsync();

        var answer = await server.AskAsync("{ faultyLamps(fault: \"label\") { number label } }");

        var error = Assert.Single(answer.GetProperty("errors").EnumerateArray());
        Assert.Equal("""["faultyLamps",1,"label"]""", error.GetProperty("path").GetRawText());
        Assert.Equal("INTERNAL", error.GetProperty("extensions").GetProperty("code").GetString());
        Assert.Equal("""{"faultyLamps":null}""", answer.GetProperty("data").GetRawText());
    }

    [Fact]
    public async Task A_directive_decides_anew_for_each_request()
    {
        const string Query = "query($with: Boolean!) { lamps(first: 1) { nodes { number note @include(if: $with) } } }";
        await using var server = await SampleServer.StartAsync();

        Assert.Contains("note", (await server.AskAsync(Query, new { with = true })).GetRawText());
        Assert.DoesNotContain("note", (await server.AskAsync(Query, new { with = false })).GetRawText());
    }

    private static async Task<string> BodyAsync(SampleServer server, string query) => (await server.AskAsync(query)).GetRawText();

    /// <summary>The two texts of a query differ in columns, and each fault has its own trace id.</summary>
    private static string WithoutPlaces(string answer) =>
        Regex.Replace(answer, "\"column\":[0-9]+|\"traceId\":\"[0-9a-f]+\"", "");
}
