using NodaTime;

namespace Incidents.Api.Ingest;

/// <summary>Settings of dead letters, <c>DeadLetters</c>.</summary>
internal sealed class DeadLetterSettings
{
    /// <summary>How long a letter is kept after it came last, replayed or not, default 365 days; zero keeps it for ever.</summary>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(365);
}

/// <summary>Deletes dead letters whose time is over, every hour.</summary>
internal sealed partial class DeadLetterRetention(
    DeadLetters letters, DeadLetterSettings settings, IClock clock, ILogger<DeadLetterRetention> log) : BackgroundService
{
    private const int MostAtATime = 1_000;
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    private readonly ILogger<DeadLetterRetention> log = log;

    /// <summary>Deletes what is over now.</summary>
    /// <returns>How many letters were deleted.</returns>
    public async Task<int> DeleteWhatIsOver(CancellationToken cancellation)
    {
        if (settings.Retention == TimeSpan.Zero)
            return 0;
        var before = clock.GetCurrentInstant() - Duration.FromTimeSpan(settings.Retention);
        var (deleted, last) = (0, MostAtATime);
        // Few at a time: no statement holds what a replay waits for.
        for (; last == MostAtATime; deleted += last)
            last = await letters.Delete(before, MostAtATime, cancellation);
        return deleted;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause);
        do
        {
            try
            {
                if (await DeleteWhatIsOver(stoppingToken) is > 0 and var deleted)
                    LogDeleted(deleted);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // Whatever it is, the store is most likely away, and nothing is lost by waiting.
                LogNotDeleted(e);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(LogLevel.Information, "{Count} dead letters were kept for as long as is configured, and are deleted.")]
    private partial void LogDeleted(int count);

    [LoggerMessage(LogLevel.Warning, "Dead letters whose time is over could not be deleted; this is tried again.")]
    private partial void LogNotDeleted(Exception e);
}
