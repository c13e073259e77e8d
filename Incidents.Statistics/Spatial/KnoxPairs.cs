using System.Runtime.InteropServices;

namespace Incidents.Statistics.Spatial;

/// <summary>The pairs of events that are close in space, or those that are close in time, whichever are fewer.</summary>
/// <remarks>A permutation of the times leaves these pairs as they are, so that only their other attribute has to be compared.</remarks>
internal sealed class KnoxPairs
{
    private readonly Bands space, time;
    private readonly Metric metric;
    private readonly double[] x, y, t;
    private readonly bool bySpace;

    // Pairs (i, j) of the shorter list: for each i a run of j in `others`, and the band of each pair in `bands`. Pairs close in space are
    // numbered by position in `nearby`, an order in which events near in space are near each other; pairs close in time by event.
    private readonly int[] starts;
    private readonly int[] others;
    private readonly byte[] bands;
    private readonly int[] nearby;

    public KnoxPairs(IReadOnlyList<SpaceTimePoint> events, Bands space, Bands time, Metric metric)
    {
        (this.space, this.time, this.metric) = (space, time, metric);
        (this.x, this.y, t) = ([.. events.Select(e => e.X)], [.. events.Select(e => e.Y)], [.. events.Select(e => e.Time)]);
        TimeTotals = new long[time.Count];
        SpaceTotals = new long[space.Count];

        var byTime = SortedOrder.Of(t);
        var closeInTime = CountTimes(byTime);
        var (starts, others, bands) = (new int[t.Length + 1], new List<int>(), new List<byte>());
        (bySpace, nearby) = CountSpaces(events, closeInTime, starts, others, bands);
        if (!bySpace)
        {
            others.Clear();
            bands.Clear();
            ListTimes(byTime, starts, others, bands);
        }

        var listed = CollectionsMarshal.AsSpan(others);
        var inBands = CollectionsMarshal.AsSpan(bands);
        this.starts = starts;
        Observed = Count(null, listed, inBands);
        if (bySpace && new KnoxTimeSteps(t, time) is { AreDistinct: true } steps)
            Counter = new(steps, nearby, starts, listed, inBands, space.Count);
        // The counter has lists of its own, and those of a dense town are long.
        (this.others, this.bands) = Counter is null ? (listed.ToArray(), inBands.ToArray()) : ([], []);
    }

    /// <summary>
    /// Counts several permutations at once; null where the pairs close in time are fewer, or steps cannot represent the times.
    /// </summary>
    public KnoxPermutationCounter? Counter { get; }

    /// <summary>Pairs in each band of distance and time, the time bands of the first distance band first.</summary>
    public long[] Observed { get; }

    /// <summary>Pairs in each band of distance, at any time.</summary>
    public long[] SpaceTotals { get; }

    /// <summary>Pairs in each band of time, at any distance.</summary>
    public long[] TimeTotals { get; }

    /// <summary>
    /// Counts pairs as <see cref="Observed"/> does, when event i has the time of event order[i]. Only where <see cref="Counter"/> is null.
    /// </summary>
    public long[] Count(int[] order) => Count(order, this.others, this.bands);

    private long[] Count(int[]? order, ReadOnlySpan<int> others, ReadOnlySpan<byte> bands) =>
        bySpace ? CountByTime(order, others, bands) : CountByDistance(order, others, bands);

    private long[] CountByTime(int[]? order, ReadOnlySpan<int> others, ReadOnlySpan<byte> bands)
    {
        var counts = new long[this.space.Count * this.time.Count];
        var times = Array.ConvertAll(nearby, i => t[order is null ? i : order[i]]);
        var limit = this.time.Limit;
        for (var i = 0; i < times.Length; i++)
        {
            var own = times[i];
            for (var at = this.starts[i]; at < this.starts[i + 1]; at++)
            {
                var interval = Math.Abs(times[others[at]] - own);
                if (interval <= limit && this.time.Find(interval) is >= 0 and var band)
                    counts[bands[at] * this.time.Count + band]++;
            }
        }

        return counts;
    }

