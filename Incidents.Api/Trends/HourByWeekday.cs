using GraphQL;
using Incidents.Api.Analyses;
using Incidents.Api.Counts;
using Incidents.Api.GraphQL;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Projections.Trends;
using Incidents.Statistics;
using Incidents.Statistics.Series;
using NodaTime;

namespace Incidents.Api.Trends;

/// <summary>Counts by hour of the day and day of the week.</summary>
/// <param name="Basis">Method, observations (the 168 hours of the week), period and what was known.</param>
/// <param name="IsTooFew">Whether the average is below 5 an hour: too few to compare hours.</param>
/// <param name="Hours">The 168 hours, Monday 00:00 first.</param>
/// <param name="ByHour">24 sums by hour of the day.</param>
/// <param name="ByWeekday">7 sums by day, Monday first.</param>
/// <param name="Days">
/// Number of Mondays, Tuesdays … in the period, up to today and up to `asKnownOn`, on which a source reported (see `sourceCoverage`).
/// Without any, there are no data of this weekday: its counts are null.
/// </param>
/// <param name="TimeKnown">How precisely the times are known, whatever the hours of the filter. What has no hour is not in `hours`.</param>
/// <param name="Aoristic">
/// The same with aoristic weights for what is not known to the minute or of which an interval is given; null without data, and within
/// bounds of the filter, because intervals are kept without place.
/// </param>
public sealed record HourByWeekday(
    AnalysisBasis Basis, bool IsTooFew, IReadOnlyList<WeekHour> Hours, IReadOnlyList<int?> ByHour, IReadOnlyList<int?> ByWeekday,
    IReadOnlyList<int> Days, TimeKnown TimeKnown, AoristicHours? Aoristic);

/// <summary>How precisely times are known.</summary>
/// <param name="Minute">Number known to the minute or finer.</param>
/// <param name="Hour">Number known to the hour.</param>
/// <param name="Day">Number known to the day.</param>
/// <param name="Month">Number known to the month.</param>
/// <param name="Year">Number known to the year.</param>
/// <param name="Intervals">Number of which an interval is given; null within bounds of the filter.</param>
public sealed record TimeKnown(int Minute, int Hour, int Day, int Month, int Year, int? Intervals)
{
    internal static TimeKnown Of(TimesKnown known) => new(
        known.Minute.ToInt(), known.Hour.ToInt(), known.Day.ToInt(), known.Month.ToInt(), known.Year.ToInt(), known.Intervals?.ToInt());
}

/// <summary>
/// Aoristic weights by hour and weekday (Ratcliffe 2002): a theft between 22:00 and 06:00 has the weight 1/8 in each of eight hours, an
/// incident whose time is known the weight 1 in its hour. What is known to the hour, day or month is spread over that. An hour that was
/// skipped when clocks were set gets nothing, one that occurred twice gets twice as much. The weights sum to the counts, without those of
/// which only the year is known. An interval is counted in the period in which it begins.
/// </summary>
/// <param name="Intervals">Number of those that are spread: of which an interval is given, or known to the hour, day or month only.</param>
/// <param name="NotSpread">Number of those of which only the year is known: they are in no hour.</param>
/// <param name="Hours">168 weights, Monday 00:00 first.</param>
/// <param name="ByHour">24 sums by hour of the day.</param>
/// <param name="ByWeekday">7 sums by day, Monday first.</param>
public sealed record AoristicHours(
    int Intervals, int NotSpread, IReadOnlyList<double> Hours, IReadOnlyList<double> ByHour, IReadOnlyList<double> ByWeekday);

/// <summary>One hour of the week.</summary>
/// <param name="Weekday">1 (Monday) to 7 (Sunday).</param>
/// <param name="Hour">0 to 23, local.</param>
/// <param name="Count">The count; null where no source reported on such a day of the period.</param>
/// <param name="Share">Share of the total, 0 to 1; null where nothing was counted.</param>
/// <param name="PerDay">Average count on such a covered day of the period; null where the period has none.</param>
/// <param name="IsTooFew">Whether the count is below 5, or there are no data.</param>
public sealed record WeekHour(int Weekday, int Hour, int? Count, double? Share, double? PerDay, bool IsTooFew);

