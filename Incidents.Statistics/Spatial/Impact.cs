using MathNet.Numerics.Distributions;

namespace Incidents.Statistics.Spatial;

/// <summary>What a comparison of before and after shows.</summary>
public enum ImpactVerdict
{
    /// <summary>The data do not allow an answer; the reasons say why.</summary>
    CannotTell,

    /// <summary>Incidents fell against the control areas.</summary>
    Fell,

    /// <summary>Incidents rose against the control areas.</summary>
    Rose,
}

/// <summary>An area and its counts, period by period.</summary>
/// <param name="Treated">Whether the measure was taken in it; otherwise it is a control.</param>
/// <param name="Counts">One count for each period, oldest first.</param>
public sealed record ImpactArea(bool Treated, IReadOnlyList<double> Counts);

/// <summary>Difference in differences: the change of treated areas less that of control areas over the same periods.</summary>
/// <remarks>
/// Card and Krueger, American Economic Review 84, 1994; with the areas, not the incidents, as what varies by chance (Bertrand, Duflo and
/// Mullainathan, Quarterly Journal of Economics 119, 2004), a placebo test in space (Fisher's randomisation of which areas are treated)
/// and one in time (a pretended beginning halfway through the time before).
/// </remarks>
public static class Impact
{
    /// <summary>Estimates the effect, in counts for each area and period.</summary>
    /// <param name="areas">Areas with the same number of periods.</param>
    /// <param name="firstAfter">Number of the first period after the beginning, from 0.</param>
    /// <param name="confidence">Confidence of the intervals, in (0, 1).</param>
    /// <param name="placebos">Number of assignments of treatment to draw; where there are no more than that, all are computed.</param>
    /// <param name="seed">Seed of the draws.</param>
    /// <param name="control">Cancels the draws.</param>
    /// <returns>
    /// The estimate, with reasons where it cannot tell: fewer than two control areas or fewer than two periods before or after, no treated
    /// area, an interval that contains 0, a placebo in space that does as well, or one in time that finds an effect before its cause.
    /// </returns>
    /// <exception cref="ArgumentException">The areas have different numbers of periods.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The beginning, the confidence or the placebos are out of bounds, or a count is not finite.
    /// </exception>
    public static ImpactResult DifferenceInDifferences(
        IReadOnlyList<ImpactArea> areas, int firstAfter, double confidence = 0.95, int placebos = 9_999, long seed = 1,
        RunControl? control = null)
    {
        var periods = areas.Count == 0 ? 0 : areas[0].Counts.Count;
        if (areas.Any(a => a.Counts.Count != periods))
            throw new ArgumentException("All areas need a count for every period.", nameof(areas));
        if (areas.Any(a => a.Counts.Any(c => !double.IsFinite(c))))
            throw new ArgumentOutOfRangeException(nameof(areas), "Counts must be finite.");
        ArgumentOutOfRangeException.ThrowIfNegative(firstAfter);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(firstAfter, periods);
        ArgumentOutOfRangeException.ThrowIfNegative(placebos);
        if (confidence is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "A confidence lies between 0 and 1.");

        var (treated, controls) = (areas.Count(a => a.Treated), areas.Count(a => !a.Treated));
        List<string> reasons = [];
        if (treated == 0)
            reasons.Add("no-treated-area");
        if (controls < 2)
            reasons.Add("too-few-control-areas");
        if (firstAfter < 2 || periods - firstAfter < 2)
            reasons.Add("too-few-periods");
        var effect = Contrast(areas, 0, firstAfter, periods, confidence);
        var inTime = firstAfter >= 4 ? Contrast(areas, 0, firstAfter / 2, firstAfter, confidence) : null;
        var inSpace = treated > 0 && controls > 0
            ? PlaceboInSpace(areas, firstAfter, placebos, seed, control?.Cancellation ?? default)
            : double.NaN;
        if (reasons.Count == 0)
        {
            if (!(effect.Low > 0 || effect.High < 0))
                reasons.Add("interval-holds-zero");
            if (!(inSpace <= 1 - confidence))
                reasons.Add("placebo-areas-do-as-well");
            if (inTime is { P: var p } && p <= 1 - confidence)
                reasons.Add("effect-before-the-cause");
        }

        var verdict = reasons.Count > 0 ? ImpactVerdict.CannotTell : effect.Estimate < 0 ? ImpactVerdict.Fell : ImpactVerdict.Rose;
        return new(
            new("difference-in-differences", "Card and Krueger 1994; Bertrand, Duflo and Mullainathan 2004; Fisher 1935", areas.Count,
                new Dictionary<string, object?>
                {
                    ["treated"] = treated,
                    ["controls"] = controls,
                    ["periodsBefore"] = firstAfter,
                    ["periodsAfter"] = periods - firstAfter,
                    ["confidence"] = confidence,
                    ["placebos"] = placebos,
                    ["seed"] = seed,
                }),
            effect, RatioOfRatios(areas, firstAfter, periods, confidence), inSpace, inTime, verdict, reasons);
    }

