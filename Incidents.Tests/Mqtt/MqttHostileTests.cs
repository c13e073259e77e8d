using System.Text;
using Incidents.Tests.Postgres;
using Microsoft.Extensions.Logging;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using Xunit;

namespace Incidents.Tests.Mqtt;

/// <summary>Brokers and devices that behave badly: nothing is lost, nothing stands still, nothing is there twice.</summary>
public sealed class MqttHostileTests(PostgresFixture postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_broker_that_refuses_is_busy_or_closes_is_tried_again_ever_more_seldom_and_why_is_told()
    {
        await using var broker = new BadBroker(
            BadBroker.Refuse(0x86), BadBroker.Refuse(0x89), BadBroker.CloseAfterAccepting, BadBroker.SpeakHttp,
            BadBroker.Send((1, AlertMessages.Raised(1).Topic, AlertMessages.Raised(1).Payload, false)));
        var settings = broker.Settings;
        settings["Mqtt:LongestPause"] = "00:00:00.6";
        using var log = new KeptLog(LogLevel.Warning);
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), log: log, settings: settings);
        await host.Acknowledged(1);

        Assert.Equal(["1"], await AlertMessages.Ids(host));
        // Half of a quarter of a second at least, then twice as much, and so on up to the longest.
        Assert.Equal(4, broker.Pauses.Count);
        Assert.All(broker.Pauses.Zip([0.125, 0.25, 0.3, 0.3]), pause => Assert.True(pause.First.TotalSeconds >= pause.Second));
        var told = log.Entries.Select(e => e.Message).Where(m => m.Contains("cannot be used", StringComparison.Ordinal)).ToList();
        Assert.Equal(4, told.Count);
        Assert.Contains("BadUserNameOrPassword", told[0], StringComparison.Ordinal);
        Assert.Contains("ServerBusy", told[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_broker_sends_again_or_on_topics_that_are_none_is_acknowledged_in_order_and_is_there_once()
    {
        var (topic, text) = AlertMessages.Raised(1);
        await using var broker = new BadBroker(BadBroker.Send(
            (1, topic, text, false), (1, topic, text, true), (2, topic, text, true),
            (3, "incidents/karaganda/reports/#", AlertMessages.Json(2, new { }), false),
            (4, "incidents/+/reports/cam-1", AlertMessages.Json(3, new { }), false),
            (5, "$SYS/broker/uptime", "7 seconds", false), (6, "", "", false),
            (7, AlertMessages.Raised(4).Topic, AlertMessages.Raised(4).Payload, false)));
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), settings: broker.Settings);
        await RunningHost.Until(() => Task.FromResult(broker.Acknowledged.Count == 8), "every acknowledgement");

        Assert.Equal([1, 1, 2, 3, 4, 5, 6, 7], broker.Acknowledged.Select(number => (int)number));
        Assert.Equal(["1", "2", "4"], await AlertMessages.Ids(host));
        Assert.Equal(["CITY_UNKNOWN", "DIALECT_UNKNOWN", "DIALECT_UNKNOWN"], await Letters(host));
    }

    [Fact]
    public async Task Odd_topics_and_contents_are_alerts_or_dead_letters_and_the_next_message_comes()
    {
        var many = new string('x', 60_000);
        await using var broker = await MosquittoBroker.Start();
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), settings: broker.Settings("one"));
        await host.Connected();
        (string Topic, string Payload)[] messages =
        [
            .. Odd(
                "incidents//reports/cam-1", "incidents/ /reports/cam-1", "incidents/karaganda/reports/", "incidents/karaganda/reports/ ",
                "incidents/karaganda//cam-1", $"incidents/{many}/reports/cam-1", $"incidents/karaganda/{many}/cam-1",
                $"incidents/karaganda/reports/{many}", $"incidents/karaganda/frigate/{many}/events",
                $"incidents/karaganda/onvif/cam-1/{string.Join('/', Enumerable.Repeat("a", 190))}", "incidents/{city}/{dialect}/{device}"),
            ("incidents/karaganda/reports/cam-1", ""),
            ("incidents/karaganda/reports/cam-1", AlertMessages.Json(20, new { occurredAt = DateTime.UtcNow.AddYears(10) })),
            ("incidents/karaganda/reports/cam-1", AlertMessages.Json(21, new { }) + new string(' ', 1 << 20)),
            ("incidents/karaganda/reports/cam-1", new string('x', 15_900_000)),
            ("incidents/karaganda/reports/камера-1", AlertMessages.Json(22, new { })),
            AlertMessages.Raised(23),
        ];
        await broker.Publish(messages);
        await host.Acknowledged(messages.Length);

        Assert.Equal(["22", "23"], await AlertMessages.Ids(host));
        Assert.Equal(
            [
                "CITY_MISSING", "CITY_MISSING", "DIALECT_UNKNOWN", "DIALECT_UNKNOWN", "DIALECT_UNKNOWN", "MESSAGE_UNKNOWN",
                "MESSAGE_UNKNOWN", "MESSAGE_UNREADABLE", "REPORT_TOO_LONG", "REPORT_TOO_LONG", "SOURCE_MISSING", "SOURCE_MISSING",
                "TEXT_TOO_LONG", "TEXT_TOO_LONG", "TIME_IN_FUTURE",
            ],
            await Letters(host));
        Assert.InRange((int)(await host.Query("select max(length(bytes)) from ingest.dead_letter"))[0][0], 1, 1 << 20);
        Assert.Equal(15L, host.Taken().DeadLetters);

        static IEnumerable<(string Topic, string Payload)> Odd(params string[] topics) =>
            topics.Select((topic, i) => (topic, AlertMessages.Json(i + 1, new { })));
    }

    [Fact]
    public async Task Retained_messages_come_once_to_a_host_and_a_will_is_a_message_like_others()
    {
        await using var broker = await MosquittoBroker.Start();
        var database = await postgres.CreateDatabase();
        using (var device = await Device(broker))
            await Publish(device, AlertMessages.Raised(1), isRetained: true);
        await using (var host = await RunningHost.Start(database, settings: broker.Settings("one")))
            await host.Acknowledged(1);

        await using var again = await RunningHost.Start(database, settings: broker.Settings("one"));
        await using var other = await RunningHost.Start(database, o => o.Appender = new(), settings: broker.Settings("two"));
        await again.Connected();
        // To the other host it is new, and in the store it is not.
        await other.Acknowledged(1);
        var fault = AlertMessages.Json(2, new { kind = "device", phase = "faulted", reason = "network" });
        var will = new MqttClientOptionsBuilder().WithWillTopic("incidents/karaganda/reports/cam-2")
            .WithWillPayload(Encoding.UTF8.GetBytes(fault)).WithWillQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce);
        // It goes without a word.
        (await Device(broker, will)).Dispose();
        await again.Acknowledged(1);
        using (var device = await Device(broker))
            await Publish(device, (AlertMessages.Raised(1).Topic, ""), isRetained: true);
        await again.Acknowledged(2);
        await other.Acknowledged(3);

        Assert.Equal((2L, 3L), (again.Taken().Received, other.Taken().Received));
        Assert.Equal(["1"], await AlertMessages.Ids(again));
        Assert.Equal([["cam-2"]], await again.Query("select data ->> 'deviceId' from store.mt_events where type = 'device_faulted'"));
        Assert.Equal(["MESSAGE_UNREADABLE"], await Letters(again));
    }

    private static async Task<List<string>> Letters(RunningHost host) =>
        [.. (await host.Query("select code from ingest.dead_letter order by code")).Select(row => (string)row[0])];

    private static async Task<IMqttClient> Device(MosquittoBroker broker, MqttClientOptionsBuilder? options = null)
    {
        var client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(
            (options ?? new()).WithTcpServer("127.0.0.1", broker.Port).WithProtocolVersion(MqttProtocolVersion.V500).WithTryPrivate(false)
                .Build(), Cancellation);
        return client;
    }

    private static async Task Publish(IMqttClient client, (string Topic, string Payload) message, bool isRetained)
    {
        await client.PublishAsync(
            new MqttApplicationMessageBuilder().WithTopic(message.Topic).WithPayload(Encoding.UTF8.GetBytes(message.Payload))
                .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).WithRetainFlag(isRetained).Build(), Cancellation);
        await client.DisconnectAsync(new MqttClientDisconnectOptions(), Cancellation);
    }
}
