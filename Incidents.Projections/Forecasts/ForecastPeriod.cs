using NodaTime;

namespace Incidents.Projections.Forecasts;

/// <summary>The kind of period of a plan.</summary>
public enum ForecastPeriod
{
    /// <summary>Weeks that begin on Monday.</summary>
    Week,

    /// <summary>Months of the calendar.</summary>
    Month,
}

/// <summary>Periods of the calendar.</summary>
public static class ForecastPeriods
{
    /// <summary>First day of the period that contains the day.</summary>
    public static LocalDate Begin(this ForecastPeriod period, LocalDate day) => period switch
    {
        ForecastPeriod.Week => day.DayOfWeek is IsoDayOfWeek.Monday ? day : day.Previous(IsoDayOfWeek.Monday),
        _ => day.With(DateAdjusters.StartOfMonth),
    };

    /// <summary>First day of the period some periods later.</summary>
    /// <param name="period">The kind of period.</param>
    /// <param name="begin">First day of a period.</param>
    /// <param name="count">Number of periods; negative for earlier ones.</param>
    public static LocalDate Later(this ForecastPeriod period, LocalDate begin, int count = 1) =>
        period is ForecastPeriod.Week ? begin.PlusWeeks(count) : begin.PlusMonths(count);

    /// <summary>Periods in a year's cycle: 52 or 12.</summary>
    public static int Cycle(this ForecastPeriod period) => period is ForecastPeriod.Week ? 52 : 12;
}
