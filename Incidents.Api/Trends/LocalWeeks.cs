using Incidents.Domain;
using Incidents.Projections.Trends;
using Incidents.Statistics.Series;
using NodaTime;

namespace Incidents.Api.Trends;

/// <summary>Places times that are not known to the minute in the local week.</summary>
internal static class LocalWeeks
{
    /// <summary>The interval in which something occurred: in one part for each offset of the clock in it.</summary>
    /// <remarks>Both ends are cut to whole minutes.</remarks>
    /// <param name="interval">The interval.</param>
    /// <param name="zone">The city's zone.</param>
    public static IEnumerable<WeekInterval> Parts(CountedInterval interval, DateTimeZone zone)
    {
        var start = interval.Beginning.ToInstant();
        var end = interval.LengthMinutes > 0
            ? start + Duration.FromMinutes(interval.LengthMinutes)
            : TimeUnits.End(interval.Beginning, interval.Precision, zone).ToInstant();
        var length = end - start;
        foreach (var stretch in zone.GetZoneIntervals(start, end))
        {
            var from = stretch.HasStart ? Instant.Max(start, stretch.Start) : start;
            var until = stretch.HasEnd ? Instant.Min(end, stretch.End) : end;
            yield return new(
                HourOfWeek(from.WithOffset(stretch.WallOffset).LocalDateTime), (until - from).TotalHours,
                interval.Count * ((until - from) / length));
        }
    }

    /// <summary>Hours since Monday 00:00.</summary>
    public static double HourOfWeek(LocalDateTime local) =>
        ((int)local.DayOfWeek - 1) * 24 + local.TickOfDay / (double)NodaConstants.TicksPerHour;

    /// <summary>Whether something is spread over the hours: not where only its year is known.</summary>
    public static bool IsSpread(CountedInterval interval) =>
        interval.LengthMinutes > 0 || interval.Precision <= TimeUnits.CoarsestSpread;
}
