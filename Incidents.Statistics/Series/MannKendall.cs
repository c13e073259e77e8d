namespace Incidents.Statistics.Series;

/// <summary>The direction of a trend.</summary>
public enum TrendDirection
{
    /// <summary>No significant trend.</summary>
    None,

    /// <summary>Upward.</summary>
    Increasing,

    /// <summary>Downward.</summary>
    Decreasing,

    /// <summary>Fewer than three values, or all equal: nothing to test.</summary>
    Undetermined,
}

/// <summary>The rank test of a monotonic trend. Missing values are NaN.</summary>
/// <remarks>
/// Mann 1945; Kendall, "Rank Correlation Methods", 1975; corrected for autocorrelation by Hamed and Rao, "A modified Mann-Kendall trend
/// test for autocorrelated data", Journal of Hydrology 204, 1998, and for seasons by Hirsch, Slack and Smith, Water Resources Research 18,
/// 1982.
/// </remarks>
public static class MannKendall
{
    /// <summary>The original test.</summary>
    /// <param name="series">Values in order of time; NaN where missing.</param>
    /// <param name="alpha">Two-sided level at which a trend has a direction, in (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">Alpha is not between 0 and 1.</exception>
    /// <remarks>Missing values are left out. The variance is corrected for ties, z for continuity.</remarks>
    public static TrendTest Original(ReadOnlySpan<double> series, double alpha = 0.05)
    {
        var x = Present(series);
        return Result("mann-kendall", x.Length, Score(x), ScoreVariance(x), x.Length * (x.Length - 1.0) / 2, alpha, []);
    }

    /// <summary>The test with the variance corrected for autocorrelation.</summary>
    /// <param name="series">Values in order of time; NaN where missing.</param>
    /// <param name="alpha">Two-sided level of the test and of the autocorrelations, in (0, 1).</param>
    /// <param name="lags">Number of lags; null for all.</param>
    /// <returns>Undetermined also where the corrected variance is not positive, which strong negative autocorrelation can cause.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Alpha is not between 0 and 1, or the lags are negative.</exception>
    /// <remarks>
    /// The variance is multiplied by n / n* for the autocorrelation of the ranks of the series less its Sen slope, over the lags whose
    /// autocorrelation is significant at <paramref name="alpha"/>. Missing values are left out, but the slope is computed with their
    /// positions kept, as pyMannKendall does.
    /// </remarks>
    public static TrendTest HamedRao(ReadOnlySpan<double> series, double alpha = 0.05, int? lags = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(lags ?? 0, nameof(lags));
        var x = Present(series);
        var n = x.Length;
        var last = Math.Min(lags ?? n - 1, n - 1);
        var slope = SensSlope.Of(series).PerStep;
        var detrended = new double[n];
        for (var i = 0; i < n; i++)
            detrended[i] = x[i] - (i + 1) * slope;
        var correlation = Autocorrelation(Ranks(detrended), last);
        var bound = TailProbability.NormalQuantile(1 - Checked(alpha) / 2) / Math.Sqrt(n);
        var sum = 0.0;
        for (var lag = 1; lag <= last; lag++)
        {
            if (Math.Abs(correlation[lag]) > bound)
                sum += (n - lag) * (n - lag - 1.0) * (n - lag - 2.0) * correlation[lag];
        }

        var inflation = 1 + 2 / (n * (n - 1.0) * (n - 2.0)) * sum;
        return Result(
            "mann-kendall-hamed-rao", n, Score(x), ScoreVariance(x) * inflation, n * (n - 1.0) / 2, alpha,
            new() { ["lags"] = last, ["varianceFactor"] = inflation });
    }

    /// <summary>
    /// The seasonal test: scores and variances of each season's own series are summed, so that January is compared with January only.
    /// </summary>
    /// <param name="series">Values in order of time, beginning with the first season; NaN where missing.</param>
    /// <param name="period">Number of seasons in a cycle, at least 1.</param>
    /// <param name="alpha">Two-sided level at which a trend has a direction, in (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">Alpha is not between 0 and 1, or the period is not positive.</exception>
    public static TrendTest Seasonal(ReadOnlySpan<double> series, int period, double alpha = 0.05)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(period);
        var (score, variance, pairs, n) = (0L, 0.0, 0.0, 0);
        for (var season = 0; season < period && season < series.Length; season++)
        {
            var own = new double[(series.Length - season + period - 1) / period];
            for (var cycle = 0; cycle < own.Length; cycle++)
                own[cycle] = series[season + cycle * period];
            var x = Present(own);
            score += Score(x);
            variance += ScoreVariance(x);
            pairs += x.Length * (x.Length - 1.0) / 2;
            n += x.Length;
        }

