using Incidents.Api.Analyses;
using Incidents.Api.GraphQL;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Statistics;
using Wolverine.Runtime;
using Wolverine.Runtime.Handlers;

namespace Incidents.Api.AnalysisJobs;

/// <summary>Message: compute a job.</summary>
/// <param name="Id">The job.</param>
internal sealed record RunAnalysisJob(Guid Id);

/// <summary>The Wolverine handler of <see cref="RunAnalysisJob"/>.</summary>
internal sealed class RunAnalysisJobHandler : MessageHandler<RunAnalysisJob>
{
    protected override Task HandleAsync(RunAnalysisJob message, MessageContext context, CancellationToken cancellation) =>
        context.Runtime.Services.GetRequiredService<AnalysisJobRunner>().Run(message.Id);
}

/// <summary>Computes jobs one after another on half of the machine's cores, so that requests are answered meanwhile.</summary>
internal sealed partial class AnalysisJobRunner(
    AnalysisJobStore store, AnalysisJobService jobs, IEnumerable<AnalysisDefinition> definitions, IHostApplicationLifetime lifetime,
    ErrorMapper errors, ILogger<AnalysisJobRunner> logger)
{
    /// <summary>How often a job is started before it fails as interrupted.</summary>
    internal const int MostAttempts = 3;

    private const int MostResultBytes = 32 << 20;
    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromMilliseconds(500);

    private readonly Dictionary<string, AnalysisDefinition> definitions = definitions.ToDictionary(d => d.Kind);

    public async Task Run(Guid id)
    {
        try
        {
            if (jobs.RunOf(id) is { } run)
                await RunLocked(id, run);
        }
        catch (Exception e) when (StoreFault.IsAway(e))
        {
            // The job stays in the table as it is, and the next request for it queues it again.
            LogStoreUnavailable(logger, e, id);
        }
        finally
        {
            jobs.EndRun(id);
        }
    }

    private async Task RunLocked(Guid id, AnalysisJobRun run)
    {
        await using var held = await store.TryLock(id, CancellationToken.None);
        if (held is null || await store.Start(id, CancellationToken.None) is not { } started)
            return;
        if (started.Attempts > MostAttempts)
        {
            await store.Fail(id, new(ErrorCode.Interrupted, $"It was interrupted {MostAttempts} times."), CancellationToken.None);
            return;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(run.Cancelled, lifetime.ApplicationStopping);
        var heartbeat = Heartbeat(id, run, stop);
        try
        {
            await store.Finish(id, await Result(id, started, run, stop.Token), CancellationToken.None);
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            await store.Requeue(id, CancellationToken.None);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The table already has the state Cancelled.
        }
        catch (RefusedException refused)
        {
            await store.Fail(id, new(refused.Refusal.Code, refused.Message), CancellationToken.None);
        }
        catch (Exception e) when (!StoreFault.IsAway(e))
        {
            var fault = errors.Fault(e, started.Kind);
            await store.Fail(
                id, new(ErrorCode.Internal, $"{fault.Message} Trace id {fault.Extensions!["traceId"]}."), CancellationToken.None);
        }
        finally
        {
            await stop.CancelAsync();
            await heartbeat;
        }
    }

    private async Task<byte[]> Result(Guid id, StartedJob started, AnalysisJobRun run, CancellationToken cancellation)
    {
        var definition = definitions[started.Kind];
        var (input, position) = await store.InSnapshot(
            async snapshot => (await definition.Read(started.Request, snapshot, cancellation), snapshot.Position), cancellation);
        if (await store.RecordInput(id, started.Key, position, input.Fingerprint, cancellation) is { } known)
            return known;
        var control = new RunControl(run.Report, cancellation, Math.Max(1, Environment.ProcessorCount / 2));
        var result = await AnalysisThread.Run(() => input.Compute(control));
        return result.Length <= MostResultBytes
            ? result
            : throw new RefusedException(new(
                ErrorCode.ResultTooLarge,
                $"The result has {result.Length >> 20} MB; at most {MostResultBytes >> 20} are kept. Ask for less."));
    }

    // Writes the progress to the table, and learns from it whether another process cancelled the job.
    private async Task Heartbeat(Guid id, AnalysisJobRun run, CancellationTokenSource stop)
    {
        try
        {
            using var timer = new PeriodicTimer(HeartbeatInterval);
            while (await timer.WaitForNextTickAsync(stop.Token))
            {
                if (!await store.RecordProgress(id, run.Progress, stop.Token))
                    await stop.CancelAsync();
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The run is over.
        }
        catch (Exception e) when (StoreFault.IsAway(e))
        {
            LogStoreUnavailable(logger, e, id);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The database did not answer while analysis {Id} ran; the next request for it queues it again")]
    private static partial void LogStoreUnavailable(ILogger logger, Exception e, Guid id);
}

/// <summary>Queues the jobs that an earlier process left unfinished when the host starts.</summary>
internal sealed class AnalysisJobRecovery(AnalysisJobService jobs) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellation)
    {
        try
        {
            await jobs.ResumeUnfinished(cancellation);
        }
        catch (Exception e) when (StoreFault.IsAway(e))
        {
            // Jobs that are not queued now are queued by the next request for them.
        }
    }

    public Task StopAsync(CancellationToken cancellation) => Task.CompletedTask;
}
