using Incidents.Domain;
using NodaTime;

namespace Incidents.Api.Store;

/// <summary>Closes the day of each city when it is over there.</summary>
internal sealed partial class DayClosing(ClosedMoments closed, Cities cities, IClock clock, ILogger<DayClosing> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Closes the days that are over and not closed yet.</summary>
    public async Task CloseDue(CancellationToken cancellation)
    {
        var midnight = LastMidnight(clock.GetCurrentInstant());
        if (closed.Includes(midnight) || (await closed.Read(cancellation))?.Until >= midnight)
            return;
        await closed.Close(midnight, cancellation);
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

    [LoggerMessage(LogLevel.Warning, "The day that is over could not be closed; it is tried again.")]
    private partial void LogNotClosed(Exception e);
}
