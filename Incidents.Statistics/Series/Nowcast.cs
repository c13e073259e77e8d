namespace Incidents.Statistics.Series;

/// <summary>What a nowcast says about a step.</summary>
public enum NowcastStatus
{
    /// <summary>The count is corrected for reports still to come and for withdrawals.</summary>
    Estimated,

    /// <summary>The step is older than the longest delay: its count is taken as final.</summary>
    Complete,

    /// <summary>The step is not over on the day of knowledge.</summary>
    NotOver,

    /// <summary>Nothing can be estimated; the count is that of the reports known so far.</summary>
    NotEstimable,

    /// <summary>No data exist of the step.</summary>
    NoData,
}

/// <summary>Recent counts corrected for reports still to come.</summary>
/// <remarks>
/// Lawless 1994, as <c>nowcast(method = "lawless")</c> of Höhle's R package surveillance: the count known of a step divided by the share
/// of reports that are known by its age. The share is the product of 1 − g(x) over the longer delays x, where g(x) is the probability of
/// the delay x among delays up to x. Withdrawals are a chain of their own: h(x) is the share of what is counted at delay x, from the
/// occurrence, that is withdrawn there. Reports still to come are withdrawn like others of their delay. Without withdrawals the estimate
/// is Lawless'.
/// </remarks>
public static class Nowcast
{
    /// <summary>Name of the method.</summary>
    public const string Method = "nowcast-lawless";

    /// <summary>Publications of the method.</summary>
    public const string Source = "Lawless, Canadian Journal of Statistics 22(1), 1994; Höhle and an der Heiden, Biometrics 70(4), 2014";

    /// <summary>Confidence of the two intervals.</summary>
    public static IReadOnlyList<double> Confidence { get; } = [0.80, 0.95];

    /// <summary>The basis of a nowcast.</summary>
    /// <param name="options">Parameters.</param>
    /// <param name="observations">Number of reports from which delays were estimated.</param>
    public static MethodBasis BasisOf(NowcastOptions options, int observations) => new(Method, Source, observations, options.Parameters);

    /// <summary>Estimates every step of a triangle as known at the end of its last one.</summary>
    /// <param name="triangle">The triangle.</param>
    /// <param name="options">Parameters.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its range.</exception>
    public static NowcastResult Estimate(ReportingTriangle triangle, NowcastOptions? options = null)
    {
        options ??= new();
        options.Check();
        var now = triangle.Steps - 1;
        var delays = ReportingDelays.Of(triangle, now, options);
        var basis = BasisOf(options, checked((int)delays.Observations));
        NowcastStep[] steps = [.. Enumerable.Range(0, triangle.Steps).Select(t => Step(triangle, t, now, delays, options))];
        // Of steps before the window something may be known although nothing is in it.
        var gap = delays.Gap is NowcastGap.NothingKnown && steps.Any(s => s.Count != 0) ? NowcastGap.NoDelaysKnown : delays.Gap;
        return new(basis, gap, delays.Observations < ReportingDelays.TooFewBelow, delays.Shares, steps);
    }

    /// <summary>The estimate of one step as known at the end of another.</summary>
    internal static NowcastStep Step(ReportingTriangle triangle, int step, int now, ReportingDelays delays, NowcastOptions options)
    {
        var (added, withdrawn) = triangle.Known(step, now);
        var (age, count) = (now - step, added - withdrawn);
        if (triangle.IsMissing(step))
            return NowcastStep.Without(NowcastStatus.NoData, age, count);
        if (delays.Gap is not null || (age < options.MaxDelay && delays.Known(age) <= 0))
            return NowcastStep.Without(NowcastStatus.NotEstimable, age, count);
        if (age >= options.MaxDelay)
            return new(NowcastStatus.Complete, age, count, count, count, count, count, count, 0, 0, 0, 1, null);

        var (share, keptNow, net) = (delays.Known(age), delays.Kept(age), Math.Max(0, count));
        var total = added / share;
        var (coming, comingKept) = (total - added, 0.0);
        for (var x = age + 1; x <= options.MaxDelay; x++)
            comingKept += total * (delays.Known(x) - delays.Known(x - 1)) * delays.Kept(x - 1);
        // Where nothing is known yet, the reports to come have no mean; the share that is kept is then that of all delays to come.
        var kept = coming > 0 ? comingKept / coming : keptNow;
        var dispersion = options.EstimateDispersion ? delays.Dispersion(age) : 1;
        NowcastMoments moments = new(added, net, share, delays.Uncertainty(age), dispersion, kept, keptNow, delays.KeptUncertainty(age));
        var interval = options.Interval is not NowcastInterval.Auto ? options.Interval
            : added < options.NormalFrom ? NowcastInterval.NegativeBinomial : NowcastInterval.Normal;
        var (low80, high80) = moments.Interval(interval, Confidence[0]);
        var (low95, high95) = moments.Interval(interval, Confidence[1]);
        return new(
            NowcastStatus.Estimated, age, count, moments.Mean, low80, high80, low95, high95, 1 - share, 1 - keptNow,
            delays.MeanCount * (1 - share * keptNow), dispersion, moments.Used(interval));
    }
}

/// <summary>A nowcast.</summary>
/// <param name="Basis">Method, parameters and n (the reports from which delays were estimated).</param>
/// <param name="Gap">Why nothing can be estimated; null where something can.</param>
/// <param name="IsTooFew">Whether the delays rest on fewer than 30 reports.</param>
/// <param name="Delays">The delays, from 0 to the longest.</param>
/// <param name="Steps">The steps in order.</param>
public sealed record NowcastResult(
    MethodBasis Basis, NowcastGap? Gap, bool IsTooFew, IReadOnlyList<DelayShare> Delays, IReadOnlyList<NowcastStep> Steps);

/// <summary>The nowcast of one step.</summary>
/// <param name="Status">What is said.</param>
/// <param name="Age">Number of steps of knowledge after its own.</param>
/// <param name="Count">The published count: reports known less withdrawals known.</param>
/// <param name="Estimate">Estimate of the final count; NaN where there is none.</param>
/// <param name="Low80">Lower bound of the 80 % interval.</param>
/// <param name="High80">Upper bound of the 80 % interval.</param>
/// <param name="Low95">Lower bound of the 95 % interval.</param>
/// <param name="High95">Upper bound of the 95 % interval.</param>
/// <param name="ExpectedShare">Share of all reports of the step that is still to come; NaN where not known.</param>
/// <param name="WithdrawnShare">Share of the published count that will be withdrawn; NaN where not known.</param>
/// <param name="ExpectedChanges">
/// Number of reports and withdrawals still to come of an average step of this age, whatever is known of this one; NaN where not known.
/// </param>
/// <param name="Dispersion">
/// Variance of the reports still to come over the one that they would have if delays were the same in every step; NaN where not known.
/// </param>
/// <param name="Interval">How the intervals were computed; null where nothing was estimated.</param>
public sealed record NowcastStep(
    NowcastStatus Status, int Age, long Count, double Estimate, double Low80, double High80, double Low95, double High95,
    double ExpectedShare, double WithdrawnShare, double ExpectedChanges, double Dispersion, NowcastInterval? Interval)
{
    /// <summary>Below this count a step is too few.</summary>
    public const int TooFewBelow = 5;

    /// <summary>Whether the published count is below 5, or there are no data.</summary>
    public bool IsTooFew => Count < TooFewBelow || Status is NowcastStatus.NoData;

    /// <summary>A step of which nothing is estimated.</summary>
    public static NowcastStep Without(NowcastStatus status, int age, long count) => new(
        status, age, count, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN,
        null);
}
