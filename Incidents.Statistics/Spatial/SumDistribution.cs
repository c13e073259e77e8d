namespace Incidents.Statistics.Spatial;

/// <summary>How the distribution of a sum of values drawn without replacement was computed.</summary>
public enum SumDistribution
{
    /// <summary>Exactly, by counting all draws: values on a lattice, such as counts, whose table is affordable.</summary>
    Exact,

    /// <summary>
    /// Exactly for the largest values, whose subsets have known chances, and by a double saddlepoint approximation for the sum of the
    /// others.
    /// </summary>
    Saddlepoint,

    /// <summary>By random draws: values that neither of the others can serve, e.g. few values that are not whole numbers.</summary>
    Permutation,
}

/// <summary>The sum over a place's neighbours, seen as a draw.</summary>
/// <param name="Own">The value of the place itself, which is not drawn.</param>
/// <param name="Sum">Sum of the values of its neighbours.</param>
/// <param name="Count">Number of neighbours; below 0 where there is nothing to test.</param>
internal readonly record struct Draw(double Own, double Sum, int Count);

/// <summary>A two-sided p and the tail that it comes from.</summary>
/// <param name="P">Twice the smaller tail, at most 1; NaN where there was nothing to test.</param>
/// <param name="IsHigh">Whether the sum lies in the upper tail.</param>
internal readonly record struct TwoSidedTail(double P, bool IsHigh)
{
    public static TwoSidedTail Of(double lower, double upper) => new(Math.Min(1, 2 * Math.Min(lower, upper)), upper < lower);
}
