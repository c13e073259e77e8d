using System.Text.RegularExpressions;
using Xunit;

namespace Incidents.Tests.GraphQL;

/// <summary>A directive forces the execution of the library, whose response must be the same.</summary>
public sealed class DirectJsonExecutionTests
{
    private const string Directive = "forced: __typename @include(if: true)";

    [Theory]
    [InlineData("{ lamps { nodes { § id number state seen seenThere erected burning code note } } }")]
    [InlineData("{ lamps { nodes { § at { longitude latitude } number } } }")]
    [InlineData("{ lamps { edges { § cursor node { number at { latitude } __typename } __typename } } }")]
    [InlineData("{ lamps { nodes { § number other: number number note } } }")]
    [InlineData(
        "{ lamps { nodes { § ...A ... on Lamp { state } ...B } } } "
        + "fragment A on Lamp { number note } fragment B on Lamp { at { longitude } at { latitude } }")]
    [InlineData("{ lampsByState { § number } faultyLamps { § number text brightness count label } }")]
    [InlineData("{ faultyLamps(fault: \"text\") { § number text } }")]
    [InlineData("{ faultyLamps(fault: \"text\") { § number } }")]
    [InlineData("{ faultyLamps(fault: \"brightness\") { § number brightness } }")]
    [InlineData("{ lamps(first: 3) { nodes { § number next { number } divisors } } }")]
    public async Task Both_executions_give_the_same_response(string query)
    {
        await using var server = await SampleServer.Start();

        var direct = await Body(server, query.Replace("§", ""));
        var again = await Body(server, query.Replace("§", ""));
        var ordinary = await Body(server, query.Replace("§", Directive));

        ordinary = Regex.Replace(ordinary, "\"forced\":\"[A-Za-z]+\",", "");
        Assert.Equal(WithoutPlaces(ordinary), WithoutPlaces(direct));
        Assert.Equal(WithoutPlaces(direct), WithoutPlaces(again));
    }

    [Fact]
    public async Task A_fault_of_one_item_is_reported_with_its_path()
    {
        await using var server = await SampleServer.Start();

        var response = await server.Execute("{ faultyLamps(fault: \"label\") { number label } }");

        var error = Assert.Single(response.GetProperty("errors").EnumerateArray());
        Assert.Equal("""["faultyLamps",1,"label"]""", error.GetProperty("path").GetRawText());
        Assert.Equal("INTERNAL", error.GetProperty("extensions").GetProperty("code").GetString());
        Assert.Equal("""{"faultyLamps":null}""", response.GetProperty("data").GetRawText());
    }

    [Fact]
    public async Task A_directive_decides_anew_for_each_request()
    {
        const string Query = "query($with: Boolean!) { lamps(first: 1) { nodes { number note @include(if: $with) } } }";
        await using var server = await SampleServer.Start();

        Assert.Contains("note", (await server.Execute(Query, new { with = true })).GetRawText());
        Assert.DoesNotContain("note", (await server.Execute(Query, new { with = false })).GetRawText());
    }

    // The directive's field has a cost of its own.
    private static async Task<string> Body(SampleServer server, string query) =>
        Regex.Replace((await server.Execute(query)).GetRawText(), "\"cost\":{\"fields\":[0-9]+,", "\"cost\":{");

    /// <summary>The two texts of a query differ in columns, and each fault has its own trace id.</summary>
    private static string WithoutPlaces(string response) =>
        Regex.Replace(response, "\"column\":[0-9]+|\"traceId\":\"[0-9a-f]+\"", "");
}
