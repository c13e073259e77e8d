using System.Text.Json;
using Incidents.Domain.Access;
using Incidents.Domain.Dispatch;
using Incidents.Projections;
using Incidents.Projections.Queues;
using Incidents.Tests.Access;
using Incidents.Tests.Subscriptions;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace Incidents.Tests.Queues;

/// <summary>What waits now for somebody.</summary>
[Collection(OnSharedHost.Name)]
public sealed class QueueTests(SharedHost shared)
{
    private readonly RunningHost host = shared.Host;

    [Fact]
    public async Task An_alert_waits_until_somebody_acknowledges_or_dismisses_it()
    {
        var city = await host.NewCity();
        var sent = await host.PostLines(
            LiveReports.Alert(city, "1"), LiveReports.Alert(city, "2", at: "2026-03-02T11:00:00+05:00"),
            LiveReports.Alert(city, "3", at: "2026-03-02T09:00:00+05:00"), LiveReports.Alert(city, "3", phase: "ended"));
        await host.CaughtUp();
        Assert.Equal(["3", "1", "2"], await Ids("alerts", city));
        Assert.Equal(["2", "1", "3"], await Ids("alerts", city, ", order: NEWEST_FIRST"));

        await host.Ask($$"""mutation { acknowledgeAlert(id: "{{sent.Id(0)}}", by: "op") { id } }""");
        await host.Ask($$"""mutation { dismissAlert(id: "{{sent.Id(1)}}", by: "op", reasonCode: "shadow") { id } }""");
        await host.CaughtUp();
        Assert.Equal(["3"], await Ids("alerts", city));
        await host.Ask($$"""mutation { reinstateAlert(id: "{{sent.Id(1)}}", by: "op", reasonCode: "mistake") { id } }""");
        await host.CaughtUp();
        Assert.Equal(["3", "2"], await Ids("alerts", city));
    }

    [Fact]
    public async Task A_call_rings_until_it_is_answered_given_up_or_ended()
    {
        var city = await host.NewCity();
        await host.PostLines(
            LiveReports.Call(city, "1"), LiveReports.Call(city, "2"), LiveReports.Call(city, "3"), LiveReports.Call(city, "4"),
            LiveReports.Call(city, "2", "answered"), LiveReports.Call(city, "3", "abandoned"), LiveReports.Call(city, "4", "ended"));
        await host.CaughtUp();
        Assert.Equal(["1"], await Ids("calls", city));
    }

    [Fact]
    public async Task A_violation_waits_until_it_is_reviewed_or_decided()
    {
        var city = await host.NewCity();
        var sent = await host.PostLines(LiveReports.Violation(city, "1"), LiveReports.Violation(city, "2"));
        await host.Ask($$"""mutation { reviewViolation(id: "{{sent.Id(0)}}", by: "op") { id } }""");
        await host.CaughtUp();
        Assert.Equal(["2"], await Ids("violations", city));
    }

    // Urgency 1: fire; 2: burglary; 3: vandalism and a category that is not known; 4: fraud.
    [Fact]
    public async Task Open_incidents_are_in_order_of_urgency_and_then_of_time()
    {
        var city = await host.NewCity();
        var sent = await host.PostLines(
            LiveReports.Incident(city, "fraud", "fraud", "2026-03-02T08:00:00+05:00"),
            LiveReports.Incident(city, "unknown", "something-else", "2026-03-02T09:00:00+05:00"),
            LiveReports.Incident(city, "vandalism", "vandalism", "2026-03-02T08:30:00+05:00"),
            LiveReports.Incident(city, "fire-late", "fire", "2026-03-02T12:00:00+05:00"),
            LiveReports.Incident(city, "burglary", "burglary"), LiveReports.Incident(city, "fire", "fire"));
        await host.CaughtUp();
        string[] expected = ["fire", "fire-late", "burglary", "vandalism", "unknown", "fraud"];
        Assert.Equal(expected, await Ids("incidents", city));
        Assert.Equal(expected, await Pages("incidents", city));
        Assert.Equal(["BAD_INPUT"], await Codes(
            """query @purpose(reason: AUDIT, reference: "1") { queues { incidents(filter: { search: "fire" }) { totalCount } } }"""));

        await host.Ask($$"""mutation { withdrawIncident(id: "{{sent.Id(3)}}", by: "op", reasonCode: "drill") { id } }""");
        await host.CaughtUp();
        Assert.Equal(["fire", "burglary", "vandalism", "unknown", "fraud"], await Ids("incidents", city));
    }