    private long[] CountByDistance(int[]? order, ReadOnlySpan<int> others, ReadOnlySpan<byte> bands)
    {
        var counts = new long[this.space.Count * this.time.Count];
        var (x, y) = (Permuted(this.x, order), Permuted(this.y, order));
        var limit = this.space.Limit;
        for (var i = 0; i < x.Length; i++)
        {
            var (ownX, ownY) = (x[i], y[i]);
            for (var at = this.starts[i]; at < this.starts[i + 1]; at++)
            {
                var j = others[at];
                if (Math.Abs(x[j] - ownX) <= limit && Math.Abs(y[j] - ownY) <= limit
                    && this.space.Find(new PlanarPoint(ownX, ownY).DistanceTo(new(x[j], y[j]), this.metric)) is >= 0 and var band)
                    counts[band * this.time.Count + bands[at]]++;
            }
        }

        return counts;
    }

    private static double[] Permuted(double[] values, int[]? order)
    {
        if (order is null)
            return values;
        var permuted = new double[values.Length];
        for (var i = 0; i < permuted.Length; i++)
            permuted[i] = values[order[i]];
        return permuted;
    }

    private long CountTimes(int[] byTime)
    {
        // The pairs below an edge, or also on it, are counted by a window that slides over the sorted times.
        long Within(double limit, bool inclusive)
        {
            var (count, first) = (0L, 0);
            for (var i = 0; i < byTime.Length; i++)
            {
                while (t[byTime[i]] - t[byTime[first]] is var d && (inclusive ? d > limit : d >= limit) && first < i)
                    first++;
                count += i - first;
            }

            return count;
        }

        var lower = this.time.Belongs is BandEdge.Lower;
        for (var band = 0; band < this.time.Count; band++)
        {
            var upTo = Within(this.time.Edges[band + 1], !lower || (this.time.CloseOuter && band == this.time.Count - 1));
            // Where zero lies outside the first band, as in (0, 7], pairs of equal times are subtracted: those within 0, 0 included.
            var holdsFirst = lower || (this.time.CloseOuter && band == 0);
            var below = this.time.Edges[band] == 0 && holdsFirst ? 0 : Within(this.time.Edges[band], !holdsFirst);
            TimeTotals[band] = upTo - below;
        }

        return TimeTotals.Sum();
    }

    private void ListTimes(int[] byTime, int[] starts, List<int> others, List<byte> bands)
    {
        // A pair is listed once, the later event under the earlier one.
        var rank = new int[byTime.Length];
        for (var i = 0; i < byTime.Length; i++)
            rank[byTime[i]] = i;
        for (var i = 0; i < byTime.Length; i++)
        {
            for (var at = rank[i] + 1; at < byTime.Length; at++)
            {
                var interval = t[byTime[at]] - t[i];
                if (interval > this.time.Limit)
                    break;
                if (this.time.Find(interval) is >= 0 and var band)
                {
                    others.Add(byTime[at]);
                    bands.Add((byte)band);
                }
            }

            starts[i + 1] = others.Count;
        }
    }

    // Counts the pairs of every distance band, and lists them as long as they are fewer than the pairs close in time. Nearby: the events
    // bucket by bucket.
    private (bool Keep, int[] Nearby) CountSpaces(
        IReadOnlyList<SpaceTimePoint> events, long closeInTime, int[] starts, List<int> others, List<byte> bands)
    {
        var reach = double.IsFinite(this.space.Limit) ? this.space.Limit : Extent();
        var buckets = new Buckets([.. events.Select(e => e.Place)], reach > 0 ? reach : 1);
        var keep = true;
        // A pair that is too far apart by the Euclidean metric is too far by the other one too, and most pairs in the buckets are.
        var far = this.space.Limit * this.space.Limit * (1 + 1e-9);
        void Add(int place, (int From, int To) run)
        {
            PlanarPoint own = new(buckets.X[place], buckets.Y[place]);
            for (var at = run.From; at < run.To; at++)
            {
                var (dx, dy) = (buckets.X[at] - own.X, buckets.Y[at] - own.Y);
                if (dx * dx + dy * dy > far)
                    continue;
                if (this.space.Find(own.DistanceTo(new(buckets.X[at], buckets.Y[at]), this.metric)) is not (>= 0 and var band))
                    continue;
                SpaceTotals[band]++;
                if (keep)
                {
                    others.Add(at);
                    bands.Add((byte)band);
                }
            }
        }

        for (var place = 0; place < events.Count; place++)
        {
            var (own, next) = buckets.After(place);
            Add(place, own);
            Add(place, next);
            starts[place + 1] = others.Count;
            keep &= others.Count <= closeInTime;
        }

        return (keep, buckets.Ids);
    }

    private double Extent() => this.x.Length == 0 ? 1 : 1 + this.x.Max() - this.x.Min() + this.y.Max() - this.y.Min();
}
