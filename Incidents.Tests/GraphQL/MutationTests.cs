using System.Text.Json;
using Xunit;

namespace Incidents.Tests.GraphQL;

/// <summary>The input, payload and errors of mutations, as a client sees them.</summary>
[Collection(OnSharedHost.Name)]
public sealed class MutationTests(SharedHost shared)
{
    private const string Errors =
        """
        errors { __typename ... on Error { code message } ... on VersionError { currentVersion } ... on InputError { field }
          ... on NotFoundError { field } ... on ConflictError { field } ... on RuleError { field currentVersion } }
        """;

    private const string Close =
        $$"""mutation ($input: CloseIncidentInput!) { closeIncident(input: $input) { {{Errors}} } }""";

    [Fact]
    public async Task What_was_committed_is_not_hidden_by_what_is_refused_beside_it()
    {
        var id = await Open();

        var answer = await shared.Host.Answer($$"""
            mutation ($id: UUID!, $other: UUID!) {
              first: assignUnit(input: { id: $id, by: "op", unit: "K-1" }) { position errors { __typename } }
              second: closeIncident(input: { id: $id, by: "op" }) { position {{Errors}} }
              third: assignUnit(input: { id: $other, by: "op", unit: "K-1" }) { position {{Errors}} }
            }
            """, new { id, other = Guid.NewGuid() });

        Assert.False(answer.TryGetProperty("errors", out _), answer.GetRawText());
        var data = answer.GetProperty("data");
        Assert.Equal(JsonValueKind.Null, data.GetProperty("first").GetProperty("errors").ValueKind);
        Assert.True(data.GetProperty("first").GetProperty("position").GetInt64() > 0);
        Assert.Equal(
            "[{\"__typename\":\"RuleError\",\"code\":\"INCIDENT_NOT_RESOLVED\","
            + "\"message\":\"The incident has to be resolved first.\",\"field\":null,\"currentVersion\":2}]",
            data.GetProperty("second").GetProperty("errors").GetRawText());
        Assert.Equal(JsonValueKind.Null, data.GetProperty("second").GetProperty("position").ValueKind);
        Assert.Equal(
            """[{"__typename":"NotFoundError","code":"NOT_FOUND","message":"Nothing is known under this id.","field":"id"}]""",
            data.GetProperty("third").GetProperty("errors").GetRawText());
    }

    [Fact]
    public async Task Each_kind_of_refusal_has_its_type_and_its_own_fields()
    {
        var id = await Open();

        Assert.Equal(("VersionError", "CONCURRENT_CHANGE"), await Refused(Close, new { id, expectedVersion = 7 }, error =>
            Assert.Equal(1, error.GetProperty("currentVersion").GetInt64())));
        Assert.Equal(("InputError", "TEXT_TOO_LONG"), await Refused(Close, new { id, cause = new string('x', 201) }, error =>
            Assert.Equal("cause", error.GetProperty("field").GetString())));
        const string relocate =
            $$"""mutation ($input: RelocateDeviceInput!) { closeIncident: relocateDevice(input: $input) { {{Errors}} } }""";
        var place = new { city = "karaganda", point = new { longitude = 1e308, latitude = 0 } };
        Assert.Equal(
            ("InputError", "COORDINATES_OUT_OF_RANGE"),
            await Refused(relocate, new { city = "karaganda", deviceId = "none", place }, error =>
                Assert.Equal("place.point.longitude", error.GetProperty("field").GetString())));
    }

    [Fact]
    public async Task A_key_that_is_used_with_other_content_is_a_conflict()
    {
        var city = await shared.Host.NewCity();
        const string open =
            """
            mutation ($input: OpenIncidentInput!) {
              closeIncident: openIncident(input: $input) { errors { __typename ... on Error { code } ... on ConflictError { field } } } }
            """;
        object Input(string category) => new { console = "c", key = city, category, place = new { city } };

        var first = await shared.Host.Answer(open, new { input = Input("theft") });
        Assert.Equal(JsonValueKind.Null, Payload(first).GetProperty("errors").ValueKind);
        Assert.Equal(("ConflictError", "INCIDENT_OPENED_OTHERWISE"), await Refused(open, Input("robbery"), error =>
            Assert.Equal("key", error.GetProperty("field").GetString())));
    }

    [Theory]
    [InlineData("by")]
    [InlineData("enteredBy")]
    public async Task A_client_cannot_say_who_acts(string argument)
    {
        var input = new Dictionary<string, object> { ["id"] = await Open(), [argument] = "x" };

        var answer = await shared.Host.Answer(Close, new { input });

        var extensions = Assert.Single(answer.GetProperty("errors").EnumerateArray()).GetProperty("extensions");
        Assert.Equal("VALIDATION_FAILED", extensions.GetProperty("code").GetString());
    }

    // The event of a unit contains no person of its own.
    [Fact]
    public async Task The_timeline_names_who_acted()
    {
        var id = await Open();

        var assigned = await shared.Host.Ask($$"""
            mutation { assignUnit(id: "{{id}}", unit: "K-1", by: "officer") { timeline { type by enteredBy } } }
            """);

        Assert.Contains(
            """{"type":"unit_assigned","by":"officer","enteredBy":"officer"}""",
            assigned.GetProperty("assignUnit").GetProperty("timeline").GetRawText());
    }

    // The same value, wherever it stands, breaks the same rule.
    [Theory]
    [InlineData("{ incident(id: \"no-uuid\") { id } }", false)]
    [InlineData("query ($id: UUID!) { incident(id: $id) { id } }", true)]
    public async Task A_value_of_the_wrong_type_has_one_code_as_literal_and_as_variable(string query, bool isVariable)
    {
        var answer = await shared.Host.Answer(query, isVariable ? new { id = "no-uuid" } : null);

        var extensions = Assert.Single(answer.GetProperty("errors").EnumerateArray()).GetProperty("extensions");
        Assert.Equal(
            ("VALIDATION_FAILED", "VALUES_OF_CORRECT_TYPE"),
            (extensions.GetProperty("code").GetString(), extensions.GetProperty("rule").GetString()));
    }

    private async Task<(string? Type, string? Code)> Refused(string mutation, object input, Action<JsonElement> check)
    {
        var answer = await shared.Host.Answer(mutation, new { input });
        Assert.False(answer.TryGetProperty("errors", out _), answer.GetRawText());
        var error = Assert.Single(Payload(answer).GetProperty("errors").EnumerateArray());
        check(error);
        return (error.GetProperty("__typename").GetString(), error.GetProperty("code").GetString());
    }

    private static JsonElement Payload(JsonElement answer) => answer.GetProperty("data").GetProperty("closeIncident");

    private async Task<Guid> Open()
    {
        var city = await shared.Host.NewCity();
        var opened = await shared.Host.Ask($$"""
            mutation { openIncident(console: "c", key: "{{city}}", category: "theft", place: { city: "{{city}}" }) { id } }
            """);
        return opened.GetProperty("openIncident").GetProperty("id").GetGuid();
    }
}
