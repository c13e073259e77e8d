using Incidents.Api.GraphQL;
using Incidents.Statistics;
using Npgsql;
using Wolverine;
using Wolverine.Runtime;
using Wolverine.Runtime.Handlers;

namespace Incidents.Api.Analyses;

/// <summary>The Wolverine handler of <see cref="RunAnalysis"/>: written out, as all are.</summary>
internal sealed class AnalysisHandler : MessageHandler<RunAnalysis>
{
    protected override Task HandleAsync(RunAnalysis message, MessageContext context, CancellationToken cancellation) =>
        context.Runtime.Services.GetRequiredService<AnalysisRunner>().Run(message.Id);
}

/// <summary>Computes jobs one after another on half of the machine's cores, so that questions are answered meanwhile.</summary>
internal sealed partial class AnalysisRunner(
    AnalysisTable table, AnalysisDesk desk, LongAnalyses analyses, IHostApplicationLifetime lifetime, ErrorMapper errors, ILogger<AnalysisRunner> logger)
{
    /// <summary>Name of Wolverine's local queue.</summary>
    public const string Queue = "analyses";

    /// <summary>How often a job is begun before it is given up.</summary>
    internal const int MostAttempts = 3;

    private const int MostResultBytes = 32 << 20;
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(500);

    private readonly IReadOnlyDictionary<string, LongAnalysis> analyses = analyses.ByKind;

    /// <summary>Adds the queue and its handler. The queue keeps nothing: the table says what is left to do.</summary>
    public static void AddTo(WolverineOptions wolverine)
    {
        wolverine.AddMessageHandler(new AnalysisHandler());
        wolverine.PublishMessage<RunAnalysis>().ToLocalQueue(Queue).MaximumParallelMessages(1).BufferedInMemory();
    }

    public async Task Run(Guid id)
    {
        try
        {
            if (desk.RunOf(id) is { } run)
                await Claimed(id, run);
        }
        catch (NpgsqlException e)
        {
            // The job stays as it is in the table, and whoever asks for it next has it taken up again.
            LogStoreAway(logger, e, id);
        }
        finally
        {
            desk.Ended(id);
        }
    }

    private async Task Claimed(Guid id, AnalysisRun run)
    {
        await using var claim = await table.Claim(id, CancellationToken.None);
        if (claim is null || await table.Start(id, CancellationToken.None) is not { } started)
            return;
        if (started.Attempts > MostAttempts)
        {
            await table.Fail(id, new("INTERRUPTED", $"It was interrupted {MostAttempts} times."), CancellationToken.None);
            return;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(run.Cancelled, lifetime.ApplicationStopping);
        var beating = Beats(id, run, stop);
        try
        {
            await table.Finish(id, await Result(id, started, run, stop.Token), CancellationToken.None);
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            await table.Return(id, CancellationToken.None);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The table says already that it was cancelled.
        }
        catch (RefusedException refused)
        {
            await table.Fail(id, new(refused.Refusal.Code, refused.Message), CancellationToken.None);
        }
        catch (Exception e) when (e is not NpgsqlException)
        {
            var told = errors.Fault(e, started.Kind);
            await table.Fail(id, new(told.Code!, $"{told.Message} Trace id {told.Extensions!["traceId"]}."), CancellationToken.None);
        }
        finally
        {
            await stop.CancelAsync();
            await beating;
        }
    }

    private async Task<byte[]> Result(Guid id, StartedAnalysis started, AnalysisRun run, CancellationToken cancellation)
    {
        var analysis = analyses[started.Kind];
        var (input, position) = await table.InSnapshot(
            async snapshot => (await analysis.Read(started.Request, snapshot, cancellation), snapshot.Position), cancellation);
        if (await table.Noted(id, started.Key, position, input.Fingerprint, cancellation) is { } known)
            return known;
        var control = new RunControl(run.Report, cancellation, Math.Max(1, Environment.ProcessorCount / 2));
        var result = await Task.Run(() => input.Compute(control), cancellation);
        return result.Length <= MostResultBytes
            ? result
            : throw new RefusedException(new("RESULT_TOO_LARGE", $"The result has {result.Length >> 20} MB; at most {MostResultBytes >> 20} are kept. Ask for less."));
    }

    // Tells the table how far it is, and learns from it that somebody cancelled through another process.
    private async Task Beats(Guid id, AnalysisRun run, CancellationTokenSource stop)
    {
        try
        {
            using var timer = new PeriodicTimer(Beat);
            while (await timer.WaitForNextTickAsync(stop.Token))
            {
                if (!await table.Progress(id, run.Progress, stop.Token))
                    await stop.CancelAsync();
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The run is over.
        }
        catch (NpgsqlException e)
        {
            LogStoreAway(logger, e, id);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The store did not answer while analysis {Id} was computed; it is taken up again when somebody asks for it")]
    private static partial void LogStoreAway(ILogger logger, Exception e, Guid id);
}

/// <summary>Takes up, when the host starts, what an earlier process left unfinished.</summary>
internal sealed class AnalysisTakeUp(AnalysisDesk desk) : IHostedService
{
    public Task StartAsync(CancellationToken cancellation) => desk.TakeUp(cancellation);

    public Task StopAsync(CancellationToken cancellation) => Task.CompletedTask;
}
