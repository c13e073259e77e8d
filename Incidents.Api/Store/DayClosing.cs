using System.Diagnostics;
using Incidents.Domain;
using NodaTime;

namespace Incidents.Api.Store;

/// <summary>Closes the day of each city when it is over there.</summary>
internal sealed partial class DayClosing(ClosedMoments closed, Cities cities, IClock clock, ILogger<DayClosing> log) : BackgroundService
{
    /// <summary>How far this host's clock may be ahead of PostgreSQL's: a day that is closed is closed for good.</summary>
    public static readonly TimeSpan MostAhead = TimeSpan.FromHours(2);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongPause = TimeSpan.FromMinutes(1);

    // Only a clock that shows the present can be compared with another one.
    private readonly TimeSpan ahead = clock is SystemClock ? MostAhead : TimeSpan.FromDays(36_525);
    private Instant notYet;
    private long refusedAt;

    /// <summary>Closes the days that are over and not closed yet.</summary>
    public async Task CloseDue(CancellationToken cancellation)
    {
        var midnight = LastMidnight(clock.GetCurrentInstant());
        if (closed.Includes(midnight) || (midnight == notYet && Stopwatch.GetElapsedTime(refusedAt) < LongPause)
            || (await closed.Read(cancellation))?.Until >= midnight)
            return;
        await closed.Close(midnight, ahead, cancellation);
        if (closed.Includes(midnight))
            return;
        if (midnight != notYet)
            LogClockAhead(midnight);
        (notYet, refusedAt) = (midnight, Stopwatch.GetTimestamp());
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var isAway = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await CloseDue(stoppingToken);
                isAway = false;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // The store does not answer, or an append takes long: the day is closed later.
                if (!isAway)
                    LogNotClosed(e);
                isAway = true;
            }
            await Task.Delay(Pause, stoppingToken);
        }
    }

    // Of all cities' midnights the latest: the days of the others ended before, or have not ended yet.
    private Instant LastMidnight(Instant now) => cities.Zones.Max(zone => zone.AtStartOfDay(now.InZone(zone).Date).ToInstant());

    [LoggerMessage(LogLevel.Error, "The clock is hours ahead of the database: the day that ended at {Midnight} is not closed.")]
    private partial void LogClockAhead(Instant midnight);

    [LoggerMessage(LogLevel.Warning, "The day that is over could not be closed; it is tried again.")]
    private partial void LogNotClosed(Exception e);
}
