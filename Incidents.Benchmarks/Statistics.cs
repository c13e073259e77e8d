namespace Incidents.Benchmarks;

/// <summary>Median and percentile.</summary>
internal static class Statistics
{
    /// <summary>The median, the mean of the middle two where their number is even; NaN for none.</summary>
    public static double Median(IReadOnlyCollection<double> values)
    {
        if (values.Count == 0)
            return double.NaN;
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>The smallest value that at least this share of all values does not exceed (nearest rank); NaN for none.</summary>
    /// <param name="values">The values, in any order.</param>
    /// <param name="share">Above 0, up to 1.</param>
    public static double Percentile(IReadOnlyCollection<double> values, double share) =>
        values.Count == 0
            ? double.NaN : values.Order().ElementAt(Math.Clamp((int)Math.Ceiling(share * values.Count) - 1, 0, values.Count - 1));
}
