namespace Incidents.Projections.Kpis;

/// <summary>
/// Whether a count changed more than chance alone would change it: 2(√now - √before) is nearly standard normal for two Poisson
/// counts of equal exposure whatever their size (Anscombe 1948; in use by police analysts since Wheeler 2016, "Tables and graphs
/// for monitoring temporal crime trends"), so values beyond ±3 are worth a look.
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
