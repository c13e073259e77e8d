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
    AnalysisRunStore store, AnalysisJobService jobs, AnalysisJobSettings settings, IEnumerable<AnalysisDefinition> definitions,
    IHostApplicationLifetime lifetime, ErrorMapper errors, ILogger<AnalysisJobRunner> logger)
{
    /// <summary>How often a job is started before it fails as interrupted.</summary>
    internal const int MostAttempts = 3;

    private const int MostResultBytes = 32 << 20;
    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromMilliseconds(500);

    private readonly Dictionary<AnalysisKind, AnalysisDefinition> definitions = definitions.ToDictionary(d => d.Kind);

    public async Task Run(Guid id)
    {
        if (jobs.RunOf(id) is not { } run)
            return;
        try
        {
            if (!lifetime.ApplicationStopping.IsCancellationRequested)
                await RunLocked(id, run);
        }
        catch (Exception e) when (StoreFault.IsAway(e))
        {
            // The job stays in the table as it is, and is queued again when the store is there.
            LogStoreUnavailable(logger, e, id);
        }
        finally
        {
            jobs.EndRun(id, run);
        }
    }

    private async Task RunLocked(Guid id, AnalysisJobRun run)
    {
        await using var held = await store.TryLock(id, CancellationToken.None);
        if (held is null || await store.Start(id, CancellationToken.None) is not { } started)
            return;
        if (started.Attempt > MostAttempts)
        {
            await store.Fail(started, new(ErrorCode.Interrupted, $"It was interrupted {MostAttempts} times."), CancellationToken.None);
            return;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(run.Cancelled, lifetime.ApplicationStopping);
        var heartbeat = Heartbeat(started, run, stop);
        try
        {
            await Compute(started, run, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The host stops. A job that was cancelled is not running in the table any more, and stays as it is.
            await store.Requeue(started, CancellationToken.None);
        }
        catch (RefusedException refused)
        {
            await store.Fail(started, new(refused.Refusal.Code, refused.Message), CancellationToken.None);
        }
        catch (Exception e) when (!StoreFault.IsAway(e))
        {
            var fault = errors.Fault(e, $"{started.Kind}");
            await store.Fail(
                started, new(ErrorCode.Internal, $"{fault.Message} Trace id {fault.Extensions!["traceId"]}."), CancellationToken.None);
        }
        finally
        {
            await stop.CancelAsync();
            await heartbeat;
        }
    }

    private async Task Compute(StartedJob started, AnalysisJobRun run, CancellationToken cancellation)
    {
        var definition = definitions[started.Kind];
        var (input, position) = await store.InSnapshot(
            definition.ReadModels,
            async snapshot => (await definition.Read(started.Request, snapshot, cancellation), snapshot.Position), cancellation);
        var isStored = await store.RecordInput(started, position, input.Fingerprint, cancellation);
        // It may be deleted meanwhile.
        if (isStored && await store.Finish(started, input.Fingerprint, null, CancellationToken.None))
            return;
        var control = new RunControl(run.Report, cancellation, Math.Max(1, Environment.ProcessorCount / 2));
        var result = await AnalysisThread.Run(() => input.Compute(control));
        var most = Math.Min(MostResultBytes, settings.MostResultBytes);
        if (result.Length > most)
            throw new RefusedException(new(
                ErrorCode.ResultTooLarge, $"The result has {result.Length:N0} bytes; at most {most:N0} are stored. Ask for less."));
        await store.Finish(started, input.Fingerprint, result, CancellationToken.None);
    }

    // Writes the progress to the table, and learns from it whether another process cancelled the job.
    private async Task Heartbeat(StartedJob started, AnalysisJobRun run, CancellationTokenSource stop)
    {
        var isAway = false;
        using var timer = new PeriodicTimer(HeartbeatInterval);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await timer.WaitForNextTickAsync(stop.Token);
                if (!await store.RecordProgress(started, run.Progress, stop.Token))
                    await stop.CancelAsync();
                isAway = false;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // The run is over.
            }
            catch (Exception e) when (StoreFault.IsAway(e))
            {
                if (!isAway)
                    LogStoreUnavailable(logger, e, started.Id);
                isAway = true;
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "The database did not answer while analysis {Id} ran; it goes on, or is queued again, when it does")]
    private static partial void LogStoreUnavailable(ILogger logger, Exception e, Guid id);
}
