using Incidents.Projections;

namespace Incidents.Api.Store;

/// <summary>Rebuilds the read models whose definition has changed, while the host serves the old ones.</summary>
internal sealed partial class ReadModelUpgrade(ReadModelStore store, ReadModelStatus status, ILogger<ReadModelUpgrade> log)
    : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly ILogger<ReadModelUpgrade> log = log;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!await TryAll(stoppingToken))
            await Task.Delay(Pause, stoppingToken);
    }

    private async Task<bool> TryAll(CancellationToken cancellation)
    {
        try
        {
            foreach (var projection in await store.Outdated(cancellation))
                await Rebuild(projection, cancellation);
            return true;
        }
        catch (ReadModelVersionException e)
        {
            LogNewer(e);
            return true;
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            LogFailed(e);
            return false;
        }
    }

    private async Task Rebuild(TableProjection projection, CancellationToken cancellation)
    {
        var faults = await store.Rebuild(
            projection,
            progress =>
            {
                LogProgress(progress.Projection, progress.Position, progress.Target);
                status.StandsAside(
                    projection.Name, $"The read model {projection.Name} is being rebuilt: event {progress.Position} of {progress.Target}.");
            },
            cancellation, onlyIfOutdated: true);
        status.GoesOn(projection.Name);
        LogDone(projection.Name, projection.Version, faults.Count);
    }

    [LoggerMessage(LogLevel.Information, "Rebuilding {ReadModel}: event {Position} of {Target}")]
    private partial void LogProgress(string readModel, long position, long target);

    [LoggerMessage(LogLevel.Warning, "The read model {ReadModel} has definition {Version} now; {Faults} events were quarantined.")]
    private partial void LogDone(string readModel, int version, int faults);

    [LoggerMessage(LogLevel.Warning, "A read model is not rebuilt by this program.")]
    private partial void LogNewer(Exception e);

    [LoggerMessage(LogLevel.Error, "Read models could not be rebuilt; the old ones stay, and this is tried again.")]
    private partial void LogFailed(Exception e);
}