        return Result("mann-kendall-seasonal", n, score, variance, pairs, alpha, new() { ["period"] = period });
    }

    /// <summary>S: the number of pairs that rise less the number of pairs that fall, in n log n.</summary>
    /// <remarks>The pairs that fall are those out of order when the values are sorted.</remarks>
    internal static long Score(ReadOnlySpan<double> x)
    {
        var order = SortedOrder.Of(x);
        var falling = Inversions.Count(order);
        var level = 0L;
        foreach (var n in Ties(x, order))
            level += n * (n - 1L) / 2;
        return x.Length * (x.Length - 1L) / 2 - level - 2 * falling;
    }

    internal static double ScoreVariance(ReadOnlySpan<double> x)
    {
        static double Term(double n) => n * (n - 1) * (2 * n + 5);
        var variance = Term(x.Length);
        foreach (var n in Ties(x, SortedOrder.Of(x)))
            variance -= Term(n);
        return variance / 18;
    }

    // Number of values equal to each value, smallest value first.
    private static List<int> Ties(ReadOnlySpan<double> x, int[] order)
    {
        List<int> ties = [];
        for (int i = 0, next; i < order.Length; i = next)
        {
            for (next = i + 1; next < order.Length && x[order[next]] == x[order[i]];)
                next++;
            ties.Add(next - i);
        }

        return ties;
    }

    /// <summary>Ranks from 1; equal values share the mean of their ranks.</summary>
    internal static double[] Ranks(ReadOnlySpan<double> x)
    {
        var order = SortedOrder.Of(x);
        var ranks = new double[order.Length];
        var first = 0;
        foreach (var n in Ties(x, order))
        {
            for (var i = first; i < first + n; i++)
                ranks[order[i]] = (2 * first + n + 1) / 2.0;
            first += n;
        }

        return ranks;
    }

    // Ranks sum to n (n + 1) / 2 whatever the ties: twice a rank less n + 1 is a whole number, and the mean of these is zero.
    private static double[] Autocorrelation(double[] ranks, int lags)
    {
        var sums = Autocovariance.OfWhole([.. ranks.Select(rank => 2 * rank - (ranks.Length + 1))], Math.Max(lags, 0));
        return [.. sums.Select(sum => sum / sums[0])];
    }

    internal static double[] Present(ReadOnlySpan<double> series)
    {
        List<double> x = [];
        foreach (var value in series)
        {
            if (!double.IsNaN(value))
                x.Add(value);
        }

        return [.. x];
    }

    private static TrendTest Result(
        string method, int n, long score, double variance, double pairs, double alpha, Dictionary<string, object?> parameters)
    {
        parameters["alpha"] = Checked(alpha);
        var z = n < 3 || !(variance > 0) ? double.NaN : (score - Math.Sign(score)) / Math.Sqrt(variance);
        var p = TailProbability.NormalTwoSided(z);
        var direction = double.IsNaN(z) ? TrendDirection.Undetermined
            : p > alpha ? TrendDirection.None
            : score > 0 ? TrendDirection.Increasing : TrendDirection.Decreasing;
        return new(
            new(method, "Mann, Econometrica 13, 1945; Kendall 1975; Hamed and Rao 1998; Hirsch, Slack and Smith 1982", n, parameters),
            score, variance, score / pairs, z, p, direction);
    }

    private static double Checked(double alpha) => alpha is > 0 and < 1 ? alpha
        : throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "A level lies between 0 and 1.");
}

/// <summary>A test of trend.</summary>
/// <param name="Basis">Method, parameters and n (missing values not counted).</param>
/// <param name="S">Number of pairs that rise less number of pairs that fall.</param>
/// <param name="VarianceS">Variance of S without a trend.</param>
/// <param name="Tau">S / number of pairs, without correction for ties; NaN where there are no pairs.</param>
/// <param name="Z">Standard deviate with continuity correction; NaN where undetermined.</param>
/// <param name="P">Two-sided p.</param>
/// <param name="Direction">The direction at the level of the parameters.</param>
public sealed record TrendTest(MethodBasis Basis, long S, double VarianceS, double Tau, double Z, double P, TrendDirection Direction);
