using GraphQL;
using Incidents.Api.Analyses;
using Incidents.Api.Counts;
using Incidents.Api.GraphQL;
using Incidents.Api.Sources;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Projections.Ledgers;
using Incidents.Projections.Trends;
using Incidents.Statistics.Series;
using NodaTime;
using Detector = Incidents.Statistics.Series.Anomalies;

namespace Incidents.Api.Trends;

/// <summary>Unusual days, at a given false-alarm rate.</summary>
/// <param name="Basis">Method, parameters, observations (days judged and the history before them), period and what was known.</param>
/// <param name="Series">The series, by city, district, category and group.</param>
public sealed record AnomalyReport(AnalysisBasis Basis, IReadOnlyList<AnomalySeries> Series);

/// <summary>One series.</summary>
/// <param name="IsTooFew">Whether the average is below 5 a day: alarms for low counts are then almost impossible.</param>
/// <param name="Judged">
/// Days judged: those on which a source reported (see `sourceCoverage`), and before which the same sources did on at least half of the same
/// weekdays.
/// </param>
/// <param name="Alarms">Days that raised an alarm.</param>
/// <param name="ExpectedFalseAlarms">Upper bound of the expected number of alarms where nothing has changed.</param>
/// <param name="Days">The days, from the first on.</param>
/// <param name="DaysCovered">Number of these days on which a source reported.</param>
public sealed record AnomalySeries(
    bool IsTooFew, int Judged, int Alarms, double ExpectedFalseAlarms, IReadOnlyList<JudgedDay> Days, int DaysCovered) : SplitSeries;

/// <summary>Result for one day.</summary>
/// <param name="Day">The day.</param>
/// <param name="Count">Count of the day; null where no source reported, or no time of the period is known to the day: no alarm.</param>
/// <param name="Expected">Mean of the same weekdays before it.</param>
/// <param name="Dispersion">Variance of the reference over its mean, at least 1.</param>
/// <param name="PHigh">Probability of a count at least as high.</param>
/// <param name="PLow">Probability of a count at least as low.</param>
/// <param name="Kind">The result.</param>
public sealed record JudgedDay(
    LocalDate Day, int? Count, double? Expected, double? Dispersion, double? PHigh, double? PLow, AnomalyKind Kind);

/// <summary>Queries of anomalies.</summary>
[QueryType]
internal static class AnomalyQueries
{
    private const int MostPoints = 100_000;

