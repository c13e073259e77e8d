using System.Numerics;

namespace Incidents.Projections.HotSpots;

/// <summary>
/// Counts listed pairs by band of time for as many permutations of the times at once as a vector has lanes of 16 bits: what a permutation costs is then nearly all in
/// dealing the times, which goes with the events, not with their pairs.
/// </summary>
/// <remarks>
/// Whole times keep their differences exactly. Others are rounded to some 32,000 steps; a pair that comes within two steps of an edge is compared by its own times
/// again, so that the counts are the same.
/// </remarks>
internal sealed class KnoxDeals
{
    private const int Steps = 32_766;

    private readonly double[] times;
    private readonly Bands time;
    private readonly int[] starts, others;
    private readonly byte[] bands;
    private readonly int spaceBands;
    private readonly short[] steps;
    private readonly bool whole;

    // An interval of at most so many steps lies before an edge; one of at least so many beyond it.
    private readonly Vector<short>[] before, beyond;

    /// <summary>Prepares for pairs (i, j), for each i a run of j in <paramref name="others"/>, and the band of distance of each.</summary>
    public KnoxDeals(double[] times, Bands time, int[] starts, int[] others, byte[] bands, int spaceBands)
    {
        (this.times, this.time, this.starts, this.others, this.bands, this.spaceBands) = (times, time, starts, others, bands, spaceBands);
        var (first, last) = times.Length == 0 ? (0, 0) : (times.Min(), times.Max());
        this.whole = last - first <= Steps && Array.TrueForAll(times, t => t == Math.Floor(t) && Math.Abs(t) < 1L << 52);
        var scale = this.whole ? 1 : Steps / (last - first);
        this.steps = Array.ConvertAll(times, t => (short)Math.Round((t - first) * scale));
        (before, beyond) = (new Vector<short>[time.Edges.Count], new Vector<short>[time.Edges.Count]);
        for (var e = 0; e < before.Length; e++)
        {
            var edge = time.Edges[e] * scale;
            var least = !this.whole ? Math.Floor(edge) - 2 : time.Passes(e, Math.Floor(edge)) ? Math.Floor(edge) - 1 : Math.Floor(edge);
            (before[e], beyond[e]) = (new(Step(least)), new(Step(Math.Ceiling(edge) + 2)));
        }
    }

    /// <summary>How many permutations are counted at once.</summary>
    public static int Lanes => Vector<short>.Count;

    /// <summary>Pairs by band of distance and time, for each of at most <see cref="Lanes"/> permutations.</summary>
    /// <param name="orders">Event i has the time of event order[i].</param>
    public long[][] Count(ReadOnlySpan<int[]> orders)
    {
        var dealt = new short[this.times.Length * Lanes];
        for (var lane = 0; lane < orders.Length; lane++)
        {
            var order = orders[lane];
            for (var i = 0; i < order.Length; i++)
                dealt[i * Lanes + lane] = this.steps[order[i]];
        }

        // How many pairs lie before each edge, by band of distance; those in a band are the difference of two.
        var edges = before.Length;
        var totals = new long[orders.Length][];
        for (var lane = 0; lane < totals.Length; lane++)
            totals[lane] = new long[this.spaceBands * edges];
        var counts = new Vector<short>[this.spaceBands * edges];
        var room = (int)short.MaxValue;
        for (var i = 0; i < this.times.Length; i++)
        {
            Vector<short> own = new(dealt, i * Lanes);
            for (var at = this.starts[i]; at < this.starts[i + 1]; at++)
            {
                var interval = Vector.Abs(new Vector<short>(dealt, this.others[at] * Lanes) - own);
                var first = this.bands[at] * edges;
                if (!this.whole && Doubtful(interval))
                {
                    CountExactly(totals, orders, i, this.others[at], first);
                    continue;
                }

                for (var e = 0; e < edges; e++)
                    counts[first + e] -= Vector.LessThanOrEqual(interval, before[e]);
                if (--room == 0)
                    room = Carry(counts, totals);
            }
        }

        Carry(counts, totals);
        return Array.ConvertAll(totals, InBands);
    }

    private bool Doubtful(Vector<short> interval)
    {
        var doubtful = Vector<short>.Zero;
        for (var e = 0; e < before.Length; e++)
            doubtful |= Vector.GreaterThan(interval, before[e]) & Vector.LessThan(interval, beyond[e]);
        return doubtful != Vector<short>.Zero;
    }

    private void CountExactly(long[][] totals, ReadOnlySpan<int[]> orders, int i, int j, int first)
    {
        for (var lane = 0; lane < orders.Length; lane++)
        {
            var interval = Math.Abs(this.times[orders[lane][j]] - this.times[orders[lane][i]]);
            for (var e = 0; e < before.Length; e++)
            {
                if (!this.time.Passes(e, interval))
                    totals[lane][first + e]++;
            }
        }
    }

    // Lanes hold 16 bits: emptied before they overflow.
    private static int Carry(Vector<short>[] counts, long[][] totals)
    {
        for (var c = 0; c < counts.Length; c++)
        {
            for (var lane = 0; lane < totals.Length; lane++)
                totals[lane][c] += counts[c][lane];
            counts[c] = Vector<short>.Zero;
        }

        return short.MaxValue;
    }

    private long[] InBands(long[] beforeEdges)
    {
        var counts = new long[this.spaceBands * this.time.Count];
        for (var c = 0; c < counts.Length; c++)
        {
            var edge = c / this.time.Count * before.Length + c % this.time.Count;
            counts[c] = beforeEdges[edge + 1] - beforeEdges[edge];
        }

        return counts;
    }

    private static short Step(double steps) => (short)Math.Clamp(steps, -1, short.MaxValue);
}
