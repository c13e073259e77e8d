using Incidents.Projections.Ledgers;

namespace Incidents.Projections.Kpis;

/// <summary>Summary of a set of durations.</summary>
/// <param name="Count">Number of durations.</param>
/// <param name="MedianSeconds">Median, within 1 %; null where there are none.</param>
/// <param name="P90Seconds">90th percentile, within 1 %; null where there are none.</param>
/// <param name="ShareWithinTarget">
/// Share of durations up to the target, 0 to 1; null where there are none or no target is set. Durations up to 2 % longer may be included.
/// </param>
public sealed record DurationSummary(int Count, double? MedianSeconds, double? P90Seconds, double? ShareWithinTarget)
{
    /// <summary>Sums up buckets.</summary>
    /// <param name="buckets">Number of durations by bucket.</param>
    /// <param name="targetSeconds">The target, or null.</param>
    public static DurationSummary Of(IReadOnlyDictionary<int, long> buckets, double? targetSeconds)
    {
        var ordered = buckets.Where(b => b.Value > 0).OrderBy(b => b.Key).ToArray();
        var size = ordered.Sum(b => b.Value);
        if (size == 0)
            return new(0, null, null, null);
        double? share = targetSeconds is { } target
            ? (double)ordered.Where(b => b.Key <= DurationBuckets.UpTo(target)).Sum(b => b.Value) / size
            : null;
        return new((int)size, Quantile(0.5), Quantile(0.9), share);

        // The value of rank ceil(q n), as in "nine of ten took at most": the nearest-rank quantile.
        double Quantile(double q)
        {
            var rank = (long)Math.Ceiling(q * size);
            foreach (var (bucket, count) in ordered)
            {
                if ((rank -= count) <= 0)
                    return DurationBuckets.Seconds(bucket);
            }
            throw new InvalidOperationException("The counts of the buckets do not sum to the number of durations.");
        }
    }
}
