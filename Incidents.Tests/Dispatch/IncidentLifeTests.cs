using System.Text.Json;
using Xunit;

namespace Incidents.Tests.Dispatch;

/// <summary>What can be done about incidents, alerts, calls, violations and devices, through GraphQL on the real host.</summary>
[Collection(OnSharedHost.Name)]
public sealed class IncidentLifeTests(SharedHost shared)
{
    private const string File =
        "{ id version status category mergedInto merged units { unit arrivedAt } signals { kind id } timeline { type } }";

    private readonly RunningHost host = shared.Host;

    [Fact]
    public async Task An_incident_s_whole_life()
    {
        var city = await host.NewCity();
        var alert = (await host.PostLines(
            new { source = city, id = "a", kind = "alert", city, category = "fight", occurredAt = "2026-01-01T00:00:00Z" })).Id();
        var id = await Open(city, "1");
        Assert.Equal(id, await Open(city, "1"));

        await Expect($$"""categoriseIncident(id: "{{id}}", category: "robbery", by: "op")""", (2, "OPEN"));
        await Expect($$"""linkSignal(id: "{{id}}", signal: { kind: ALERT, id: "{{alert}}" }, by: "op")""", (3, "OPEN"));
        await Expect($$"""assignUnit(id: "{{id}}", unit: "P-1", expectedVersion: 3)""", (4, "ASSIGNED"));
        await Expect($$"""recordArrival(id: "{{id}}", unit: "P-1")""", (5, "ON_SCENE"));
        await Expect($$"""assignUnit(id: "{{id}}", unit: "P-2")""", (6, "ON_SCENE"));
        await Expect($$"""resolveIncident(id: "{{id}}", outcomeCode: "detained")""", (7, "RESOLVED"));
        await Expect($$"""closeIncident(id: "{{id}}", by: "op")""", (8, "CLOSED"));
        await Expect($$"""reopenIncident(id: "{{id}}", by: "op", reason: "again")""", (9, "OPEN"));
        await Expect($$"""unlinkSignal(id: "{{id}}", signal: { kind: ALERT, id: "{{alert}}" }, by: "op")""", (10, "OPEN"));

        var other = await Open(city, "2");
        var merged = await Do($$"""mergeIncident(id: "{{id}}", targetId: "{{other}}", by: "op")""");
        Assert.Equal(("MERGED", other), (merged.GetProperty("status").GetString(), merged.GetProperty("mergedInto").GetGuid()));
        Assert.Equal(
            ("MERGE_TARGET_MERGED", 2L),
            await host.Refused($$"""mutation { mergeIncident(id: "{{other}}", targetId: "{{id}}", by: "op") { id } }"""));
        Assert.Equal(("INCIDENT_MERGED", 11L), await host.Refused($$"""mutation { assignUnit(id: "{{id}}", unit: "P-3") { id } }"""));
        await host.CaughtUp();
        var whole = (await host.Ask($$"""{ incident(id: "{{other}}") {{File}} }""")).GetProperty("incident");
        Assert.Equal(id, Assert.Single(whole.GetProperty("merged").EnumerateArray()).GetGuid());
        Assert.Equal(13, whole.GetProperty("timeline").GetArrayLength());
        await Expect($$"""unmergeIncident(id: "{{id}}", by: "op")""", (12, "OPEN"));
        await Expect($$"""withdrawIncident(id: "{{id}}", by: "op", reasonCode: "unfounded")""", (13, "WITHDRAWN"));

        Assert.Equal(
            ("INCIDENT_ALREADY_WITHDRAWN", 13L),
            await host.Refused($$"""mutation { categoriseIncident(id: "{{id}}", category: "theft", by: "op") { id } }"""));
        Assert.Equal(
            ("CONCURRENT_CHANGE", 13L),
            await host.Refused($$"""mutation { reopenIncident(id: "{{id}}", by: "op", reason: "x", expectedVersion: 12) { id } }"""));
        Assert.Equal(
            ("NOT_FOUND", null), await host.Refused($$"""mutation { closeIncident(id: "{{Guid.NewGuid()}}", by: "op") { id } }"""));
        Assert.Equal(
            ("CITY_UNKNOWN", null),
            await host.Refused("""
                mutation { openIncident(console: "c", key: "k", category: "theft", place: { city: "atlantis" }) { id } }
                """));

        await host.CaughtUp();
        var listed = await host.Ask(
            """
            query ($city: String!)
                { incidents(filter: { cities: [$city] }, order: KNOWN_ASCENDING) { nodes { id version status category unit } } }
            """, new { city });
        Assert.Equal(
            [(id, 13, "WITHDRAWN", "robbery", "P-2"), (other, 3, "OPEN", "theft", null)],
            listed.GetProperty("incidents").GetProperty("nodes").EnumerateArray().Select(n =>
                (n.GetProperty("id").GetGuid(), n.GetProperty("version").GetInt32(), n.GetProperty("status").GetString()!,
                    n.GetProperty("category").GetString()!, n.GetProperty("unit").GetString())));

        async Task Expect(string mutation, (int Version, string Status) expected)
        {
            var after = await Do(mutation);
            Assert.Equal(expected, (after.GetProperty("version").GetInt32(), after.GetProperty("status").GetString()!));
        }
    }

