using NodaTime;

namespace Incidents.Domain;

/// <summary>The hour, local day, month or year that a time known so precisely stands for.</summary>
/// <remarks>
/// Days, months and years are those of the city's calendar, so that a day has 23, 24 or 25 hours. An hour is 60 minutes from its beginning.
/// </remarks>
public static class TimeUnits
{
    /// <summary>The longest unit that is spread over the hours of the week; a year says nothing about them.</summary>
    public const TimePrecision CoarsestSpread = TimePrecision.Month;

    /// <summary>What an event keeps: null for a time to the minute, as in old events.</summary>
    public static TimePrecision? Stored(this TimePrecision precision) => precision is TimePrecision.Minute ? null : precision;

    /// <summary>What an event says.</summary>
    public static TimePrecision Given(this TimePrecision? stored) => stored ?? TimePrecision.Minute;

    /// <summary>Whether the hour is known.</summary>
    public static bool HasHour(this TimePrecision precision) => precision <= TimePrecision.Hour;

    /// <summary>The local beginning of the unit in which a local time lies; the time itself where it is known to the minute.</summary>
    public static LocalDateTime Beginning(LocalDateTime local, TimePrecision precision) => precision switch
    {
        TimePrecision.Hour => local.Date + new LocalTime(local.Hour, 0),
        TimePrecision.Day => local.Date.AtMidnight(),
        TimePrecision.Month => new LocalDate(local.Year, local.Month, 1).AtMidnight(),
        TimePrecision.Year => new LocalDate(local.Year, 1, 1).AtMidnight(),
        _ => local,
    };

    /// <summary>The local beginning of the next unit; the time itself where it is known to the minute.</summary>
    /// <param name="beginning">The local beginning of a unit.</param>
    /// <param name="precision">The unit.</param>
    public static LocalDateTime Next(LocalDateTime beginning, TimePrecision precision) => precision switch
    {
        TimePrecision.Hour => beginning.PlusHours(1),
        TimePrecision.Day => beginning.PlusDays(1),
        TimePrecision.Month => beginning.PlusMonths(1),
        TimePrecision.Year => beginning.PlusYears(1),
        _ => beginning,
    };

    /// <summary>The beginning of the unit in which a moment lies, by the clocks of a city.</summary>
    /// <remarks>An hour keeps the minutes by which the offset of the moment and that of the city differ.</remarks>
    /// <param name="moment">The moment, at the offset in which it is given.</param>
    /// <param name="precision">The unit.</param>
    /// <param name="zone">The city's zone.</param>
    public static OffsetDateTime Beginning(OffsetDateTime moment, TimePrecision precision, DateTimeZone zone)
    {
        var local = Beginning(moment.LocalDateTime, precision);
        return precision.HasHour() ? local.WithOffset(moment.Offset).InZone(zone).ToOffsetDateTime() : Cities.Resolve(local, zone);
    }

    /// <summary>The first moment after the unit that begins at a moment; the moment itself where it is known to the minute.</summary>
    /// <param name="beginning">The beginning of the unit, at the city's offset.</param>
    /// <param name="precision">The unit.</param>
    /// <param name="zone">The city's zone.</param>
    public static OffsetDateTime End(OffsetDateTime beginning, TimePrecision precision, DateTimeZone zone) => precision switch
    {
        TimePrecision.Minute => beginning,
        TimePrecision.Hour => beginning.Plus(Duration.FromHours(1)).InZone(zone).ToOffsetDateTime(),
        // Where a day begins at 01:00, because midnight was skipped, the next one begins at midnight.
        _ => Cities.Resolve(Next(Beginning(beginning.LocalDateTime, precision), precision), zone),
    };

    /// <summary>Elapsed minutes of an interval, at least 1; both ends are cut to whole minutes of the clock.</summary>
    public static int Minutes(OffsetDateTime from, OffsetDateTime until) =>
        (int)Math.Max(1, (WholeMinute(until).ToInstant() - WholeMinute(from).ToInstant()).TotalSeconds / 60);

    /// <summary>The beginning of the minute in which a moment lies.</summary>
    public static OffsetDateTime WholeMinute(OffsetDateTime moment) =>
        (moment.Date + new LocalTime(moment.Hour, moment.Minute)).WithOffset(moment.Offset);
}
