using System.Text.Json;
using Incidents.Api.Subscriptions;
using Incidents.Domain.Access;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Incidents.Tests.Subscriptions;

/// <summary>What is told, to whom, in which order.</summary>
[Collection(OnSharedHost.Name)]
public sealed class SubscriptionTests(SharedHost shared)
{
    private const string Queue =
        """
        subscription($queue: QueueKind!, $filter: LiveFilterInput, $after: Long) {
            queueChanged(queue: $queue, filter: $filter, after: $after) {
                position queue id: subjectId isQueued alert { sourceId category } call { sourceId } violation { sourceId }
                incident { sourceId urgency } } }
        """;

    private readonly RunningHost host = shared.Host;

    [Fact]
    public async Task Alerts_are_told_as_they_are_raised_in_order_and_each_once()
    {
        var city = await host.NewCity();
        await using var client = await SocketClient.Open(host);
        var begun = await client.Begin("1", LiveReports.Raised, new { filter = LiveReports.Of(city) });
        await host.PostLines(
            LiveReports.Alert(city, "1"), LiveReports.Alert(city, "1", phase: "ended"), LiveReports.Alert(city, "2", "fire"),
            LiveReports.Alert(await host.NewCity(), "elsewhere"), LiveReports.Alert(city, "3"));
        var told = new List<string>();
        foreach (var _ in Enumerable.Range(0, 3))
        {
            var message = await client.Next();
            Assert.InRange(message.GetProperty("position").GetInt64(), begun + 1, long.MaxValue);
            begun = message.GetProperty("position").GetInt64();
            told.Add(message.GetProperty("alert").GetProperty("sourceId").GetString()!);
        }
        // Those of one post are stored in any order.
        Assert.Equal(["1", "2", "3"], told.Order());
    }

    [Fact]
    public async Task A_filter_tells_only_what_passes_it()
    {
        var city = await host.NewCity();
        await using var client = await SocketClient.Open(host);
        await client.Begin("category", LiveReports.Raised, new { filter = new { cities = new[] { city }, categories = new[] { "fire" } } });
        await client.Begin("none", LiveReports.Raised, new { filter = new { cities = Array.Empty<string>() } });
        await client.Begin("bounds", LiveReports.Raised, new
        {
            filter = new { cities = new[] { city }, bounds = new { west = 73.15, south = 49.7, east = 73.2, north = 49.9 } },
        });
        await host.PostLines(
            LiveReports.Alert(city, "1"), LiveReports.Alert(city, "2", "fire"), LiveReports.Alert(city, "3", longitude: 73.16),
            LiveReports.Alert(city, "4", "fire", longitude: 73.15));
        var told = new List<string>();
        foreach (var _ in Enumerable.Range(0, 4))
        {
            var message = await client.Receive();
            var alert = SocketClient.Field(message).GetProperty("alert").GetProperty("sourceId").GetString();
            told.Add($"{message.GetProperty("id").GetString()} {alert}");
        }
        Assert.Equal(["bounds 3", "bounds 4", "category 2", "category 4"], told.Order());
    }

    [Fact]
    public async Task What_was_missed_is_told_before_what_comes_without_gap_or_double()
    {
        var city = await host.NewCity();
        await using var client = await SocketClient.Open(host);
        var position = await client.Begin("0", LiveReports.Raised, new { filter = LiveReports.Of(city) });
        await client.Send(new { id = "0", type = "complete" });
        const int rounds = 12;
        var raising = Task.Run(async () =>
        {
            for (var n = 0; n < rounds * 10; n += 10)
                await host.PostLines(Enumerable.Range(n, 10).Select(id => LiveReports.Alert(city, $"{id}")));
        }, TestContext.Current.CancellationToken);
        var told = new List<string>();
        // At each round the subscription ends wherever it is, and another one goes on.
        for (var round = 1; told.Count < rounds * 10; round++)
        {
            await client.Subscribe($"{round}", LiveReports.Raised, new { filter = LiveReports.Of(city), after = position });
            for (var n = 0; n < 7 && told.Count < rounds * 10;)
            {
                var message = await client.Receive();
                if (message.GetProperty("id").GetString() != $"{round}")
                    continue;
                var field = SocketClient.Field(message);
                Assert.Equal(JsonValueKind.Null, field.GetProperty("missed").ValueKind);
                if (field.GetProperty("alert").ValueKind is JsonValueKind.Null)
                    continue;
                n++;
                Assert.InRange(field.GetProperty("position").GetInt64(), position + 1, long.MaxValue);
                position = field.GetProperty("position").GetInt64();
                told.Add(field.GetProperty("alert").GetProperty("sourceId").GetString()!);
            }
            await client.Send(new { id = $"{round}", type = "complete" });
        }
        await raising;
        Assert.Equal(Enumerable.Range(0, rounds * 10), told.Select(int.Parse).Order());
    }

