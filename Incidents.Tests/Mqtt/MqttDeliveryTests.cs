using System.Text;
using Incidents.Api.Ingest;
using Incidents.Api.Mqtt;
using Incidents.Tests.Outages;
using Incidents.Tests.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Npgsql;
using Xunit;

namespace Incidents.Tests.Mqtt;

/// <summary>What a host takes from a real broker, and when it says that it has.</summary>
public sealed class MqttDeliveryTests(PostgresFixture postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_taken_is_acknowledged_bad_messages_are_dead_letters_and_nothing_comes_again()
    {
        await using var broker = await MosquittoBroker.Start();
        var database = await postgres.CreateDatabase();
        await using (var host = await RunningHost.Start(database, settings: broker.Settings("one"), services: AddPoison))
        {
            await host.Connected();
            await broker.Publish(
                AlertMessages.Raised(1),
                // Not JSON, not a report, another device, another city, no such dialect, no such city, and one that the program fails on.
                ("incidents/karaganda/reports/cam-1", "\0\u0001 not JSON"),
                ("incidents/karaganda/reports/cam-1", "[1]"),
                ("incidents/karaganda/reports/cam-1", AlertMessages.Raised(2).Payload),
                ("incidents/abay/reports/cam-1", AlertMessages.Json(3, new { city = "karaganda" })),
                ("incidents/karaganda/morse/cam-1", "..."),
                ("incidents/atlantis/reports/cam-1", AlertMessages.Json(4, new { deviceId = "cam-1" })),
                ("incidents/karaganda/reports/cam-1", AlertMessages.Json(5, new { kind = "poison" })),
                AlertMessages.Raised(6),
                // The first again, and with other content.
                AlertMessages.Raised(1),
                ("incidents/karaganda/reports/cam-1", AlertMessages.Json(1, new { category = "fire" })));
            await host.Acknowledged(11);

            Assert.Equal(["1", "6"], await AlertMessages.Ids(host));
            var letters = await host.Query("select code from ingest.dead_letter order by code");
            Assert.Equal(
                [
                    "CITY_UNKNOWN", "DEVICE_DISAGREES", "DEVICE_DISAGREES", "DIALECT_UNKNOWN", "INTERNAL", "MESSAGE_UNREADABLE",
                    "REPORT_CONFLICT", "WRONG_TYPE",
                ],
                letters.Select(row => (string)row[0]));
            Assert.Equal(8, host.Services.GetRequiredService<MqttMetrics>().DeadLetters);
        }

        await using var again = await RunningHost.Start(database, settings: broker.Settings("one"));
        await again.Connected();
        await broker.Publish(AlertMessages.Raised(7));
        await again.Acknowledged(1);
        Assert.Equal(1, again.Services.GetRequiredService<MqttMetrics>().Received);
        Assert.Equal(["1", "6", "7"], await AlertMessages.Ids(again));
    }

    [Fact]
    public async Task While_the_store_is_away_nothing_is_acknowledged_and_afterwards_each_alert_is_there_once()
    {
        await using var broker = await MosquittoBroker.Start();
        var database = new NpgsqlConnectionStringBuilder(await postgres.CreateDatabase());
        await using var proxy = new StoreProxy(database.Port);
        database.Port = proxy.Port;
        await using var host = await RunningHost.Start(
            database.ConnectionString, o => o.Appender = new() { Patience = TimeSpan.FromSeconds(1) }, settings: broker.Settings("one"));
        await host.Connected();
        await broker.Publish(AlertMessages.Raised(1));
        await host.Acknowledged(1);

        proxy.Refuse();
        await broker.Publish([.. Enumerable.Range(2, 20).Select(AlertMessages.Raised), ("incidents/karaganda/reports/cam-1", "bad")]);
        var metrics = host.Services.GetRequiredService<MqttMetrics>();
        await RunningHost.Until(() => Task.FromResult(metrics.Received == 22 && metrics.LagSeconds > 1.5), "several attempts to end");
        if (TestScale.IsLong)
        {
            // Also longer than the broker waits for a sign of life.
            await RunningHost.Until(() => Task.FromResult(metrics.LagSeconds > 40), "two thirds of a minute");
            await RunningHost.Until(() => Task.FromResult(metrics.LagSeconds > 70), "the rest of a minute");
        }
        Assert.Equal((1L, 21L), (metrics.Acknowledged, metrics.Waiting));

        proxy.Pass();
        await host.Acknowledged(22);
        Assert.Equal(21, (await AlertMessages.Ids(host)).Count);
        Assert.Equal(1L, (await host.Query("select count(*) from ingest.dead_letter"))[0][0]);
        Assert.Equal((0L, 0.0), (metrics.Waiting, metrics.LagSeconds));
        // The store was away, and the broker was not.
        Assert.Equal((22L, 1L), (metrics.Received, metrics.Connections));
    }

    [Fact]
    public async Task Steps_of_one_alert_that_reach_two_hosts_make_one_alert_in_the_order_of_their_times()
    {
        const int alerts = 60;
        await using var broker = await MosquittoBroker.Start();
        var database = await postgres.CreateDatabase();
        await using var one = await RunningHost.Start(database, settings: broker.Settings("one", "incidents"));
        await using var two = await RunningHost.Start(database, o => o.Appender = new(), settings: broker.Settings("two", "incidents"));
        await one.Connected();
        await two.Connected();
        // Backwards in time, so that every end is known before its beginning to one host or the other.
        await broker.Publish(Enumerable.Range(1, alerts).SelectMany(n => AlertMessages.Steps(n).Reverse()));
        await RunningHost.Until(
            () => Task.FromResult(Of(one).Acknowledged + Of(two).Acknowledged == 3 * alerts), "both hosts to have taken all");

        Assert.InRange(Of(one).Acknowledged, 1, 3 * alerts - 1);
        Assert.Equal(alerts, (await AlertMessages.Ids(one)).Count);
        var ended = await one.Query("select count(*), count(distinct stream_id) from store.mt_events where type = 'alert_ended'");
        Assert.Equal([(long)alerts, (long)alerts], ended[0]);
        var beginnings = await one.Query(
            """
            select distinct begun from (
                select stream_id, max(coalesce(data #>> '{alert,occurredAt}', data ->> 'occurredAt')) filter (
                    where type = 'alert_beginning_reported' or data ->> 'assumed' is null) as begun
                from store.mt_events where type in ('alert_raised', 'alert_beginning_reported') group by stream_id) as a
            """);
        Assert.Equal([["2026-03-02T10:00:00+05:00"]], beginnings);
        Assert.Equal(0L, (await one.Query("select count(*) from ingest.dead_letter"))[0][0]);

        static MqttMetrics Of(RunningHost host) => host.Services.GetRequiredService<MqttMetrics>();
    }

    [Fact]
    public async Task A_host_without_its_broker_says_why_and_connects_when_it_is_there()
    {
        await using var broker = await MosquittoBroker.Start();
        await broker.Stop();
        using var log = new KeptLog(LogLevel.Warning);
        await using var host = await RunningHost.Start(
            await postgres.CreateDatabase(), log: log, settings: broker.Settings("one", "incidents"));
        var state = host.Services.GetRequiredService<MqttState>();
        await RunningHost.Until(
            () => Task.FromResult(log.Entries.Any(e => e.Message.Contains("cannot be used", StringComparison.Ordinal))), "the reason");
        var health = await host.Client.GetAsync("/health/ready", Cancellation);
        Assert.Equal(200, (int)health.StatusCode);
        Assert.Contains("The MQTT broker is not connected", await health.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);

        await broker.GoOn();
        await host.Connected();
        await broker.Publish(AlertMessages.Raised(1));
        await host.Acknowledged(1);
        Assert.True(state.IsShared);
        Assert.Single(log.Entries, e => e.Message.Contains("cannot be used", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_embedded_broker_has_no_shared_subscriptions_and_publishing_ends_with_the_commit()
    {
        var settings = new MqttSettings { EmbeddedPort = 0 };
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), services: services =>
        {
            services.AddSingleton(settings).AddSingleton<EmbeddedBroker>();
            services.AddHostedService(provider => provider.GetRequiredService<EmbeddedBroker>()).AddHostedService<MqttService>();
        });
        var broker = host.Services.GetRequiredService<EmbeddedBroker>();
        var (topic, payload) = AlertMessages.Raised(1);

        await broker.Publish(topic, Encoding.UTF8.GetBytes(payload), Cancellation);
        Assert.Equal(["1"], await AlertMessages.Ids(host));
        await broker.Publish(topic, "bad"u8.ToArray(), Cancellation);
        Assert.Equal(1L, (await host.Query("select count(*) from ingest.dead_letter"))[0][0]);

        await Task.WhenAll(Enumerable.Range(2, 300).Select(AlertMessages.Raised).Select(
            message => broker.Publish(message.Topic, Encoding.UTF8.GetBytes(message.Payload), Cancellation)));
        Assert.Equal(301, (await AlertMessages.Ids(host)).Count);
        Assert.False(host.Services.GetRequiredService<MqttState>().IsShared);
    }

    // A kind whose reading has a fault of the program's own.
    private static void AddPoison(IServiceCollection services) => services.Replace(ServiceDescriptor.Singleton(new ReportKinds(
        [.. Api.SliceReports.Kinds.All, new ReportKind("poison").Submit("taken", _ => throw new InvalidOperationException("A fault."))])));
}
