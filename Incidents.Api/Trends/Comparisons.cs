using GraphQL;
using Incidents.Api.Analyses;
using Incidents.Api.Counts;
using Incidents.Api.GraphQL;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Projections.Ledgers;
using Incidents.Projections.Trends;
using Incidents.Statistics.Series;
using NodaTime;

namespace Incidents.Api.Trends;

/// <summary>A span of days up to a day.</summary>
public enum ComparisonSpan
{
    /// <summary>The last 7 days.</summary>
    Week,

    /// <summary>The last 28 days: four of each weekday.</summary>
    FourWeeks,

    /// <summary>From 1 January of the year of the last day.</summary>
    YearToDate,
}

/// <summary>What a span is compared with.</summary>
public enum ComparedWith
{
    /// <summary>The same number of days directly before.</summary>
    SpanBefore,

    /// <summary>The 28 days directly before the week. The count of the earlier span is that of four weeks.</summary>
    FourWeeksBefore,

    /// <summary>The same days of the calendar a year earlier; a 29 February becomes the 28th.</summary>
    YearEarlier,
}

/// <summary>Recent counts compared with earlier ones.</summary>
/// <param name="Basis">Method, parameters, observations (the days read), the whole period and what was known.</param>
/// <param name="Series">The comparisons, by city, district, category and group.</param>
public sealed record Comparison(AnalysisBasis Basis, IReadOnlyList<ComparedSeries> Series);

/// <summary>The comparisons of one series.</summary>
/// <param name="Changes">
/// A week and four weeks each against the span before and a year earlier, the week also against the four weeks before it, the year to date
/// against a year earlier.
/// </param>
/// <param name="Residents">The residents of the city, or of the requested cities; null where not known.</param>
public sealed record ComparedSeries(IReadOnlyList<ComparedSpan> Changes, Residents? Residents) : SplitSeries;

/// <summary>One comparison, which allows for random variation.</summary>
/// <param name="Span">Which days.</param>
/// <param name="Against">What they are compared with.</param>
/// <param name="From">First local day.</param>
/// <param name="Until">First local day no longer counted.</param>
/// <param name="BeforeFrom">First local day of the earlier span.</param>
/// <param name="BeforeUntil">First local day no longer in it.</param>
/// <param name="Count">Count of the covered days of the later span; null where there are none.</param>
/// <param name="Before">Count of the covered days of the earlier span; null where there are none.</param>
/// <param name="Change">
/// 2(√count − √before), before scaled to the later span's covered days; the variance is 2 also where the spans differ in these. Null
/// without data of both spans, with other sources in one than in the other, or with times that are not known to the day.
/// </param>
/// <param name="IsNotable">Whether the change is beyond ±3, as happens by chance once in thirty times; null where `change` is.</param>
/// <param name="RateRatio">Later rate / earlier rate; null where the earlier count is 0.</param>
/// <param name="RateRatioLow">Exact lower 95 % bound of the ratio; null where nothing was counted.</param>
/// <param name="RateRatioHigh">Exact upper bound; null where the earlier count is 0.</param>
/// <param name="P">Two-sided exact conditional p of equal rates for each covered day; null where `change` is.</param>
/// <param name="PETest">Two-sided p of the E-test, which is less conservative; null where `change` is.</param>
/// <param name="IsTooFew">Whether both counts are below 5, or there are no data.</param>
/// <param name="Per100000">The later count per 100,000 residents; null where these are not known.</param>
/// <param name="BeforePer100000">The earlier count per 100,000 of the same residents.</param>
/// <param name="DaysCovered">Number of days of the later span on which a source reported (see `sourceCoverage`).</param>
/// <param name="BeforeDaysCovered">The same of the earlier span.</param>
/// <param name="CoverageCode">
/// `COVERAGE_NONE` where a span has no data, so that nothing is compared; `COVERAGE_PARTIAL` where rates of the covered days are compared,
/// which are not the same days of both spans, and where the sources differ, so that nothing is compared;
/// `TIME_NOT_KNOWN_TO_STEP` where nothing of a span is known to the day, so that its count is null; else null.
/// </param>
public sealed record ComparedSpan(
    ComparisonSpan Span, ComparedWith Against, LocalDate From, LocalDate Until, LocalDate BeforeFrom, LocalDate BeforeUntil, int? Count,
    int? Before, double? Change, bool? IsNotable, double? RateRatio, double? RateRatioLow, double? RateRatioHigh, double? P,
    double? PETest, bool IsTooFew, double? Per100000, double? BeforePer100000, int DaysCovered, int BeforeDaysCovered,
    CoverageCode? CoverageCode);

/// <summary>Queries of comparisons.</summary>
[QueryType]
internal static class ComparisonQueries
{
    private const int MostSeries = 200;

