using System.Text.Json;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Access;
using Incidents.Domain.Alerts;
using Incidents.Domain.Outages;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Subscriptions;

/// <summary>What changes the health of devices, and what moves into and out of a filter or a town.</summary>
[Collection(OnSharedHost.Name)]
public sealed class LiveChangeTests(SharedHost shared)
{
    private const string Devices =
        """
        subscription($cities: [String!], $after: Long) { deviceHealthChanged(cities: $cities, after: $after) {
            position eventType city device { deviceId health { status faults isTownSilent } } } }
        """;

    private const string Queue =
        """
        subscription($queue: QueueKind!, $filter: LiveFilterInput) {
            queueChanged(queue: $queue, filter: $filter) { position id: subjectId isQueued } }
        """;

    private readonly RunningHost host = shared.Host;

    private static OffsetDateTime Now => SystemClock.Instance.GetCurrentInstant().WithOffset(Offset.Zero);

    [Fact]
    public async Task Faults_and_silences_of_a_device_and_of_its_town_are_told_with_its_health()
    {
        var (city, other) = (await host.NewCity(), await host.NewCity());
        await host.Ask($$"""mutation { registerDevice(deviceId: "cam-1", kind: CAMERA, place: { city: "{{city}}" }) { id } }""");
        await host.CaughtUp();
        // Otherwise it is known from its reports only when the host next keeps what it heard.
        await host.PostLines(new
        {
            source = city,
            id = "heard",
            kind = "alert",
            city,
            category = "fight",
            deviceId = "cam-1",
            occurredAt = Now.ToDateTimeOffset(),
        });
        await host.CaughtUp();
        await using var client = await SocketClient.Open(host);
        await using var foreign = await SocketClient.Open(host, host.SignIn("foreign", new Grant(Role.Operator, [other])).ToString());
        await client.Begin("1", Devices, new { cities = new[] { city } });
        await foreign.Begin("1", Devices);

        await host.PostLines(LiveReports.Device(city, "cam-1", "faulted", "storage"));
        Assert.Equal($"device_faulted {city} cam-1 FAULTED STORAGE", Told(await client.Next()));
        await host.PostLines(LiveReports.Device(city, "cam-1", "recovered", "storage"));
        Assert.Equal($"device_recovered {city} cam-1 HEALTHY ", Told(await client.Next()));

        await Decide(new SuspectDevice("cam-1", new(city), Now.Minus(Duration.FromMinutes(20)), 840));
        Assert.Equal($"device_fell_silent {city} cam-1 SUSPECTED ", Told(await client.Next()));
        await Decide(new HearDevice("cam-1", new(city), Now));
        Assert.StartsWith($"device_heard_again {city} cam-1 HEALTHY", Told(await client.Next()), StringComparison.Ordinal);

        // Of a town its devices are to be read again.
        await Decide(new SuspectTown(new(city), 500, Now.Minus(Duration.FromMinutes(20))));
        Assert.Equal($"town_fell_silent {city}", Told(await client.Next()));
        await Decide(new HearTown(new(city), Now));
        Assert.Equal($"town_heard_again {city}", Told(await client.Next()));

        // A device that is not registered may report a fault: nothing is known of it but that.
        await host.PostLines(LiveReports.Device(city, "cam-2", "faulted", "power"));
        Assert.StartsWith($"device_faulted {city}", Told(await client.Next()), StringComparison.Ordinal);

        // Of all this the other town's operator is told nothing.
        await host.PostLines(LiveReports.Device(other, "cam-9", "faulted", "power"));
        Assert.StartsWith($"device_faulted {other}", Told(await foreign.Next()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_device_event_that_cannot_be_read_is_passed_over()
    {
        var city = await host.NewCity();
        await using var client = await SocketClient.Open(host);
        var from = await client.Begin("1", Devices, new { cities = new[] { city } });
        await host.Ask($$"""mutation { registerDevice(deviceId: "cam-1", kind: CAMERA, place: { city: "{{city}}" }) { id } }""");
        Assert.Equal("device_registered", (await client.Next()).GetProperty("eventType").GetString());
        await host.CaughtUp();
        await Become("teapot");
        try
        {
            await host.PostLines(LiveReports.Device(city, "cam-1", "faulted", "storage"));
            Assert.Equal($"device_faulted {city} cam-1 FAULTED STORAGE", Told(await client.Next()));
            await client.Send(new { id = "1", type = "complete" });
            await client.Subscribe("2", Devices, new { cities = new[] { city }, after = from });
            Assert.Equal($"device_faulted {city} cam-1 FAULTED STORAGE", Told(await client.Next()));
        }
        finally
        {
            await Become("Camera");
        }

        Task Become(string kind) => host.Query(
            $"""
             update store.mt_events set data = jsonb_set(data, array['kind'], to_jsonb('{kind}'::text))
             where stream_id = '{Domain.Devices.RegisterDevice.Stream(city, "cam-1")}'
             """);
    }

    [Fact]
    public async Task An_alert_that_comes_under_the_filter_later_is_told_when_it_does_and_once()
    {
        var city = await host.NewCity();
        await using var client = await SocketClient.Open(host);
        await client.Begin("1", LiveReports.Raised, new { filter = new { cities = new[] { city }, categories = new[] { "weapon" } } });
        await host.PostLines(LiveReports.Alert(city, "1"));
        await host.CaughtUp();
        await host.PostLines(LiveReports.Alert(city, "1", "weapon", "updated", "2026-03-02T10:01:00+05:00"));
        Assert.Equal("1", Alert(await client.Next()));
        // It is one already.
        await host.PostLines(LiveReports.Alert(city, "1", "weapon", "updated", "2026-03-02T10:02:00+05:00"));
        await host.CaughtUp();
        await host.PostLines(LiveReports.Alert(city, "marker", "weapon"));
        Assert.Equal("marker", Alert(await client.Next()));
    }

    [Fact]
    public async Task What_moves_to_another_town_leaves_the_queue_of_its_old_one()
    {
        var (old, other) = (await host.NewCity(), await host.NewCity());
        var incident = (await host.PostLines(LiveReports.Incident(old, "i", "fire"))).Id();
        await host.CaughtUp();
        await using var client = await SocketClient.Open(host, host.SignIn("old", new Grant(Role.Operator, [old])).ToString());
        await client.Begin("1", Queue, new { queue = "INCIDENTS" });
        await host.Ask(
            $$"""mutation { correctIncident(id: "{{incident}}", by: "op", reason: "moved", place: { city: "{{other}}" }) { id } }""");
        var told = await client.Next();
        Assert.Equal((incident, false), (told.GetProperty("id").GetGuid(), told.GetProperty("isQueued").GetBoolean()));
    }

    [Fact]
    public async Task What_comes_with_a_historic_batch_waits_for_nobody_and_is_not_told()
    {
        var city = await host.NewCity();
        await using var client = await SocketClient.Open(host);
        await client.Begin("raised", LiveReports.Raised, new { filter = LiveReports.Of(city) });
        await client.Begin("queue", Queue, new { queue = "ALERTS", filter = LiveReports.Of(city) });
        var longAgo = Now.Minus(Duration.FromDays(400));
        await Decide(new RaiseAlert(
            new(city, "old"), "fight", null, null, new(city), null, null, null, longAgo, longAgo.Plus(Duration.FromDays(1))));
        await host.CaughtUp();
        var live = (await host.PostLines(LiveReports.Alert(city, "late", at: "2026-03-02T10:00:00+05:00"))).Id();
        var told = new List<string>();
        for (var n = 0; n < 2; n++)
        {
            var message = await client.Receive();
            var field = SocketClient.Field(message);
            told.Add($"{message.GetProperty("id")} {(field.TryGetProperty("alert", out var alert) ? alert : field).GetProperty("id")}");
        }
        Assert.Equal([$"queue {live}", $"raised {live}"], told.Order());
        var waiting = (await host.Ask(
            "query($cities: [String!]) { queues { alerts(filter: { cities: $cities }) { totalCount nodes { id } } } }",
            new { cities = new[] { city } })).GetProperty("queues").GetProperty("alerts");
        Assert.Equal(1, waiting.GetProperty("totalCount").GetInt32());
        Assert.Equal(live, Assert.Single(waiting.GetProperty("nodes").EnumerateArray()).GetProperty("id").GetGuid());
    }

    private async Task Decide<TState>(ICommand<TState> command) where TState : StreamState, IState<TState>
    {
        var decided = await host.Services.GetRequiredService<CommandStore>().Decide(command, TestContext.Current.CancellationToken);
        Assert.Null(decided.Refusal);
    }

    private static string Alert(JsonElement message) => message.GetProperty("alert").GetProperty("sourceId").GetString()!;

    private static string Told(JsonElement message)
    {
        var what = $"{message.GetProperty("eventType").GetString()} {message.GetProperty("city").GetString()}";
        if (message.GetProperty("device") is not { ValueKind: JsonValueKind.Object } device)
            return what;
        var health = device.GetProperty("health");
        var faults = string.Join(' ', health.GetProperty("faults").EnumerateArray().Select(fault => fault.GetString()));
        return $"{what} {device.GetProperty("deviceId").GetString()} {health.GetProperty("status").GetString()} {faults}";
    }
}
