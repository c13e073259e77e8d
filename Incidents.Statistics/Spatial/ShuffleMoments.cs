namespace Incidents.Statistics.Spatial;

/// <summary>The moments of the sum of k values drawn without replacement from a finite population.</summary>
/// <param name="N">Size of the population.</param>
/// <param name="Mean">Its mean.</param>
/// <param name="Variance">Its variance with divisor N.</param>
/// <param name="ThirdMoment">Its third central moment with divisor N.</param>
/// <param name="WholeNumbers">Whether every value is a whole number, so that sums change in steps of one.</param>
/// <param name="Least">Its least value.</param>
/// <param name="AtLeast">How many values are equal to <paramref name="Least"/>; 0 where that is not known.</param>
/// <remarks>
/// That is what the sum over a neighbourhood is when values are shuffled over places (Cochran, "Sampling Techniques", 3rd ed. 1977, §2.15
/// for the third moment).
/// </remarks>
internal readonly record struct ShuffleMoments(
    int N, double Mean, double Variance, double ThirdMoment, bool WholeNumbers, double Least, int AtLeast)
{
    public static ShuffleMoments Of(ReadOnlySpan<double> values)
    {
        var (sum, whole) = (0.0, true);
        foreach (var x in values)
        {
            if (!double.IsFinite(x))
                throw new ArgumentOutOfRangeException(nameof(values), x, "Values must be finite.");
            sum += x;
            whole &= x == Math.Floor(x);
        }

        var mean = sum / values.Length;
        var (second, third, least, atLeast) = (0.0, 0.0, double.PositiveInfinity, 0);
        foreach (var x in values)
        {
            var d = x - mean;
            second += d * d;
            third += d * d * d;
            if (x < least)
                (least, atLeast) = (x, 0);
            if (x == least)
                atLeast++;
        }

        return new(values.Length, mean, second / values.Length, third / values.Length, whole, least, atLeast);
    }

    /// <summary>The population without one of its values.</summary>
    public ShuffleMoments Without(double x)
    {
        var left = N - 1;
        var mean = (N * Mean - x) / left;
        var (shift, d) = (Mean - mean, x - mean);
        // Sums about the new mean: Σ(xᵢ − m')² = Σ(xᵢ − m)² + N(m − m')², Σ(xᵢ − m')³ = Σ(xᵢ − m)³ + 3(m − m')Σ(xᵢ − m)² + N(m − m')³; then
        // x leaves.
        var second = N * (Variance + shift * shift) - d * d;
        var third = N * (ThirdMoment + 3 * shift * Variance + shift * shift * shift) - d * d * d;
        return new(left, mean, Math.Max(second, 0) / left, third / left, WholeNumbers, Least, x == Least ? AtLeast - 1 : AtLeast);
    }

    public double SumMean(int k) => k * Mean;

    public double SumVariance(int k) => N < 2 ? 0 : Variance * k * (N - k) / (N - 1);

    public double SumSkewness(int k)
    {
        if (N < 3)
            return 0;
        var third = ThirdMoment * k * ((double)N - k) * ((double)N - 2 * k) / ((N - 1.0) * (N - 2.0));
        return third / Math.Pow(SumVariance(k), 1.5);
    }

    /// <summary>Two-sided p of a sum, with skewness and continuity taken into account.</summary>
    /// <remarks>
    /// The lower tail is never less than the probability to draw the least value only, which is exact where the sum is that: most of a
    /// town is empty, and by a fitted curve that ends above zero all of it would be cold.
    /// </remarks>
    public double TwoSided(double sum, int k)
    {
        var deviation = Math.Sqrt(SumVariance(k));
        var (z, step, skewness) = ((sum - SumMean(k)) / deviation, WholeNumbers ? 0.5 / deviation : 0, SumSkewness(k));
        var tail = z > 0
            ? TailProbability.PearsonThree(z - step, skewness)
            : Math.Max(TailProbability.PearsonThree(-z - step, -skewness), NothingButLeast(k));
        return Math.Min(1, 2 * tail);
    }

    private double NothingButLeast(int k)
    {
        var chance = 1.0;
        for (var drawn = 0; drawn < k && chance > 0; drawn++)
            chance *= Math.Max(0, (double)(AtLeast - drawn) / (N - drawn));
        return chance;
    }
}
