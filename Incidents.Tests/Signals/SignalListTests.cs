using System.Text.Json;
using Incidents.Tests.Ingest;
using Xunit;

namespace Incidents.Tests.Signals;

/// <summary>The lists of alerts, calls and violations: what their filters select, and what later events change in a row.</summary>
[Collection(OnSharedHost.Name)]
public sealed class SignalListTests(SharedHost shared)
{
    private readonly RunningHost host = shared.Host;

    [Fact]
    public async Task Every_filter_of_alerts_selects_its_rows()
    {
        var city = await host.NewCity();
        var ids = await host.PostLines(
            Alert(city, "1", "fight", "2026-01-05T23:59:59", "d-1", "cam-1"),
            Alert(city, "2", "fire", "2026-01-06T00:00:00", "d-2", "cam-2"),
            Alert(city, "3", "fight", "2026-01-07T12:00:00", null, null, longitude: 70),
            new { source = city + "-2", id = "4", kind = "alert", city, category = "crowd", occurredAt = "2026-01-08T12:00:00" },
            new
            {
                source = city,
                id = "1",
                kind = "alert",
                phase = "ended",
                city,
                category = "fight",
                occurredAt = "2026-01-06T01:00:00",
            });
        await host.Ask(
            "mutation ($a: UUID!, $b: UUID!) { a: acknowledgeAlert(id: $a, by: \"op\") { id } "
            + "b: dismissAlert(id: $b, by: \"op\", reasonCode: \"shadow\") { dismissedReasonCode } }",
            new { a = ids.Id(1), b = ids.Id(2) });
        await host.CaughtUp();

        Assert.Equal("4 3 2 1", await Listed("alerts", city, ""));
        Assert.Equal("1 2 3 4", await Listed("alerts", city, "", "OCCURRED_ASCENDING"));
        Assert.Equal("1", await Listed("alerts", city, "until: \"2026-01-06\""));
        Assert.Equal("2", await Listed("alerts", city, "from: \"2026-01-06\", until: \"2026-01-07\""));
        Assert.Equal("3 1", await Listed("alerts", city, "categories: [\"fight\"]"));
        Assert.Equal("2 1", await Listed("alerts", city, "districts: [\"d-1\", \"d-2\"]"));
        Assert.Equal("2", await Listed("alerts", city, "deviceIds: [\"cam-2\"]"));
        Assert.Equal("4", await Listed("alerts", city, $"sources: [\"{city}-2\"]"));
        Assert.Equal("3", await Listed("alerts", city, "bounds: { west: 69, south: 49, east: 71, north: 51 }"));
        Assert.Equal("4 2 1", await Listed("alerts", city, "isCounted: true"));
        Assert.Equal("3", await Listed("alerts", city, "isCounted: false"));
        Assert.Equal("2", await Listed("alerts", city, "isAcknowledged: true"));
        Assert.Equal("1", await Listed("alerts", city, "isEnded: true"));
        Assert.Equal("", await Listed("alerts", city, "categories: []"));
        Assert.Equal("", await Listed("alerts", city, "knownUntil: \"2026-01-01T00:00:00Z\""));
        Assert.Equal(
            "BAD_INPUT",
            (await host.Refused("{ alerts(filter: { bounds: { west: 2, south: 1, east: 1, north: 2 } }) { totalCount } }")).Code);

        await host.Ask(
            "mutation ($b: UUID!) { reinstateAlert(id: $b, by: \"op\", reasonCode: \"mistake\") { isCounted } }", new { b = ids.Id(2) });
        await host.CaughtUp();
        Assert.Equal("4 3 2 1", await Listed("alerts", city, "isCounted: true"));
    }

    [Fact]
    public async Task Calls_are_listed_by_status_also_where_the_beginning_comes_late()
    {
        var city = await host.NewCity();
        object Call(string id, string? phase, string at, string? device = "sos-1") =>
            new { source = city, id, kind = "sosCall", phase, city, by = "op", deviceId = device, occurredAt = at };
        var codes = await host.PostLines(
            Call("1", null, "2026-01-05T10:00:00"), Call("2", "answered", "2026-01-06T00:00:30"), Call("3", null, "2026-01-05T12:00:00"),
            Call("3", "abandoned", "2026-01-05T12:01:00"), Call("4", null, "2026-01-05T13:00:00"),
            Call("4", "answered", "2026-01-05T13:00:20"), Call("4", "ended", "2026-01-05T13:05:00"));
        Assert.All(codes.Codes, code => Assert.Equal("accepted", code));
        await host.CaughtUp();
        Assert.Equal("2", await Listed("sosCalls", city, "statuses: [ANSWERED]"));
        Assert.Equal("3 1", await Listed("sosCalls", city, "isAnswered: false"));
        Assert.Equal("2", await Listed("sosCalls", city, "from: \"2026-01-06\""));

        // It began before midnight, at another terminal.
        await host.PostLines(Call("2", null, "2026-01-05T23:59:50", "sos-2"));
        await host.CaughtUp();
        Assert.Equal("", await Listed("sosCalls", city, "from: \"2026-01-06\""));
        Assert.Equal("2", await Listed("sosCalls", city, "deviceIds: [\"sos-2\"]"));
        var row = (await host.Ask(
            $$"""
            { sosCalls(filter: { cities: ["{{city}}"], statuses: [ANSWERED] }) {
                nodes { occurredAt occurredOn answeredAt isBeginningReported waitedSeconds } } }
            """)).GetProperty("sosCalls").GetProperty("nodes")[0];
        Assert.Equal(
            """{"occurredAt":"2026-01-05T23:59:50+05:00","occurredOn":"2026-01-05","answeredAt":"2026-01-06T00:00:30+05:00","""
            + "\"isBeginningReported\":true,\"waitedSeconds\":40}", row.GetRawText());
        Assert.Equal("4", await Listed("sosCalls", city, "statuses: [ENDED]"));
        Assert.Equal("3", await Listed("sosCalls", city, "statuses: [ABANDONED]"));
    }

