using NodaTime;

namespace Incidents.Projections.Plates;

/// <summary>
/// The days of a period by a clock, each from 4:00 to 4:00: at this hour the fewest trips are under way, so that few belong to two days.
/// </summary>
internal sealed class TripDays
{
    /// <summary>Most days.</summary>
    public const int Most = 128;

    private static readonly LocalTime Begins = new(4, 0);

    private readonly LocalDate first;
    private readonly (long From, long ToLocal)[] offsets;
    private readonly long start;

    /// <summary>Prepares them.</summary>
    /// <param name="from">The first day.</param>
    /// <param name="until">The day after the last.</param>
    /// <param name="zone">The clock.</param>
    public TripDays(LocalDate from, LocalDate until, DateTimeZone zone)
    {
        first = from;
        Count = Math.Max(0, Period.DaysBetween(from, until));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Count, Most, nameof(until));
        Start = (from + Begins).InZoneLeniently(zone).ToInstant();
        End = (until + Begins).InZoneLeniently(zone).ToInstant();
        start = (from + Begins).ToDateTimeUnspecified().Ticks;
        offsets = Count == 0
            ? []
            :
            [
                .. zone.GetZoneIntervals(Start, End).Select(interval => (
                    interval.HasStart && interval.Start > Start ? interval.Start.ToDateTimeUtc().Ticks : long.MinValue,
                    interval.WallOffset.Ticks)),
            ];
    }

    /// <summary>Number of days.</summary>
    public int Count { get; }

    /// <summary>When the first begins.</summary>
    public Instant Start { get; }

    /// <summary>When the last ends.</summary>
    public Instant End { get; }

    /// <summary>The day of a moment, and the time since it began.</summary>
    /// <param name="ticks">UTC, in the period.</param>
    public (int Day, long Time) Of(long ticks)
    {
        var interval = offsets.Length - 1;
        while (offsets[interval].From > ticks)
            interval--;
        var (day, time) = Math.DivRem(ticks + offsets[interval].ToLocal - start, TimeSpan.TicksPerDay);
        return ((int)Math.Clamp(day, 0, Count - 1), time);
    }

    /// <summary>The day of the week on which a day begins.</summary>
    public IsoDayOfWeek DayOfWeek(int day) => first.PlusDays(day).DayOfWeek;
}
