using Incidents.Statistics.Series;
using NodaTime;

namespace Incidents.Projections.Trends;

/// <summary>One series to nowcast.</summary>
/// <param name="Key">What it is of.</param>
/// <param name="Triangle">Its steps that are over.</param>
/// <param name="NotOver">The counts known so far of the steps that are not over.</param>
public sealed record ReportedSeries(SeriesKey Key, ReportingTriangle Triangle, long[] NotOver);

/// <summary>Makes reporting triangles of counts.</summary>
public static class ReportedTriangles
{
    /// <summary>The triangle of each series, by key in ordinal order.</summary>
    /// <param name="steps">The steps.</param>
    /// <param name="counts">The counts.</param>
    /// <param name="delaysFrom">First day of occurrence from which delays are estimated; null: from when the city began to report.</param>
    /// <param name="keyOf">The key of the series that a count is added to; default its own.</param>
    /// <param name="missing">The steps of which no data of a series exist.</param>
    /// <remarks>
    /// A city began to report in the first step in which anything became known. Where that included what occurred in earlier steps, a
    /// register was taken over in that step, so that its delays are not those of reporting: delays are then estimated from the next step
    /// on.
    /// </remarks>
    public static List<ReportedSeries> Of(
        NowcastSteps steps, IReadOnlyList<ReportedCount> counts, LocalDate? delaysFrom = null, Func<SeriesKey, SeriesKey>? keyOf = null,
        Func<SeriesKey, IEnumerable<int>>? missing = null)
    {
        var earliest = delaysFrom is { } day ? Enumerable.Range(0, steps.Over).Count(step => steps.Begins[step] < day) : 0;
        var begins = counts.GroupBy(c => c.City).ToDictionary(c => c.Key, c => Math.Max(earliest, FirstReporting([.. c])));
        var series = new SortedDictionary<SeriesKey, ReportedSeries>();
        foreach (var count in counts)
        {
            var (key, from) = (keyOf is null ? count.Key : keyOf(count.Key), begins[count.City]);
            if (!series.TryGetValue(key, out var found))
                series[key] = found = Empty(key, steps.Over);
            if (count.Step >= steps.Over)
            {
                found.NotOver[count.Step - steps.Over] += count.Added - count.Withdrawn;
                continue;
            }

            found.Triangle.DelaysFrom = Math.Min(found.Triangle.DelaysFrom, from);
            found.Triangle.Add(count.Step, count.Known, count.Added, count.Withdrawn, count.Step >= from);
        }

        return [.. series.Values];

        ReportedSeries Empty(SeriesKey key, int from)
        {
            var empty = new ReportingTriangle(steps.Over) { DelaysFrom = from };
            foreach (var step in (missing?.Invoke(key) ?? []).Where(step => step < steps.Over))
                empty.MarkMissing(step);
            return new(key, empty, new long[steps.Begins.Count - steps.Over]);
        }
    }

    private static int FirstReporting(ReportedCount[] counts)
    {
        var first = counts.Min(c => c.Known);
        return counts.Any(c => c.Step < first) ? first + 1 : first;
    }
}
