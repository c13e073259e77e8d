namespace Incidents.Statistics.Series;

/// <summary>How a drift is looked for.</summary>
/// <param name="LearnedFrom">Number of values from which the usual mean and spread are learned.</param>
/// <param name="Allowance">k of <see cref="CumulativeSum"/>: half the drift that is to be found soonest, in standard deviations.</param>
/// <param name="Limit">h of <see cref="CumulativeSum"/>.</param>
public sealed record DriftOptions(int LearnedFrom, double Allowance, double Limit)
{
    /// <summary>
    /// For a drift of 10 among values that spread by 12: k = 10 / 24 and h = 10. By Siegmund's approximation it is found within 24 values
    /// on the mean, and a false alarm comes once in 15,800 values whose mean and spread are known; what is learned from 800 values is a
    /// little off, which makes them more frequent.
    /// </summary>
    public static readonly DriftOptions Default = new(800, 10 / 24.0, 10);
}

/// <summary>Whether values have moved away from what was usual: it learns their mean and spread first, and then sums deviations.</summary>
/// <remarks>
/// The mean and variance are Welford's running ones ("Note on a method for calculating corrected sums of squares and products",
/// Technometrics 4, 1962). A single value counts as <see cref="MostDeviations"/> standard deviations at most, so that one misreading is
/// no drift. What was learned stays as it was, or a slow drift would become usual.
/// </remarks>
/// <param name="Count">Number of values that were learned from.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="SquareSum">Sum of their squared deviations from the mean.</param>
/// <param name="Sum">The sums of the values after them.</param>
public readonly record struct DriftChart(int Count, double Mean, double SquareSum, CumulativeSum Sum)
{
    /// <summary>Standard deviations that a value counts as at most.</summary>
    public const double MostDeviations = 4;

    /// <summary>A chart before its first value.</summary>
    public static readonly DriftChart Start = new(0, 0, 0, CumulativeSum.Start);

    /// <summary>Standard deviation of what was learned; 0 where there are fewer than two values.</summary>
    public double Spread => Count < 2 ? 0 : Math.Sqrt(SquareSum / (Count - 1));

    /// <summary>The chart after one more value. Where all learned values are equal, later ones are passed over.</summary>
    /// <param name="value">The value; finite.</param>
    /// <param name="options">How a drift is looked for.</param>
    public DriftChart And(double value, DriftOptions options)
    {
        if (Count < options.LearnedFrom)
        {
            var mean = Mean + (value - Mean) / (Count + 1);
            return new(Count + 1, mean, SquareSum + (value - Mean) * (value - mean), Sum);
        }
        return Spread <= 0 ? this : this with
        {
            Sum = Sum.And(Math.Clamp((value - Mean) / Spread, -MostDeviations, MostDeviations), options.Allowance),
        };
    }

    /// <summary>By how much the values have moved, in their own unit; null where they have not so far.</summary>
    /// <remarks>
    /// The mean since the sum left 0 (Montgomery, "Introduction to Statistical Quality Control", chapter 9): the allowance and the sum by
    /// the number of its values.
    /// </remarks>
    /// <param name="options">How a drift is looked for.</param>
    public double? Drift(DriftOptions options) => Sum.Moved(options.Limit) switch
    {
        > 0 => (options.Allowance + Sum.High / Sum.HighSince) * Spread,
        < 0 => -(options.Allowance + Sum.Low / Sum.LowSince) * Spread,
        _ => null,
    };

    /// <summary>Number of values since about which they have moved; 0 where they have not.</summary>
    /// <param name="options">How a drift is looked for.</param>
    public int MovedSince(DriftOptions options) => Sum.Moved(options.Limit) switch
    {
        > 0 => Sum.HighSince,
        < 0 => Sum.LowSince,
        _ => 0,
    };
}
