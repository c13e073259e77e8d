using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Incidents.Api.Access;
using Incidents.Api.Access.Log;
using Incidents.Domain;
using Incidents.Domain.Access;
using Incidents.Tests.Ingest;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Incidents.Tests.Access;

/// <summary>What is read of persons is on the access log when it is answered.</summary>
[Collection(OnSharedHost.Name)]
public sealed class AccessLogTests(SharedHost shared)
{
    private const string Register =
        "query Register($cities: [String!], $n: Int) { incidents(filter: { cities: $cities }, first: $n) { nodes { id description } } }";

    private const string ByPlate =
        """
        query($plates: [String!]) @purpose(reason: INVESTIGATION, reference: "a search") {
            violations(filter: { plates: $plates }) { nodes { id } } }
        """;

    private readonly RunningHost host = shared.Host;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_read_is_on_the_log_with_who_what_how_many_at_which_position_and_the_digest_of_the_answer()
    {
        var (city, ids) = await Town(3);
        var (status, body) = await host.As("reader-1", Register, new { cities = new[] { city }, n = 2 });
        Assert.Equal(200, status);
        var data = JsonDocument.Parse(body).RootElement.GetProperty("data");

        var entry = Assert.Single(await host.LoggedOf("reader-1"));
        Assert.Equal("READ", entry.GetProperty("kind").GetString());
        Assert.Equal("reader-1", entry.GetProperty("callerName").GetString());
        Assert.Contains("investigator:*", Texts(entry, "grants"));
        Assert.Equal("Register", entry.GetProperty("operation").GetString());
        Assert.Equal(Register, entry.GetProperty("query").GetString());
        Assert.Equal(city, entry.GetProperty("variables").GetProperty("cities")[0].GetString());
        Assert.Equal(2, entry.GetProperty("rowCount").GetInt32());
        Assert.Equal("Incident 2", string.Join(
            ' ', entry.GetProperty("rows").EnumerateArray().Select(r => $"{r.GetProperty("type")} {r.GetProperty("count")}")));
        Assert.Equal(
            data.GetProperty("incidents").GetProperty("nodes").EnumerateArray().Select(n => n.GetProperty("id").GetString()),
            Texts(entry, "things"));
        Assert.Subset(ids.Select(id => $"{id}").ToHashSet(), Texts(entry, "things").ToHashSet());
        Assert.Equal(
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(data.GetRawText()))), entry.GetProperty("digest").GetString());
        Assert.True(entry.GetProperty("appendedPosition").GetInt64() >= entry.GetProperty("projectedPosition").GetInt64());
        Assert.True(entry.GetProperty("projectedPosition").GetInt64() > 0);
        Assert.Equal(32, entry.GetProperty("traceId").GetString()!.Length);
        Assert.True(entry.GetProperty("isReplayable").GetBoolean());
    }

    [Fact]
    public async Task What_has_nothing_of_a_person_is_not_logged_and_a_fragment_or_alias_does_not_hide_what_has()
    {
        await host.As("reader-2", "{ cities { code } serverTime }");
        await host.As("reader-2", "{ incidents(first: 1) { nope } }");
        Assert.Empty(await host.LoggedOf("reader-2"));

        await host.As(
            "reader-2", "query { ...F } fragment F on Query { ... on Query { x: incidents(first: 1) { nodes { y: description } } } }");
        Assert.Single(await host.LoggedOf("reader-2"));
    }

    [Fact]
    public async Task The_auditor_s_own_reads_of_the_log_are_logged_once()
    {
        await host.As("auditor-1", "{ accessLog(first: 1) { nodes { id } } }");
        await host.As("auditor-1", """{ accessEntry(id: "0198f000-0000-7000-8000-000000000000") { id } }""");

        var entries = await host.LoggedOf("auditor-1");
        Assert.Equal(2, entries.Count);
        Assert.All(entries, entry => Assert.False(entry.GetProperty("isReplayable").GetBoolean()));
        Assert.All(entries, entry => Assert.Equal(["log"], Texts(entry, "classes")));
    }

    [Fact]
    public async Task Entries_are_found_by_caller_kind_day_purpose_operation_text_thing_and_number_of_rows()
    {
        var (city, ids) = await Town(2);
        await host.As("reader-3", Register, new { cities = new[] { city }, n = 1 });
        await host.As("reader-3", Register, new { cities = new[] { city }, n = 5 });
        await host.As("reader-3", $$"""query Other { incident(id: "{{ids[0]}}") { id description } }""");
        await host.Services.GetRequiredService<IAccessLog>().Write(
            new(AccessKind.Searched, "reader-3", "reader-3", new JsonObject
            {
                ["purpose"] = new JsonObject { ["reason"] = "Incident", ["reference"] = $"{city}/7" },
            }), Cancellation);
        string[] callers = ["reader-3"];
        var today = DateTime.UtcNow.AddHours(5);
        string Day(int days) => today.AddDays(days).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal(4, await Count(new { callers }));
        Assert.Equal(3, await Count(new { callers, kinds = new[] { "READ" } }));
        Assert.Equal(1, await Count(new { callers, kinds = new[] { "SEARCHED", "EXPORTED" } }));
        Assert.Equal(2, await Count(new { callers, operation = "Register" }));
        Assert.Equal(1, await Count(new { callers, minRows = 2 }));
        Assert.Equal(1, await Count(new { callers, purposeReason = "INCIDENT", purposeReference = $"{city}/7" }));
        Assert.Equal(0, await Count(new { callers, purposeReason = "AUDIT" }));
        Assert.Equal(3, await Count(new { callers, text = city.ToUpperInvariant() }));
        Assert.Equal(0, await Count(new { callers, text = "%" }));
        Assert.InRange(await Count(new { callers, thingId = ids[0] }), 2, 3);
        Assert.Equal(4, await Count(new { callers, from = Day(-1), until = Day(2) }));
        Assert.Equal(0, await Count(new { callers, from = Day(2) }));
        Assert.Equal(0, await Count(new { callers, until = Day(-1) }));

        async Task<int> Count(object filter) => (await host.Logged(filter)).Count;
    }

    [Fact]
    public async Task The_list_has_pages_with_the_newest_first()
    {
        for (var i = 0; i < 5; i++)
            await host.As("reader-4", $"query R{i} {{ incidents(first: 1) {{ nodes {{ id description }} }} }}");
        const string page =
            """
            query($after: String) { accessLog(filter: { callers: ["reader-4"] }, first: 2, after: $after) {
                nodes { operation } pageInfo { hasNextPage endCursor } } }
            """;
        var seen = new List<string>();
        for (string? after = null; ;)
        {
            var list = (await host.Ask(page, new { after })).GetProperty("accessLog");
            seen.AddRange(list.GetProperty("nodes").EnumerateArray().Select(n => n.GetProperty("operation").GetString()!));
            if (!list.GetProperty("pageInfo").GetProperty("hasNextPage").GetBoolean())
                break;
            after = list.GetProperty("pageInfo").GetProperty("endCursor").GetString();
        }
        Assert.Equal(["R4", "R3", "R2", "R1", "R0"], seen);
    }

    [Fact]
    public async Task What_was_denied_and_a_search_without_a_purpose_are_on_the_log()
    {
        Assert.Equal("ACCESS_DENIED", LogReads.CodeOf((await host.As(
            "analyst-1", "{ incidents(first: 1) { nodes { id description } } }", null, new Grant(Role.Analyst, null))).Body));
        Assert.Equal("PURPOSE_MISSING", LogReads.CodeOf((await host.As(
            "investigator-1", """{ violations(filter: { plates: ["700AAA09"] }) { nodes { id } } }""", null,
            new Grant(Role.Investigator, null))).Body));

        var denied = Assert.Single(await host.LoggedOf("analyst-1"));
        Assert.Equal("DENIED", denied.GetProperty("kind").GetString());
        Assert.Equal(["Incident.description"], Texts(denied, "denied"));
        var searched = Assert.Single(await host.LoggedOf("investigator-1"));
        Assert.Equal("DENIED", searched.GetProperty("kind").GetString());
        Assert.Equal(["PURPOSE_MISSING"], Texts(searched, "errors"));
        Assert.Contains("700AAA09", searched.GetProperty("query").GetString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, searched.GetProperty("digest").ValueKind);
    }

    [Fact]
    public async Task A_search_has_its_purpose_and_what_was_searched_for()
    {
        await host.As("searcher-0", ByPlate, new { plates = new[] { "600 ааа 09" } });

        var entry = Assert.Single(await host.LoggedOf("searcher-0"));
        Assert.Equal("SEARCHED", entry.GetProperty("kind").GetString());
        Assert.Equal("INVESTIGATION", entry.GetProperty("purposeReason").GetString());
        Assert.Equal("a search", entry.GetProperty("purposeReference").GetString());
        Assert.Equal("600AAA09", entry.GetProperty("details").GetProperty("terms").GetProperty("plates")[0].GetString());
        Assert.Equal(0, entry.GetProperty("rowCount").GetInt32());
    }

    [Fact]
    public async Task An_export_is_on_the_log_with_its_filter_columns_position_and_end()
    {
        var (city, _) = await Town(2);
        var filter = Uri.EscapeDataString(JsonSerializer.Serialize(new { cities = new[] { city } }));
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/export/incidents.csv?filter={filter}&columns=id,city");
        request.Headers.Authorization = host.SignIn("exporter-1");
        using var response = await host.Client.SendAsync(request, Cancellation);
        var bytes = await response.Content.ReadAsByteArrayAsync(Cancellation);

        var entries = await host.LoggedOf("exporter-1");
        Assert.All(entries, entry => Assert.Equal("EXPORTED", entry.GetProperty("kind").GetString()));
        Assert.Equal(["complete", "begun"], entries.Select(e => e.GetProperty("details").GetProperty("state").GetString()));
        Assert.Equal(city, entries[1].GetProperty("variables").GetProperty("cities")[0].GetString());
        Assert.Equal(["id", "city"], entries[1].GetProperty("details").GetProperty("columns").EnumerateArray().Select(c => c.GetString()));
        Assert.Equal(2, entries[1].GetProperty("rowCount").GetInt32());
        Assert.Equal(entries[1].GetProperty("id").GetString(), entries[0].GetProperty("details").GetProperty("export").GetString());
        Assert.Equal(
            response.Headers.GetValues("Incidents-Sequence").Single(), $"{entries[1].GetProperty("details").GetProperty("position")}");
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), entries[0].GetProperty("digest").GetString());
    }

    [Fact]
    public async Task What_was_searched_for_is_masked_and_who_searched_stays()
    {
        await host.As("reader-5", ByPlate, new { plates = new[] { "777QQQ09" } });
        await host.As("reader-5", """
            query @purpose(reason: INVESTIGATION, reference: "another") {
                violations(filter: { plates: ["777QQQ09", "778QQQ09"] }) { nodes { id } } }
            """);
        await host.As(
            "reader-5", """
            query @purpose(reason: AUDIT, reference: "third") { incidents(filter: { search: "Кайратов Ержан" }) { nodes { id } } }
            """);
        await host.As("reader-5", "{ incidents(first: 1) { nodes { description } } }");

        Assert.Equal(3, await Mask(isDryRun: true));
        Assert.Equal(3, await Mask());

        var entries = await host.LoggedOf("reader-5");
        Assert.Equal([false, true, true, true], entries.Select(e => e.GetProperty("isMasked").GetBoolean()));
        Assert.All(entries, e => Assert.DoesNotContain("777QQQ09", e.GetRawText(), StringComparison.OrdinalIgnoreCase));
        Assert.Contains("778QQQ09", entries[2].GetRawText(), StringComparison.Ordinal);
        Assert.Equal(
            0L, (await host.Query("select count(*) from access.mt_events where data::text ~* '777QQQ09|Кайратов'"))[0][0]);
        Assert.Equal(0, await Mask());

        async Task<long> Mask(bool isDryRun = false)
        {
            var person = PersonMatcher.Of("777 qqq-09", "Ержан Кайратов", out _);
            return await host.Services.GetRequiredService<AccessLogMasking>()
                .Mask(new(person, new HashSet<Guid>()), isDryRun, Cancellation);
        }
    }

    private async Task<(string City, List<Guid> Ids)> Town(int incidents)
    {
        var city = await host.NewCity();
        var answer = await host.PostLines(Enumerable.Range(1, incidents).Select(n => SampleReports.Report(city, $"{n}")));
        await host.CaughtUp();
        return (city, [.. answer.Answers.Select(a => a.GetProperty("id").GetGuid())]);
    }

    private static IEnumerable<string> Texts(JsonElement entry, string name) =>
        entry.GetProperty(name).EnumerateArray().Select(text => text.GetString()!);
}
