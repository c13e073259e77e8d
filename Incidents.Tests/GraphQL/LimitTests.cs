using System.Net;
using System.Text.Json;
using Xunit;

namespace Incidents.Tests.GraphQL;

public sealed class LimitTests
{
    /// <summary>The introspection query that graphql-js and GraphiQL send, with nine levels of wrapped types.</summary>
    private const string Introspection = """
        query IntrospectionQuery {
          __schema {
            description queryType { name kind } mutationType { name kind } subscriptionType { name kind }
            types { ...FullType }
            directives { name description isRepeatable locations args { ...InputValue } }
          }
        }
        fragment FullType on __Type {
          kind name description
          fields(includeDeprecated: true) { name description args { ...InputValue } type { ...TypeRef } isDeprecated deprecationReason }
          inputFields { ...InputValue }
          interfaces { ...TypeRef }
          enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason }
          possibleTypes { ...TypeRef }
        }
        fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue }
        fragment TypeRef on __Type {
          kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name
            ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } } } } } }
        }
        """;

    [Fact]
    public async Task The_usual_introspection_query_is_executed()
    {
        await using var server = await SampleServer.Start();

        var response = await server.Execute(Introspection);

        Assert.False(response.TryGetProperty("errors", out var errors), errors.ToString());
        Assert.Contains(response.GetProperty("data").GetProperty("__schema").GetProperty("types").EnumerateArray(),
            type => type.GetProperty("name").GetString() == "Lamp");
    }

    [Fact]
    public async Task Introspection_that_multiplies_itself_is_refused()
    {
        await using var server = await SampleServer.Start();

        Assert.Equal("QUERY_TOO_COMPLEX", await server.ErrorCode(
            "{ __schema { types { fields { type { fields { type { fields { type { "
            + "fields { type { fields { type { name } } } } } } } } } } } } }"));
    }

    [Fact]
    public async Task Fragments_that_double_one_another_are_refused_without_being_written_out()
    {
        var fragments = Enumerable.Range(0, 60).Select(i => $"fragment f{i} on Query {{ ...f{i + 1} a{i}: __typename ...f{i + 1} }}");
        await using var server = await SampleServer.Start();

        Assert.Equal("QUERY_TOO_COMPLEX",
            await server.ErrorCode("{ ...f0 } " + string.Join(' ', fragments) + " fragment f60 on Query { __typename }"));
    }

    // The limit of introspection is for long answers: what is written out beforehand is bounded as for any query.
    [Fact]
    public async Task Fragments_of_the_schema_that_double_one_another_are_refused_too()
    {
        var fragments = Enumerable.Range(0, 17).Select(i => $"fragment f{i} on Query {{ ...f{i + 1} a{i}: __typename ...f{i + 1} }}");
        await using var server = await SampleServer.Start();

        // 2^18 - 1 fields.
        Assert.Equal("QUERY_TOO_COMPLEX",
            await server.ErrorCode("{ ...f0 } " + string.Join(' ', fragments) + " fragment f17 on Query { __typename }"));
    }

    [Fact]
    public async Task A_query_that_is_too_deep_is_refused()
    {
        await using var server = await SampleServer.Start(settings => settings.MaxDepth = 4);

        Assert.Equal("QUERY_TOO_DEEP", await server.ErrorCode(
            "{ lamps(first: 1) { nodes { next { next { number } } } } }".Replace("{ number }", "{ next { number } }")));
        Assert.False((await server.Execute("{ lamps(first: 1) { nodes { next { number } } } }")).TryGetProperty("errors", out _));
    }

    // lamps 1 + nodes 1 (its own size multiplies what is below) + 10 numbers = 12.
    [Theory]
    [InlineData("{ lamps(first: 10) { nodes { number } } }", null)]
    [InlineData("{ lamps(first: 11) { nodes { number } } }", "QUERY_TOO_COMPLEX")]
    [InlineData("{ lamps { nodes { number } } }", "QUERY_TOO_COMPLEX")]
    [InlineData("{ lamps(first: -1000) { nodes { number } } a: lamps(first: 10) { nodes { number } } }", "QUERY_TOO_COMPLEX")]
    public async Task A_list_counts_by_its_size(string query, string? code)
    {
        await using var server = await SampleServer.Start(settings => settings.MaxComplexity = 12);

        if (code is null)
            Assert.False((await server.Execute(query)).TryGetProperty("errors", out _));
        else
            Assert.Equal(code, await server.ErrorCode(query));
    }

    [Fact]
    public async Task The_size_given_by_a_variable_counts_on_a_cached_document_too()
    {
        const string Query = "query($n: Int!) { lamps(first: $n) { nodes { number } } }";
        await using var server = await SampleServer.Start(settings => settings.MaxComplexity = 12);

        Assert.False((await server.Execute(Query, new { n = 10 })).TryGetProperty("errors", out _));
        Assert.Equal("QUERY_TOO_COMPLEX", await server.ErrorCode(Query, new { n = 11 }));
        Assert.False((await server.Execute(Query, new { n = 10 })).TryGetProperty("errors", out _));
    }

    [Theory]
    [InlineData("{ lamps(first: 10) { nodes { number } } }", 12)]
    [InlineData("query A { lamps(last: 3) { nodes { number at { latitude } } } } query B { __typename }", 11)]
    [InlineData("{ lamps(first: 11) { nodes { number } } }", 13)]
    [InlineData("mutation { switchLamp(input: { number: 1 }) { result } }", 2)]
    public async Task A_response_has_the_cost_of_its_request_also_of_one_that_is_refused(string query, int fields)
    {
        await using var server = await SampleServer.Start(settings => settings.MaxComplexity = 12);

        using var response = await server.Post(JsonSerializer.Serialize(new { query, operationName = query[0] == 'q' ? "A" : null }));
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        Assert.Equal(
            $$$"""{"cost":{"fields":{{{fields}}},"limit":12}}""", body.RootElement.GetProperty("extensions").GetRawText());
        Assert.Equal(fields > 12, body.RootElement.TryGetProperty("errors", out _));
    }

    [Fact]
    public async Task A_request_that_takes_too_long_ends_with_the_time_limit()
    {
        await using var server = await SampleServer.Start(settings => settings.TimeLimit = TimeSpan.FromMilliseconds(50));

        using var response = await server.Post("""{"query":"{ slow }"}""", accept: "application/graphql-response+json");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("TIME_LIMIT", await server.ErrorCode("{ slow }"));
    }

    [Fact]
    public async Task A_query_that_is_too_long_is_refused()
    {
        await using var server = await SampleServer.Start(settings => settings.MaxQueryLength = 20);

        Assert.Equal("QUERY_TOO_LONG", await server.ErrorCode("{ __typename         }"));
        Assert.False((await server.Execute("{ __typename }")).TryGetProperty("errors", out _));
    }
}
