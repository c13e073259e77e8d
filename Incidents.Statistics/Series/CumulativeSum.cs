namespace Incidents.Statistics.Series;

/// <summary>The tabular cumulative-sum chart: whether the mean of a series has moved, up or down.</summary>
/// <remarks>
/// Page 1954, "Continuous inspection schemes", Biometrika 41. Values are deviations in standard deviations. For a shift of the mean by a
/// known amount the allowance of half that amount finds it soonest among all charts of the same rate of false alarms (Moustakides 1986,
/// "Optimal stopping times for detecting changes in distributions", Annals of Statistics 14).
/// </remarks>
/// <param name="High">How much the series has lately been above its mean; 0 or more.</param>
/// <param name="Low">How much it has lately been below; 0 or more.</param>
/// <param name="HighSince">Number of values since <see cref="High"/> was last 0: since about then the mean is higher.</param>
/// <param name="LowSince">Number of values since <see cref="Low"/> was last 0.</param>
public readonly record struct CumulativeSum(double High, double Low, int HighSince = 0, int LowSince = 0)
{
    // Half of the reflected path that passes the limit, by which it is passed on the mean: Siegmund 1985, "Sequential Analysis".
    private const double Excess = 1.166;

    /// <summary>A chart before its first value.</summary>
    public static readonly CumulativeSum Start = new(0, 0);

    /// <summary>The chart after one more value.</summary>
    /// <param name="deviation">The value less its mean, in standard deviations.</param>
    /// <param name="allowance">k: how much of each deviation is not counted.</param>
    /// <exception cref="ArgumentOutOfRangeException">The deviation is no finite number.</exception>
    public CumulativeSum And(double deviation, double allowance)
    {
        if (!double.IsFinite(deviation))
            throw new ArgumentOutOfRangeException(nameof(deviation), deviation, "A deviation is finite.");
        var (high, low) = (Math.Max(0, High + deviation - allowance), Math.Max(0, Low - deviation - allowance));
        return new(high, low, high > 0 ? HighSince + 1 : 0, low > 0 ? LowSince + 1 : 0);
    }

    /// <summary>Where the mean has moved: above (1), below (-1), or not so far (0).</summary>
    /// <param name="limit">h: how large a sum says that it has.</param>
    public int Moved(double limit) => High > limit && High >= Low ? 1 : Low > limit ? -1 : 0;

    /// <summary>Mean number of values until a chart of both sides says that the mean has moved.</summary>
    /// <remarks>
    /// Siegmund's approximation, as in Montgomery, "Introduction to Statistical Quality Control", chapter 9: with Δ = shift - k and
    /// b = h + 1.166 one side takes (exp(-2Δb) + 2Δb - 1) / 2Δ² values on the mean, and b² where Δ is 0; the rates of both sides add up.
    /// </remarks>
    /// <param name="shift">By how many standard deviations the mean has moved; 0 gives the mean number of values to a false alarm.</param>
    /// <param name="allowance">k.</param>
    /// <param name="limit">h.</param>
    public static double RunLength(double shift, double allowance, double limit) =>
        1 / (1 / OneSided(shift - allowance, limit + Excess) + 1 / OneSided(-shift - allowance, limit + Excess));

    private static double OneSided(double drift, double limit) => Math.Abs(drift) < 1e-9
        ? limit * limit
        : (Math.Exp(-2 * drift * limit) + 2 * drift * limit - 1) / (2 * drift * drift);
}