    [Fact]
    public async Task Violations_are_listed_by_article_plate_and_status()
    {
        var city = await host.NewCity();
        object Violation(string id, string article, string plate) => new
        {
            source = city,
            id,
            kind = "violation",
            city,
            article,
            part = "1",
            plate,
            deviceId = "rec-1",
            occurredAt = $"2026-01-0{id}T10:00:00",
        };
        var ids = await host.PostLines(
            Violation("1", "592", "123 ABC 09"), Violation("2", "599", "777 AAA 09"), Violation("3", "592", "777 AAA 09"));
        await host.Ask(
            "mutation ($a: UUID!, $b: UUID!) { a: confirmViolation(id: $a, by: \"i\") { status } "
            + "b: dismissViolation(id: $b, by: \"i\", reasonCode: \"blurred\") { status } "
            + "r: reviewViolation(id: $b, by: \"i\", occurredAt: \"2026-01-03T00:00:00Z\") { status } }",
            new { a = ids.Id(0), b = ids.Id(1) });
        await host.CaughtUp();

        Assert.Equal("3 1", await Listed("violations", city, "articles: [\"592\"]"));
        Assert.Equal("3 2", await Listed("violations", city, "plates: [\"777aaa09\"]"));
        Assert.Equal("1", await Listed("violations", city, "statuses: [CONFIRMED]"));
        // A review after the decision changes nothing.
        Assert.Equal("2", await Listed("violations", city, "statuses: [DISMISSED]"));
        Assert.Equal("2", await Listed("violations", city, "isCounted: false"));
        Assert.Equal("3", await Listed("violations", city, "statuses: [RECORDED]"));
    }

    [Fact]
    public async Task What_was_known_then_is_another_object_than_what_is_known_now()
    {
        var city = await host.NewCity();
        var ids = await host.PostLines(
            Alert(city, "1", "fight", "2026-01-05T10:00:00", null, null), SampleReports.Report(city, "2"),
            new { source = city, id = "3", kind = "sosCall", city, occurredAt = "2026-01-05T10:00:00" },
            new { source = city, id = "4", kind = "violation", city, article = "592", part = "1", occurredAt = "2026-01-05T10:00:00" });
        foreach (var (i, thing) in ((string[])["alert", "incident", "sosCall", "violation"]).Index())
        {
            var answer = await host.Ask(
                $$"""
                query ($id: UUID!) {
                  now: {{thing}}(id: $id) { __typename id version }
                  then: {{thing}}AsKnown(id: $id, asKnownAt: "2100-01-01T00:00:00+05:00") { __typename id {{thing}}Id asKnownAt version }
                  before: {{thing}}AsKnown(id: $id, asKnownAt: "2026-01-01T00:00:00Z") { id } }
                """, new { id = ids.Id(i) });
            var (name, id) = (char.ToUpperInvariant(thing[0]) + thing[1..], ids.Id(i));
            Assert.Equal($$"""{"__typename":"{{name}}","id":"{{id}}","version":1}""", answer.GetProperty("now").GetRawText());
            Assert.Equal(
                $$"""{"__typename":"{{name}}AsKnown","id":"{{id}}@2099-12-31T19:00:00Z","{{thing}}Id":"{{id}}","""
                + "\"asKnownAt\":\"2099-12-31T19:00:00Z\",\"version\":1}", answer.GetProperty("then").GetRawText());
            Assert.Equal(JsonValueKind.Null, answer.GetProperty("before").ValueKind);
        }
    }

    private static object Alert(
        string city, string id, string category, string at, string? district, string? deviceId, double? longitude = null) => new
        {
            source = city,
            id,
            kind = "alert",
            city,
            category,
            district,
            deviceId,
            longitude,
            latitude = longitude is null ? (double?)null : 50,
            occurredAt = at,
        };

    private async Task<string> Listed(string list, string city, string filter, string order = "OCCURRED_DESCENDING")
    {
        var found = (await host.Ask(
            $$"""
            query @purpose(reason: INVESTIGATION, reference: "case 7") {
                {{list}}(filter: { cities: ["{{city}}"] {{filter}} }, order: {{order}}) { totalCount nodes { sourceId } }
            }
            """))
            .GetProperty(list);
        var ids = found.GetProperty("nodes").EnumerateArray().Select(n => n.GetProperty("sourceId").GetString()).ToArray();
        Assert.Equal(ids.Length, found.GetProperty("totalCount").GetInt32());
        return string.Join(' ', ids);
    }
}
