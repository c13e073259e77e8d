using System.Buffers;
using Marten;

namespace Incidents.Benchmarks.Ingest;

/// <summary>How fast requests with one report each are answered.</summary>
internal sealed class IngestSingle : IGoal
{
    private const int Clients = 32;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? line;

    public string Name => "ingest-single";

    public string What => "one report a request from 32 clients at once, against Marten called directly with one event a transaction in "
        + "32 sessions";

    public async Task<GoalResult> Run(BenchmarkContext context)
    {
        var time = TimeSpan.FromSeconds(context.Pick(3, 10));
        var rounds = context.Pick(3, 5);
        await using var database = await context.NewDatabase();
        await using var host = await BenchmarkHost.Start(database, o => o.RunsDaemon = false);
        var stock = new ReportStock();
        var rows = stock.Rows(host, 0, context.Pick(30_000, 100_000)).Events;
        var store = host.Get<IDocumentStore>();
        var (ours, marten, p99, martenP99) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());

        // Code that runs often is compiled again and better: both sides first run until that is done.
        var warmUp = TimeSpan.FromSeconds(6);
        await Http(host, stock, warmUp);
        await database.EmptyStore();
        await MartenAppend.OneByOne(store, rows, Clients, warmUp);
        for (var round = 0; round < rounds; round++)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            await database.EmptyStore();
            var http = await Http(host, stock, time);
            await database.MustHold(http.Requests);
            ours.Add(http.PerSecond);
            p99.Add(Statistics.Percentile(http.Milliseconds, 0.99));

            await database.EmptyStore();
            var direct = await MartenAppend.OneByOne(store, rows, Clients, time);
            await database.MustHold(direct.Requests);
            marten.Add(direct.PerSecond);
            martenP99.Add(Statistics.Percentile(direct.Milliseconds, 0.99));
        }

        Variant single = new("HTTP, one report a request", "reports/s", ours),
            direct32 = new("Marten, one event a transaction", "reports/s", marten);
        Variant latency = new("HTTP, 99th percentile", "ms", p99);
        return new(
            [single, direct32, latency, new("Marten, 99th percentile", "ms", martenP99)],
            [
                new("of Marten called directly", single.Median / direct32.Median, Relation.AtLeast, 2.5),
                new("ms at the 99th percentile", latency.Median, Relation.Below, 250),
            ],
            [$"{Clients} clients and sessions, {time.TotalSeconds:0} s a round; the clients run in the host's process; the daemon is off "
                + "for both."]);
    }

    private static Task<Crowd> Http(BenchmarkHost host, ReportStock stock, TimeSpan time) =>
        ClientThreads.Run(host.Port, Clients, time, (client, number) =>
        {
            var buffer = line ??= new();
            buffer.ResetWrittenCount();
            stock.Write(buffer, number);
            ReportPosts.Count(client.Ask(ReportPosts.Request(buffer.WrittenSpan)), "accepted");
        });
}
