namespace Incidents.Benchmarks.Subscriptions;

/// <summary>Many subscribers of few filters.</summary>
internal sealed class SubscriptionFanOut : IGoal
{
    private const int Clients = 5_000;
    private const int PerSecond = 100;

    public string Name => "subscriptions";

    public string What => "5,000 subscribers over WebSockets, each with one of 24 filters, and 100 alerts/s that match one filter each";

    public async Task<GoalResult> Run(BenchmarkContext context)
    {
        await using var way = new AlertsByHttp();
        var seen = await LiveDelivery.Measure(context, way, Clients, isFiltered: true, PerSecond, context.Pick(15, 60));
        var alerts = PerSecond * context.Pick(15, 60);
        return new(
            [
                new("alert posted until told, p50", "ms", [seen.Deliveries.Percentile(0.5)]),
                new("alert posted until told, p99", "ms", [seen.Deliveries.Percentile(0.99)]),
            ],
            [
                new("ms until told at the 99th percentile", seen.Deliveries.Percentile(0.99), Relation.Below, 1_000),
                new("MiB of the process with host and subscribers", seen.PeakBytes >> 20, Relation.Below, 1_024),
                new("executions for each alert", (double)seen.Renderings / alerts, Relation.AtMost, 1),
                new("looks of a filter at an alert", (double)seen.Evaluations / alerts / seen.Topics, Relation.AtMost, 1),
                new("distinct selections", seen.Topics, Relation.AtMost, 24),
            ],
            [LiveDelivery.Note(seen, way)]);
    }
}
