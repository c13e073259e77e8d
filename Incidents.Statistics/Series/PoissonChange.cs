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

    /// <summary>The same of counts whose exposures differ, with variance 2: 2(√now - √(r·before))·√(2 / (1 + r)).</summary>
    /// <param name="now">The later count.</param>
    /// <param name="before">The earlier count.</param>
    /// <param name="exposureRatio">r, the later exposure over the earlier one; positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative, or the ratio not positive and finite.</exception>
    public static double Of(long now, long before, double exposureRatio)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(now);
        ArgumentOutOfRangeException.ThrowIfNegative(before);
        if (!(exposureRatio > 0) || !double.IsFinite(exposureRatio))
            throw new ArgumentOutOfRangeException(nameof(exposureRatio), exposureRatio, "It is positive and finite.");
        return 2 * (Math.Sqrt(now) - Math.Sqrt(exposureRatio * before)) * Math.Sqrt(2 / (1 + exposureRatio));
    }
}
