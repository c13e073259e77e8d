using NodaTime;

namespace Incidents.Api.Store;

/// <summary>Local days as moments, for indexes that hold moments.</summary>
internal static class LocalDays
{
    /// <summary>
    /// Midnight in UTC so many days later: local days begin at other moments, by less than a day. The calendar's first and last years have
    /// no day to spare.
    /// </summary>
    public static DateTime UtcMidnight(this LocalDate day, int daysLater) =>
        (day.Year is > 1 and < 9999 ? day.PlusDays(daysLater) : day).AtMidnight().InUtc().ToDateTimeUtc();
}
