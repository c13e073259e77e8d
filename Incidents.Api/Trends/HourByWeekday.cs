using System.Data;
using GraphQL;
using Incidents.Api.Analyses;
using Incidents.Api.GraphQL;
using Incidents.Api.Store;
using Incidents.Projections.Ledgers;
using Incidents.Projections.Trends;
using Incidents.Statistics;
using Incidents.Statistics.Series;
using NodaTime;
using Npgsql;

namespace Incidents.Api.Trends;

/// <summary>Counts by hour of the day and day of the week.</summary>
/// <param name="Basis">Method, n (the 168 hours of the week), period and what was known.</param>
/// <param name="TooFew">Whether the average is below 5 an hour: too few to compare hours.</param>
/// <param name="Hours">The 168 hours, Monday 00:00 first.</param>
/// <param name="ByHour">24 sums by hour of the day.</param>
/// <param name="ByWeekday">7 sums by day, Monday first.</param>
/// <param name="Days">Number of Mondays, Tuesdays … in the period.</param>
/// <param name="Aoristic">
/// The same with aoristic weights for incidents of which only an interval is known; null for other measures than incidents.
/// </param>
public sealed record HourByWeekday(
    AnalysisBasis Basis, bool TooFew, IReadOnlyList<WeekHour> Hours, IReadOnlyList<long> ByHour, IReadOnlyList<long> ByWeekday,
    IReadOnlyList<int> Days, AoristicHours? Aoristic);

/// <summary>
/// Aoristic weights by hour and weekday (Ratcliffe 2002): a theft between 22:00 and 06:00 has the weight 1/8 in each of eight hours, an
/// incident whose time is known the weight 1 in its hour. The weights sum to the counts. An interval is counted in the period in which it
/// begins.
/// </summary>
/// <param name="Intervals">Number of incidents of which only an interval is known.</param>
/// <param name="Hours">168 weights, Monday 00:00 first.</param>
/// <param name="ByHour">24 sums by hour of the day.</param>
/// <param name="ByWeekday">7 sums by day, Monday first.</param>
public sealed record AoristicHours(
    long Intervals, IReadOnlyList<double> Hours, IReadOnlyList<double> ByHour, IReadOnlyList<double> ByWeekday);

/// <summary>One hour of the week.</summary>
/// <param name="Weekday">1 (Monday) to 7 (Sunday).</param>
/// <param name="Hour">0 to 23, local.</param>
/// <param name="Count">The count.</param>
/// <param name="Share">Share of the total, 0 to 1; null where nothing was counted.</param>
/// <param name="PerDay">Average count on such a day of the period; null where the period has none.</param>
/// <param name="TooFew">Whether the count is below 5.</param>
public sealed record WeekHour(int Weekday, int Hour, long Count, double? Share, double? PerDay, bool TooFew);

/// <summary>Queries of counts by hour and weekday.</summary>
[QueryType]
public static class HourByWeekdayQueries
{
    private const long TooFewBelow = 5;

    /// <summary>
    /// Counts by hour and weekday in the city's time zone. An incident is counted at the time that its source gives, or at the beginning of
    /// the interval; `aoristic` has aoristic weights for intervals.
    /// </summary>
    /// <param name="from">First local day.</param>
    /// <param name="until">First local day no longer counted.</param>
    /// <param name="cities">City codes; default all.</param>
    /// <param name="districts">Districts as the source names them; default all.</param>
    /// <param name="categories">Category codes; default all.</param>
    /// <param name="knownAt">Count as known at the end of this day; default: as known now.</param>
    /// <param name="measure">What is counted; default incidents.</param>
    public static async Task<HourByWeekday> HourByWeekday(
        [FromServices] NpgsqlDataSource database, [FromServices] Freshness freshness, LocalDate from, LocalDate until,
        IEnumerable<string>? cities = null, IEnumerable<string>? districts = null, IEnumerable<string>? categories = null,
        LocalDate? knownAt = null, Measure measure = Measure.Incidents, CancellationToken cancellation = default)
    {
        var scope = AnalysisScope.Checked(from, until, categories, knownAt, measure);
        var (towns, parts) = (cities?.ToArray(), districts?.ToArray());
        var position = (await freshness.Read()).Projected;
        TrendRequest request = new(measure, from, until, TrendGrain.HourOfWeek, TrendSeriesBy.All, towns, parts, scope.Categories, knownAt);
        // Both tables as of one event: an interval must also be in the counts of its hour.
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        var counts = (await TrendReader.Read(request, connection, cancellation)).Single().Counts;
        var aoristic = measure is Measure.Incidents
            ? Spread(counts, await IntervalReader.Read(request, connection, cancellation))
            : null;
        var (total, days) = (counts.Sum(), DaysOf(from, until));
        MethodBasis basis = new(
            "hour-by-weekday", "Counts", counts.Length, new Dictionary<string, object?> { ["cities"] = towns, ["districts"] = parts });
        return new(
            AnalysisBasis.Of(basis, scope, total, position), total < TooFewBelow * counts.Length, [.. counts.Select(Hour)],
            [.. Enumerable.Range(0, 24).Select(hour => Enumerable.Range(0, 7).Sum(day => counts[day * 24 + hour]))],
            [.. Enumerable.Range(0, 7).Select(day => counts.AsSpan(day * 24, 24).ToArray().Sum())], days, aoristic);

        WeekHour Hour(long n, int hour)
        {
            var (day, occurrences) = (hour / 24, days[hour / 24]);
            return new(
                day + 1, hour % 24, n, total == 0 ? null : (double)n / total, occurrences == 0 ? null : (double)n / occurrences,
                n < TooFewBelow);
        }
    }

    private static AoristicHours Spread(long[] counts, List<WeekInterval> intervals)
    {
        var week = Aoristic.Week(counts, intervals);
        return new(intervals.Sum(i => i.Count), week.HourOfWeek, week.HourOfDay, week.DayOfWeek);
    }

    private static int[] DaysOf(LocalDate from, LocalDate until)
    {
        var length = Period.DaysBetween(from, until);
        var days = new int[7];
        for (var day = 0; day < 7; day++)
        {
            // Days from the first day to the first such weekday.
            var first = (day + 1 - (int)from.DayOfWeek + 7) % 7;
            days[day] = first < length ? (length - first - 1) / 7 + 1 : 0;
        }

        return days;
    }
}
