using System.Collections.Concurrent;
using Incidents.Api.GraphQL;
using Incidents.Api.Store;
using Wolverine;

namespace Incidents.Api.Analyses;

/// <summary>Computes a job, in its turn.</summary>
/// <param name="Id">The job.</param>
internal sealed record RunAnalysis(Guid Id);

/// <summary>Takes questions that are answered by long computations, and finds the jobs that answer them.</summary>
public sealed class AnalysisDesk
{
    /// <summary>How many jobs may wait or run in this process; beyond it new ones are refused.</summary>
    internal const int MostWaiting = 32;

    private const double LongestWaitSeconds = 8;

    private readonly AnalysisTable table;
    private readonly Freshness freshness;
    private readonly IServiceProvider services;
    private readonly ConcurrentDictionary<Guid, AnalysisRun> here = new();

    internal AnalysisDesk(AnalysisTable table, Freshness freshness, IServiceProvider services) => (this.table, this.freshness, this.services) = (table, freshness, services);

    /// <summary>The job that answers a question about the figures as they are now, after waiting a while for it to end.</summary>
    /// <exception cref="RefusedException">Too many wait already (<c>TOO_BUSY</c>).</exception>
    internal async Task<AnalysisJob> Ask(LongAnalysis analysis, string request, double waitSeconds, CancellationToken cancellation)
    {
        CheckWait(waitSeconds);
        var position = (await freshness.ReadNow()).Projected;
        var key = analysis.Key(request);
        if (await table.Answered(key, position, cancellation) is { } answered)
            return answered;
        if (here.Count >= MostWaiting)
            throw new RefusedException(new("TOO_BUSY", $"{MostWaiting} computations wait already; ask again later."));
        return await Follow(await table.Ask(Guid.CreateVersion7(), key, analysis.Kind, request, position, cancellation), waitSeconds, cancellation);
    }

    /// <summary>A job, after waiting a while for it to end; null where there is none. One that nobody computes any more is taken up again.</summary>
    internal async Task<AnalysisJob?> Find(Guid id, double waitSeconds, CancellationToken cancellation)
    {
        CheckWait(waitSeconds);
        return await table.Find(id, cancellation) is { } job ? await Follow(job, waitSeconds, cancellation) : null;
    }

    /// <summary>Cancels a job that is not finished; null where there is none.</summary>
    internal async Task<AnalysisJob?> Cancel(Guid id, CancellationToken cancellation)
    {
        await table.Cancel(id, cancellation);
        if (here.TryGetValue(id, out var run))
            run.Cancel();
        return await table.Find(id, cancellation);
    }

    /// <summary>Takes up what an earlier process left.</summary>
    internal async Task TakeUp(CancellationToken cancellation)
    {
        foreach (var id in await table.Unfinished(cancellation))
            await Enqueue(id);
    }

    /// <summary>The run of a job that waits or runs here, or null.</summary>
    internal AnalysisRun? RunOf(Guid id) => here.GetValueOrDefault(id);

    /// <summary>A run has ended, one way or another.</summary>
    internal void Ended(Guid id)
    {
        if (here.TryRemove(id, out var run))
            run.End();
    }

    private async Task<AnalysisJob> Follow(AnalysisJob job, double waitSeconds, CancellationToken cancellation)
    {
        if (job.State is not (AnalysisState.Queued or AnalysisState.Running))
            return job;
        var run = await Enqueue(job.Id);
        if (waitSeconds > 0)
        {
            await Task.WhenAny(run.Ended, Task.Delay(TimeSpan.FromSeconds(waitSeconds), cancellation));
            cancellation.ThrowIfCancellationRequested();
        }
        var now = await table.Find(job.Id, cancellation) ?? job;
        return now.State is AnalysisState.Running && run.Progress > now.Progress ? now with { Progress = run.Progress } : now;
    }

    // A job that another process computes is claimed there: the run here finds that out and ends.
    private async Task<AnalysisRun> Enqueue(Guid id)
    {
        var mine = new AnalysisRun();
        var run = here.GetOrAdd(id, mine);
        if (!ReferenceEquals(run, mine))
            return run;
        try
        {
            await using var scope = services.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<IMessageBus>().PublishAsync(new RunAnalysis(id));
            return run;
        }
        catch
        {
            // It waits nowhere: whoever asks next must find it so.
            Ended(id);
            throw;
        }
    }

    private static void CheckWait(double seconds)
    {
        if (!(seconds is >= 0 and <= LongestWaitSeconds))
            throw RefusedException.BadInput("waitSeconds", $"An answer waits from 0 to {LongestWaitSeconds:0} seconds.");
    }
}

/// <summary>A job's presence in this process: to follow and to cancel it.</summary>
internal sealed class AnalysisRun
{
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource cancelled = new();
    private double progress;

    public Task Ended => ended.Task;

    public CancellationToken Cancelled => cancelled.Token;

    public double Progress => Volatile.Read(ref progress);

    public void Report(double share) => Volatile.Write(ref progress, Math.Max(share, Progress));

    public void Cancel() => cancelled.Cancel();

    public void End() => ended.TrySetResult();
}