    private static double[] Changes(IReadOnlyList<ImpactArea> areas, int begin, int split, int end) =>
    [
        .. areas.Select(a => Mean(a, split, end) - Mean(a, begin, split)),
    ];

    private static double Mean(ImpactArea area, int from, int to) =>
        area.Counts.Skip(from).Take(to - from).DefaultIfEmpty(double.NaN).Average();

    // Welch's comparison of the areas' changes. The variance of a single treated area is taken to be that of the controls.
    private static ImpactEstimate Contrast(IReadOnlyList<ImpactArea> areas, int begin, int split, int end, double confidence)
    {
        var changes = Changes(areas, begin, split, end);
        double[] treated = [.. changes.Where((_, i) => areas[i].Treated)], controls = [.. changes.Where((_, i) => !areas[i].Treated)];
        if (treated.Length == 0 || controls.Length == 0)
            return new(double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN);
        var estimate = treated.Average() - controls.Average();
        if (controls.Length < 2)
            return new(estimate, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN);
        var (ofControls, n) = (Variance(controls), controls.Length);
        double error, freedom;
        if (treated.Length == 1)
            (error, freedom) = (Math.Sqrt(ofControls * (1 + 1.0 / n)), n - 1);
        else
        {
            var (a, b) = (Variance(treated) / treated.Length, ofControls / n);
            (error, freedom) = (Math.Sqrt(a + b), (a + b) * (a + b) / (a * a / (treated.Length - 1) + b * b / (n - 1)));
        }

        if (!(error > 0))
            return new(estimate, error, double.NaN, double.NaN, double.NaN, double.NaN);
        var reach = StudentT.InvCDF(0, 1, freedom, 0.5 + confidence / 2) * error;
        return new(
            estimate, error, freedom, estimate - reach, estimate + reach, 2 * StudentT.CDF(0, 1, freedom, -Math.Abs(estimate / error)));
    }

    private static double Variance(double[] x)
    {
        var mean = x.Average();
        return x.Sum(v => (v - mean) * (v - mean)) / (x.Length - 1);
    }

    // The share of all choices of the treated areas, the true one included, whose contrast is at least as large.
    private static double PlaceboInSpace(
        IReadOnlyList<ImpactArea> areas, int firstAfter, int placebos, long seed, CancellationToken cancellation)
    {
        var changes = Changes(areas, 0, firstAfter, areas[0].Counts.Count);
        var (n, k) = (areas.Count, areas.Count(a => a.Treated));
        var (total, own) = (changes.Sum(), changes.Where((_, i) => areas[i].Treated).Sum());
        double Size(double sum) => Math.Abs(sum / k - (total - sum) / (n - k));
        var observed = Size(own) * (1 - 1e-12);
        if (MathNet.Numerics.SpecialFunctions.Binomial(n, k) <= placebos)
        {
            var (all, large) = (0, 0);
            void Choose(int from, int left, double sum)
            {
                if (left == 0)
                {
                    all++;
                    large += Size(sum) >= observed ? 1 : 0;
                    return;
                }

                for (var i = from; i <= n - left; i++)
                    Choose(i + 1, left - 1, sum + changes[i]);
            }

            Choose(0, k, 0);
            return (double)large / all;
        }

        var random = new SeededRandom(seed);
        var extreme = 0;
        for (var r = 0; r < placebos; r++)
        {
            cancellation.ThrowIfCancellationRequested();
            random.Shuffle<double>(changes);
            extreme += Size(changes.Take(k).Sum()) >= observed ? 1 : 0;
        }

        return (extreme + 1.0) / (placebos + 1);
    }

