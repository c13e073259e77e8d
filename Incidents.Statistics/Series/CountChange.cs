using MathNet.Numerics.Distributions;

namespace Incidents.Statistics.Series;

/// <summary>Whether a count changed between two periods by more than a Poisson count varies by chance.</summary>
/// <remarks>"Up 50 %" from 2 to 3 is nothing; from 200 to 300 it is news.</remarks>
public static class CountChange
{
    // Number of standard deviations beyond which a Poisson probability does not change sixteen digits.
    private const double Far = 10;

    /// <summary>Compares two counts.</summary>
    /// <param name="before">Earlier count: a whole number, not negative.</param>
    /// <param name="now">Later count: a whole number, not negative.</param>
    /// <param name="exposureBefore">Length of the earlier period, or person-years; positive.</param>
    /// <param name="exposureNow">The same of the later period, in the same unit.</param>
    /// <param name="confidence">Confidence of the interval, in (0, 1).</param>
    /// <returns>The change and its tests. Without an event in either period the ratio and its bounds are NaN and every p is 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A count is negative, an exposure not positive and finite, or the confidence not between 0 and 1.
    /// </exception>
    public static CountChangeResult Between(
        long before, long now, double exposureBefore = 1, double exposureNow = 1, double confidence = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(before);
        ArgumentOutOfRangeException.ThrowIfNegative(now);
        if (!(exposureBefore > 0 && exposureNow > 0) || !double.IsFinite(exposureBefore + exposureNow))
            throw new ArgumentOutOfRangeException(
                nameof(exposureBefore), (exposureBefore, exposureNow), "Exposures are positive and finite.");
        if (confidence is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "A confidence lies between 0 and 1.");

        var expectedNow = before * exposureNow / exposureBefore;
        var (low, high) = RatioInterval(before, now, exposureBefore, exposureNow, 1 - confidence);
        return new(
            new("count-change",
                "Anscombe, Biometrika 35, 1948; Clopper and Pearson 1934; "
                    + "Krishnamoorthy and Thomson, J. Statist. Planning Inference 119, 2004",
                2, new Dictionary<string, object?>
                {
                    ["exposureBefore"] = exposureBefore,
                    ["exposureNow"] = exposureNow,
                    ["confidence"] = confidence,
                }),
            before, now, 2 * (Math.Sqrt(now) - Math.Sqrt(expectedNow)),
            before + now == 0 ? double.NaN : now / exposureNow / (before / exposureBefore), low, high,
            ExactP(before, now, exposureBefore, exposureNow), ETest(before, now, exposureBefore, exposureNow));
    }

    // Given the total, the later count is binomial with probability ρ e₂ / (e₁ + ρ e₂): Clopper and Pearson's bounds of the probability
    // give those of the ratio ρ.
    private static (double Low, double High) RatioInterval(long before, long now, double e1, double e2, double alpha)
    {
        if (before + now == 0)
            return (double.NaN, double.NaN);
        double Ratio(double chance) => chance / (1 - chance) * e1 / e2;
        return (
            now == 0 ? 0 : Ratio(Beta.InvCDF(now, before + 1, alpha / 2)),
            before == 0 ? double.PositiveInfinity : Ratio(Beta.InvCDF(now + 1, before, 1 - alpha / 2)));
    }

    // The sum over binomial outcomes that are no more likely than the observed one (R's poisson.test), with its tolerance for ties.
    private static double ExactP(long before, long now, double e1, double e2)
    {
        var (n, chance) = (before + now, e2 / (e1 + e2));
        if (n == 0)
            return 1;
        var deviation = Math.Sqrt(n * chance * (1 - chance)) + 1;
        double Log(long k) => MathNet.Numerics.SpecialFunctions.GammaLn(n + 1) - MathNet.Numerics.SpecialFunctions.GammaLn(k + 1)
            - MathNet.Numerics.SpecialFunctions.GammaLn(n - k + 1) + k * Math.Log(chance) + (n - k) * Math.Log(1 - chance);
        var limit = Log(now) + Math.Log(1 + 1e-7);
        var sum = 0.0;
        var reach = Math.Max(4 * Far * deviation, Math.Abs(now - n * chance) + 4 * deviation);
        var last = (long)Math.Min(n, n * chance + reach);
        for (var k = (long)Math.Max(0, n * chance - reach); k <= last; k++)
        {
            var log = Log(k);
            if (log <= limit)
                sum += Math.Exp(log);
        }

        return Math.Min(1, sum);
    }

    // Krishnamoorthy and Thomson's E-test: the probability, under the pooled rate, of a standardised difference at least as large.
    private static double ETest(long before, long now, double e1, double e2)
    {
        if (before + now == 0)
            return 1;
        var rate = (before + now) / (e1 + e2);
        double Statistic(long x1, long x2) => x1 + x2 == 0 ? 0 : (x2 / e2 - x1 / e1) / Math.Sqrt(x1 / e1 / e1 + x2 / e2 / e2);
        var observed = Math.Abs(Statistic(before, now)) * (1 - 1e-12);
        var (first1, p1) = Mass(e1 * rate);
        var (first2, p2) = Mass(e2 * rate);
        var below = new double[p2.Length + 1];
        for (var i = 0; i < p2.Length; i++)
            below[i + 1] = below[i] + p2[i];
        var inside = 0.0;
        for (var i = 0; i < p1.Length; i++)
        {
            // The statistic rises with the later count: the counts within (−t, t) are one run.
            var from = First(p2.Length, j => Statistic(first1 + i, first2 + j) > -observed);
            var to = First(p2.Length, j => Statistic(first1 + i, first2 + j) >= observed);
            inside += p1[i] * (below[Math.Max(from, to)] - below[from]);
        }

        return Math.Clamp(1 - inside, 0, 1);
    }

    private static (long First, double[] Mass) Mass(double mean)
    {
        var reach = Far * Math.Sqrt(mean) + 30;
        var first = (long)Math.Max(0, mean - reach);
        var mass = new double[(long)(mean + reach) - first + 1];
        for (var i = 0; i < mass.Length; i++)
            mass[i] = Math.Exp((first + i) * Math.Log(mean) - mean - MathNet.Numerics.SpecialFunctions.GammaLn(first + i + 1));
        return (first, mass);
    }

    private static int First(int count, Func<int, bool> holds)
    {
        var (low, high) = (0, count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (holds(middle))
                high = middle;
            else
                low = middle + 1;
        }

        return low;
    }
}

/// <summary>A change of a count.</summary>
/// <param name="Basis">Method, parameters and n (the two periods).</param>
/// <param name="Before">The earlier count.</param>
/// <param name="Now">The later count.</param>
/// <param name="Score">
/// 2 (√now − √before), before scaled to the later exposure: twice the root of a Poisson count has variance near 1 whatever its mean.
/// Beyond ±3 is worth a look. The difference of two counts has twice that variance, so that ±3 is exceeded by chance about once in thirty
/// comparisons (p = 0.034), not once in 370.
/// </param>
/// <param name="RateRatio">Later rate / earlier rate; infinite where the earlier count is 0.</param>
/// <param name="RateRatioLow">Exact lower confidence bound of the ratio.</param>
/// <param name="RateRatioHigh">Exact upper confidence bound; infinite where the earlier count is 0.</param>
/// <param name="PExact">Two-sided exact conditional p of equal rates.</param>
/// <param name="PETest">Two-sided p of the E-test, which is less conservative.</param>
public sealed record CountChangeResult(
    MethodBasis Basis, long Before, long Now, double Score, double RateRatio, double RateRatioLow, double RateRatioHigh, double PExact,
    double PETest);