    /// <summary>
    /// Days whose counts are unusual compared with the same weekdays before them. The history before the period is read too, so that every
    /// day of the period is judged. Error `TOO_MANY_POINTS` beyond 100,000 days in all.
    /// </summary>
    /// <param name="from">First local day judged.</param>
    /// <param name="until">First local day no longer judged.</param>
    /// <param name="falseAlarmRate">Probability of an alarm on a day although nothing has changed; above 0 and below 0.5.</param>
    /// <param name="weeks">Number of earlier weeks in the reference, 2 to 104.</param>
    /// <param name="bothSides">Whether unusually low counts raise an alarm too; the rate is then shared.</param>
    /// <param name="estimateDispersion">Whether counts may vary more than Poisson counts do.</param>
    /// <param name="splitBy">How the counts are split into series; default one series.</param>
    /// <param name="filter">What is counted; default all incidents.</param>
    /// <param name="asKnownOn">Count as known at the end of this day; default: as known now.</param>
    public static async Task<AnomalyReport> Anomalies(
        [FromServices] SeriesReader reader, [FromServices] CountFilters filters, [FromServices] Freshness freshness,
        [FromServices] SourceCoverages coverages, LocalDate from, LocalDate until, double falseAlarmRate = 0.005, int weeks = 8,
        bool bothSides = true, bool estimateDispersion = true, SplitBy splitBy = SplitBy.All, CountFilter? filter = null,
        LocalDate? asKnownOn = null, CancellationToken cancellation = default)
    {
        var request = await filters.Series(filter, from, until, asKnownOn, TrendGrain.Day, splitBy, cancellation, compares: true);
        if (falseAlarmRate is not (> 0 and < 0.5))
            throw RefusedException.BadInput("falseAlarmRate", "A false-alarm rate lies above 0 and below 0.5.");
        if (weeks is < 2 or > 104)
            throw RefusedException.BadInput("weeks", "The reference is from 2 to 104 weeks.");
        AnomalyOptions options = new()
        {
            Period = 7,
            Cycles = weeks,
            FalseAlarmRate = falseAlarmRate,
            BothSides = bothSides,
            EstimateDispersion = estimateDispersion,
        };
        var history = 7 * weeks;
        var first = from.PlusDays(-history);
        Checks.History(first);
        var position = (await freshness.Read()).Projected;
        var series = await reader.Read(request with { Scope = request.Scope with { From = first } }, cancellation);
        var days = Period.DaysBetween(first, until);
        if ((long)days * series.Count > MostPoints)
            throw new RefusedException(
                new(ErrorCode.TooManyPoints, $"{days} days of {series.Count} series; at most {MostPoints} points are judged.", "until"));
        var leftOut = request.AllLeftOut(series, history);
        var end = coverages.EndOf(request.Scope);
        var judged = series.ConvertAll(s => Judged(s, from, history, options, Covered(s), Sets(s.Key.City)));
        if (Sets(null)?.In(first, end).Skip(1).Any() is true)
            await filters.Covered(request.Scope with { From = first }, cancellation, compares: true);
        var basis = Detector.Detect([], options).Basis with { N = days };
        return new(
            AnalysisBasis.Of(
                basis, request.Scope, judged.Sum(s => s.Days.Sum(d => (long)(d.Count ?? 0))), position, ("historyDays", history),
                ("splitBy", splitBy)),
            judged);

        SourceSets? Sets(string? city) => request.Scope.Coverage?.SetsOf(city, first, end);

        // Of days to come nothing is known either.
        CoveredDays Covered(CountSeries s) => leftOut ? CoveredDays.None
            : (request.Scope.Coverage?.Of(s.Key.City) ?? CoveredDays.Always).Within(first, end);
    }

    private static AnomalySeries Judged(
        CountSeries series, LocalDate from, int history, AnomalyOptions options, CoveredDays covered, SourceSets? sets)
    {
        var first = from.PlusDays(-history);
        // As of a past day a withdrawal may be known before the incident that it withdraws: a count below zero is taken as zero.
        double[] counts = [.. series.Counts.Select((n, i) => covered.Contains(first.PlusDays(i)) ? Math.Max(0, n) : double.NaN)];
        var known = Array.FindAll(counts, n => !double.IsNaN(n));
        var (verdicts, tested, expected) = BySet(counts, [.. counts.Select((_, i) => sets?.On(first.PlusDays(i)) ?? 0)], history, options);
        JudgedDay[] days =
        [
            .. verdicts.Skip(history).Select((v, i) => new JudgedDay(
                from.PlusDays(i), double.IsNaN(v.Count) ? null : series.Counts[history + i].ToInt(), v.Expected.Finite(),
                v.Dispersion.Finite(), v.PHigh.Finite(), v.PLow.Finite(), v.Kind)),
        ];
        return new(
            known.Sum() < 5L * known.Length, tested, days.Count(d => d.Kind is AnomalyKind.High or AnomalyKind.Low),
            expected, days, days.Count(d => d.Count is not null))
        { Of = series.Key };
    }

    // A day is compared with days of the same set of sources only: counts of other days are taken as no data.
    private static (AnomalyVerdict[] Verdicts, int Judged, double ExpectedFalseAlarms) BySet(
        double[] counts, int[] sets, int history, AnomalyOptions options)
    {
        var verdicts = new AnomalyVerdict[counts.Length];
        var (judged, expected) = (0, 0.0);
        foreach (var set in sets.Skip(history).Distinct())
        {
            var found = Detector.Detect([.. counts.Select((n, i) => sets[i] == set ? n : double.NaN)], options);
            (judged, expected) = (judged + found.Judged, expected + found.ExpectedFalseAlarms);
            for (var i = history; i < counts.Length; i++)
            {
                if (sets[i] == set)
                    verdicts[i] = found.Counts[i];
            }
        }
        return (verdicts, judged, expected);
    }
}