    [Fact]
    public async Task A_queue_is_told_what_comes_changes_and_leaves()
    {
        var city = await host.NewCity();
        await using var client = await SocketClient.Open(host);
        var fights = new { queue = "ALERTS", filter = new { cities = new[] { city }, categories = new[] { "fight" } } };
        await client.Begin("alerts", Queue, fights);
        var sent = await host.PostLines(LiveReports.Alert(city, "1"), LiveReports.Alert(city, "2"));
        string[] came = [Told(await client.Next()), Told(await client.Next())];
        Assert.Equal(["1 true", "2 true"], came.Order());
        await host.Ask($$"""mutation { acknowledgeAlert(id: "{{sent.Id(0)}}", by: "op") { id } }""");
        Assert.Equal($"{sent.Id(0)} false", Told(await client.Next()));
        // It is no fight any more.
        await host.PostLines(LiveReports.Alert(city, "2", "weapon", "updated", "2026-03-02T10:01:00+05:00"));
        Assert.Equal($"{sent.Id(1)} false", Told(await client.Next()));
        await client.Send(new { id = "alerts", type = "complete" });

        await client.Begin("calls", Queue, new { queue = "CALLS", filter = LiveReports.Of(city) });
        var call = (await host.PostLines(LiveReports.Call(city, "c"))).Id();
        Assert.Equal("c true", Told(await client.Next()));
        await host.PostLines(LiveReports.Call(city, "c", "answered"));
        Assert.Equal($"{call} false", Told(await client.Next()));
        await client.Send(new { id = "calls", type = "complete" });

        await client.Begin("violations", Queue, new { queue = "VIOLATIONS", filter = LiveReports.Of(city) });
        var violation = (await host.PostLines(LiveReports.Violation(city, "v"))).Id();
        Assert.Equal("v true", Told(await client.Next()));
        await host.Ask($$"""mutation { reviewViolation(id: "{{violation}}", by: "op") { id } }""");
        Assert.Equal($"{violation} false", Told(await client.Next()));
        await client.Send(new { id = "violations", type = "complete" });

        await client.Begin("incidents", Queue, new { queue = "INCIDENTS", filter = LiveReports.Of(city) });
        var incident = (await host.PostLines(LiveReports.Incident(city, "i", "fire"))).Id();
        var told = await client.Next();
        Assert.Equal("i true", Told(told));
        Assert.Equal(1, told.GetProperty("incident").GetProperty("urgency").GetInt32());
        await host.Ask($$"""mutation { withdrawIncident(id: "{{incident}}", by: "op", reasonCode: "drill") { id } }""");
        Assert.Equal($"{incident} false", Told(await client.Next()));
    }

    [Fact]
    public async Task An_incident_and_devices_are_told_with_the_name_of_what_happened()
    {
        var city = await host.NewCity();
        await using var client = await SocketClient.Open(host);
        var incident = (await host.PostLines(LiveReports.Incident(city, "i", "fire"))).Id();
        await host.CaughtUp();
        await client.Begin(
            "incident", "subscription($id: UUID!) { incidentChanged(id: $id) { position eventType incident { status } } }",
            new { id = incident });
        await host.PostLines(LiveReports.Incident(city, "other", "fire"));
        await host.Ask($$"""mutation { resolveIncident(id: "{{incident}}", by: "op", outcomeCode: "done") { id } }""");
        var told = await client.Next();
        Assert.Equal("incident_resolved", told.GetProperty("eventType").GetString());
        Assert.Equal("RESOLVED", told.GetProperty("incident").GetProperty("status").GetString());
        await client.Send(new { id = "incident", type = "complete" });

        await client.Begin(
            "devices",
            "subscription($cities: [String!]) { deviceHealthChanged(cities: $cities) { position eventType device { deviceId } } }",
            new { cities = new[] { city } });
        await host.Ask(
            $$"""mutation { registerDevice(deviceId: "cam-1", kind: CAMERA, place: { city: "{{city}}" }) { id } }""");
        told = await client.Next();
        Assert.Equal("device_registered", told.GetProperty("eventType").GetString());
        Assert.Equal("cam-1", told.GetProperty("device").GetProperty("deviceId").GetString());
    }

