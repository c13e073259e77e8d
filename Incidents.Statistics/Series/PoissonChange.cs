namespace Incidents.Statistics.Series;

/// <summary>Whether a count changed more than by chance: 2(√now - √before), in use by police analysts.</summary>
/// <remarks>
/// Wheeler 2016, "Tables and graphs for monitoring temporal crime trends". The square root keeps the variance of a Poisson count at 1/4
/// whatever its size (Anscombe 1948): of two counts of equal exposure that differ only by chance the score has mean 0 and variance 2, and
/// lies beyond ±3 about once in thirty times.
/// </remarks>
public static class PoissonChange
{
    /// <summary>Beyond this, in either direction, a change is flagged.</summary>
    public const double Threshold = 3;

    /// <summary>2(√now - √before).</summary>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative.</exception>
    public static double Of(long now, long before)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(now);
        ArgumentOutOfRangeException.ThrowIfNegative(before);
        return 2 * (Math.Sqrt(now) - Math.Sqrt(before));
    }
}