    [Fact]
    public async Task Every_other_slice_answers_with_what_its_client_just_did()
    {
        var city = await host.NewCity();
        var sent = await host.PostLines(
            new { source = city, id = "a", kind = "alert", city, category = "fight", occurredAt = "2026-01-01T00:00:00Z" },
            new { source = city, id = "b", kind = "alert", city, category = "fight", occurredAt = "2026-01-01T00:00:00Z" },
            new { source = city, id = "c", kind = "sosCall", city, occurredAt = "2026-01-01T00:00:00Z" },
            new { source = city, id = "d", kind = "sosCall", city, occurredAt = "2026-01-01T00:00:00Z" },
            new
            {
                source = city,
                id = "e",
                kind = "violation",
                city,
                article = "592",
                part = "1",
                plate = "123 ABC 09",
                measured = new { value = 75, allowed = 60, unit = "km/h" },
                certificate = new { number = "KZ-1", validUntil = "2026-12-31" },
                occurredAt = "2026-01-01T00:00:00Z",
            },
            new { source = city, id = "f", kind = "violation", city, article = "592", part = "1", occurredAt = "2026-01-01T00:00:00Z" });
        var (alert, shadow, call, lost, violation, blurred) = (sent.Id(0), sent.Id(1), sent.Id(2), sent.Id(3), sent.Id(4), sent.Id(5));

        var did = await host.Ask(
            $$"""
            mutation {
              a: acknowledgeAlert(id: "{{alert}}", by: "op") { version acknowledgedBy }
              b: dismissAlert(id: "{{shadow}}", by: "op", reasonCode: "shadow", expectedVersion: 1) { version dismissedReasonCode }
              c: answerSosCall(id: "{{call}}", by: "op", occurredAt: "2026-01-01T00:00:42Z") { status waitedSeconds }
              d: escalateSosCall(id: "{{call}}", service: "103", reasonCode: "injury") { escalatedTo }
              e: endSosCall(id: "{{call}}", outcomeCode: "helped") { status version }
              f: abandonSosCall(id: "{{lost}}") { status }
              g: reviewViolation(id: "{{violation}}", by: "inspector") { status }
              h: confirmViolation(id: "{{violation}}", by: "inspector") { status }
              i: fineViolation(id: "{{violation}}") { status fine { amountTenge } }
              j: cancelViolation(id: "{{violation}}", by: "court", reasonCode: "appeal") { status version }
              k: dismissViolation(id: "{{blurred}}", by: "inspector", reasonCode: "blurred") { status }
              l: registerDevice(deviceId: "cam-1", kind: CAMERA, place: { city: "{{city}}" }) { version isRetired }
              m: relocateDevice(
                  city: "{{city}}", deviceId: "cam-1", place: { city: "{{city}}", street: "Main Street" }) { place { street } }
              n: retireDevice(city: "{{city}}", deviceId: "cam-1", reasonCode: "broken") { version isRetired }
            }
            """);

        string Of(string alias) => did.GetProperty(alias).GetRawText();
        Assert.Equal("""{"version":2,"acknowledgedBy":"op"}""", Of("a"));
        Assert.Equal("""{"version":2,"dismissedReasonCode":"shadow"}""", Of("b"));
        Assert.Equal("""{"status":"ANSWERED","waitedSeconds":42}""", Of("c"));
        Assert.Equal("""{"escalatedTo":"103"}""", Of("d"));
        Assert.Equal("""{"status":"ENDED","version":4}""", Of("e"));
        Assert.Equal("""{"status":"ABANDONED"}""", Of("f"));
        Assert.Equal("""{"status":"REVIEWED"}""", Of("g"));
        Assert.Equal("""{"status":"CONFIRMED"}""", Of("h"));
        Assert.StartsWith("""{"status":"FINED","fine":{"amountTenge":""", Of("i"), StringComparison.Ordinal);
        Assert.Equal("""{"status":"CANCELLED","version":5}""", Of("j"));
        Assert.Equal("""{"status":"DISMISSED"}""", Of("k"));
        Assert.Equal("""{"version":1,"isRetired":false}""", Of("l"));
        Assert.Equal("""{"place":{"street":"Main Street"}}""", Of("m"));
        Assert.Equal("""{"version":3,"isRetired":true}""", Of("n"));
        Assert.Equal(
            ("SOS_CALL_ALREADY_ANSWERED", "ALERT_ALREADY_DISMISSED"),
            (await CodeOf(call, "abandonSosCall"), await CodeOf(shadow, "acknowledgeAlert", "by: \"op\"")));

        async Task<string> CodeOf(Guid id, string mutation, string more = "")
        {
            // The first call has ended; a new one is answered, so it cannot be abandoned any more.
            if (mutation == "abandonSosCall")
            {
                id = (await host.PostLines(
                    new
                    {
                        source = city,
                        id = "g",
                        kind = "sosCall",
                        phase = "answered",
                        by = "op",
                        city,
                        occurredAt = "2026-01-01T00:00:00Z",
                    })).Id();
            }
            return (await host.Refused($$"""mutation { {{mutation}}(id: "{{id}}" {{more}}) { id } }""")).Code;
        }
    }