    [Fact]
    public async Task Whoever_sees_one_town_is_told_of_no_other()
    {
        var (own, other) = (await host.NewCity(), await host.NewCity());
        var foreign = (await host.PostLines(LiveReports.Incident(other, "i", "fire"))).Id();
        await using var client = await SocketClient.Open(host, host.SignIn("own", new Grant(Role.Operator, [own])).ToString());
        await client.Begin("all", LiveReports.Raised);
        await client.Begin("other", LiveReports.Raised, new { filter = LiveReports.Of(other) });
        await client.Begin("queue", Queue, new { queue = "ALERTS" });
        await client.Begin(
            "incident", "subscription($id: UUID!) { incidentChanged(id: $id) { position incident { id } } }", new { id = foreign });
        await host.Ask($$"""mutation { resolveIncident(id: "{{foreign}}", by: "op", outcomeCode: "done") { id } }""");
        await host.PostLines(LiveReports.Alert(other, "theirs"), LiveReports.Alert(own, "mine"));
        string[] told = [Operation(await client.Receive()), Operation(await client.Receive())];
        Assert.Equal(["all", "queue"], told.Order());

        // What the other town has stands before this alert.
        await host.PostLines(LiveReports.Alert(other, "theirs too"));
        await host.CaughtUp();
        await host.PostLines(LiveReports.Alert(own, "marker"));
        told = [Operation(await client.Receive()), Operation(await client.Receive())];
        Assert.Equal(["all", "queue"], told.Order());
    }

    [Fact]
    public async Task An_analyst_is_told_places_as_cells_and_no_field_that_is_not_theirs()
    {
        var city = await host.NewCity();
        await using var client = await SocketClient.Open(host, host.SignIn("analyst", new Grant(Role.Analyst, [city])).ToString());
        await client.Subscribe("street", "subscription { alertRaised { position alert { street } } }");
        Assert.Equal("ACCESS_DENIED", SocketClient.Code(await client.Receive()));
        await client.Begin("point", "subscription { alertRaised { position alert { point { longitude latitude } } } }");
        await host.PostLines(LiveReports.Alert(city, "1", longitude: 73.10011, latitude: 49.80022));
        var point = (await client.Next()).GetProperty("alert").GetProperty("point");
        var cell = Domain.GridCell.At(new(73.10011, 49.80022)).Centre();
        Assert.Equal(cell.Longitude, point.GetProperty("longitude").GetDouble());
        Assert.Equal(cell.Latitude, point.GetProperty("latitude").GetDouble());
    }

    [Fact]
    public async Task Many_who_ask_the_same_cost_one_evaluation_and_one_execution()
    {
        var city = await host.NewCity();
        var hub = host.Services.GetRequiredService<LiveHub>();
        var clients = new List<SocketClient>();
        foreach (var _ in Enumerable.Range(0, 20))
            clients.Add(await SocketClient.Open(host));
        foreach (var client in clients)
            await client.Begin("1", LiveReports.Raised, new { filter = LiveReports.Of(city), after = (long?)null });
        var topic = Assert.Single(hub.Topics, topic => topic.Selection.Key.Contains($"\"{city}\"", StringComparison.Ordinal));
        var evaluations = topic.Evaluations;
        Assert.Equal(0, topic.Renderings);
        await host.PostLines(LiveReports.Alert(city, "1"));
        foreach (var client in clients)
        {
            Assert.Equal("1", (await client.Next()).GetProperty("alert").GetProperty("sourceId").GetString());
            await client.DisposeAsync();
        }
        Assert.Equal(1, topic.Renderings);
        // One page has the alert; other tests' events may come in pages of their own.
        Assert.InRange(topic.Evaluations - evaluations, 1, 5);
    }

    [Fact]
    public async Task Positions_that_are_none_are_refused()
    {
        await using var client = await SocketClient.Open(host);
        await client.Subscribe("1", LiveReports.Raised, new { after = -1 });
        Assert.Equal("BAD_INPUT", SocketClient.Code(await client.Receive()));
        await client.Subscribe("2", LiveReports.Raised, new { after = long.MaxValue });
        Assert.Equal("POSITION_UNKNOWN", SocketClient.Code(await client.Receive()));
        await client.Subscribe("3", LiveReports.Raised, new { filter = new { bounds = new { west = 2, south = 0, east = 1, north = 0 } } });
        Assert.Equal("BAD_INPUT", SocketClient.Code(await client.Receive()));
        await client.Subscribe("4", "subscription { a: alertRaised { position } b: alertRaised { position } }");
        Assert.Equal("VALIDATION_FAILED", SocketClient.Code(await client.Receive()));
    }

    private static string Told(JsonElement message)
    {
        var isQueued = message.GetProperty("isQueued").GetBoolean();
        var thing = ((string[])["alert", "call", "violation", "incident"]).Select(message.GetProperty)
            .SingleOrDefault(value => value.ValueKind is JsonValueKind.Object);
        return isQueued ? $"{thing.GetProperty("sourceId").GetString()} true" : $"{message.GetProperty("id").GetGuid()} false";
    }

    private static string Operation(JsonElement message) => message.GetProperty("id").GetString()!;
}
