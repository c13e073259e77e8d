using Incidents.Api.Kpis;
using Incidents.Api.Trends;
using Incidents.Projections.Kpis;

namespace Incidents.Api.Access.Suppression;

/// <summary>Totals without what is too small. All numbers are rounded already: a 0 stands for 0 to k − 1, and is left out.</summary>
internal static class ShownTotals
{
    /// <summary>Key figures.</summary>
    public static object Kpis(object answer) => ((IEnumerable<Kpis.Kpis>)answer).Select(city => city with
    {
        Counts = [.. city.Counts.Select(Count)],
        Durations = [.. city.Durations.Select(Duration)],
    }).ToArray();

    /// <summary>A trend.</summary>
    public static object Trend(object answer)
    {
        var trend = (Trend)answer;
        return trend with { Series = [.. trend.Series.Select(Series)] };
    }

    /// <summary>A trend of durations.</summary>
    public static object Durations(object answer)
    {
        var trend = (DurationTrend)answer;
        return trend with { Points = [.. trend.Points.Select(p => p with { Durations = Summary(p.Durations, p.IsTooFew) })] };
    }

    /// <summary>Comparisons: of whole months there is the year to date only.</summary>
    public static object Comparison(object answer)
    {
        var comparison = (Comparison)answer;
        return comparison with
        {
            Series = [.. comparison.Series.Select(s => s with { Changes = [.. s.Changes.Where(IsOfMonths).Select(Span)] })],
        };
    }

    /// <summary>Counts by hour and weekday.</summary>
    public static object Hours(object answer)
    {
        var week = (HourByWeekday)answer;
        return week with
        {
            Hours = [.. week.Hours.Select(h => h.Count is null or 0 ? h with { Count = null, Share = null, PerDay = null } : h)],
            ByHour = [.. week.ByHour.Select(Shown)],
            ByWeekday = [.. week.ByWeekday.Select(Shown)],
        };
    }

    /// <summary>A rounded count, or null where it is too small.</summary>
    public static int? Shown(int? count) => count is 0 ? null : count;

    private static bool IsOfMonths(ComparedSpan span) => span.Span is ComparisonSpan.YearToDate;

    private static CountKpi Count(CountKpi kpi) => kpi.Count is null or 0 || kpi.Before is null or 0
        ? kpi with { Count = Shown(kpi.Count), Before = Shown(kpi.Before), Change = null, IsNotable = null }
        : kpi;

    // A percentile of few durations is nearly the time of one of them.
    private static DurationKpi Duration(DurationKpi kpi)
    {
        var shown = kpi with
        {
            Count = Shown(kpi.Count),
            Before = Summary(kpi.Before, kpi.Before.Count < KpiQueries.TooFewBelow),
            Change = kpi.Count is > 0 && kpi.Before.Count > 0 ? kpi.Change : null,
        };
        return kpi.IsTooFew ? shown with { MedianSeconds = null, P90Seconds = null, ShareWithinTarget = null } : shown;
    }

    private static DurationSummary Summary(DurationSummary durations, bool isTooFew) =>
        isTooFew ? new(durations.Count, null, null, null) : durations;

    private static TrendSeries Series(TrendSeries series) => series with
    {
        Total = Shown(series.Total),
        Per100000 = series.Total is null or 0 ? null : series.Per100000,
        Points = [.. series.Points.Select(p => p with { Count = Shown(p.Count) })],
        Counts = [.. series.Counts.Select(Shown)],
    };

    private static ComparedSpan Span(ComparedSpan span)
    {
        var (count, before) = (Shown(span.Count), Shown(span.Before));
        var shown = span with
        {
            Count = count,
            Before = before,
            Per100000 = count is null ? null : span.Per100000,
            BeforePer100000 = before is null ? null : span.BeforePer100000,
        };
        return count is not null && before is not null
            ? shown
            : shown with
            {
                Change = null,
                IsNotable = null,
                RateRatio = null,
                RateRatioLow = null,
                RateRatioHigh = null,
                P = null,
                PETest = null,
            };
    }
}
