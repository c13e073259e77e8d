using MathNet.Numerics;

namespace Incidents.Statistics.Series;

/// <summary>How anomalies are looked for.</summary>
public sealed record AnomalyOptions
{
    /// <summary>Counts in a cycle: a count is compared with those at the same place of earlier cycles. 7 compares days with the same weekday; 1 compares with all.</summary>
    public int Period { get; init; } = 7;

    /// <summary>How many earlier cycles are the reference; at least 2.</summary>
    public int Cycles { get; init; } = 8;

    /// <summary>The promised chance that a count raises an alarm although nothing has changed, in (0, 0.5); shared between both sides where both are watched.</summary>
    public double FalseAlarmRate { get; init; } = 0.005;

    /// <summary>Whether unusually low counts (a camera that went blind) raise an alarm too.</summary>
    public bool BothSides { get; init; } = true;

    /// <summary>Whether counts may vary more than Poisson counts do; the dispersion is then estimated from the reference.</summary>
    public bool EstimateDispersion { get; init; } = true;
}

/// <summary>What is unusual about a count.</summary>
public enum AnomalyKind
{
    /// <summary>Not enough history to say.</summary>
    Undetermined,

    /// <summary>Nothing.</summary>
    Usual,

    /// <summary>Higher than chance allows.</summary>
    High,

    /// <summary>Lower than chance allows.</summary>
    Low,
}

/// <summary>
/// Alarms on counts whose false-alarm rate is promised. A count is compared with the predictive distribution that the same weekdays before it give: negative
/// binomial for a Poisson mean with Jeffreys' prior (Riebler 2004; Höhle, "surveillance: An R package for the monitoring of infectious diseases", Computational
/// Statistics 22, 2007, <c>algo.bayes</c>), widened by a quasi-likelihood dispersion as in Farrington, Andrews, Beale and Catchpole, J. R. Statist. Soc. A 159, 1996.
/// </summary>
public static class Anomalies
{
    /// <summary>Judges every count by those before it.</summary>
    /// <param name="counts">Whole numbers, not negative, oldest first.</param>
    /// <param name="options">How.</param>
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
            var (high, low) = (AtLeast(counts[i], sum, options.Cycles, dispersion), 1 - AtLeast(counts[i] + 1, sum, options.Cycles, dispersion));
            var kind = high <= rate ? AnomalyKind.High : options.BothSides && low <= rate ? AnomalyKind.Low : AnomalyKind.Usual;
            verdicts[i] = new(counts[i], sum / options.Cycles, dispersion, high, low, kind);
        }

        var judged = Math.Max(0, counts.Count - history);
        return new(
            new("anomalies", "Höhle, Computational Statistics 22, 2007 (algo.bayes); Farrington et al. 1996", counts.Count, new Dictionary<string, object?>
            {
                ["period"] = options.Period,
                ["cycles"] = options.Cycles,
                ["falseAlarmRate"] = options.FalseAlarmRate,
                ["bothSides"] = options.BothSides,
                ["estimateDispersion"] = options.EstimateDispersion,
            }),
            judged, judged * options.FalseAlarmRate, verdicts);
    }

    /// <summary>P(X ≥ count) given the sum of so many reference counts: the negative binomial tail as an incomplete beta function, which also takes fractions.</summary>
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

/// <summary>Verdict on one count.</summary>
/// <param name="Count">The count.</param>
/// <param name="Expected">Mean of its reference; NaN where undetermined, as are the next three.</param>
/// <param name="Dispersion">Variance of the reference over its mean, at least 1.</param>
/// <param name="PHigh">Chance of a count at least as high.</param>
/// <param name="PLow">Chance of one at least as low.</param>
/// <param name="Kind">The verdict.</param>
public readonly record struct AnomalyVerdict(double Count, double Expected, double Dispersion, double PHigh, double PLow, AnomalyKind Kind);

/// <summary>Verdicts on a series.</summary>
/// <param name="Basis">Method, parameters and n.</param>
/// <param name="Judged">How many counts had enough history.</param>
/// <param name="ExpectedFalseAlarms">How many alarms to expect, at most, where nothing has changed: the rate times the counts judged.</param>
/// <param name="Counts">One for each count.</param>
public sealed record AnomalyResult(Basis Basis, int Judged, double ExpectedFalseAlarms, IReadOnlyList<AnomalyVerdict> Counts);
