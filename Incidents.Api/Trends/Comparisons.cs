using GraphQL;
using Incidents.Api.Analyses;
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

/// <summary>With what a span is compared.</summary>
public enum ComparedWith
{
    /// <summary>As many days directly before.</summary>
    SpanBefore,

    /// <summary>The same days of the calendar a year earlier; a 29 February becomes the 28th.</summary>
    YearEarlier,
}

/// <summary>Counts of late compared with earlier ones.</summary>
/// <param name="Basis">Method, parameters, n (the days read), the whole time compared and what was known.</param>
/// <param name="Series">The comparisons, by key.</param>
public sealed record Comparison(AnalysisBasis Basis, IReadOnlyList<ComparedSeries> Series);

/// <summary>The comparisons of one city, district or category.</summary>
/// <param name="Key">What they are of; empty for the only one.</param>
/// <param name="Changes">A week and four weeks each against the span before and a year earlier, the year to date against a year earlier.</param>
/// <param name="Residents">The residents of the city, or of the cities asked about; null where not known.</param>
public sealed record ComparedSeries(string Key, IReadOnlyList<ComparedSpan> Changes, Residents? Residents);

/// <summary>One comparison, allowing for the chance in counts.</summary>
/// <param name="Span">Which days.</param>
/// <param name="Against">With what they are compared.</param>
/// <param name="From">First local day.</param>
/// <param name="Until">First local day no longer counted.</param>
/// <param name="BeforeFrom">First local day of the earlier span.</param>
/// <param name="BeforeUntil">First local day no longer in it.</param>
/// <param name="Count">How many.</param>
/// <param name="Before">How many in the earlier span.</param>
/// <param name="Change">2(√count − √before), before scaled to the later span's length.</param>
/// <param name="IsNotable">Whether that lies beyond ±3, as chance alone brings about once in thirty times.</param>
/// <param name="RateRatio">Later rate / earlier rate; null where the earlier count is 0.</param>
/// <param name="RateRatioLow">Exact lower 95 % bound of the ratio; null where nothing was counted.</param>
/// <param name="RateRatioHigh">Exact upper bound; null where the earlier count is 0.</param>
/// <param name="P">Two-sided exact conditional p of equal rates.</param>
/// <param name="PETest">Two-sided p of the E-test, which is less conservative.</param>
/// <param name="TooFew">Whether both counts are below 5.</param>
/// <param name="Per100000">The later count per 100,000 residents; null where these are not known.</param>
/// <param name="BeforePer100000">The earlier count, per as many residents as the later one.</param>
public sealed record ComparedSpan(
    ComparisonSpan Span, ComparedWith Against, LocalDate From, LocalDate Until, LocalDate BeforeFrom, LocalDate BeforeUntil, long Count, long Before, double Change,
    bool IsNotable, double? RateRatio, double? RateRatioLow, double? RateRatioHigh, double P, double PETest, bool TooFew,
    double? Per100000, double? BeforePer100000);

/// <summary>Comparisons.</summary>
[QueryType]
public static class ComparisonQueries
{
    private const int MostSeries = 200;
    private const double NotableBeyond = 3;

