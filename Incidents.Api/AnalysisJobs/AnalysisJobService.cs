using System.Collections.Concurrent;
using Incidents.Api.GraphQL;
using Incidents.Domain;
using Wolverine;

namespace Incidents.Api.AnalysisJobs;

/// <summary>Accepts requests for analyses, and finds, follows and cancels their jobs.</summary>
internal sealed class AnalysisJobService(
    AnalysisJobStore store, AnalysisJobSettings settings, TimeProvider time, IServiceProvider services)
{
    private const double LongestWaitSeconds = 8;

    // Another host may compute or cancel the job; this one learns it from the table.
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<Guid, AnalysisJobRun> runs = new();

    /// <summary>The job for a request on the figures as they are now, after waiting a while for it to end.</summary>
    /// <exception cref="RefusedException">Too many jobs are queued (<c>TOO_BUSY</c>).</exception>
    public async Task<AnalysisJob> Submit<TRequest, TFigures, TResult>(
        AnalysisDefinition<TRequest, TFigures, TResult> definition, TRequest request, double waitSeconds, CancellationToken cancellation)
    {
        CheckWait(waitSeconds);
        var text = AnalysisDefinition<TRequest, TFigures, TResult>.Write(request);
        var key = definition.Key(text);
        var position = await store.Position(definition.ReadModels, cancellation);
        var job = await store.Find(key, position, cancellation)
            ?? await store.FindOrAdd(
                Guid.CreateVersion7(), key, definition.Kind, text, (definition.Towns(request), definition.ShowsPlaces(request)), position,
                cancellation)
            ?? throw new RefusedException(
                new(ErrorCode.TooBusy, $"{settings.MostUnfinished} computations wait already; ask again later."));
        return await Follow(job, waitSeconds, cancellation);
    }

    /// <summary>
    /// A job, after waiting a while for it to end; null where there is none that the caller sees. A job that no process computes any more
    /// is queued again.
    /// </summary>
    public async Task<AnalysisJob?> Find(Guid id, double waitSeconds, JobSight sight, CancellationToken cancellation)
    {
        CheckWait(waitSeconds);
        return await store.Find(id, sight, cancellation) is { } job ? await Follow(job, waitSeconds, cancellation) : null;
    }

    /// <summary>Cancels a job that has not ended; null where there is no such job that the caller sees.</summary>
    public async Task<AnalysisJob?> Cancel(Guid id, JobSight sight, CancellationToken cancellation)
    {
        if (await store.Find(id, sight, cancellation) is null)
            return null;
        // The run goes at once: the same request gets another one, behind what is left of this one.
        if (await store.Cancel(id, cancellation) && runs.TryRemove(id, out var run))
            run.Cancel();
        return await store.Find(id, sight, cancellation);
    }

    /// <summary>Queues the jobs that are not queued or running in this process: another one computes them, or none any more.</summary>
    public async Task QueueUnfinished(CancellationToken cancellation)
    {
        foreach (var id in await store.Unfinished(cancellation))
            await Enqueue(id);
    }

    /// <summary>The run of a job that is queued or running in this process, or null.</summary>
    public AnalysisJobRun? RunOf(Guid id) => runs.GetValueOrDefault(id);

    /// <summary>Ends the run of a job, whatever its result.</summary>
    public void EndRun(Guid id, AnalysisJobRun run)
    {
        runs.TryRemove(new(id, run));
        run.End();
    }

    private async Task<AnalysisJob> Follow(AnalysisJob job, double waitSeconds, CancellationToken cancellation)
    {
        if (HasEnded(job))
            return job;
        var run = await Enqueue(job.Id);
        var (began, wait) = (time.GetTimestamp(), TimeSpan.FromSeconds(waitSeconds));
        while (true)
        {
            if (wait - time.GetElapsedTime(began) is { Ticks: > 0 } left)
            {
                var look = Task.Delay(left < LookInterval ? left : LookInterval, time, cancellation);
                await (run.Ended.IsCompleted ? look : Task.WhenAny(run.Ended, look));
                cancellation.ThrowIfCancellationRequested();
            }
            var now = await store.Find(job.Id, JobSight.All, cancellation) ?? job;
            if (HasEnded(now) || time.GetElapsedTime(began) >= wait)
                return now.State is AnalysisState.Running && run.Progress > now.Progress ? now with { Progress = run.Progress } : now;
        }
    }

    private static bool HasEnded(AnalysisJob job) => job.State is not (AnalysisState.Queued or AnalysisState.Running);

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
            EndRun(id, run);
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

    public void Cancel()
    {
        cancelled.Cancel();
        End();
    }

    public void End() => ended.TrySetResult();
}
