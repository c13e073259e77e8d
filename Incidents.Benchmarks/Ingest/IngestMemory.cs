namespace Incidents.Benchmarks.Ingest;

/// <summary>How much memory the host needs while it takes in many reports.</summary>
internal sealed class IngestMemory : IGoal
{
    private const int Connections = 4;
    private const int PerBody = 20_000;

    public string Name => "ingest-memory";

    public string What => "peak memory of the host's own process while it takes in a million reports over HTTP and projects them";

    public async Task<GoalResult> Run(BenchmarkContext context)
    {
        var bodies = context.Pick(150_000, 1_000_000) / PerBody;
        if (context.IsQuick)
            bodies++;
        var stock = new ReportStock();
        await using var host = await HostProcess.Start(context.TemporaryPath("ingest-memory"), context.Cancellation);
        var atRest = host.Megabytes;
        var signIn = await host.SignIn(context.Cancellation);
        // Bodies are made while others are on their way: the client's own memory is bounded, too.
        var requests = Enumerable.Range(0, bodies).Select(i => ReportPosts.Request(stock.Bodies(i * PerBody, PerBody, PerBody)[0], signIn));
        var seconds = 0.0;
        foreach (var some in requests.Chunk(Connections))
        {
            context.Cancellation.ThrowIfCancellationRequested();
            seconds += (await ReportPosts.Send(host.Port, some, Connections, some.Length * PerBody)).TotalSeconds;
        }
        var peak = host.PeakMegabytes;
        return new(
            [new("peak while taking in", "MB", [peak]), new("before the first report", "MB", [atRest]),
                new("after the last", "MB", [host.Megabytes]),
                new("intake, daemon projecting", "reports/s", [bodies * PerBody / seconds])],
            [new("MB resident at the most", peak, Relation.Below, 600)],
            [$"{bodies * PerBody:#,0} reports, {Connections} connections with {PerBody:#,0} reports a request; VmHWM of the host's "
                + "process, without PostgreSQL, MB of 10^6 bytes."]);
    }
}
