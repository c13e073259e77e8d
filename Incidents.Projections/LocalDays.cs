using NodaTime;

namespace Incidents.Projections;

/// <summary>Local days as instants, for indexes on instants.</summary>
internal static class LocalDays
{
    /// <summary>Midnight in UTC some days after a local day.</summary>
    /// <remarks>
    /// A local day begins less than a day before or after midnight in UTC. In the calendar's first and last year the day itself is taken,
    /// since there may be no day before or after it.
    /// </remarks>
    public static DateTime UtcMidnight(this LocalDate day, int daysLater) =>
        (day.Year is > 1 and < 9999 ? day.PlusDays(daysLater) : day).AtMidnight().InUtc().ToDateTimeUtc();
}
