using MathNet.Numerics;

namespace Incidents.Statistics.Series;

/// <summary>How anomalies are detected.</summary>
public sealed record AnomalyOptions
{
    /// <summary>
    /// Number of counts in a cycle: 7 compares a day with the same weekday of earlier weeks, 1 compares a count with all before it.
    /// </summary>
    public int Period { get; init; } = 7;

    /// <summary>Number of earlier cycles in the reference; at least 2.</summary>
    public int Cycles { get; init; } = 8;

    /// <summary>
    /// The probability that a count raises an alarm although nothing has changed, in (0, 0.5); shared between both sides where both are
    /// tested.
    /// </summary>
    public double FalseAlarmRate { get; init; } = 0.005;

    /// <summary>Whether unusually low counts (a camera that no longer sees) raise an alarm too.</summary>
    public bool BothSides { get; init; } = true;

    /// <summary>Whether counts may vary more than Poisson counts; the dispersion is then estimated from the reference.</summary>
    public bool EstimateDispersion { get; init; } = true;
}

/// <summary>The classification of a count.</summary>
public enum AnomalyKind
{
    /// <summary>Not enough history for a test.</summary>
    Undetermined,

    /// <summary>Not different from chance.</summary>
    Usual,

    /// <summary>Unusually high.</summary>
    High,

    /// <summary>Unusually low.</summary>
    Low,
}

/// <summary>Alarms on counts at a stated false-alarm rate.</summary>
/// <remarks>
/// A count is compared with the predictive distribution that the same weekdays before it give: negative binomial for a Poisson mean with
/// Jeffreys' prior (Riebler 2004; Höhle, "surveillance: An R package for the monitoring of infectious diseases", Computational Statistics
/// 22, 2007, <c>algo.bayes</c>), widened by a quasi-likelihood dispersion as in Farrington, Andrews, Beale and Catchpole, J. R. Statist.
/// Soc. A 159, 1996.
/// </remarks>
public static class Anomalies
{
    /// <summary>Tests every count against those before it.</summary>
    /// <param name="counts">Whole numbers, not negative, oldest first.</param>
    /// <param name="options">How counts are tested; default <see cref="AnomalyOptions"/>'s own.</param>
    /// <returns>One verdict for each count; the first ones, without enough history, are undetermined.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative or no whole number, or an option is out of bounds.</exception>
    public static AnomalyResult Detect(IReadOnlyList<double> counts, AnomalyOptions? options = null)
    {
        options ??= new();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Period);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Cycles, 2);
        if (options.FalseAlarmRate is not (> 0 and < 0.5))
            throw new ArgumentOutOfRangeException(nameof(options), options.FalseAlarmRate, "A false-alarm rate lies between 0 and a half.");
        foreach (var x in counts)
        {
            if (!(x >= 0) || x != Math.Floor(x))
                throw new ArgumentOutOfRangeException(nameof(counts), x, "Counts are whole numbers, not negative.");
        }

        var history = options.Period * options.Cycles;
        var rate = options.BothSides ? options.FalseAlarmRate / 2 : options.FalseAlarmRate;
        var verdicts = new AnomalyVerdict[counts.Count];
        for (var i = 0; i < verdicts.Length; i++)
        {
            if (i < history)
            {
                verdicts[i] = new(counts[i], double.NaN, double.NaN, double.NaN, double.NaN, AnomalyKind.Undetermined);
                continue;
            }

            var dispersion = options.EstimateDispersion ? Dispersion(counts, i - history, options) : 1;
            var sum = 0.0;
            for (var cycle = 1; cycle <= options.Cycles; cycle++)
                sum += counts[i - cycle * options.Period];
            var (high, low) = (
                AtLeast(counts[i], sum, options.Cycles, dispersion), 1 - AtLeast(counts[i] + 1, sum, options.Cycles, dispersion));
            var kind = high <= rate ? AnomalyKind.High : options.BothSides && low <= rate ? AnomalyKind.Low : AnomalyKind.Usual;
            verdicts[i] = new(counts[i], sum / options.Cycles, dispersion, high, low, kind);
        }

        var tested = Math.Max(0, counts.Count - history);
        return new(
            new("anomalies", "Höhle, Computational Statistics 22, 2007 (algo.bayes); Farrington et al. 1996", counts.Count,
                new Dictionary<string, object?>
                {
                    ["period"] = options.Period,
                    ["cycles"] = options.Cycles,
                    ["falseAlarmRate"] = options.FalseAlarmRate,
                    ["bothSides"] = options.BothSides,
                    ["estimateDispersion"] = options.EstimateDispersion,
                }),
            tested, tested * options.FalseAlarmRate, verdicts);
    }

    /// <summary>
    /// P(X ≥ count) given the sum of a number of reference counts: the negative binomial tail as an incomplete beta function.
    /// </summary>
    /// <remarks>The beta function also takes fractions, which the dispersion needs.</remarks>
    internal static double AtLeast(double count, double sum, int references, double dispersion) =>
        count <= 0 ? 1 : SpecialFunctions.BetaRegularized(count / dispersion, 0.5 + sum / dispersion, 1.0 / (references + 1));

    // Pearson's χ² of the reference about the means of its weekdays over its degrees of freedom, at least 1.
    private static double Dispersion(IReadOnlyList<double> counts, int from, AnomalyOptions options)
    {
        var (chiSquare, freedom) = (0.0, 0);
        for (var season = 0; season < options.Period; season++)
        {
            var mean = 0.0;
            for (var cycle = 0; cycle < options.Cycles; cycle++)
                mean += counts[from + cycle * options.Period + season] / options.Cycles;
            if (mean == 0)
                continue;
            for (var cycle = 0; cycle < options.Cycles; cycle++)
                chiSquare += Math.Pow(counts[from + cycle * options.Period + season] - mean, 2) / mean;
            freedom += options.Cycles - 1;
        }

        return freedom == 0 ? 1 : Math.Max(1, chiSquare / freedom);
    }
}

/// <summary>The test of one count.</summary>
/// <param name="Count">The count.</param>
/// <param name="Expected">Mean of its reference; NaN where undetermined, as are the next three.</param>
/// <param name="Dispersion">Variance of the reference over its mean, at least 1.</param>
/// <param name="PHigh">Probability of a count at least as high.</param>
/// <param name="PLow">Probability of a count at least as low.</param>
/// <param name="Kind">The classification.</param>
public readonly record struct AnomalyVerdict(double Count, double Expected, double Dispersion, double PHigh, double PLow, AnomalyKind Kind);

/// <summary>The tests of a series of counts.</summary>
/// <param name="Basis">Method, parameters and n.</param>
/// <param name="Judged">Number of counts with enough history.</param>
/// <param name="ExpectedFalseAlarms">Largest expected number of alarms where nothing has changed: the rate times the counts tested.</param>
/// <param name="Counts">One for each count.</param>
public sealed record AnomalyResult(MethodBasis Basis, int Judged, double ExpectedFalseAlarms, IReadOnlyList<AnomalyVerdict> Counts);
