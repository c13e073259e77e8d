using System.Globalization;
using System.Text;
using System.Text.Json;
using Incidents.Api.Mqtt;
using Incidents.Benchmarks.Ingest;
using Incidents.Projections;
using Incidents.Projections.Devices;
using Microsoft.Extensions.DependencyInjection;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using Npgsql;

namespace Incidents.Benchmarks.Subscriptions;

/// <summary>
/// Alerts as a Frigate in each town publishes them, QoS 1, on the product's topics: at a Mosquitto where this machine has one, else at the
/// broker in the host. Each camera is registered, and gives its alerts their place.
/// </summary>
/// <param name="broker">The Mosquitto; null for the broker in the host.</param>
internal sealed class AlertsByMqtt(BenchmarkBroker? broker) : IAlertWay
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly IMqttClient client = new MqttClientFactory().CreateMqttClient();
    private readonly List<Task<MqttClientPublishResult>> onTheirWay = [];

    public string What => broker is null ? "published on the embedded broker" : "published on a Mosquitto";

    public IReadOnlyDictionary<string, string?> Settings => broker is null
        ? new Dictionary<string, string?>()
        : new Dictionary<string, string?>
        {
            ["Mqtt:Host"] = "127.0.0.1",
            ["Mqtt:Port"] = broker.Port.ToString(CultureInfo.InvariantCulture),
            ["Mqtt:ClientId"] = "benchmark",
        };

    public void AddTo(IServiceCollection services)
    {
        if (broker is not null)
            return;
        services.AddSingleton(new MqttSettings { EmbeddedPort = 0 }).AddSingleton<EmbeddedBroker>();
        services.AddHostedService(provider => provider.GetRequiredService<EmbeddedBroker>()).AddHostedService<MqttService>();
    }

    public async Task Open(BenchmarkHost host)
    {
        await Register(host);
        var state = host.Get<MqttState>();
        await Until(() => Task.FromResult(state.Reason is null), "the host to subscribe");
        var port = broker?.Port ?? await host.Get<EmbeddedBroker>().Port;
        await client.ConnectAsync(
            new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", port).WithProtocolVersion(MqttProtocolVersion.V500)
                .WithTryPrivate(false).Build());
    }

    public void Send(string source, int first, int count, Deliveries deliveries)
    {
        onTheirWay.RemoveAll(IsTaken);
        foreach (var number in Enumerable.Range(first, count))
        {
            var message = new MqttApplicationMessageBuilder()
                .WithTopic($"incidents/{AlertSender.KindOf(number).City}/frigate/{source}/events").WithPayload(Payload(number))
                .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build();
            deliveries.Sent(number);
            onTheirWay.Add(client.PublishAsync(message));
        }
    }

    public async Task AllTaken()
    {
        await Task.WhenAll(onTheirWay);
        onTheirWay.RemoveAll(IsTaken);
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        if (broker is not null)
            await broker.DisposeAsync();
    }

    private static byte[] Payload(int number)
    {
        var (_, category) = AlertSender.KindOf(number);
        var start = (DateTime.UtcNow.AddSeconds(-1) - DateTime.UnixEpoch).TotalSeconds;
        var id = string.Create(CultureInfo.InvariantCulture, $"{start:0.000000}-{number}");
        return Encoding.UTF8.GetBytes(
            $$"""{"type":"new","before":{{Thing("0.61")}},"after":{{Thing("0.75")}}}""");

        string Thing(string score) => string.Create(
            CultureInfo.InvariantCulture,
            $$"""
              {"id":"{{id}}","camera":"{{CameraOf(number)}}","frame_time":{{start:0.000000}},"snapshot":{"frame_time":{{start:0.000000}},
               "box":[415,489,528,700],"area":12728,"region":[260,446,660,846],"score":{{score}},"attributes":[]},"label":"{{category}}",
               "sub_label":null,"top_score":{{score}},"false_positive":false,"start_time":{{start:0.000000}},"end_time":null,
               "score":{{score}},"box":[424,500,536,712],"area":23744,"ratio":2.113207,"region":[264,450,667,853],
               "current_zones":["yard"],"entered_zones":["yard"],"thumbnail":null,"has_snapshot":false,"has_clip":false,"active":true,
               "stationary":false,"motionless_count":0,"position_changes":2,"attributes":{},"recognized_license_plate":null}
              """);
    }

    private static string CameraOf(int number) => $"camera-{number % AlertSender.Kinds.Count}";

    private static bool IsTaken(Task<MqttClientPublishResult> publishing) => publishing.IsCompleted
        && (publishing.GetAwaiter().GetResult() is { IsSuccess: true } or { ReasonCode: MqttClientPublishReasonCode.NoMatchingSubscribers }
            ? true : throw new InvalidOperationException("The broker does not take an alert."));

    private static async Task Register(BenchmarkHost host)
    {
        var lines = new MemoryStream();
        var (towns, random) = (new TownPlaces().Towns.ToDictionary(town => town.Code), new Random(1));
        for (var number = 0; number < AlertSender.Kinds.Count; number++)
        {
            var (city, _) = AlertSender.KindOf(number);
            var bounds = towns[city].Bounds!.Value;
            JsonSerializer.Serialize(lines, new
            {
                source = "inventory",
                id = CameraOf(number),
                kind = "device",
                deviceId = CameraOf(number),
                deviceKind = "camera",
                city,
                longitude = bounds.West + (bounds.East - bounds.West) * random.NextDouble(),
                latitude = bounds.South + (bounds.North - bounds.South) * random.NextDouble(),
                installedOn = "2026-01-01",
            });
            lines.WriteByte((byte)'\n');
        }
        using (var http = new LoopbackClient(host.Port))
            ReportPosts.Count(http.Ask(ReportPosts.Request(lines.ToArray())), "accepted");
        await Until(
            async () =>
            {
                await using var command = host.Get<NpgsqlDataSource>().CreateCommand(
                    $"select count(*) from {ReadModels.Schema}.{DeviceRegistry.Table}");
                return (long)(await command.ExecuteScalarAsync())! == AlertSender.Kinds.Count;
            },
            "the cameras to be known");
    }

    private static async Task Until(Func<Task<bool>> condition, string what)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(began) > Patience)
                throw new InvalidOperationException($"It takes more than {Patience} for {what}.");
            await Task.Delay(20);
        }
    }
}
