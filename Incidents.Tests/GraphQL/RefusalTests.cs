using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Incidents.Tests.GraphQL;

public sealed class RefusalTests
{
    [Fact]
    public async Task A_refusal_is_an_error_with_its_code_field_and_version()
    {
        await using var server = await SampleServer.Start();

        var response = await server.Execute("{ refused }");

        using var expected = JsonDocument.Parse("""
            {
              "errors": [{ "message": "The lamp is broken.", "locations": [{ "line": 1, "column": 3 }], "path": ["refused"],
                           "extensions": { "code": "INCIDENT_OVER", "field": "id", "currentVersion": 7 } }],
              "data": { "refused": null },
              "extensions": { "cost": { "fields": 1, "limit": 250000 } }
            }
            """);
        Assert.True(JsonElement.DeepEquals(expected.RootElement, response), response.GetRawText());
    }

    [Fact]
    public async Task A_fault_is_masked_and_logged_under_the_trace_id_of_the_response()
    {
        using var log = new KeptLog();
        await using var server = await SampleServer.Start(services: services => services.AddLogging(logging => logging.AddProvider(log)));

        var response = await server.Execute("{ broken echoText(value: \"fine\") }");

        Assert.DoesNotContain("secret", response.GetRawText());
        Assert.DoesNotContain("Exception", response.GetRawText());
        Assert.Equal("fine", response.GetProperty("data").GetProperty("echoText").GetString());
        var extensions = Assert.Single(response.GetProperty("errors").EnumerateArray()).GetProperty("extensions");
        Assert.Equal("INTERNAL", extensions.GetProperty("code").GetString());
        var (message, exception) = Assert.Single(log.Entries, entry => entry.Exception is InvalidOperationException);
        Assert.Contains(extensions.GetProperty("traceId").GetString()!, message);
        Assert.Equal("a secret of the inside", exception!.Message);
    }

    [Fact]
    public async Task Null_for_a_required_field_is_an_internal_error()
    {
        await using var server = await SampleServer.Start();

        Assert.Equal("INTERNAL", await server.ErrorCode("{ faultyLamps(fault: \"text\") { text } }"));
    }

    [Theory]
    [InlineData("{ nothing }", "FIELDS_ON_CORRECT_TYPE")]
    [InlineData("{ lamps", "SYNTAX_ERROR")]
    [InlineData("{ lampsByState(state: HALF_LIT) { number } }", "VALUES_OF_CORRECT_TYPE")]
    [InlineData("""{ lamp(id: "five") { number } }""", "VALUES_OF_CORRECT_TYPE")]
    [InlineData("""{ echoLong(value: "9223372036854775808") }""", "VALUES_OF_CORRECT_TYPE")]
    [InlineData("""{ echoMoment(value: "2024-03-01") }""", "VALUES_OF_CORRECT_TYPE")]
    [InlineData("""{ echoDuration(value: "P1M") }""", "VALUES_OF_CORRECT_TYPE")]
    [InlineData("{ countLamps(stretch: { west: 10, east: 5 }) }", "VALUES_OF_CORRECT_TYPE")]
    [InlineData("{ lamps(first: 0) { nodes { number } } }", "PAGE_SIZE_OUT_OF_RANGE")]
    [InlineData("{ lamps(first: 1001) { nodes { number } } }", "PAGE_SIZE_OUT_OF_RANGE")]
    [InlineData("{ lamps(first: 1, last: 1) { nodes { number } } }", "PAGE_DIRECTION_AMBIGUOUS")]
    [InlineData("""{ lamps(after: "*") { nodes { number } } }""", "CURSOR_MALFORMED")]
    [InlineData("""{ lamps(after: "e30") { nodes { number } } }""", "CURSOR_MALFORMED")]
    public async Task Bad_input_has_a_stable_code(string query, string code)
    {
        await using var server = await SampleServer.Start();

        Assert.Equal(code, await server.ErrorCode(query));
    }

    [Theory]
    [InlineData("query($v: UUID!) { lamp(id: $v) { number } }", "five")]
    [InlineData("query($v: LampState!) { lampsByState(state: $v) { number } }", "HALF_LIT")]
    [InlineData("query($v: Long!) { echoLong(value: $v) }", 0.5)]
    [InlineData("query($v: DateTime!) { echoMoment(value: $v) }", "yesterday")]
    [InlineData("query($v: Duration!) { echoDuration(value: $v) }", 5)]
    public async Task A_variable_that_cannot_be_read_breaks_the_rule_of_values(string query, object value)
    {
        await using var server = await SampleServer.Start();

        Assert.Equal("VALUES_OF_CORRECT_TYPE", await server.ErrorCode(query, new { v = value }));
    }
}