    // (treated after / before) / (controls after / before). The logarithm of a ratio of independent Poisson totals has the variance Σ
    // 1/total.
    private static ImpactRatio RatioOfRatios(IReadOnlyList<ImpactArea> areas, int firstAfter, int periods, double confidence)
    {
        double Total(bool treated, int from, int to) =>
            areas.Where(a => a.Treated == treated).Sum(a => a.Counts.Skip(from).Take(to - from).Sum());
        var (tb, ta, cb, ca) = (
            Total(true, 0, firstAfter), Total(true, firstAfter, periods), Total(false, 0, firstAfter), Total(false, firstAfter, periods));
        if (!(tb > 0 && ta > 0 && cb > 0 && ca > 0))
            return new(tb, ta, cb, ca, double.NaN, double.NaN, double.NaN);
        var log = Math.Log(ta / tb / (ca / cb));
        var reach = TailProbability.NormalQuantile(0.5 + confidence / 2) * Math.Sqrt(1 / tb + 1 / ta + 1 / cb + 1 / ca);
        return new(tb, ta, cb, ca, Math.Exp(log), Math.Exp(log - reach), Math.Exp(log + reach));
    }
}

/// <summary>An estimated effect, in counts for each area and period.</summary>
/// <param name="Estimate">
/// Change of treated less change of control areas; negative where incidents fell. NaN where a group is missing.
/// </param>
/// <param name="StandardError">NaN, like the rest, where there are fewer than two controls.</param>
/// <param name="DegreesOfFreedom">By Welch and Satterthwaite.</param>
/// <param name="Low">Lower confidence bound.</param>
/// <param name="High">Upper confidence bound.</param>
/// <param name="P">Two-sided p.</param>
public sealed record ImpactEstimate(double Estimate, double StandardError, double DegreesOfFreedom, double Low, double High, double P);

/// <summary>The effect as a ratio of totals.</summary>
/// <param name="TreatedBefore">Total of the treated areas before.</param>
/// <param name="TreatedAfter">Total of the treated areas after.</param>
/// <param name="ControlsBefore">Total of the control areas before.</param>
/// <param name="ControlsAfter">Total of the control areas after.</param>
/// <param name="Ratio">(treated after / before) / (controls after / before); NaN, like its bounds, where a total is 0.</param>
/// <param name="Low">Lower confidence bound for Poisson totals: too narrow where areas vary by more than Poisson counts.</param>
/// <param name="High">Upper confidence bound.</param>
public sealed record ImpactRatio(
    double TreatedBefore, double TreatedAfter, double ControlsBefore, double ControlsAfter, double Ratio, double Low, double High);

/// <summary>The evaluation of a measure.</summary>
/// <param name="Basis">Method, parameters and n (areas).</param>
/// <param name="Effect">Difference in differences.</param>
/// <param name="Ratio">The effect as a ratio of totals.</param>
/// <param name="PlaceboInSpaceP">
/// Share of choices of the treated areas with an effect at least as large; NaN where a group is missing.
/// </param>
/// <param name="PlaceboInTime">
/// The effect of a pretended beginning halfway through the time before; null where that time has fewer than four periods.
/// </param>
/// <param name="Verdict">What the comparison shows.</param>
/// <param name="Reasons">Stable codes of the reasons for "cannot tell"; empty otherwise.</param>
public sealed record ImpactResult(
    MethodBasis Basis, ImpactEstimate Effect, ImpactRatio Ratio, double PlaceboInSpaceP, ImpactEstimate? PlaceboInTime,
    ImpactVerdict Verdict, IReadOnlyList<string> Reasons);
