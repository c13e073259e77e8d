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
    /// <summary>Not enough history for a test, or no data.</summary>
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
    /// <remarks>
    /// A count without data is in no reference, and a count is tested where at least half of its reference, and two of it, have data.
    /// </remarks>
    /// <param name="counts">Whole numbers, not negative, oldest first; NaN where there are no data.</param>
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
            if (x < 0 || (x != Math.Floor(x) && !double.IsNaN(x)))
                throw new ArgumentOutOfRangeException(nameof(counts), x, "Counts are whole numbers, not negative.");
        }

        var history = options.Period * options.Cycles;
        var rate = options.BothSides ? options.FalseAlarmRate / 2 : options.FalseAlarmRate;
        var verdicts = new AnomalyVerdict[counts.Count];
        var tested = 0;
        for (var i = 0; i < verdicts.Length; i++)
        {
            var (sum, references) = i < history || double.IsNaN(counts[i]) ? (0, 0) : Reference(counts, i, options);
            if (references < Math.Max(2, (options.Cycles + 1) / 2))
            {
                verdicts[i] = new(counts[i], double.NaN, double.NaN, double.NaN, double.NaN, AnomalyKind.Undetermined);
                continue;
            }

            tested++;
            var dispersion = options.EstimateDispersion ? Dispersion(counts, i - history, options) : 1;
            var (high, low) = (
                AtLeast(counts[i], sum, references, dispersion), 1 - AtLeast(counts[i] + 1, sum, references, dispersion));
            var kind = high <= rate ? AnomalyKind.High : options.BothSides && low <= rate ? AnomalyKind.Low : AnomalyKind.Usual;
            verdicts[i] = new(counts[i], sum / references, dispersion, high, low, kind);
        }

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

    // The same weekday of earlier weeks, where it has data.
    private static (double Sum, int References) Reference(IReadOnlyList<double> counts, int at, AnomalyOptions options)
    {
        var (sum, references) = (0.0, 0);
        for (var cycle = 1; cycle <= options.Cycles; cycle++)
        {
            if (counts[at - cycle * options.Period] is not double.NaN and var count)
                (sum, references) = (sum + count, references + 1);
        }

        return (sum, references);
    }

    // Pearson's χ² of the reference about the means of its weekdays over its degrees of freedom, at least 1.
    private static double Dispersion(IReadOnlyList<double> counts, int from, AnomalyOptions options)
    {
        var (chiSquare, freedom) = (0.0, 0);
        var known = new List<double>(options.Cycles);
        for (var season = 0; season < options.Period; season++)
        {
            known.Clear();
            for (var cycle = 0; cycle < options.Cycles; cycle++)
            {
                if (counts[from + cycle * options.Period + season] is not double.NaN and var count)
                    known.Add(count);
            }

            var mean = 0.0;
            foreach (var count in known)
                mean += count / known.Count;
            if (mean == 0)
                continue;
            foreach (var count in known)
                chiSquare += Math.Pow(count - mean, 2) / mean;
            freedom += known.Count - 1;
        }

        return freedom == 0 ? 1 : Math.Max(1, chiSquare / freedom);
    }
}

/// <summary>The test of one count.</summary>
/// <param name="Count">The count; NaN without data.</param>
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
