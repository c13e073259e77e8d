using System.Net;
using System.Text.Json;
using GraphQL.Types;
using Incidents.Api.Access.Table;
using Incidents.Domain.Access;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Incidents.Tests.Access;

/// <summary>A search for a person or plate needs a purpose.</summary>
[Collection(OnSharedHost.Name)]
public sealed class PurposeTests(SharedHost shared)
{
    private const string Purpose = "@purpose(reason: INVESTIGATION, reference: \"case 7\")";
    private const string Plates = "query Q($p: [String!]) { violations(filter: { plates: $p }) { totalCount } }";
    private const string Search = "query Q($s: String!) { incidents(filter: { search: $s }) { totalCount } }";
    private const string Places = "query Q($s: String!) { findPlaces(text: $s) { id } }";

    private readonly RunningHost host = shared.Host;
    private readonly RoleAsker investigator = new(shared.Host, Role.Investigator);

    [Theory]
    [InlineData("123ABC01", true)]
    [InlineData("123 авс 01", true)]
    [InlineData("авто 123-ABC-01 белая", true)]
    [InlineData("A123BCD", true)]
    [InlineData("(777ABC09)", true)]
    [InlineData("777ABC09\u0301", true)]
    [InlineData("123·ABC·02", true)]
    [InlineData("а 123 вс 77", true)]
    [InlineData("INC-4711", false)]
    [InlineData("26-000123", false)]
    [InlineData("1234567", false)]
    [InlineData("Абая 45а", false)]
    [InlineData("", false)]
    public void A_text_looks_like_a_plate_or_not(string text, bool looks) => Assert.Equal(looks, PersonSearch.LooksLikePlate(text));

    [Theory]
    [InlineData(Plates, """{ "p": ["123ABC01"] }""", true)]
    [InlineData(Plates, """{ "p": [] }""", false)]
    [InlineData(Plates, """{ "p": null }""", false)]
    [InlineData(Search, """{ "s": "Иванов" }""", true)]
    [InlineData(Search, """{ "s": "123 ABC 01" }""", true)]
    [InlineData(Search, """{ "s": "777ABC09." }""", true)]
    [InlineData(Search, """{ "s": "777abc0" }""", true)]
    [InlineData(Search, """{ "s": "иванов,36" }""", true)]
    [InlineData(Search, """{ "s": "иванов_36 5" }""", true)]
    [InlineData(Search, """{ "s": "+7 (701) 123-45-67" }""", true)]
    [InlineData(Search, """{ "s": "8 7212 56 78 90" }""", true)]
    [InlineData(Search, """{ "s": "7011234567" }""", true)]
    [InlineData(Places, """{ "s": "87011234567" }""", false)]
    [InlineData(Search, """{ "s": "26-000123" }""", false)]
    [InlineData(Search, """{ "s": "0199d1f3-5a7c-7d1e-8a4b-2f6c3b1a9e00" }""", false)]
    // Two parts of an id together have the form of a plate.
    [InlineData(Search, """{ "s": "e464e6c0-ed9d-525c-bb83-63baff2994f7" }""", false)]
    [InlineData(Places, """{ "s": "e464e6c0-ed9d-525c-bb83-63baff2994f7" }""", false)]
    [InlineData(Places, """{ "s": "ed9d-525c-bb83" }""", true)]
    [InlineData(Places, """{ "s": "123ABC01" }""", true)]
    [InlineData(Places, """{ "s": "Абая" }""", false)]
    public async Task A_search_is_refused_without_a_purpose(string query, string variables, bool needs)
    {
        var values = JsonSerializer.Deserialize<JsonElement>(variables);

        var (status, answer) = await investigator.Ask(query, values);
        Assert.Equal(needs ? 403 : 200, status);
        Assert.Equal(needs ? ["PURPOSE_MISSING"] : [], RoleAsker.Codes(answer));
        var (given, _) = await investigator.Ask(query.Insert(query.IndexOf('{', StringComparison.Ordinal), Purpose), values);
        Assert.Equal(200, given);
    }

