using Incidents.Api.Store;
using Incidents.Domain;

namespace Incidents.Api.Proofs;

/// <summary>Adds what is new to the log, signs it, and asks the witnesses, at the interval of the setting.</summary>
internal sealed partial class ProofService(
    ProofLog log, CheckpointSigner signer, Cosigning cosigning, ProofSettings settings, ProofState state,
    ILogger<ProofService> logger) : BackgroundService
{
    /// <summary>One round.</summary>
    public async Task Round(CancellationToken cancellation) =>
        await cosigning.Ask(await signer.Sign(cancellation), cancellation);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!log.IsOn || settings.Interval == TimeSpan.Zero)
            return;
        // At once, so that a key that cannot be used is known before anybody relies on it.
        await Try(log.OpenKey, stoppingToken);
        using var timer = new PeriodicTimer(settings.Interval);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await Try(Round, stoppingToken);
    }

    private async Task Try(Func<CancellationToken, Task> work, CancellationToken cancellation)
    {
        try
        {
            await work(cancellation);
            state.Note(null);
        }
        catch (ProofRefusedException e)
        {
            state.Note(e.Refusal);
            LogRefused(e.Message);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            if (StoreFault.IsAway(e))
                LogAway(e.Message);
            else
                Failed(e);
        }
    }

    private void Failed(Exception e)
    {
        state.Note(new(ErrorCode.Internal, e.Message));
        LogFailed(e);
    }

    [LoggerMessage(LogLevel.Warning, "The log of commitments is not signed here: {Reason}")]
    private partial void LogRefused(string reason);

    [LoggerMessage(LogLevel.Warning, "The log of commitments waits for the database: {Reason}")]
    private partial void LogAway(string reason);

    [LoggerMessage(LogLevel.Error, "The log of commitments could not be continued; this is tried again.")]
    private partial void LogFailed(Exception e);
}
