using GraphQL;
using Incidents.Api.Counts;
using Incidents.Api.GraphQL;
using Incidents.Domain;
using Incidents.Projections.Ledgers;
using Incidents.Projections.Trends;
using NodaTime;

namespace Incidents.Api.Trends;

/// <summary>Counts by step of time.</summary>
/// <param name="Measure">What is counted.</param>
/// <param name="Grain">The steps of the period.</param>
/// <param name="SplitBy">How the counts are split into series.</param>
/// <param name="From">First local day counted.</param>
/// <param name="Until">First local day no longer counted.</param>
/// <param name="AsKnownOn">As known at the end of this day; null: as known now.</param>
/// <param name="NotKnownToStep">
/// Number of those in the period and filter that are known less precisely than to a step, and are in no series: to the hour for hours of
/// the week, to the day for days and weeks, to the month for months.
/// </param>
/// <param name="Series">The series, by city, district, category and group.</param>
public sealed record Trend(
    CountMeasure Measure, TrendGrain Grain, SplitBy SplitBy, LocalDate From, LocalDate Until, LocalDate? AsKnownOn,
    int NotKnownToStep, IEnumerable<TrendSeries> Series);

/// <summary>One series.</summary>
/// <param name="Total">
/// Number counted in the period; null where no source reported in it, or where no time in it is known to the step. It includes what is
/// dated outside of the covered days, of which no
/// point has a count.
/// </param>
/// <param name="IsTooFew">Whether the average is below 5 a covered step: too few to compare steps.</param>
/// <param name="Points">A point for every step, zeros included.</param>
/// <param name="Counts">The points' counts alone, in the same order; null where there are no data.</param>
/// <param name="Residents">The residents of the city, or of the requested cities; null where not known.</param>
/// <param name="Per100000">The total per 100,000 residents, over the whole period; null where these are not known.</param>
/// <param name="DaysAsked">Number of days of the period up to today, and up to `asKnownOn`.</param>
/// <param name="DaysCovered">Number of these on which a source reported (see `sourceCoverage`).</param>
/// <param name="CoverageCode">What the period lacks; null where sources reported on all its days and times are known.</param>
public sealed record TrendSeries(
    int? Total, bool IsTooFew, IEnumerable<TrendPoint> Points, IEnumerable<int?> Counts, Residents? Residents,
    double? Per100000, int DaysAsked, int DaysCovered, CoverageCode? CoverageCode) : SplitSeries
{
    /// <summary>
    /// The points' counts per 100,000 residents, in the same order; null where these are not known, an item where there are no data.
    /// </summary>
    public IEnumerable<double?>? CountsPer100000 => Residents is { } residents
        ? Counts.Select(count => count is { } n ? residents.Rate(n) : (double?)null)
        : null;
}

/// <summary>One step.</summary>
/// <param name="Day">The step's first local day; null for an hour of the week.</param>
/// <param name="HourOfWeek">0 (Monday 00:00) to 167 (Sunday 23:00); null for days, weeks and months.</param>
/// <param name="Count">
/// The count; null where no source reported on any of its counted days, or no time of the period is known to the step.
/// </param>
/// <param name="IsTooFew">Whether the count is below 5, or there are no data.</param>
/// <param name="DaysCounted">
/// Number of its days that are counted: those of the period up to today, and up to `asKnownOn`. For an hour of the week the number of such
/// weekdays.
/// </param>
/// <param name="DaysInStep">Number of its days, counted or not; null for an hour of the week.</param>
/// <param name="DaysCovered">Number of the counted days on which a source reported.</param>
public sealed record TrendPoint(
    LocalDate? Day, int? HourOfWeek, int? Count, bool IsTooFew, int DaysCounted, int? DaysInStep, int DaysCovered)
{
    /// <summary>Whether fewer days are counted and covered than the step has: its count is no fall against a whole step.</summary>
    public bool IsCut => DaysCovered < DaysInStep;
}

/// <summary>Queries of trends.</summary>
[QueryType]
internal static class TrendQueries
{
    private const int TooFewBelow = 5;
    private const int MostPoints = 100_000;

    /// <summary>
    /// Counts by hour of the week, day, week or month. Within bounds only incidents are counted by district or hour. Error
    /// `TOO_MANY_POINTS` beyond 100,000 points. Warning `TIME_NOT_KNOWN_TO_STEP` where times are known less precisely than to a step.
    /// </summary>
    /// <param name="from">First local day.</param>
    /// <param name="until">First local day no longer counted.</param>
    /// <param name="grain">The steps of the period.</param>
    /// <param name="splitBy">How the counts are split into series; default one series.</param>
    /// <param name="filter">What is counted; default all incidents.</param>
    /// <param name="asKnownOn">Count as known at the end of this day; default: as known now.</param>
    public static async Task<Trend> Trend(
        [FromServices] SeriesReader reader, [FromServices] CountFilters filters, [FromServices] Cities cities, [FromServices] IClock clock,
        LocalDate from, LocalDate until, TrendGrain grain, SplitBy splitBy = SplitBy.All, CountFilter? filter = null,
        LocalDate? asKnownOn = null, CancellationToken cancellation = default)
    {
        var request = await filters.Series(filter, from, until, asKnownOn, grain, splitBy, cancellation);
        var steps = TrendReader.Steps(request);
        var series = await reader.Read(request, cancellation);
        if ((long)steps.Count * series.Count > MostPoints)
            throw new RefusedException(
                new(
                    ErrorCode.TooManyPoints,
                    $"{steps.Count} steps of {series.Count} series; an answer contains at most {MostPoints} points.",
                    "grain"));
        CountedDays days = new(request.Scope, grain, cities.Local(clock.GetCurrentInstant(), null).Date);
        return new(
            request.Scope.Measure.AsCount(), grain, splitBy, from, until, asKnownOn, request.NotKnownToStep.ToInt(),
            series.Select(s => Series(
                s, steps, grain, days, request.AllLeftOut(series), Residents.Of(cities, splitBy, s.Key, request.Scope))));
    }

    private static TrendSeries Series(CountSeries series, List<int> steps, TrendGrain grain, CountedDays days, bool leftOut,
        Residents? residents)
    {
        var (city, total) = (series.Key.City, series.Counts.Sum().ToInt());
        int[] covered = [.. steps.Select(step => days.Covered(step, city))];
        int?[] counts = [.. series.Counts.Zip(covered, (n, of) => of == 0 || leftOut ? (int?)null : n.ToInt())];
        var (asked, known) = days.Total(city);
        return new(
            known == 0 || leftOut ? null : total, counts.Sum(n => (long)(n ?? 0)) < (long)TooFewBelow * counts.Count(n => n is not null),
            steps.Select((step, i) => Point(step, counts[i], covered[i], grain, days)), counts, residents,
            known == 0 || leftOut ? null : residents?.Rate(total), asked, known,
            leftOut && known > 0 ? CoverageCode.TimeNotKnownToStep : ScopeCoverage.CodeOf(known, asked))
        { Of = series.Key };
    }

    private static TrendPoint Point(int step, int? count, int covered, TrendGrain grain, CountedDays days) => new(
        grain is TrendGrain.HourOfWeek ? null : CountedDays.FirstDay(step), grain is TrendGrain.HourOfWeek ? step : null, count,
        count is null or < TooFewBelow, days.In(step), days.Of(step), covered);
}
