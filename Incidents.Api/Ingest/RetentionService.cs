using NodaTime;

namespace Incidents.Api.Ingest;

/// <summary>Deletes, every hour, what has been kept for as long as is configured.</summary>
/// <param name="what">What is deleted, for the log.</param>
/// <param name="retention">How long it is kept; zero keeps it for ever.</param>
/// <param name="clock">The clock.</param>
/// <param name="log">The log.</param>
internal abstract partial class RetentionService(string what, TimeSpan retention, IClock clock, ILogger log) : BackgroundService
{
    private const int MostAtATime = 1_000;
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    private readonly ILogger log = log;

    /// <summary>Deletes what is over now.</summary>
    /// <returns>How many rows were deleted.</returns>
    public async Task<int> DeleteWhatIsOver(CancellationToken cancellation)
    {
        if (retention == TimeSpan.Zero)
            return 0;
        var before = clock.GetCurrentInstant() - Duration.FromTimeSpan(retention);
        var (deleted, last) = (0, MostAtATime);
        // Few at a time: no statement holds what a reader waits for.
        for (; last == MostAtATime; deleted += last)
            last = await Delete(before, MostAtATime, cancellation);
        return deleted;
    }

    /// <summary>Deletes the oldest rows.</summary>
    /// <param name="before">Rows of this moment or later stay.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="cancellation">Cancels the statement.</param>
    /// <returns>How many were deleted.</returns>
    protected abstract Task<int> Delete(Instant before, int most, CancellationToken cancellation);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause);
        do
        {
            try
            {
                if (await DeleteWhatIsOver(stoppingToken) is > 0 and var deleted)
                    LogDeleted(deleted, what);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // Whatever it is, the store is most likely away, and nothing is lost by waiting.
                LogNotDeleted(e, what);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(LogLevel.Information, "{Count} {What} were kept for as long as is configured, and are deleted.")]
    private partial void LogDeleted(int count, string what);

    [LoggerMessage(LogLevel.Warning, "{What} whose time is over could not be deleted; this is tried again.")]
    private partial void LogNotDeleted(Exception e, string what);
}
