using System.Globalization;
using System.Text;
using Incidents.Api.Mqtt;
using Incidents.Tests.Outages;
using Incidents.Tests.Postgres;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using MQTTnet;
using MQTTnet.Protocol;
using Npgsql;
using Xunit;

namespace Incidents.Tests.Mqtt;

/// <summary>What a host does not let grow: memory, what nobody wants, and what it subscribed to once.</summary>
public sealed class MqttBoundTests(PostgresFixture postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task More_bytes_than_may_wait_stay_with_the_broker_and_come_when_the_others_are_taken()
    {
        const int most = 1 << 20;
        const int alerts = 60;
        await using var broker = await MosquittoBroker.Start();
        var database = new NpgsqlConnectionStringBuilder(await postgres.CreateDatabase());
        await using var proxy = new StoreProxy(database.Port);
        database.Port = proxy.Port;
        var settings = broker.Settings("one");
        settings["Mqtt:MostBytes"] = most.ToString(CultureInfo.InvariantCulture);
        await using var host = await RunningHost.Start(
            database.ConnectionString, o => o.Appender = new() { Patience = TimeSpan.FromSeconds(1) }, settings: settings);
        var (metrics, delivery) = (host.Taken(), host.Services.GetRequiredService<MqttDelivery>());
        await host.Connected();
        await broker.Publish(AlertMessages.Raised(1));
        await host.Acknowledged(1);

        proxy.Refuse();
        var padding = new string(' ', 60_000);
        await broker.Publish(Enumerable.Range(2, alerts).Select(AlertMessages.Raised).Select(m => (m.Topic, m.Payload + padding)));
        await RunningHost.Until(() => Task.FromResult(delivery.WaitingBytes >= most), "a mebibyte to wait");
        // 18 of 60,000 bytes and some hundreds more.
        Assert.InRange(delivery.WaitingBytes, most, most + 62_000);
        Assert.Equal((18, 1L), (delivery.Waiting, metrics.Acknowledged));

        proxy.Pass();
        await RunningHost.Until(async () => (await AlertMessages.Ids(host)).Count == alerts + 1, "every alert");
        // More, where a connection ended before the broker had read what was acknowledged on it: that comes again.
        await RunningHost.Until(() => Task.FromResult(metrics.Acknowledged > alerts && delivery.Waiting == 0), "every acknowledgement");
        Assert.InRange(metrics.Connections, 2, 10);
        Assert.Equal((0, 0L), (delivery.Waiting, delivery.WaitingBytes));
        Assert.Equal(0L, (await host.Query("select count(*) from ingest.dead_letter"))[0][0]);
    }

    [Fact]
    public async Task What_a_Frigate_says_beside_its_events_is_acknowledged_and_is_neither_alert_nor_dead_letter()
    {
        const string topic = "incidents/karaganda/frigate/north";
        var step = """
            {"type": "new", "before": null, "after": {"id": "1772427600.5-a", "camera": "cam-1", "label": "person",
             "start_time": 1772427600.5, "frame_time": 1772427600.5, "end_time": null, "top_score": 0.8, "false_positive": false}}
            """;
        var review = """
            {"type": "new", "before": null, "after": {"id": "1772427600.5-b", "camera": "cam-1", "severity": "alert",
             "start_time": 1772427600.5, "end_time": null, "data": {"detections": ["1772427600.5-a"], "objects": ["person"]}}}
            """;
        await using var broker = await MosquittoBroker.Start();
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), settings: broker.Settings("one"));
        await host.Connected();
        await broker.Publish(
            ($"{topic}/available", "online"), ($"{topic}/cam-1/person", "1"), ($"{topic}/cam-1/motion", "ON"),
            ($"{topic}/cam-1/person/snapshot", "\u0001JPEG"), ($"{topic}/events", step), ($"{topic}/reviews", review),
            ($"{topic}/stats", "{}"));
        await host.Acknowledged(7);

        Assert.Equal(6, host.Taken().Ignored);
        Assert.Equal(
            [["1772427600.5-a"]], await host.Query("select data #>> '{origin,id}' from store.mt_events where type = 'alert_raised'"));
        Assert.Equal(0L, (await host.Query("select count(*) from ingest.dead_letter"))[0][0]);
    }

    [Fact]
    public async Task A_host_that_subscribes_to_something_else_is_not_sent_what_it_subscribed_to_before()
    {
        await using var broker = await MosquittoBroker.Start();
        var database = await postgres.CreateDatabase();
        var old = broker.Settings("one");
        foreach (var (name, value) in ((string, string)[])[
            ("Filter", "old/{device}"), ("Dialect", "reports"), ("City", "karaganda"), ("Source", "old")])
            old[$"Mqtt:Subscriptions:0:{name}"] = value;
        await using (var host = await RunningHost.Start(database, settings: old))
        {
            await host.Connected();
            await broker.Publish(("old/cam-1", AlertMessages.Json(1, new { })));
            await host.Acknowledged(1);
        }

        await using var again = await RunningHost.Start(database, settings: broker.Settings("one"));
        await again.Connected();
        await broker.Publish(("old/cam-1", AlertMessages.Json(2, new { })), AlertMessages.Raised(3));
        await again.Acknowledged(1);
        Assert.Equal(1, again.Taken().Received);
        Assert.Equal(["1", "3"], await AlertMessages.Ids(again));
        Assert.Equal([["one", "incidents/+/+/+/#"]], await again.Query("select client_id, filter from ingest.mqtt_filter"));
    }

    [Fact]
    public async Task Others_publish_on_the_embedded_broker_and_subscribe_to_nothing()
    {
        var settings = new MqttSettings { EmbeddedPort = 0 };
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), services: services =>
        {
            services.AddSingleton(settings).AddSingleton<EmbeddedBroker>();
            services.AddHostedService(provider => provider.GetRequiredService<EmbeddedBroker>()).AddHostedService<MqttService>();
        });
        await host.Connected();
        using var other = await Client(host.Services.GetRequiredService<EmbeddedBroker>());

        var subscribed = await other.SubscribeAsync(
            new MqttClientSubscribeOptions { TopicFilters = { new() { Topic = "#" } } }, Cancellation);
        Assert.Equal(MqttClientSubscribeResultCode.NotAuthorized, Assert.Single(subscribed.Items).ResultCode);
        Assert.True((await Publish(other)).IsSuccess);
        await host.Acknowledged(1);
        Assert.Equal(["1"], await AlertMessages.Ids(host));
    }

    [Fact]
    public async Task An_embedded_broker_whose_host_is_not_there_yet_takes_nothing_that_it_would_drop()
    {
        using var broker = new EmbeddedBroker(
            new MqttSettings { EmbeddedPort = 0 }, new ConfigurationBuilder().Build(), NullLogger<EmbeddedBroker>.Instance);
        await broker.StartAsync(Cancellation);
        using var other = await Client(broker);

        Assert.Equal(MqttClientPublishReasonCode.QuotaExceeded, (await Publish(other)).ReasonCode);
        await broker.StopAsync(Cancellation);
    }

    private static async Task<IMqttClient> Client(EmbeddedBroker broker)
    {
        var client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(
            new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", await broker.Port)
                .WithProtocolVersion(MQTTnet.Formatter.MqttProtocolVersion.V500).WithTryPrivate(false).Build(), Cancellation);
        return client;
    }

    private static Task<MqttClientPublishResult> Publish(IMqttClient client)
    {
        var (topic, payload) = AlertMessages.Raised(1);
        return client.PublishAsync(
            new MqttApplicationMessageBuilder().WithTopic(topic).WithPayload(Encoding.UTF8.GetBytes(payload))
                .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build(), Cancellation);
    }
}