    [Fact]
    public async Task Pages_of_several_towns_hold_every_row_once_and_the_count_is_theirs()
    {
        string[] cities = [await host.NewCity(), await host.NewCity(), await host.NewCity()];
        await host.PostLines(Enumerable.Range(0, 30).Select(n =>
            LiveReports.Alert(cities[n % 3], $"{n}", at: $"2026-03-02T10:{n / 2:00}:00+05:00")));
        await host.CaughtUp();
        var rows = new List<string>();
        string? after = null;
        do
        {
            var page = (await host.Ask(
                """
                query($cities: [String!], $after: String) { queues { alerts(filter: { cities: $cities }, first: 7, after: $after) {
                    totalCount nodes { sourceId occurredAt } pageInfo { hasNextPage endCursor } } } }
                """, new { cities, after })).GetProperty("queues").GetProperty("alerts");
            Assert.Equal(30, page.GetProperty("totalCount").GetInt32());
            rows.AddRange(page.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("sourceId").GetString()!));
            after = page.GetProperty("pageInfo").GetProperty("hasNextPage").GetBoolean()
                ? page.GetProperty("pageInfo").GetProperty("endCursor").GetString()
                : null;
        }
        while (after is not null);
        Assert.Equal(30, rows.Distinct().Count());
        Assert.Equal(30, rows.Count);
        Assert.Equal(rows.Select(int.Parse).Select(n => n / 2), rows.Select(int.Parse).Select(n => n / 2).Order());
    }

    [Fact]
    public async Task Whoever_sees_one_town_sees_what_waits_there_and_no_other_town_counts()
    {
        var (own, other) = (await host.NewCity(), await host.NewCity());
        await host.PostLines(
            LiveReports.Alert(own, "own"), LiveReports.Alert(other, "other"), LiveReports.Incident(other, "other", "fire"));
        await host.CaughtUp();
        var asker = new TownCaller(host, host.SignIn("one town", new Grant(Role.Operator, [own])));
        var seen = (await asker.Ask(
            "{ queues { alerts { totalCount nodes { sourceId ageSeconds } } incidents { totalCount } } }")).GetProperty("queues");
        Assert.Equal(1, seen.GetProperty("alerts").GetProperty("totalCount").GetInt32());
        var alert = Assert.Single(seen.GetProperty("alerts").GetProperty("nodes").EnumerateArray());
        Assert.Equal("own", alert.GetProperty("sourceId").GetString());
        Assert.InRange(alert.GetProperty("ageSeconds").GetInt64(), 86_400, long.MaxValue);
        Assert.Equal(0, seen.GetProperty("incidents").GetProperty("totalCount").GetInt32());
        var auditor = new TownCaller(host, host.SignIn("auditor", new Grant(Role.Auditor, null)));
        var codes = await auditor.Codes("{ queues { alerts { totalCount } } }");
        Assert.Equal(["ACCESS_DENIED"], codes);
    }

    // Beside rows that are closed a page reads an index that holds none of them: the conditions of the queue are the index's own.
    [Theory, InlineData(SignalKind.Alert), InlineData(SignalKind.SosCall), InlineData(SignalKind.Violation)]
    public async Task A_page_is_read_from_an_index_of_what_waits(SignalKind kind)
    {
        var reader = host.Services.GetRequiredService<QueueReader>();
        await using var command = reader.Command(
            new(kind, ["karaganda"]) { Sight = RowSight.All }, QueueOrder.OldestFirst, null, backward: false, 50);
        await using var connection = await host.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using (var only = new NpgsqlCommand("set enable_seqscan = off", connection))
            await only.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        await using var explain = new NpgsqlCommand($"explain {command.CommandText}", connection);
        foreach (NpgsqlParameter parameter in command.Parameters)
            explain.Parameters.Add(parameter.Clone());
        var lines = new List<string>();
        await using (var rows = await explain.ExecuteReaderAsync(TestContext.Current.CancellationToken))
        {
            while (await rows.ReadAsync(TestContext.Current.CancellationToken))
                lines.Add(rows.GetString(0));
        }
        await using (var usual = new NpgsqlCommand("reset enable_seqscan", connection))
            await usual.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        var scan = lines.FindIndex(line => line.Contains("Index Scan using signal_city_occurred_at_id_idx", StringComparison.Ordinal));
        Assert.True(scan >= 0, string.Join('\n', lines));
        Assert.DoesNotContain(lines[scan..], line => line.Contains("kind", StringComparison.Ordinal)
            || line.Contains("is_historic", StringComparison.Ordinal));
    }

    private async Task<IEnumerable<string>> Ids(string queue, string city, string more = "")
    {
        var page = (await host.Ask(
            $$"""{ queues { page: {{queue}}(filter: { cities: ["{{city}}"] }{{more}}) { totalCount nodes { sourceId } } } }"""))
            .GetProperty("queues").GetProperty("page");
        string[] ids = [.. page.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("sourceId").GetString()!)];
        Assert.Equal(ids.Length, page.GetProperty("totalCount").GetInt32());
        return ids;
    }

    // Forward by two, and backward by two from the end.
    private async Task<IEnumerable<string>> Pages(string queue, string city)
    {
        var (forward, backward) = (new List<string>(), new List<string>());
        for (string? cursor = null, more = "true"; more == "true";)
        {
            var page = await Page("first: 2", "after", cursor);
            forward.AddRange(Nodes(page));
            (cursor, more) = (Info(page, "endCursor"), Info(page, "hasNextPage"));
        }
        for (string? cursor = null, more = "true"; more == "true";)
        {
            var page = await Page("last: 2", "before", cursor);
            backward.InsertRange(0, Nodes(page));
            (cursor, more) = (Info(page, "startCursor"), Info(page, "hasPreviousPage"));
        }
        Assert.Equal(forward, backward);
        return forward;

        async Task<JsonElement> Page(string size, string name, string? cursor) => (await host.Ask(
            $$"""
            query($cursor: String) { queues { page: {{queue}}(filter: { cities: ["{{city}}"] }, {{size}}, {{name}}: $cursor) {
                nodes { sourceId } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }
            """, new { cursor })).GetProperty("queues").GetProperty("page");
        static string Info(JsonElement page, string name) => page.GetProperty("pageInfo").GetProperty(name) is var value
            && value.ValueKind is JsonValueKind.True ? "true" : value.ValueKind is JsonValueKind.False ? "false" : value.GetString()!;
        static IEnumerable<string> Nodes(JsonElement page) =>
            page.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("sourceId").GetString()!);
    }

    private async Task<IEnumerable<string>> Codes(string query) =>
        RunningHost.ErrorsOf(await host.Answer(query)).Select(error => error.Code);
}