    [Theory]
    [InlineData("", "REFERENCE_MISSING")]
    [InlineData("  ", "REFERENCE_MISSING")]
    [InlineData("a\0b", "TEXT_MALFORMED")]
    [InlineData(null, "TEXT_TOO_LONG")]
    public async Task The_reference_of_a_purpose_is_a_text_of_1_to_200_characters(string? reference, string code)
    {
        const string Query = "query($r: String!, $why: PurposeReason = AUDIT) @purpose(reason: $why, reference: $r) { "
            + "violations(filter: { plates: [\"123ABC01\"] }) { totalCount } }";

        var (_, answer) = await investigator.Ask(Query, new { r = reference ?? new string('x', 201) });
        var error = answer.GetProperty("errors")[0].GetProperty("extensions");

        Assert.Equal((code, "reference"),
            (error.GetProperty("code").GetString(), error.GetProperty("field").GetString()));
        Assert.Equal(200, (await investigator.Ask(Query, new { r = new string('x', 200), why = "COURT_REQUEST" })).Status);
    }

    [Fact]
    public async Task An_export_passes_the_same_table()
    {
        Assert.Equal("ACCESS_DENIED", await Code(Role.Analyst, "columns=id,description"));
        Assert.Equal("ACCESS_DENIED", await Code(Role.Analyst, "columns=id&filter={\"search\":\"Ivanov\"}"));
        Assert.Equal("ACCESS_DENIED", await Code(Role.Akimat, "columns=id"));
        Assert.Equal("PURPOSE_MISSING", await Code(Role.Investigator, "columns=id&filter={\"search\":\"Ivanov\"}"));
        Assert.Equal("BAD_INPUT", await Code(
            Role.Investigator, "columns=id&filter={\"search\":\"Ivanov\"}&purposeReason=CURIOSITY&purposeReference=1"));
        Assert.Null(await Code(Role.Investigator, "columns=id&filter={\"search\":\"Ivanov\"}&purposeReason=AUDIT&purposeReference=1"));
        var (status, text) = await new RoleAsker(host, Role.Analyst).Read("/export/incidents.csv?filter={\"cities\":[]}");
        var heading = text.Split("\r\n")[0].TrimStart('\uFEFF').Split(',');
        Assert.Equal(200, status);
        Assert.Superset(new HashSet<string> { "id", "latitude", "asOf" }, heading.ToHashSet());
        Assert.Empty(heading.Intersect(["description", "street", "deviceId"]));
        using var anonymous = new HttpClient();
        var answer = await anonymous.GetAsync(
            new Uri(host.Client.BaseAddress!, "/export/incidents.csv"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);

        async Task<string?> Code(Role role, string query)
        {
            var address = $"/export/incidents.csv?{query.Replace("\"", "%22", StringComparison.Ordinal)}";
            var (code, body) = await new RoleAsker(host, role).Read(address);
            Assert.Equal(code is 403 or 400, body.StartsWith('{'));
            return code == 200 ? null : JsonDocument.Parse(body).RootElement.GetProperty("code").GetString();
        }
    }

    // A new argument that may hold a plate or a name is put into the table, or here after somebody has looked at it.
    [Fact]
    public void Every_argument_that_may_search_for_a_person_is_known()
    {
        string[] known =
        [
            "AccessLogFilterInput.text", "BoundaryReferenceInput.name", "CaseFilterInput.text", "CaseTimelineFilterInput.text",
            "DistrictInput.name", "IncidentFilterInput.search",
            "PlateReadFilterInput.plate",
            // A house number of the gazetteer, in which nobody's name is.
            "Query.address.text",
            "Query.findPlaces.text",
            // These have a reference of their own.
            "Query.personReport.name", "Query.personReport.plate",
            // Their class needs a purpose whatever is asked.
            "Query.plateCompanions.plate", "Query.plateTrack.plate",
            "SearchFilterInput.text",
            "ViolationFilterInput.plates",
        ];
        string[] words = ["plate", "person", "name", "search", "text", "query", "description", "phone", "iin"];
        var schema = host.Services.GetRequiredService<ISchema>();
        var commands = schema.Mutation!.Fields
            .SelectMany(f => f.Arguments!.Select(a => SchemaPaths.Named(a.ResolvedType)!.Name)).ToHashSet();
        var inputs = schema.AllTypes.OfType<IInputObjectGraphType>().Where(type => !commands.Contains(type.Name))
            .SelectMany(type => type.Fields.Select(field => $"{type.Name}.{field.Name}"));
        var arguments = schema.Query.Fields.SelectMany(f => (f.Arguments ?? []).Select(a => $"Query.{f.Name}.{a.Name}"));

        Assert.Equal(known, inputs.Concat(arguments)
            .Where(name => words.Any(word => name.Split('.')[^1].Contains(word, StringComparison.OrdinalIgnoreCase))).Order());
    }
}