/// <summary>Queries of counts by hour and weekday.</summary>
[QueryType]
internal static class HourByWeekdayQueries
{
    private const long TooFewBelow = 5;

    /// <summary>
    /// Counts by hour and weekday in the city's time zone. An incident is counted at the time that its source gives, or at the beginning of
    /// the interval; what is known to the day or less precisely is in no hour (warning `TIME_NOT_KNOWN_TO_STEP`). `aoristic` has aoristic
    /// weights for intervals.
    /// </summary>
    /// <param name="from">First local day.</param>
    /// <param name="until">First local day no longer counted.</param>
    /// <param name="filter">What is counted; default all incidents.</param>
    /// <param name="asKnownOn">Count as known at the end of this day; default: as known now.</param>
    public static async Task<HourByWeekday> HourByWeekday(
        [FromServices] WeekReader reader, [FromServices] CountFilters filters, [FromServices] Freshness freshness,
        [FromServices] Cities cities, [FromServices] IClock clock, LocalDate from, LocalDate until, CountFilter? filter = null,
        LocalDate? asKnownOn = null, CancellationToken cancellation = default)
    {
        var request = await filters.Series(filter, from, until, asKnownOn, TrendGrain.HourOfWeek, SplitBy.All, cancellation);
        var scope = request.Scope;
        var position = (await freshness.Read()).Projected;
        CountedDays counted = new(scope, TrendGrain.HourOfWeek, cities.Local(clock.GetCurrentInstant(), null).Date);
        int[] days = [.. Enumerable.Range(0, 7).Select(day => counted.Covered(day * 24))];
        var (counts, known, intervals) = await reader.Read(request, scope.Bounds is null && days.Sum() > 0, cancellation);
        var aoristic = intervals is null ? null : Spread(counts, intervals, cities);
        var total = counts.Sum();
        MethodBasis basis = new("hour-by-weekday", "Counts", counts.Length, new Dictionary<string, object?>());
        return new(
            AnalysisBasis.Of(basis, scope, total, position), total < TooFewBelow * counts.Length, [.. counts.Select(Hour)],
            [.. Enumerable.Range(0, 24).Select(hour => Known(days.Sum(), Enumerable.Range(0, 7).Sum(day => counts[day * 24 + hour])))],
            [.. Enumerable.Range(0, 7).Select(day => Known(days[day], counts.AsSpan(day * 24, 24).ToArray().Sum()))], days,
            TimeKnown.Of(known), aoristic);

        WeekHour Hour(long n, int hour)
        {
            var (day, occurrences) = (hour / 24, days[hour / 24]);
            return new(
                day + 1, hour % 24, Known(occurrences, n), total == 0 || occurrences == 0 ? null : (double)n / total,
                occurrences == 0 ? null : (double)n / occurrences, n < TooFewBelow || occurrences == 0);
        }

        static int? Known(int covered, long n) => covered == 0 ? null : n.ToInt();
    }

    private static AoristicHours Spread(long[] counts, CountedIntervals intervals, Cities cities)
    {
        long[] hours = [.. counts];
        List<WeekInterval> parts = [];
        var (spread, notSpread) = (intervals.WholeHours, 0L);
        foreach (var interval in intervals.Others)
        {
            if (!LocalWeeks.IsSpread(interval))
            {
                notSpread += interval.Count;
                continue;
            }
            spread += interval.Count;
            // It is among the counts at the hour in which it begins.
            if (interval.Precision.HasHour())
                hours[(int)LocalWeeks.HourOfWeek(interval.Beginning.LocalDateTime)] -= interval.Count;
            parts.AddRange(LocalWeeks.Parts(interval, cities.ZoneOf(interval.City)));
        }
        var week = Aoristic.Week(hours, parts);
        return new(spread.ToInt(), notSpread.ToInt(), week.HourOfWeek, week.HourOfDay, week.DayOfWeek);
    }
}
