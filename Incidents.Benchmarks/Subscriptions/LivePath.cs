using Incidents.Benchmarks.Ingest;

namespace Incidents.Benchmarks.Subscriptions;

/// <summary>How soon an alert is told.</summary>
internal sealed class LivePath : IGoal
{
    private const int Clients = 20;
    private const int PerSecond = 500;

    public string Name => "live-path";

    public string What => "500 alerts/s as Frigates publish them on an MQTT broker until each of 20 subscribers has it, while rules act";

    public async Task<GoalResult> Run(BenchmarkContext context)
    {
        await using var way = new AlertsByMqtt(
            BenchmarkBroker.IsHere ? await BenchmarkBroker.Start(context.TemporaryPath("live-mosquitto")) : null);
        var seen = await LiveDelivery.Measure(context, way, Clients, isFiltered: false, PerSecond, context.Pick(20, 120));
        if (seen.Opened == 0 || seen.Joined == 0)
            throw new InvalidOperationException(
                $"Rules opened {seen.Opened} incidents and joined {seen.Joined} alerts: they did not act meanwhile.");
        return new(
            [
                new("alert published until told, p50", "ms", [seen.Deliveries.Percentile(0.5)]),
                new("alert published until told, p99", "ms", [seen.Deliveries.Percentile(0.99)]),
            ],
            [
                new("ms until told, median", seen.Deliveries.Percentile(0.5), Relation.Below, 150),
                new("ms until told at the 99th percentile", seen.Deliveries.Percentile(0.99), Relation.Below, 1_000),
            ],
            [LiveDelivery.Note(seen, way)]);
    }
}
