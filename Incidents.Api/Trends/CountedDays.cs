using Incidents.Projections.Ledgers;
using Incidents.Projections.Trends;
using NodaTime;

namespace Incidents.Api.Trends;

/// <summary>How many days of each step of a period are counted: those in the period that are over or begun.</summary>
/// <remarks>
/// A day after today, or after the day as known on which is counted, is not counted: nothing can be known of it. A counted day is covered
/// where a source reported; without a covered day there are no data.
/// </remarks>
internal sealed class CountedDays
{
    private static readonly LocalDate Epoch = new(1970, 1, 1);
    private readonly TrendGrain grain;
    private readonly LocalDate from;
    private readonly LocalDate until;
    private readonly ScopeCoverage? coverage;

    /// <summary>Takes a period.</summary>
    /// <param name="scope">The period and the day of knowledge.</param>
    /// <param name="grain">The steps.</param>
    /// <param name="today">Today.</param>
    public CountedDays(CountScope scope, TrendGrain grain, LocalDate today)
    {
        var last = scope.AsKnownOn is { } known ? LocalDate.Min(known, today) : today;
        this.grain = grain;
        coverage = scope.Coverage;
        from = scope.From;
        until = last < scope.Until ? last.PlusDays(1) : scope.Until;
    }

    /// <summary>Days of a step that are counted; for an hour of the week, days of its weekday.</summary>
    /// <param name="step">An hour of the week, or the first day of the step as days since 1970-01-01.</param>
    public int In(int step)
    {
        if (grain is TrendGrain.HourOfWeek)
            return Weekdays(step / 24);
        var (first, end) = Within(step);
        return Math.Max(0, Period.DaysBetween(first, end));
    }

    /// <summary>Counted days of a step on which a source reported; for an hour of the week, days of its weekday.</summary>
    /// <param name="step">An hour of the week, or the first day of the step as days since 1970-01-01.</param>
    /// <param name="city">City code of the series; null for all cities together.</param>
    public int Covered(int step, string? city = null)
    {
        if (coverage is null)
            return In(step);
        var days = coverage.Of(city);
        if (grain is TrendGrain.HourOfWeek)
            return days.Within(from, until).Ranges.Sum(r => Weekdays(step / 24, r.From, r.Until));
        var (first, end) = Within(step);
        return days.In(first, end);
    }

    /// <summary>Number of counted days of the period, and of these the ones on which a source reported.</summary>
    /// <param name="city">City code of the series; null for all cities together.</param>
    public (int Days, int Covered) Total(string? city = null)
    {
        var days = Math.Max(0, Period.DaysBetween(from, until));
        return (days, coverage?.Of(city).In(from, until) ?? days);
    }

    /// <summary>Days of a step; null for an hour of the week.</summary>
    public int? Of(int step) => grain is TrendGrain.HourOfWeek ? null : TrendReader.DaysInStep(FirstDay(step), grain);

    /// <summary>Number of counted Mondays (0), Tuesdays … Sundays (6).</summary>
    public int Weekdays(int weekday) => Weekdays(weekday, from, until);

    private static int Weekdays(int weekday, LocalDate from, LocalDate until)
    {
        var length = Math.Max(0, Period.DaysBetween(from, until));
        // Days from the first day to the first such weekday.
        var first = (weekday + 1 - (int)from.DayOfWeek + 7) % 7;
        return first < length ? (length - first - 1) / 7 + 1 : 0;
    }

    private (LocalDate First, LocalDate End) Within(int step)
    {
        var first = FirstDay(step);
        // The last step may end after the calendar does.
        var left = Period.DaysBetween(first, until);
        var days = TrendReader.DaysInStep(first, grain);
        return (LocalDate.Max(first, from), left < days ? until : first.PlusDays(days));
    }

    /// <summary>The first day of a step.</summary>
    public static LocalDate FirstDay(int step) => Epoch.PlusDays(step);
}
