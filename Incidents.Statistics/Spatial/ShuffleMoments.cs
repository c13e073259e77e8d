namespace Incidents.Statistics.Spatial;

/// <summary>The moments of the sum of k values drawn without replacement from a finite population.</summary>
/// <param name="N">Size of the population.</param>
/// <param name="Mean">Its mean.</param>
/// <param name="Variance">Its variance with divisor N.</param>
/// <param name="WholeNumbers">Whether every value is a whole number.</param>
/// <remarks>
/// That is what the sum over a neighbourhood is when values are shuffled over places (Cochran, "Sampling Techniques", 3rd ed. 1977, §2.4).
/// </remarks>
internal readonly record struct ShuffleMoments(int N, double Mean, double Variance, bool WholeNumbers)
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

        var (mean, second) = (sum / values.Length, 0.0);
        foreach (var x in values)
            second += (x - mean) * (x - mean);
        return new(values.Length, mean, second / values.Length, whole);
    }

    /// <summary>The population without one of its values.</summary>
    public ShuffleMoments Without(double x)
    {
        var left = N - 1;
        var mean = (N * Mean - x) / left;
        var (shift, d) = (Mean - mean, x - mean);
        // The sum of squares about the new mean: Σ(xᵢ − m')² = Σ(xᵢ − m)² + N(m − m')²; then x leaves.
        var second = N * (Variance + shift * shift) - d * d;
        return new(left, mean, Math.Max(second, 0) / left, WholeNumbers);
    }

    public double SumMean(int k) => k * Mean;

    public double SumVariance(int k) => N < 2 ? 0 : Variance * k * (N - k) / (N - 1);
}
