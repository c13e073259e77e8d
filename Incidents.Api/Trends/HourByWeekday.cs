using System.Data;
using GraphQL;
using Incidents.Api.Analyses;
using Incidents.Api.GraphQL;
using Incidents.Api.Store;
using Incidents.Projections.Ledgers;
using Incidents.Projections.Trends;
using Incidents.Statistics.Series;
using NodaTime;
using Npgsql;

namespace Incidents.Api.Trends;

/// <summary>Counts by hour of the day and day of the week.</summary>
/// <param name="Basis">Method, n (the 168 hours of the week), period and what was known.</param>
/// <param name="TooFew">Whether fewer than 5 an hour were counted on average: too few to compare hours by.</param>
/// <param name="Hours">The 168 hours, Monday 00:00 first.</param>
/// <param name="ByHour">24 sums by hour of the day.</param>
/// <param name="ByWeekday">7 sums by day, Monday first.</param>
/// <param name="Days">How many Mondays, Tuesdays … the period has.</param>
/// <param name="Aoristic">The same with incidents of which only an interval is known spread over the hours in which they may have occurred; null for anything but incidents.</param>
public sealed record HourByWeekday(
    AnalysisBasis Basis, bool TooFew, IReadOnlyList<WeekHour> Hours, IReadOnlyList<long> ByHour, IReadOnlyList<long> ByWeekday, IReadOnlyList<int> Days,
    AoristicHours? Aoristic);

/// <summary>
/// Weights by hour and weekday (Ratcliffe 2002): a theft between 22:00 and 06:00 is an eighth in each of eight hours, an incident whose moment is known is one in its hour. They
/// sum to the counts. An interval belongs to the period in which it begins.
/// </summary>
/// <param name="Intervals">How many incidents are known to an interval only.</param>
/// <param name="Hours">168 weights, Monday 00:00 first.</param>
/// <param name="ByHour">24 sums by hour of the day.</param>
/// <param name="ByWeekday">7 sums by day, Monday first.</param>
public sealed record AoristicHours(long Intervals, IReadOnlyList<double> Hours, IReadOnlyList<double> ByHour, IReadOnlyList<double> ByWeekday);

/// <summary>One hour of the week.</summary>
/// <param name="Weekday">1 (Monday) to 7 (Sunday).</param>
/// <param name="Hour">0 to 23, local.</param>
/// <param name="Count">How many.</param>
/// <param name="Share">Share of all, 0 to 1; null where nothing was counted.</param>
/// <param name="PerDay">How many on such a day of the period; null where it has none.</param>
/// <param name="TooFew">Whether the count is below 5.</param>
public sealed record WeekHour(int Weekday, int Hour, long Count, double? Share, double? PerDay, bool TooFew);

/// <summary>Tables of the week.</summary>
[QueryType]
public static class HourByWeekdayQueries
{
    private const long TooFewBelow = 5;

    /// <summary>
    /// Counts by hour and weekday, local to the city. Each incident counts at the moment that its source gave, the beginning where that is an interval; `aoristic` spreads
    /// intervals.
    /// </summary>
    /// <param name="from">First local day.</param>
    /// <param name="until">First local day no longer counted.</param>
    /// <param name="cities">City codes; all unless told.</param>
    /// <param name="districts">Districts as the source names them; all unless told.</param>
    /// <param name="categories">Category codes; all unless told.</param>
    /// <param name="knownAt">Count as known at the end of this day; as known now unless told.</param>
    /// <param name="measure">What is counted; incidents unless told.</param>
    public static async Task<HourByWeekday> HourByWeekday(
        [FromServices] NpgsqlDataSource database, [FromServices] Freshness freshness, LocalDate from, LocalDate until, IEnumerable<string>? cities = null,
        IEnumerable<string>? districts = null, IEnumerable<string>? categories = null, LocalDate? knownAt = null, Measure measure = Measure.Incidents,
        CancellationToken cancellationToken = default)
    {
        var scope = AnalysisScope.Checked(from, until, categories, knownAt, measure);
        var (towns, parts) = (cities?.ToArray(), districts?.ToArray());
        var position = (await freshness.Read()).Projected;
        TrendRequest request = new(measure, from, until, TrendGrain.HourOfWeek, TrendSeriesBy.All, towns, parts, scope.Categories, knownAt);
        // Both tables at one event, or an interval's weight would be taken from an hour that does not count it yet.
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var counts = (await TrendReader.Read(request, connection, cancellationToken)).Single().Counts;
        var aoristic = measure is Measure.Incidents ? Spread(counts, await IntervalReader.Read(request, connection, cancellationToken)) : null;
        var (total, days) = (counts.Sum(), DaysOf(from, until));
        return new(
            AnalysisBasis.Of(
                new("hour-by-weekday", "Counts", counts.Length, new Dictionary<string, object?> { ["cities"] = towns, ["districts"] = parts }), scope, total, position),
            total < TooFewBelow * counts.Length,
            [.. counts.Select((n, i) => new WeekHour(i / 24 + 1, i % 24, n, total == 0 ? null : (double)n / total, days[i / 24] == 0 ? null : (double)n / days[i / 24], n < TooFewBelow))],
            [.. Enumerable.Range(0, 24).Select(hour => Enumerable.Range(0, 7).Sum(day => counts[day * 24 + hour]))],
            [.. Enumerable.Range(0, 7).Select(day => counts.AsSpan(day * 24, 24).ToArray().Sum())], days, aoristic);
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
            // How many days after the first one the first such weekday comes.
            var first = (day + 1 - (int)from.DayOfWeek + 7) % 7;
            days[day] = first < length ? (length - first - 1) / 7 + 1 : 0;
        }

        return days;
    }
}
