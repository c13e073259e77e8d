using GraphQL;
using Incidents.Api.Analyses;
using Incidents.Api.GraphQL;
using Incidents.Api.Store;
using Incidents.Projections.Ledgers;
using Incidents.Projections.Trends;
using Incidents.Statistics.Series;
using NodaTime;
using Detector = Incidents.Statistics.Series.Anomalies;

namespace Incidents.Api.Trends;

/// <summary>Unusual days, at a false-alarm rate that is promised.</summary>
/// <param name="Basis">Method, parameters, n (days judged and the history before them), period and what was known.</param>
/// <param name="Series">The series, by key.</param>
public sealed record AnomalyReport(AnalysisBasis Basis, IReadOnlyList<AnomalySeries> Series);

/// <summary>One series.</summary>
/// <param name="Key">What it is of; empty for the only one.</param>
/// <param name="TooFew">Whether fewer than 5 a day were counted on average: low alarms are then impossible or nearly so.</param>
/// <param name="Judged">Days judged.</param>
/// <param name="Alarms">Days that raised an alarm.</param>
/// <param name="ExpectedFalseAlarms">How many alarms to expect, at most, where nothing has changed.</param>
/// <param name="Days">The days, from the first on.</param>
public sealed record AnomalySeries(string Key, bool TooFew, int Judged, int Alarms, double ExpectedFalseAlarms, IReadOnlyList<JudgedDay> Days);

/// <summary>Verdict on one day.</summary>
/// <param name="Day">The day.</param>
/// <param name="Count">Its count.</param>
/// <param name="Expected">Mean of the same weekdays before it.</param>
/// <param name="Dispersion">Variance of the reference over its mean, at least 1.</param>
/// <param name="PHigh">Chance of a count at least as high.</param>
/// <param name="PLow">Chance of one at least as low.</param>
/// <param name="Kind">The verdict.</param>
public sealed record JudgedDay(LocalDate Day, long Count, double? Expected, double? Dispersion, double? PHigh, double? PLow, AnomalyKind Kind);

/// <summary>Anomalies.</summary>
[QueryType]
public static class AnomalyQueries
{
    private const int MostPoints = 100_000;

    /// <summary>
    /// Days whose counts are unusual beside the same weekdays before them. The history that this needs is read besides: every day from the first on is judged.
    /// Error `TOO_MANY_POINTS` beyond 100,000 days in all.
    /// </summary>
    /// <param name="from">First local day judged.</param>
    /// <param name="until">First local day no longer judged.</param>
    /// <param name="falseAlarmRate">Promised chance that a day raises an alarm although nothing has changed; above 0 and below a half.</param>
    /// <param name="weeks">How many earlier weeks are the reference, 2 to 104.</param>
    /// <param name="bothSides">Whether unusually low counts raise an alarm too; the rate is then shared.</param>
    /// <param name="estimateDispersion">Whether counts may vary more than Poisson counts do.</param>
    /// <param name="by">What tells series apart; one series unless told.</param>
    /// <param name="cities">City codes; all unless told.</param>
    /// <param name="districts">Districts as the source names them; all unless told.</param>
    /// <param name="categories">Category codes; all unless told.</param>
    /// <param name="knownAt">Count as known at the end of this day; as known now unless told.</param>
    /// <param name="measure">What is counted; incidents unless told.</param>
    public static async Task<AnomalyReport> Anomalies(
        [FromServices] TrendReader reader, [FromServices] Freshness freshness, LocalDate from, LocalDate until, double falseAlarmRate = 0.005, int weeks = 8,
        bool bothSides = true, bool estimateDispersion = true, TrendSeriesBy by = TrendSeriesBy.All, IEnumerable<string>? cities = null,
        IEnumerable<string>? districts = null, IEnumerable<string>? categories = null, LocalDate? knownAt = null, Measure measure = Measure.Incidents,
        CancellationToken cancellationToken = default)
    {
        var scope = AnalysisScope.Checked(from, until, categories, knownAt, measure);
        if (falseAlarmRate is not (> 0 and < 0.5))
            throw RefusedException.BadInput("falseAlarmRate", "A false-alarm rate lies above 0 and below a half.");
        if (weeks is < 2 or > 104)
            throw RefusedException.BadInput("weeks", "The reference is from 2 to 104 weeks.");
        AnomalyOptions options = new() { Period = 7, Cycles = weeks, FalseAlarmRate = falseAlarmRate, BothSides = bothSides, EstimateDispersion = estimateDispersion };
        var history = 7 * weeks;
        var (first, towns, parts) = (from.PlusDays(-history), cities?.ToArray(), districts?.ToArray());
        Checks.History(first);
        var position = (await freshness.Read()).Projected;
        var series = await reader.Read(new(measure, first, until, TrendGrain.Day, by, towns, parts, scope.Categories, knownAt), cancellationToken);
        var days = Period.DaysBetween(first, until);
        if ((long)days * series.Count > MostPoints)
            throw new RefusedException(new("TOO_MANY_POINTS", $"{days} days of {series.Count} series; at most {MostPoints} points are judged.", "until"));
        var judged = series.ConvertAll(s => Judged(s, from, history, options));
        var basis = Detector.Detect([], options).Basis with { N = days };
        return new(
            AnalysisBasis.Of(
                basis, scope, judged.Sum(s => s.Days.Sum(d => d.Count)), position, ("historyDays", history), ("by", by.ToString()), ("cities", towns), ("districts", parts)),
            judged);
    }

    private static AnomalySeries Judged(CountSeries series, LocalDate from, int history, AnomalyOptions options)
    {
        // As of a past day a withdrawal may have been known before what it withdraws: a count below zero is none.
        var found = Detector.Detect([.. series.Counts.Select(n => (double)Math.Max(0, n))], options);
        JudgedDay[] days =
        [
            .. found.Counts.Skip(history).Select((v, i) => new JudgedDay(
                from.PlusDays(i), series.Counts[history + i], Known(v.Expected), Known(v.Dispersion), Known(v.PHigh), Known(v.PLow), v.Kind)),
        ];
        return new(
            series.Key, series.Counts.Sum() < 5L * series.Counts.Length, found.Judged, days.Count(d => d.Kind is AnomalyKind.High or AnomalyKind.Low),
            found.ExpectedFalseAlarms, days);
    }

    private static double? Known(double value) => double.IsFinite(value) ? value : null;
}
