using NodaTime;

namespace Incidents.Domain.Upkeep;

/// <summary>When people of the utilities work.</summary>
/// <param name="Days">Working days of the week; at least one.</param>
/// <param name="From">When a working day begins.</param>
/// <param name="Until">When it ends, after <paramref name="From"/>.</param>
/// <param name="Holidays">Days on which nobody works.</param>
/// <param name="WorkingDays">Days on which they work although the day of the week is none (a day that was moved).</param>
public sealed record WorkingCalendar(
    IReadOnlyList<IsoDayOfWeek> Days, LocalTime From, LocalTime Until, IReadOnlyList<LocalDate>? Holidays = null,
    IReadOnlyList<LocalDate>? WorkingDays = null)
{
    /// <summary>Whether somebody works on a day.</summary>
    public bool IsWorkingDay(LocalDate day) =>
        WorkingDays?.Contains(day) is true || (Days.Contains(day.DayOfWeek) && Holidays?.Contains(day) is not true);

    /// <summary>The moment at which so much working time has passed since another moment.</summary>
    /// <remarks>
    /// Time before the beginning and after the end of a working day does not count. What ends with a working day is due then, not on the
    /// next morning.
    /// </remarks>
    /// <param name="since">The moment, whose offset is kept.</param>
    /// <param name="working">The working time, positive.</param>
    public OffsetDateTime After(OffsetDateTime since, Duration working)
    {
        var (day, time) = (since.Date, since.TimeOfDay);
        var left = working;
        while (true)
        {
            if (IsWorkingDay(day) && time < Until)
            {
                var begin = LocalTime.Max(time, From);
                var today = Duration.FromNanoseconds(Until.NanosecondOfDay - begin.NanosecondOfDay);
                if (left <= today)
                    return day.At(begin).PlusNanoseconds(left.ToInt64Nanoseconds()).WithOffset(since.Offset);
                left -= today;
            }
            (day, time) = (day.PlusDays(1), LocalTime.Midnight);
        }
    }
}
