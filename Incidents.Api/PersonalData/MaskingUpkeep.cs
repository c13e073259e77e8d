using NodaTime;

namespace Incidents.Api.PersonalData;

/// <summary>Finishes maskings that were interrupted, every minute, and masks what is older than its retention, once a day.</summary>
/// <remarks>Retention rebuilds read models, which is too much for every hour.</remarks>
internal sealed partial class MaskingUpkeep(Maskings maskings, Retention retention, IClock clock, ILogger<MaskingUpkeep> log)
    : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly ILogger<MaskingUpkeep> log = log;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause);
        var executed = Instant.MinValue;
        do
        {
            try
            {
                if (await maskings.Resume(stoppingToken) is > 0 and var finished)
                    LogFinished(finished);
                if (clock.GetCurrentInstant() is var now && executed > now - Duration.FromDays(1))
                    continue;
                if (await retention.Execute(stoppingToken) is > 0 and var masked)
                    LogRetention(masked);
                executed = now;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // The store is most likely away; what is masked already stays so.
                LogUnfinished(e);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(LogLevel.Warning, "{Count} maskings that had been interrupted are complete.")]
    private partial void LogFinished(int count);

    [LoggerMessage(LogLevel.Information, "Personal data of {Count} events were kept for as long as is configured, and are masked.")]
    private partial void LogRetention(long count);

    [LoggerMessage(LogLevel.Error, "A masking could not be finished; this is tried again.")]
    private partial void LogUnfinished(Exception e);
}
