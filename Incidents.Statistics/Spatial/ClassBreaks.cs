namespace Incidents.Statistics.Spatial;

/// <summary>How the counts of cells are divided into the classes of a map.</summary>
public enum BreakRule
{
    /// <summary>The same number of cells in each class, as far as equal counts allow.</summary>
    Quantiles,

    /// <summary>Split at the mean, then the part above it at its mean, and so on while it is the smaller part.</summary>
    /// <remarks>
    /// Jiang, "Head/tail breaks", The Professional Geographer 65, 2013: for counts of which few are large, as those of incidents are.
    /// </remarks>
    HeadTail,
}

/// <summary>Class breaks of a map of counts.</summary>
public static class ClassBreaks
{
    // Jiang's rule of thumb: the head is a minority.
    private const double LargestHead = 0.4;

    /// <summary>The least count of each class.</summary>
    /// <param name="counts">Counts of cells, in any order; those below 1 belong to no class.</param>
    /// <param name="classes">Largest number of classes, at least 1.</param>
    /// <param name="rule">How the counts are divided.</param>
    /// <returns>
    /// Strictly ascending, the smallest count first; fewer than asked for where the counts do not allow more, none where there is no
    /// count.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than one class.</exception>
    public static IReadOnlyList<long> Of(IEnumerable<long> counts, int classes, BreakRule rule)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        var sorted = counts.Where(n => n > 0).Order().ToArray();
        if (sorted.Length == 0)
            return [];
        return rule is BreakRule.Quantiles
            ? [.. Enumerable.Range(0, classes).Select(i => sorted[(int)((long)i * sorted.Length / classes)]).Distinct()]
            : HeadTail(sorted, classes);
    }

    private static List<long> HeadTail(long[] sorted, int classes)
    {
        List<long> breaks = [sorted[0]];
        for (var from = 0; breaks.Count < classes;)
        {
            var mean = sorted.Skip(from).Average();
            var head = Array.FindIndex(sorted, from, n => n > mean);
            if (head < 0 || sorted.Length - head > LargestHead * (sorted.Length - from))
                break;
            breaks.Add(sorted[head]);
            from = head;
        }

        return breaks;
    }
}
