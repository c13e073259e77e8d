using System.Diagnostics;
using Marten;

namespace Incidents.Benchmarks.Ingest;

/// <summary>How fast requests with many reports each are answered.</summary>
internal sealed class IngestHttp : IGoal
{
    private const int Connections = 4;
    private const int PerBody = 5_000;

    public string Name => "ingest-http";

    public string What => "NDJSON over HTTP, committed and answered line by line, against raw COPY of the same rows and Marten's batched "
        + "append";

    public async Task<GoalResult> Run(BenchmarkContext context)
    {
        var count = context.Pick(40_000, 150_000);
        const int rounds = 5;
        await using var database = await context.NewDatabase();
        var stock = new ReportStock();
        var requests = stock.Bodies(0, count, PerBody).ConvertAll(b => ReportPosts.Request(b));
        var (ours, copy, marten, again) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());

        await using (var host = await BenchmarkHost.Start(database, o => o.RunsDaemon = false))
        {
            var rows = stock.Rows(host, 0, count);
            var store = host.Get<IDocumentStore>();
            await WarmUp(database, host, stock);
            for (var round = 0; round < rounds; round++)
            {
                context.Cancellation.ThrowIfCancellationRequested();
                await database.EmptyStore();
                ours.Add(count / (await ReportPosts.Send(host.Port, requests, Connections, count)).TotalSeconds);
                await database.MustHold(count);
                if (round == 0)
                    again.Add(count / (await ReportPosts.Send(host.Port, requests, Connections, count, "duplicate")).TotalSeconds);

                await database.EmptyStore();
                var started = Stopwatch.GetTimestamp();
                await rows.Copy(database.Source);
                copy.Add(count / Stopwatch.GetElapsedTime(started).TotalSeconds);
                await database.MustHold(count);

                await database.EmptyStore();
                marten.Add(count / (await MartenAppend.Batched(store, rows.Events, 4, 500)).TotalSeconds);
                await database.MustHold(count);
            }
            await database.EmptyStore();
        }

        await using var projecting = await BenchmarkHost.Start(database);
        var live = count / (await ReportPosts.Send(projecting.Port, requests, Connections, count)).TotalSeconds;

        Variant http = new("HTTP, one host", "reports/s", ours), raw = new("binary COPY, one connection", "reports/s", copy);
        Variant batched = new("Marten, 500 streams a save, 4 sessions", "reports/s", marten);
        return new(
            [http, raw, batched, new("HTTP, all sent again (duplicates)", "reports/s", again),
                new("HTTP, daemon projecting meanwhile", "reports/s", [live])],
            [new("of COPY", http.Median / raw.Median, Relation.AtLeast, 0.7),
                new("of Marten's batched append", http.Median / batched.Median, Relation.Above, 1)],
            [
                $"{count:#,0} reports of as many new things, {Connections} connections with {PerBody:#,0} reports a request; the client "
                    + "runs in the host's process and reads every line.",
                "The daemon is off in the variants compared, and on in the last row.",
            ]);
    }

    private static async Task WarmUp(BenchmarkDatabase database, BenchmarkHost host, ReportStock stock)
    {
        // Code that runs often is compiled again and better: what is measured comes after that.
        const int count = 40_000, times = 3;
        var requests = stock.Bodies(0, count, PerBody).ConvertAll(b => ReportPosts.Request(b));
        for (var i = 0; i < times; i++)
        {
            await ReportPosts.Send(host.Port, requests, Connections, count);
            await database.EmptyStore();
        }
        var rows = stock.Rows(host, 0, count);
        await MartenAppend.Batched(host.Get<IDocumentStore>(), rows.Events, 4, 500);
        await database.EmptyStore();
        await rows.Copy(database.Source);
    }
}
