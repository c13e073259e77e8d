using MathNet.Numerics;

namespace Incidents.Statistics;

/// <summary>Tail probabilities of the distributions that tests refer to.</summary>
public static class TailProbability
{
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
}