    /// <summary>
    /// The last week, four weeks and the year to date against the span before and a year earlier, the week also against the four weeks
    /// before it. Late reports make the latest days look
    /// quiet: with `asKnownOn`, both spans are counted as known on the same day. Error `TOO_MANY_SERIES` beyond 200.
    /// </summary>
    /// <param name="until">First local day no longer counted: the day after the last one.</param>
    /// <param name="splitBy">How the counts are split into series; default one series.</param>
    /// <param name="filter">What is counted; default all incidents.</param>
    /// <param name="asKnownOn">Count as known at the end of this day; default: as known now.</param>
    public static async Task<Comparison> Comparison(
        [FromServices] SeriesReader reader, [FromServices] CountFilters filters, [FromServices] Freshness freshness,
        [FromServices] Cities cities, [FromServices] TimeNotes times, LocalDate until, SplitBy splitBy = SplitBy.All,
        CountFilter? filter = null,
        LocalDate? asKnownOn = null, CancellationToken cancellation = default)
    {
        if (until.Year < 3)
            throw RefusedException.BadInput("until", "There is no earlier year to compare with.");
        var spans = Spans(until).ToArray();
        var first = spans.Min(s => s.BeforeFrom);
        var request = await filters.Series(filter, first, until, asKnownOn, TrendGrain.Day, splitBy, cancellation, compares: true);
        // The counts by day leave out what is known less precisely.
        var coarse = new Dictionary<DayRange, (bool Some, bool All)>();
        foreach (var range in spans.SelectMany(s => new DayRange[] { new(s.From, s.Until), new(s.BeforeFrom, s.BeforeUntil) }))
        {
            if (request.NotKnownToStep > 0 && !coarse.ContainsKey(range))
                coarse[range] = await times.NotKnownToDay(request.Scope, range.From, range.Until, cancellation);
        }
        var position = (await freshness.Read()).Projected;
        var series = await reader.Read(request, cancellation);
        if (series.Count > MostSeries)
            throw new RefusedException(
                new(ErrorCode.TooManySeries, $"{series.Count} series; at most {MostSeries} are compared.", "splitBy"));
        var basis = CountChange.Between(0, 0).Basis with
        {
            N = Period.DaysBetween(first, until),
            Parameters = new Dictionary<string, object?>
            {
                ["confidence"] = 0.95,
                ["splitBy"] = splitBy,
            },
        };
        return new(
            AnalysisBasis.Of(basis, request.Scope, series.Sum(s => s.Counts.Sum()), position),
            [.. series.Select(s => Series(s, Residents.Of(cities, splitBy, s.Key, request.Scope)))]);

        ComparedSeries Series(CountSeries s, Residents? residents) =>
            new([.. ComparedSpans(s, residents)], residents) { Of = s.Key };

        IEnumerable<ComparedSpan> ComparedSpans(CountSeries s, Residents? residents)
        {
            var (covered, sets) = (request.Scope.Coverage?.Of(s.Key.City), request.Scope.Coverage?.SetsOf(s.Key.City, first, until));
            return spans.Select(span => Compared(span, s, first, covered, sets, residents, coarse));
        }
    }

    private static IEnumerable<(
        ComparisonSpan Span, ComparedWith Against, LocalDate From, LocalDate Until, LocalDate BeforeFrom,
        LocalDate BeforeUntil)> Spans(LocalDate until)
    {
        foreach (var (span, days) in new[] { (ComparisonSpan.Week, 7), (ComparisonSpan.FourWeeks, 28) })
        {
            var from = until.PlusDays(-days);
            yield return (span, ComparedWith.SpanBefore, from, until, from.PlusDays(-days), from);
            if (span is ComparisonSpan.Week)
                yield return (span, ComparedWith.FourWeeksBefore, from, until, from.PlusDays(-28), from);
            yield return (span, ComparedWith.YearEarlier, from, until, from.PlusYears(-1), until.PlusYears(-1));
        }
        var year = new LocalDate(until.PlusDays(-1).Year, 1, 1);
        yield return (ComparisonSpan.YearToDate, ComparedWith.YearEarlier, year, until, year.PlusYears(-1), until.PlusYears(-1));
    }

    private static ComparedSpan Compared(
        (ComparisonSpan Span, ComparedWith Against, LocalDate From, LocalDate Until, LocalDate BeforeFrom, LocalDate BeforeUntil) span,
        CountSeries series, LocalDate first, CoveredDays? covered, SourceSets? sets, Residents? residents,
        Dictionary<DayRange, (bool Some, bool All)> coarse)
    {
        var (later, earlier) = (Sum(span.From, span.Until), Sum(span.BeforeFrom, span.BeforeUntil));
        DayRange days = new(span.From, span.Until);
        DayRange daysBefore = new(span.BeforeFrom, span.BeforeUntil);
        var hasOtherSources = sets?.Differ(days, daysBefore) is true;
        var (coarseNow, coarseBefore) = (coarse.GetValueOrDefault(days), coarse.GetValueOrDefault(daysBefore));
        var hasCoarseTimes = coarseNow.Some || coarseBefore.Some;
        later = coarseNow.All ? later with { Count = null } : later;
        earlier = coarseBefore.All ? earlier with { Count = null } : earlier;
        var compared = ComparedRates.Of(later, earlier, hasOtherSources, hasCoarseTimes);
        return new(
            span.Span, span.Against, span.From, span.Until, span.BeforeFrom, span.BeforeUntil, later.Count, earlier.Count,
            compared.Change, compared.IsNotable, compared.Test?.RateRatio.Finite(), compared.Test?.RateRatioLow.Finite(),
            compared.Test?.RateRatioHigh.Finite(), compared.Test?.PExact, compared.Test?.PETest,
            later.Count is null or < 5 && earlier.Count is null or < 5,
            later.Count is { } n ? residents?.Rate(n) : null, earlier.Count is { } m ? residents?.Rate(m) : null, later.Covered,
            earlier.Covered, IsLeftOut(later) || IsLeftOut(earlier) ? CoverageCode.TimeNotKnownToStep : compared.Code);

        static bool IsLeftOut(CoveredCount of) => of.Count is null && of.Covered > 0;

        // As of a past day a withdrawal may be known before the incident that it withdraws: a count below zero is taken as zero.
        CoveredCount Sum(LocalDate from, LocalDate to)
        {
            var (begin, days, sum) = (Period.DaysBetween(first, from), Period.DaysBetween(from, to), 0L);
            for (var day = 0; day < days; day++)
                sum += covered?.Contains(from.PlusDays(day)) is false ? 0 : series.Counts[begin + day];
            return CoveredCount.Of(sum, days, covered?.In(from, to) ?? days);
        }
    }
}
