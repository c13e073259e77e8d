using System.Diagnostics;
using Incidents.Api.Dialects;
using Incidents.Api.Ingest;
using Incidents.Api.Mqtt;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace Incidents.Benchmarks.Ingest;

/// <summary>How fast one host takes messages that wait at a broker.</summary>
internal sealed class MqttIngest : IGoal
{
    private const int Connections = 4;
    private const int PerBody = 5_000;

    public string Name => "mqtt-ingest";

    public string What => "one report a message, QoS 1, from a Mosquitto that holds them all, acknowledged after the commit, against the "
        + "same reports by HTTP";

    public async Task<GoalResult> Run(BenchmarkContext context)
    {
        if (!BenchmarkBroker.IsHere)
            return new([], [], []) { Skipped = ["at least 0.4 of ingest-http: Mosquitto is not installed"] };
        var count = context.Pick(40_000, 100_000);
        var rounds = context.Pick(3, 5);
        await using var database = await context.NewDatabase();
        await using var host = await BenchmarkHost.Start(database, o => o.RunsDaemon = false);
        await using var broker = await BenchmarkBroker.Start(context.TemporaryPath("mosquitto"));
        var stock = new ReportStock();
        var requests = stock.Bodies(0, count, PerBody).ConvertAll(b => ReportPosts.Request(b));
        var messages = stock.Bodies(0, count, 1).ConvertAll(BenchmarkBroker.Message);
        var (mqtt, http) = (new List<double>(), new List<double>());
        // The first round is not measured: code that runs often is compiled again and better.
        for (var round = 0; round <= rounds; round++)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            await database.EmptyStore();
            http.Add(count / (await ReportPosts.Send(host.Port, requests, Connections, count)).TotalSeconds);
            await database.MustHold(count);

            await database.EmptyStore();
            mqtt.Add(count / (await Take(host, broker, messages, context.Cancellation)).TotalSeconds);
            await database.MustHold(count);
        }
        Variant ours = new("MQTT, one host", "reports/s", mqtt[1..]), posted = new("HTTP, one host", "reports/s", http[1..]);
        return new(
            [ours, posted], [new("of HTTP", ours.Median / posted.Median, Relation.AtLeast, 0.4)],
            [
                $"{count:#,0} reports of as many new things; by HTTP {Connections} connections with {PerBody:#,0} reports a request, by "
                    + "MQTT one connection with a report a message. Mosquitto runs on the same machine and holds all messages before each "
                    + "round.",
                "The daemon is off.",
            ]);
    }

    private static async Task<TimeSpan> Take(
        BenchmarkHost host, BenchmarkBroker broker, List<(string Topic, byte[] Payload)> messages, CancellationToken cancellation)
    {
        // A host connects again when so many bytes wait; here one connection is measured.
        var settings = new MqttSettings { MostBytes = 1L << 30 };
        var options = MqttAccess.Options(settings, "127.0.0.1", broker.Port, "benchmark");
        var routes = new MqttRoutes(null);
        // The session that the broker keeps the messages for.
        using (var before = new MqttMetrics(TimeProvider.System))
            await (await Open(Delivery(before), before)).DisposeAsync();
        await broker.Publish(messages, cancellation);

        using var metrics = new MqttMetrics(TimeProvider.System);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var delivery = Delivery(metrics);
        var started = Stopwatch.GetTimestamp();
        await using (await Open(delivery, metrics))
        {
            var running = delivery.Run(enough.Token);
            while (metrics.Acknowledged < messages.Count)
            {
                if (running.IsCompleted)
                    await running;
                await Task.Delay(1, cancellation);
            }
            var took = Stopwatch.GetElapsedTime(started);
            await enough.CancelAsync();
            await running;
            return took;
        }

        MqttDelivery Delivery(MqttMetrics counts) =>
            new(host.Get<DialectIntake>(), host.Get<DeadLetterService>(), counts, NullLogger<MqttDelivery>.Instance);

        Task<MqttConnection> Open(MqttDelivery to, MqttMetrics counts) => MqttConnection.Open(
            options, settings, routes, to, null, counts, host.Get<IClock>(), TimeProvider.System, cancellation);
    }
}
