using GraphQL;
using Incidents.Api.GraphQL;
using Incidents.Domain;
using Incidents.Projections.Ledgers;
using Incidents.Projections.Trends;
using NodaTime;

namespace Incidents.Api.Trends;

/// <summary>Counts by step of time.</summary>
/// <param name="Measure">What is counted.</param>
/// <param name="Grain">The steps of the period.</param>
/// <param name="From">First local day counted.</param>
/// <param name="Until">First local day no longer counted.</param>
/// <param name="KnownOn">As known at the end of this day; null: as known now.</param>
/// <param name="Series">The series, by key.</param>
public sealed record Trend(
    Measure Measure, TrendGrain Grain, LocalDate From, LocalDate Until, LocalDate? KnownOn, IEnumerable<TrendSeries> Series);

/// <summary>One series.</summary>
/// <param name="Key">City, district or category; empty for the only series.</param>
/// <param name="Total">Sum of its points.</param>
/// <param name="TooFew">Whether the average is below 5 a step: too few to compare steps.</param>
/// <param name="Points">A point for every step, zeros included.</param>
/// <param name="Counts">The points' counts alone, in the same order.</param>
/// <param name="Residents">The residents of the city, or of the requested cities; null where not known.</param>
/// <param name="Per100000">The total per 100,000 residents, over the whole period; null where these are not known.</param>
public sealed record TrendSeries(
    string Key, long Total, bool TooFew, IEnumerable<TrendPoint> Points, IEnumerable<long> Counts, Residents? Residents, double? Per100000)
{
    /// <summary>The points' counts per 100,000 residents, in the same order; null where these are not known.</summary>
    public IEnumerable<double>? CountsPer100000 => Residents is { } residents ? Counts.Select(residents.Rate) : null;
}

/// <summary>One step.</summary>
/// <param name="Day">The step's first local day; null for an hour of the week.</param>
/// <param name="HourOfWeek">0 (Monday 00:00) to 167 (Sunday 23:00); null for days, weeks and months.</param>
/// <param name="Count">The count.</param>
/// <param name="TooFew">Whether the count is below 5.</param>
public sealed record TrendPoint(LocalDate? Day, int? HourOfWeek, long Count, bool TooFew);

/// <summary>Queries of trends.</summary>
[QueryType]
public static class TrendQueries
{
    private const long TooFewBelow = 5;
    private const int MostPoints = 100_000;

    /// <summary>Counts by hour of the week, day, week or month. Error `TOO_MANY_POINTS` beyond 100,000 points.</summary>
    /// <param name="from">First local day.</param>
    /// <param name="until">First local day no longer counted.</param>
    /// <param name="grain">The steps of the period.</param>
    /// <param name="by">How the counts are split into series; default one series.</param>
    /// <param name="cities">City codes; default all.</param>
    /// <param name="districts">Districts as the source names them; default all.</param>
    /// <param name="categories">Category codes; default all.</param>
    /// <param name="knownAt">Count as known at the end of this day; default: as known now.</param>
    /// <param name="measure">What is counted; default incidents.</param>
    public static async Task<Trend> Trend(
        [FromServices] TrendReader reader, [FromServices] Cities towns, LocalDate from, LocalDate until, TrendGrain grain,
        TrendSeriesBy by = TrendSeriesBy.All, IEnumerable<string>? cities = null, IEnumerable<string>? districts = null,
        IEnumerable<string>? categories = null, LocalDate? knownAt = null, Measure measure = Measure.Incidents,
        CancellationToken cancellation = default)
    {
        Checks.Period(from, until);
        Checks.Counted(measure);
        var request = new TrendRequest(
            measure, from, until, grain, by, cities?.ToArray(), districts?.ToArray(), categories?.ToArray(), knownAt);
        var steps = TrendReader.Steps(request);
        var series = await reader.Read(request, cancellation);
        if ((long)steps.Count * series.Count > MostPoints)
            throw new RefusedException(
                new(
                    ErrorCode.TooManyPoints,
                    $"{steps.Count} steps of {series.Count} series; an answer contains at most {MostPoints} points.",
                    "grain"));
        return new(
            measure, grain, from, until, knownAt,
            series.Select(s => Series(s, steps, request, Residents.Of(towns, by, s.Key, request.Cities, request.Districts, until))));
    }

    private static TrendSeries Series(CountSeries series, List<int> steps, TrendRequest request, Residents? residents)
    {
        var total = series.Counts.Sum();
        return new(
            series.Key, total, total < TooFewBelow * steps.Count, steps.Select((step, i) => Point(step, series.Counts[i], request.Grain)),
            series.Counts,
            residents, residents?.Rate(total));
    }

    private static TrendPoint Point(int step, long count, TrendGrain grain) => grain is TrendGrain.HourOfWeek
        ? new(null, step, count, count < TooFewBelow)
        : new(new LocalDate(1970, 1, 1).PlusDays(step), null, count, count < TooFewBelow);
}
