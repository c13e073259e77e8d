namespace Incidents.Statistics.Series;

/// <summary>Medians of few numbers.</summary>
public static class Medians
{
    /// <summary>The median; NaN where there is no number.</summary>
    /// <param name="values">The numbers, in any order; they stay as they are.</param>
    public static double Of(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty)
            return double.NaN;
        var sorted = values.ToArray();
        Array.Sort(sorted);
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