    /// <summary>
    /// The last week, four weeks and the year to date against the span before and a year earlier. A source that reports late makes the latest days look quiet: ask with
    /// `knownAt` for both as known on one day. Error `TOO_MANY_SERIES` beyond 200.
    /// </summary>
    /// <param name="until">First local day no longer counted: the day after the last one.</param>
    /// <param name="by">What tells series apart; one series unless told.</param>
    /// <param name="cities">City codes; all unless told.</param>
    /// <param name="districts">Districts as the source names them; all unless told.</param>
    /// <param name="categories">Category codes; all unless told.</param>
    /// <param name="knownAt">Count as known at the end of this day; as known now unless told.</param>
    /// <param name="measure">What is counted; incidents unless told.</param>
    public static async Task<Comparison> Comparison(
        [FromServices] TrendReader reader, [FromServices] Freshness freshness, [FromServices] Cities known, LocalDate until, TrendSeriesBy by = TrendSeriesBy.All, IEnumerable<string>? cities = null,
        IEnumerable<string>? districts = null, IEnumerable<string>? categories = null, LocalDate? knownAt = null, Measure measure = Measure.Incidents,
        CancellationToken cancellationToken = default)
    {
        if (until.Year < 3)
            throw RefusedException.BadInput("until", "There is no year to compare with.");
        var spans = Spans(until).ToArray();
        var first = spans.Min(s => s.BeforeFrom);
        var scope = AnalysisScope.Checked(first, until, categories, knownAt, measure);
        var (towns, parts) = (cities?.ToArray(), districts?.ToArray());
        var position = (await freshness.Read()).Projected;
        var series = await reader.Read(new(measure, first, until, TrendGrain.Day, by, towns, parts, scope.Categories, knownAt), cancellationToken);
        if (series.Count > MostSeries)
            throw new RefusedException(new("TOO_MANY_SERIES", $"{series.Count} series; at most {MostSeries} are compared.", "by"));
        var basis = CountChange.Between(0, 0).Basis with
        {
            N = Period.DaysBetween(first, until),
            Parameters = new Dictionary<string, object?> { ["confidence"] = 0.95, ["by"] = by.ToString(), ["cities"] = towns, ["districts"] = parts },
        };
        return new(
            AnalysisBasis.Of(basis, scope, series.Sum(s => s.Counts.Sum()), position),
            [.. series.Select(s => Series(s, Residents.Of(known, by, s.Key, towns, parts, until)))]);

        ComparedSeries Series(CountSeries s, Residents? residents) => new(s.Key, [.. spans.Select(span => Compared(span, s.Counts, first, residents))], residents);
    }

    private static IEnumerable<(ComparisonSpan Span, ComparedWith Against, LocalDate From, LocalDate Until, LocalDate BeforeFrom, LocalDate BeforeUntil)> Spans(LocalDate until)
    {
        foreach (var (span, days) in new[] { (ComparisonSpan.Week, 7), (ComparisonSpan.FourWeeks, 28) })
        {
            var from = until.PlusDays(-days);
            yield return (span, ComparedWith.SpanBefore, from, until, from.PlusDays(-days), from);
            yield return (span, ComparedWith.YearEarlier, from, until, from.PlusYears(-1), until.PlusYears(-1));
        }
        var year = new LocalDate(until.PlusDays(-1).Year, 1, 1);
        yield return (ComparisonSpan.YearToDate, ComparedWith.YearEarlier, year, until, year.PlusYears(-1), until.PlusYears(-1));
    }

    private static ComparedSpan Compared(
        (ComparisonSpan Span, ComparedWith Against, LocalDate From, LocalDate Until, LocalDate BeforeFrom, LocalDate BeforeUntil) span, long[] counts, LocalDate first,
        Residents? residents)
    {
        var (now, before) = (Sum(span.From, span.Until), Sum(span.BeforeFrom, span.BeforeUntil));
        var change = CountChange.Between(before, now, Period.DaysBetween(span.BeforeFrom, span.BeforeUntil), Period.DaysBetween(span.From, span.Until));
        return new(
            span.Span, span.Against, span.From, span.Until, span.BeforeFrom, span.BeforeUntil, now, before, change.Score, Math.Abs(change.Score) > NotableBeyond,
            Known(change.RateRatio), Known(change.RateRatioLow), Known(change.RateRatioHigh), change.PExact, change.PETest, now < 5 && before < 5, residents?.Rate(now),
            residents?.Rate(before));

        // As of a past day a withdrawal may have been known before what it withdraws: a count below zero is none.
        long Sum(LocalDate from, LocalDate to) =>
            Math.Max(0, counts.AsSpan(Period.DaysBetween(first, from), Period.DaysBetween(from, to)).ToArray().Sum());
    }

    private static double? Known(double value) => double.IsFinite(value) ? value : null;
}
