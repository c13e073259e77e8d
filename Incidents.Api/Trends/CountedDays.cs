using Incidents.Projections.Ledgers;
using Incidents.Projections.Trends;
using NodaTime;

namespace Incidents.Api.Trends;

/// <summary>How many days of each step of a period are counted: those in the period that are over or begun.</summary>
/// <remarks>A day after today, or after the day as known on which is counted, is not counted: nothing can be known of it.</remarks>
internal sealed class CountedDays
{
    private static readonly LocalDate Epoch = new(1970, 1, 1);
    private readonly TrendGrain grain;
    private readonly LocalDate from;
    private readonly LocalDate until;

    /// <summary>Takes a period.</summary>
    /// <param name="scope">The period and the day of knowledge.</param>
    /// <param name="grain">The steps.</param>
    /// <param name="today">Today.</param>
    public CountedDays(CountScope scope, TrendGrain grain, LocalDate today)
    {
        var last = scope.AsKnownOn is { } known ? LocalDate.Min(known, today) : today;
        this.grain = grain;
        from = scope.From;
        until = last < scope.Until ? last.PlusDays(1) : scope.Until;
    }

    /// <summary>Days of a step that are counted; for an hour of the week, days of its weekday.</summary>
    /// <param name="step">An hour of the week, or the first day of the step as days since 1970-01-01.</param>
    public int In(int step)
    {
        if (grain is TrendGrain.HourOfWeek)
            return Weekdays(step / 24);
        var first = FirstDay(step);
        var days = TrendReader.DaysInStep(first, grain);
        var (begin, end) = (Period.DaysBetween(first, from), Period.DaysBetween(first, until));
        return Math.Max(0, Math.Min(days, end) - Math.Max(0, begin));
    }

    /// <summary>Days of a step; null for an hour of the week.</summary>
    public int? Of(int step) => grain is TrendGrain.HourOfWeek ? null : TrendReader.DaysInStep(FirstDay(step), grain);

    /// <summary>Number of counted Mondays (0), Tuesdays … Sundays (6).</summary>
    public int Weekdays(int weekday)
    {
        var length = Math.Max(0, Period.DaysBetween(from, until));
        // Days from the first day to the first such weekday.
        var first = (weekday + 1 - (int)from.DayOfWeek + 7) % 7;
        return first < length ? (length - first - 1) / 7 + 1 : 0;
    }

    /// <summary>The first day of a step.</summary>
    public static LocalDate FirstDay(int step) => Epoch.PlusDays(step);
}
