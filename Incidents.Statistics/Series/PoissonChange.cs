namespace Incidents.Statistics.Series;

/// <summary>
/// Whether a count changed more than chance alone would change it: 2(√now - √before), in use by police analysts (Wheeler 2016,
/// "Tables and graphs for monitoring temporal crime trends"). The square root steadies a Poisson count's variance at 1/4 whatever
/// its size (Anscombe 1948), so for two counts of equal exposure that only chance sets apart the score has mean 0 and variance 2:
/// it lies beyond ±3 about once in thirty times.
/// </summary>
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
