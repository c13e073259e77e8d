using System.Diagnostics;
using Incidents.Api.Proofs;
using Incidents.Api.Proofs.CaseExports;
using Incidents.Api.Proofs.Verification;
using Incidents.Api.Store;
using Incidents.Benchmarks.Ingest;
using Incidents.Domain.Cases;
using Incidents.Projections;
using Microsoft.Extensions.DependencyInjection;

namespace Incidents.Benchmarks.Proofs;

/// <summary>What the log of commitments takes off the intake, and how long the check of an export takes.</summary>
internal sealed class ProofCost : IGoal
{
    private const int Connections = 4;
    private const int PerBody = 5_000;
    private const string By = "benchmark";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public string Name => "proof-cost";

    public string What => "reports over HTTP while the log of commitments follows, against the same without, and the check of an export of "
        + "10,000 entries";

    public async Task<GoalResult> Run(BenchmarkContext context)
    {
        var (count, rounds, entries) = (context.Pick(40_000, 150_000), context.Pick(5, 11), context.Pick(2_000, 9_900));
        await using var database = await context.NewDatabase();
        await using var host = await BenchmarkHost.Start(
            database, o => o.RunsDaemon = false,
            services: services => services.Configure<ProofSettings>(s => s.KeyFile = context.TemporaryPath("proof-key")));
        var requests = new ReportStock().Bodies(0, count, PerBody).ConvertAll(b => ReportPosts.Request(b));
        var (with, without) = (new List<double>(), new List<double>());
        for (var round = -1; round < rounds; round++)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            foreach (var isSigned in round % 2 == 0 ? (bool[])[true, false] : [false, true])
            {
                var rate = await Send(host, requests, count, isSigned, context.Cancellation);
                // The first one compiles.
                if (round >= 0)
                    (isSigned ? with : without).Add(rate);
                await host.Get<CheckpointSigner>().Sign(context.Cancellation);
                await database.EmptyStore();
            }
        }
        var (bytes, seconds) = await Verify(host, entries, context.Cancellation);
        Variant signed = new("HTTP, the log follows", "reports/s", with), plain = new("HTTP, without the log", "reports/s", without);
        return new(
            [signed, plain, new($"Check of {entries:#,0} entries", "s", seconds)],
            [new("of the intake without the log", signed.Median / plain.Median, Relation.AtLeast, 0.95),
                new("s for the check", Statistics.Median(seconds), Relation.Below, 3)],
            [
                $"{count:#,0} reports, {Connections} connections with {PerBody:#,0} reports a request. The log adds all that is committed "
                    + "every 100 ms, and once a minute by default.",
                $"The export has {bytes / 1_000_000.0:0.0} MB.",
            ]);
    }

    private static async Task<double> Send(
        BenchmarkHost host, IReadOnlyList<byte[]> requests, int count, bool isSigned, CancellationToken cancellation)
    {
        using var sent = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var following = isSigned ? Follow(host, sent.Token) : Task.CompletedTask;
        var rate = count / (await ReportPosts.Send(host.Port, requests, Connections, count)).TotalSeconds;
        await sent.CancelAsync();
        await following;
        return rate;
    }

    private static async Task Follow(BenchmarkHost host, CancellationToken sent)
    {
        using var timer = new PeriodicTimer(Pause);
        try
        {
            while (await timer.WaitForNextTickAsync(sent))
                await host.Get<CheckpointSigner>().Sign(CancellationToken.None);
        }
        catch (OperationCanceledException)
        {
            // All is sent.
            return;
        }
    }

    private static async Task<(long Bytes, List<double> Seconds)> Verify(BenchmarkHost host, int entries, CancellationToken cancellation)
    {
        var (id, commands) = (Guid.NewGuid(), host.Get<CommandStore>());
        await commands.Decide(new OpenCase(id, "Benchmark", "karaganda", new(By, By), By), cancellation);
        foreach (var part in Enumerable.Range(0, entries - 1).Chunk(500))
        {
            await Task.WhenAll(part.Select(i => commands.Decide(
                new AddCaseItem(id, Guid.NewGuid(), CaseItemKind.Note, By, Note: $"What was found at place {i}, in some words."),
                cancellation)));
        }
        using var file = new MemoryStream();
        await host.Get<CaseExports>().Write(new(id, By, By, null, RowSight.All), file, cancellation);
        var request = new VerifyRequest(host.Get<ProofLog>().Key.Verifier);
        var seconds = new List<double>();
        for (var round = 0; round < 3; round++)
        {
            var started = Stopwatch.GetTimestamp();
            file.Position = 0;
            var result = await ExportVerifier.Verify(file, request, cancellation);
            if (result.Findings.Count > 0 || result.Entries != entries)
                throw new InvalidOperationException("The export is not proven.");
            seconds.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
        }
        return (file.Length, seconds);
    }
}
