using Incidents.Api.Analyses;
using Incidents.Api.Counts;
using Incidents.Projections.Trends;
using Incidents.Statistics.Series;
using NodaTime;

namespace Incidents.Api.Trends;

/// <summary>Recent counts corrected for reports still to come and for withdrawals.</summary>
/// <param name="Basis">
/// Method, parameters, observations (reports from which delays were estimated, in all series), the period in whole steps and the day of
/// knowledge.
/// </param>
/// <param name="Grain">The steps.</param>
/// <param name="SplitBy">How the counts are split into series.</param>
/// <param name="Series">The series, by city, district, category and group.</param>
public sealed record NowcastAnswer(AnalysisBasis Basis, TrendGrain Grain, SplitBy SplitBy, IReadOnlyList<NowcastSeries> Series);

/// <summary>The nowcast of one series.</summary>
/// <param name="Observations">Number of reports from which delays were estimated.</param>
/// <param name="Gap">Why nothing can be estimated; null where something can.</param>
/// <param name="IsTooFew">Whether the delays rest on fewer than 30 reports.</param>
/// <param name="DelaysFrom">First day of occurrence from which delays were estimated.</param>
/// <param name="Delays">The delays, from 0 to the longest.</param>
/// <param name="Points">A point for every step of the period.</param>
public sealed record NowcastSeries(
    int Observations, NowcastGap? Gap, bool IsTooFew, LocalDate? DelaysFrom, IReadOnlyList<NowcastDelay> Delays,
    IReadOnlyList<NowcastPoint> Points) : SplitSeries
{
    internal static NowcastSeries Estimated(
        ReportedSeries series, NowcastResult result, NowcastSteps steps, NowcastOptions options, int first, int last)
    {
        var from = Math.Max(series.Triangle.DelaysFrom, Math.Max(0, steps.Over - 1 - options.Window));
        return new(
            result.Basis.N, result.Gap, result.IsTooFew, from < steps.Over ? steps.Begins[from] : null,
            [.. result.Delays.Select(NowcastDelay.Of)],
            [.. Enumerable.Range(first, last - first).Select(step => NowcastPoint.Of(steps, step, Step(step)))])
        { Of = series.Key };

        NowcastStep Step(int step) => step < steps.Over ? result.Steps[step]
            : NowcastStep.Without(NowcastStatus.NotOver, steps.Over - 1 - step, series.NotOver[step - steps.Over]);
    }
}

/// <summary>Reports of one delay, from occurrence to knowledge.</summary>
/// <param name="Delay">The delay in steps; the longest one includes longer delays.</param>
/// <param name="Count">Number of reports of the window with this delay.</param>
/// <param name="AtMost">Number of reports with at most this delay, of the steps that are old enough for it.</param>
/// <param name="Hazard">Count / at most: the probability of this delay among those up to it.</param>
/// <param name="KnownShare">Share of all reports that are known by this delay.</param>
/// <param name="Withdrawn">Number of withdrawals of the window with this delay, counted from the occurrence.</param>
/// <param name="Counted">Number that was counted before them, of the steps that are old enough.</param>
/// <param name="WithdrawnShare">Withdrawn / counted.</param>
public sealed record NowcastDelay(
    int Delay, int Count, int AtMost, double Hazard, double KnownShare, int Withdrawn, int Counted, double WithdrawnShare)
{
    internal static NowcastDelay Of(DelayShare delay) => new(
        delay.Delay, delay.Reported.ToInt(), delay.AtMost.ToInt(), delay.Hazard, delay.KnownShare, delay.Withdrawn.ToInt(),
        delay.Counted.ToInt(), delay.WithdrawnShare);
}

/// <summary>The nowcast of one step.</summary>
/// <param name="Day">The step's first local day.</param>
/// <param name="Status">What is said of the step.</param>
/// <param name="Age">Number of steps of knowledge after its own; negative where it is not over.</param>
/// <param name="Count">
/// The published count: reports known on the day of knowledge less withdrawals known; null where no source reported on any of its days.
/// </param>
/// <param name="IsTooFew">Whether the published count is below 5, or there are no data.</param>
/// <param name="Estimate">Estimate of the final count; null where nothing is estimated.</param>
/// <param name="Low80">Lower bound of the 80 % interval.</param>
/// <param name="High80">Upper bound of the 80 % interval.</param>
/// <param name="Low95">Lower bound of the 95 % interval.</param>
/// <param name="High95">Upper bound of the 95 % interval.</param>
/// <param name="ExpectedShare">Share of all reports of the step that is still to come, 0 to 1; null where not known.</param>
/// <param name="WithdrawnShare">Share of the published count that will be withdrawn, 0 to 1; null where not known.</param>
/// <param name="Dispersion">
/// Variance of the reports still to come over the one that they would have if delays were the same in every step, at least 1; null where
/// not known.
/// </param>
/// <param name="Interval">How the intervals were computed; null where nothing was estimated.</param>
public sealed record NowcastPoint(
    LocalDate Day, NowcastStatus Status, int Age, int? Count, bool IsTooFew, double? Estimate, double? Low80, double? High80, double? Low95,
    double? High95, double? ExpectedShare, double? WithdrawnShare, double? Dispersion, NowcastInterval? Interval)
{
    internal static NowcastPoint Of(NowcastSteps steps, int step, NowcastStep found) => new(
        steps.Begins[step], found.Status, found.Age, found.Status is NowcastStatus.NoData ? null : found.Count.ToInt(), found.IsTooFew,
        found.Estimate.Finite(), found.Low80.Finite(), found.High80.Finite(), found.Low95.Finite(), found.High95.Finite(),
        found.ExpectedShare.Finite(), found.WithdrawnShare.Finite(), found.Dispersion.Finite(), found.Interval);
}
