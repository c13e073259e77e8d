using MathNet.Numerics;

namespace Incidents.Statistics;

/// <summary>Tail probabilities of the distributions that tests refer to.</summary>
public static class TailProbability
{
    // Below this skewness the gamma distribution has a shape above four million, and its tails are those of the normal one to a percent.
    private const double NoSkew = 1e-3;

    /// <summary>P(Z ≥ <paramref name="z"/>) of the standard normal distribution. NaN gives NaN.</summary>
    public static double Normal(double z) => 0.5 * SpecialFunctions.Erfc(z / Math.Sqrt(2));

    /// <summary>P(|Z| ≥ |<paramref name="z"/>|) of the standard normal distribution. NaN gives NaN.</summary>
    public static double NormalTwoSided(double z) => SpecialFunctions.Erfc(Math.Abs(z) / Math.Sqrt(2));

    /// <summary>The z with P(Z ≤ z) = <paramref name="probability"/>.</summary>
    public static double NormalQuantile(double probability) => MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, probability);

    /// <summary>P(N ≥ <paramref name="count"/>) of the Poisson distribution; 1 where the count is not positive.</summary>
    /// <param name="count">A whole number; a fraction is rounded up, as no smaller count reaches it.</param>
    /// <param name="mean">Not negative.</param>
    public static double PoissonAtLeast(double count, double mean)
    {
        count = Math.Ceiling(count);
        if (count <= 0)
            return 1;
        return mean <= 0 ? 0 : SpecialFunctions.GammaLowerRegularized(count, mean);
    }

    /// <summary>
    /// P(U ≥ <paramref name="z"/>) for a standardised variable of the given skewness, by Pearson's type III (shifted gamma) distribution.
    /// </summary>
    /// <param name="z">Deviate with mean 0 and variance 1. NaN gives NaN.</param>
    /// <param name="skewness">Third standardised moment; 0 gives the normal tail.</param>
    /// <remarks>
    /// It matches three moments, and is the classical small-sample approximation of permutation distributions (Mielke and Berry,
    /// "Permutation Methods", 2nd ed. 2007, ch. 2). Sums of counts are skewed: by the normal tail far too many of them are extreme.
    /// </remarks>
    public static double PearsonThree(double z, double skewness)
    {
        if (double.IsNaN(z) || double.IsNaN(skewness))
            return double.NaN;
        if (Math.Abs(skewness) < NoSkew)
            return Normal(z);
        var shape = 4 / (skewness * skewness);
        var at = shape + (skewness > 0 ? z : -z) * Math.Sqrt(shape);
        if (at <= 0)
            return skewness > 0 ? 1 : 0;
        return skewness > 0 ? SpecialFunctions.GammaUpperRegularized(shape, at) : SpecialFunctions.GammaLowerRegularized(shape, at);
    }
}
