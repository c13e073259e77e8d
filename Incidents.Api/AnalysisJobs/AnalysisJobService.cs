using System.Collections.Concurrent;
using Incidents.Api.GraphQL;
using Incidents.Api.Store;
using Incidents.Domain;
using Wolverine;

namespace Incidents.Api.AnalysisJobs;

/// <summary>Accepts requests for analyses, and finds, follows and cancels their jobs.</summary>
internal sealed class AnalysisJobService(AnalysisJobStore store, Freshness freshness, IServiceProvider services)
{
    /// <summary>How many jobs may be queued or running in this process; beyond it new requests are refused.</summary>
    internal const int MostWaiting = 32;

    private const double LongestWaitSeconds = 8;

    private readonly ConcurrentDictionary<Guid, AnalysisJobRun> runs = new();

    /// <summary>The job for a request on the figures as they are now, after waiting a while for it to end.</summary>
    /// <exception cref="RefusedException">Too many jobs are queued (<c>TOO_BUSY</c>).</exception>
    public async Task<AnalysisJob> Submit<TRequest, TFigures, TResult>(
        AnalysisDefinition<TRequest, TFigures, TResult> definition, TRequest request, double waitSeconds, CancellationToken cancellation)
    {
        CheckWait(waitSeconds);
        var text = AnalysisDefinition<TRequest, TFigures, TResult>.Write(request);
        var position = (await freshness.ReadNow()).Projected;
        var key = definition.Key(text);
        if (await store.FindDone(key, position, cancellation) is { } done)
            return done;
        if (runs.Count >= MostWaiting)
            throw new RefusedException(new(ErrorCode.TooBusy, $"{MostWaiting} computations wait already; ask again later."));
        return await Follow(
            await store.FindOrAdd(Guid.CreateVersion7(), key, definition.Kind, text, position, cancellation), waitSeconds, cancellation);
    }

    /// <summary>
    /// A job, after waiting a while for it to end; null where there is none. A job that no process computes any more is queued again.
    /// </summary>
    public async Task<AnalysisJob?> Find(Guid id, double waitSeconds, CancellationToken cancellation)
    {
        CheckWait(waitSeconds);
        return await store.Find(id, cancellation) is { } job ? await Follow(job, waitSeconds, cancellation) : null;
    }

    /// <summary>Cancels a job that has not ended; null where there is no such job.</summary>
    public async Task<AnalysisJob?> Cancel(Guid id, CancellationToken cancellation)
    {
        await store.Cancel(id, cancellation);
        if (runs.TryGetValue(id, out var run))
            run.Cancel();
        return await store.Find(id, cancellation);
    }

    /// <summary>Queues the jobs that an earlier process left unfinished.</summary>
    public async Task ResumeUnfinished(CancellationToken cancellation)
    {
        foreach (var id in await store.Unfinished(cancellation))
            await Enqueue(id);
    }

    /// <summary>The run of a job that is queued or running in this process, or null.</summary>
    public AnalysisJobRun? RunOf(Guid id) => runs.GetValueOrDefault(id);

    /// <summary>Ends the run of a job, whatever its result.</summary>
    public void EndRun(Guid id)
    {
        if (runs.TryRemove(id, out var run))
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
        var now = await store.Find(job.Id, cancellation) ?? job;
        return now.State is AnalysisState.Running && run.Progress > now.Progress ? now with { Progress = run.Progress } : now;
    }

    // Another process may hold the job's lock: the run here finds that out and ends.
    private async Task<AnalysisJobRun> Enqueue(Guid id)
    {
        var added = new AnalysisJobRun();
        var run = runs.GetOrAdd(id, added);
        if (!ReferenceEquals(run, added))
            return run;
        try
        {
            await using var scope = services.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<IMessageBus>().PublishAsync(new RunAnalysisJob(id));
            return run;
        }
        catch
        {
            // The message was not queued: the next request must be able to queue it.
            EndRun(id);
            throw;
        }
    }

    private static void CheckWait(double seconds)
    {
        if (!(seconds is >= 0 and <= LongestWaitSeconds))
            throw RefusedException.BadInput("waitSeconds", $"An answer waits from 0 to {LongestWaitSeconds:0} seconds.");
    }
}

/// <summary>Progress and cancellation of a job in this process.</summary>
internal sealed class AnalysisJobRun
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