    [Fact]
    public async Task Pages_are_stable_under_inserts_in_both_directions()
    {
        var city = await host.NewCity();
        // Three at each moment, so that only the id distinguishes them.
        await host.PostLines(Enumerable.Range(0, 30).Select(i => Incident($"{i}", i / 3)));
        await host.CaughtUp();
        foreach (var order in (string[])["OCCURRED_DESCENDING", "OCCURRED_ASCENDING", "KNOWN_DESCENDING", "KNOWN_ASCENDING"])
        {
            var forward = new List<Guid>();
            for (string? after = null; ;)
            {
                var page = await Page(order, "first: 7", after is null ? "" : $"after: \"{after}\"");
                forward.AddRange(Ids(page));
                if (!page.GetProperty("pageInfo").GetProperty("hasNextPage").GetBoolean())
                    break;
                after = page.GetProperty("pageInfo").GetProperty("endCursor").GetString();
            }
            var all = Ids(await Page(order, "first: 1000", ""));
            Assert.Equal(all, forward);

            var backward = new List<Guid>();
            for (string? before = null; ;)
            {
                var page = await Page(order, "last: 7", before is null ? "" : $"before: \"{before}\"");
                backward.InsertRange(0, Ids(page));
                if (!page.GetProperty("pageInfo").GetProperty("hasPreviousPage").GetBoolean())
                    break;
                before = page.GetProperty("pageInfo").GetProperty("startCursor").GetString();
            }
            Assert.Equal(all, backward);

            // What comes in above and below a cursor moves nothing that was there.
            var first = await Page(order, "first: 5", "");
            var cursor = first.GetProperty("pageInfo").GetProperty("endCursor").GetString();
            await host.PostLines(Incident($"{order}-early", -5), Incident($"{order}-late", 99));
            await host.CaughtUp();
            var rest = Ids(await Page(order, "first: 1000", $"after: \"{cursor}\""));
            Assert.Equal(all[5..], rest.Where(all.Contains));
            Assert.Equal(all[..5], Ids(await Page(order, "last: 1000", $"before: \"{cursor}\"")).Where(all.Contains).Append(Ids(first)[4]));
        }

        object Incident(string id, int minute) => new
        {
            source = city,
            id,
            kind = "incident",
            city,
            category = "theft",
            occurredAt = new DateTimeOffset(2026, 1, 5, 10, 0, 0, TimeSpan.Zero).AddMinutes(minute),
            knownAt = new DateTimeOffset(2026, 2, 5, 10, 0, 0, TimeSpan.Zero).AddMinutes(-minute),
        };

        async Task<JsonElement> Page(string order, string size, string from) => (await host.Ask(
            $$"""
            { incidents(filter: { cities: ["{{city}}"] }, order: {{order}}, {{size}} {{from}}) {
                nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }
            """))
            .GetProperty("incidents");

        static List<Guid> Ids(JsonElement page) =>
            [.. page.GetProperty("nodes").EnumerateArray().Select(n => n.GetProperty("id").GetGuid())];
    }

