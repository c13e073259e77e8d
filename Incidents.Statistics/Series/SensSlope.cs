using MathNet.Numerics.Statistics;

namespace Incidents.Statistics.Series;

/// <summary>The median of the slopes between all pairs of values, which outliers do not bend.</summary>
/// <remarks>
/// Theil 1950; Sen, "Estimates of the regression coefficient based on Kendall's tau", J. Am. Statist. Assoc. 63, 1968; by seasons: Hirsch,
/// Slack and Smith 1982. Missing values are NaN and keep their position on the axis of time.
/// </remarks>
public static class SensSlope
{
    /// <summary>The slope per step, and the intercept: median value less slope × median position.</summary>
    /// <param name="series">Values at positions 0, 1, …; NaN where missing.</param>
    /// <returns>NaN for both where fewer than two values are present.</returns>
    public static Slope Of(ReadOnlySpan<double> series) => Of("sens-slope", series, 1);

    /// <summary>The slope per cycle from pairs of the same season, and the intercept in cycles.</summary>
    /// <param name="series">Values at positions 0, 1, …; NaN where missing.</param>
    /// <param name="period">Number of seasons in a cycle.</param>
    /// <exception cref="ArgumentOutOfRangeException">The period is not positive.</exception>
    public static Slope Seasonal(ReadOnlySpan<double> series, int period)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(period);
        return Of("sens-slope-seasonal", series, period);
    }

    private static Slope Of(string method, ReadOnlySpan<double> series, int step)
    {
        var present = new List<int>();
        for (var i = 0; i < series.Length; i++)
        {
            if (!double.IsNaN(series[i]))
                present.Add(i);
        }

        // Season by season, as only pairs of a season are compared.
        int[] places = [.. present.OrderBy(i => i % step)];
        var (x, cycles, starts) = (new double[places.Length], new int[places.Length], new List<int>());
        for (var at = 0; at < places.Length; at++)
        {
            (x[at], cycles[at]) = (series[places[at]], places[at] / step);
            if (at == 0 || places[at] % step != places[at - 1] % step)
                starts.Add(at);
        }

        var slope = SlopeSelection.Median(x, cycles, [.. starts, places.Length]);
        var (n, median, middle) = (
            x.Length, ArrayStatistics.MedianInplace(x), ArrayStatistics.MedianInplace([.. present.Select(i => (double)i)]));
        return new(
            new(method, "Sen 1968; Hirsch, Slack and Smith 1982", n, new Dictionary<string, object?> { ["period"] = step }),
            slope, median - middle / step * slope);
    }
}

/// <summary>A line through a series.</summary>
/// <param name="Basis">Method, parameters and n.</param>
/// <param name="PerStep">Change per step of time (per cycle, where seasonal).</param>
/// <param name="Intercept">Value at position 0.</param>
public sealed record Slope(MethodBasis Basis, double PerStep, double Intercept);
