namespace Incidents.Benchmarks.Subscriptions;

/// <summary>How soon an alert is told.</summary>
internal sealed class LivePath : IGoal
{
    private const int Clients = 20;
    private const int PerSecond = 500;

    public string Name => "live-path";

    public string What => "500 alerts/s as reports over HTTP until each of 20 subscribers has it";

    public async Task<GoalResult> Run(BenchmarkContext context)
    {
        var seen = await LiveDelivery.Measure(context, Clients, isFiltered: false, PerSecond, context.Pick(20, 120));
        return new(
            [
                new("alert posted until told, p50", "ms", [seen.Deliveries.Percentile(0.5)]),
                new("alert posted until told, p99", "ms", [seen.Deliveries.Percentile(0.99)]),
            ],
            [
                new("ms until told, median", seen.Deliveries.Percentile(0.5), Relation.Below, 150),
                new("ms until told at the 99th percentile", seen.Deliveries.Percentile(0.99), Relation.Below, 1_000),
            ],
            [LiveDelivery.Note(seen)]);
    }
}