    [Fact]
    public async Task Filters_let_through_exactly_what_they_say()
    {
        var city = await host.NewCity();
        object Incident(string id, string category, string district, string at, string? device, double longitude) => new
        {
            source = $"{city}-{category}",
            id,
            kind = "incident",
            city,
            category,
            district,
            occurredAt = at,
            knownAt = "2026-03-01T00:00:00Z",
            deviceId = device,
            longitude,
            latitude = 49.8,
        };
        var ids = await host.PostLines(
            Incident("1", "theft", "A", "2026-01-01T00:00:00Z", "cam-1", 73.1),
            Incident("2", "theft", "B", "2026-01-02T00:00:00Z", null, 73.2),
            Incident("3", "fight", "A", "2026-01-03T00:00:00Z", "cam-2", 73.3),
            Incident("4", "arson", "C", "2026-01-04T00:00:00Z", "cam-1", 73.4));
        await host.Ask($$"""mutation { withdrawIncident(id: "{{ids.Id(3)}}", by: "op", reasonCode: "x") { id } }""");
        await host.CaughtUp();

        await Finds("", 1, 2, 3, 4);
        await Finds("categories: [\"theft\"]", 1, 2);
        await Finds("categories: [\"theft\", \"arson\"], districts: [\"A\", \"C\"]", 1, 4);
        await Finds("districts: [\"A\"]", 1, 3);
        await Finds("statuses: [WITHDRAWN]", 4);
        await Finds("statuses: [REGISTERED, OPEN]", 1, 2, 3);
        await Finds("deviceIds: [\"cam-1\"]", 1, 4);
        await Finds($"sources: [\"{city}-fight\"]", 3);
        await Finds("occurredFrom: \"2026-01-02T00:00:00Z\", occurredUntil: \"2026-01-04T00:00:00Z\"", 2, 3);
        await Finds("knownFrom: \"2026-03-01T00:00:01Z\"");
        await Finds("knownUntil: \"2026-03-01T00:00:01Z\"", 1, 2, 3, 4);
        await Finds("bounds: { west: 73.15, south: 49, east: 73.35, north: 50 }", 2, 3);

        async Task Finds(string filter, params int[] expected)
        {
            var found = (await host.Ask($$"""
                { incidents(filter: { cities: ["{{city}}"] {{filter}} }) { totalCount nodes { sourceId } } }
                """)).GetProperty("incidents");
            Assert.Equal(
                expected.Order(),
                found.GetProperty("nodes").EnumerateArray().Select(n => int.Parse(n.GetProperty("sourceId").GetString()!, null)).Order());
            Assert.Equal(expected.Length, found.GetProperty("totalCount").GetInt32());
        }
    }

    private async Task<Guid> Open(string city, string key) =>
        (await Do(
            $$"""
            openIncident(console: "{{city}}", key: "{{key}}", category: "theft",
                place: { city: "{{city}}", point: { longitude: 73.1, latitude: 49.8 } })
            """))
        .GetProperty("id").GetGuid();

    private async Task<JsonElement> Do(string mutation) => (await host.Ask($"mutation {{ did: {mutation} {File} }}")).GetProperty("did");
}
