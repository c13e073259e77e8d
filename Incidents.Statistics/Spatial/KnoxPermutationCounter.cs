using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Incidents.Statistics.Spatial;

/// <summary>
/// Counts the pairs close in space by band of time, for as many permutations of the times at once as two vectors have lanes.
/// </summary>
/// <remarks>
/// Nearly all of a permutation's cost is then the shuffling of the times, which grows with the events and not with their pairs. The counts
/// are those of the times themselves: see <see cref="KnoxTimeSteps"/> for the rounding.
/// </remarks>
internal sealed class KnoxPermutationCounter
{
    private readonly KnoxTimeSteps time;
    private readonly int spaceBands;

    // The event in each row of the table of permuted times. Events near in space have rows near each other, as they are read together.
    private readonly int[] eventOf;

    // For each band of distance and each row a run of other rows, by the position in the table at which these begin.
    private readonly int[][] starts, others;

    /// <summary>
    /// Prepares for pairs (i, j) of positions in <paramref name="nearby"/>: for each i a run of j in <paramref name="others"/>.
    /// </summary>
    /// <param name="time">The times and their bands in steps.</param>
    /// <param name="nearby">The events in an order in which events near in space are near each other.</param>
    /// <param name="starts">Where the run of each position begins, and the end of the last one.</param>
    /// <param name="others">The runs.</param>
    /// <param name="bands">The band of distance of each pair.</param>
    /// <param name="spaceBands">Number of bands of distance.</param>
    public KnoxPermutationCounter(
        KnoxTimeSteps time, int[] nearby, int[] starts, ReadOnlySpan<int> others, ReadOnlySpan<byte> bands, int spaceBands)
    {
        (this.time, eventOf, this.spaceBands) = (time, nearby, spaceBands);
        (this.starts, this.others) = (new int[spaceBands][], new int[spaceBands][]);
        for (var band = 0; band < spaceBands; band++)
            (this.starts[band], this.others[band]) = OfBand((byte)band, starts, others, bands);
    }

    /// <summary>Number of permutations counted at once.</summary>
    public static int Lanes => 2 * Vector<int>.Count;

    /// <summary>Working memory for one thread.</summary>
    public Buffers CreateBuffers() => new(eventOf.Length);

    /// <summary>Counts pairs by band of distance and of time, for consecutive permutations of one seed.</summary>
    /// <param name="buffers">Working memory, used by no other thread.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="first">Number of the first permutation.</param>
    /// <param name="permutations">Number of permutations, at most <see cref="Lanes"/>.</param>
    /// <returns>For each permutation the counts, the time bands of the first distance band first.</returns>
    public long[][] Count(Buffers buffers, long seed, int first, int permutations)
    {
        if (buffers.ShortOrders is { } shortOrders)
            Permute(shortOrders, buffers.Times, seed, first, permutations);
        else
            Permute(buffers.Orders!, buffers.Times, seed, first, permutations);

        // Pairs below each edge, by band of distance: the pairs in a time band are the difference of two.
        var totals = new long[permutations][];
        for (var lane = 0; lane < totals.Length; lane++)
            totals[lane] = new long[this.spaceBands * this.time.EdgeCount];
        for (var band = 0; band < this.spaceBands; band++)
        {
            for (var edge = this.time.FirstEdge; edge < this.time.EdgeCount; edge += 2)
                CountBelow(band, edge, Math.Min(edge + 1, this.time.EdgeCount - 1), buffers.Times, totals);
        }

        return Array.ConvertAll(totals, InBands);
    }

    private static (int[] Starts, int[] Others) OfBand(byte band, int[] starts, ReadOnlySpan<int> others, ReadOnlySpan<byte> bands)
    {
        var (own, ownStarts, count) = (new int[bands.Count(band)], new int[starts.Length], 0);
        for (var row = 0; row + 1 < starts.Length; row++)
        {
            for (var at = starts[row]; at < starts[row + 1]; at++)
            {
                if (bands[at] == band)
                    own[count++] = others[at] * Lanes;
            }

            ownStarts[row + 1] = count;
        }

        return (ownStarts, own);
    }

    // All lanes are shuffled before any time is written: the order that is shuffled must stay in the nearest cache, and the table of times
    // is too large for it.
    private void Permute<T>(T[][] orders, int[] times, long seed, int first, int permutations) where T : struct, IBinaryInteger<T>
    {
        for (var lane = 0; lane < permutations; lane++)
        {
            var order = orders[lane];
            for (var i = 0; i < order.Length; i++)
                order[i] = T.CreateTruncating(i);
            new SeededRandom(seed, first + lane).Shuffle<T>(order);
        }

        var steps = this.time.Steps;
        for (var row = 0; row < eventOf.Length; row++)
        {
            for (var lane = 0; lane < permutations; lane++)
                times[row * Lanes + lane] = steps[int.CreateTruncating(orders[lane][eventOf[row]])];
        }
    }

    private void CountBelow(int band, int first, int second, int[] times, long[][] totals)
    {
        if (this.time.EdgesAreExact)
            CountByVectors(band, first, second, times, totals);
        else
        {
            for (var half = 0; half < Lanes; half += Vector<int>.Count)
                CountWithAmbiguousEdges(band, first, second, times, totals, half);
        }
    }

    // Two edges and two vectors at a time, for which the processor has registers. A pair that is not above an edge is below it.
    private void CountByVectors(int band, int first, int second, int[] times, long[][] totals)
    {
        var (starts, others) = (this.starts[band], this.others[band]);
        Vector<int> withinFirst = new(this.time.Within(first)), withinSecond = new(this.time.Within(second));
        ref var table = ref MemoryMarshal.GetArrayDataReference(times);
        var next = (nuint)Vector<int>.Count;
        var (a, b, c, d) = (Vector<int>.Zero, Vector<int>.Zero, Vector<int>.Zero, Vector<int>.Zero);
        for (var row = 0; row + 1 < starts.Length; row++)
        {
            var place = (nuint)(row * Lanes);
            var (own, ownNext) = (Vector.LoadUnsafe(ref table, place), Vector.LoadUnsafe(ref table, place + next));
            for (var at = starts[row]; at < starts[row + 1]; at++)
            {
                var other = (nuint)others[at];
                var interval = Vector.Abs(Vector.LoadUnsafe(ref table, other) - own);
                var intervalNext = Vector.Abs(Vector.LoadUnsafe(ref table, other + next) - ownNext);
                // A comparison is −1 where it holds, so that these count the pairs above the edges, negated.
                a += Vector.GreaterThan(interval, withinFirst);
                b += Vector.GreaterThan(intervalNext, withinFirst);
                c += Vector.GreaterThan(interval, withinSecond);
                d += Vector.GreaterThan(intervalNext, withinSecond);
            }
        }

        for (var lane = 0; lane < totals.Length; lane++)
        {
            var (aboveFirst, aboveSecond) = lane < Vector<int>.Count
                ? (a[lane], c[lane]) : (b[lane - Vector<int>.Count], d[lane - Vector<int>.Count]);
            totals[lane][band * this.time.EdgeCount + first] += others.Length + aboveFirst;
            if (second > first)
                totals[lane][band * this.time.EdgeCount + second] += others.Length + aboveSecond;
        }
    }

    private void CountWithAmbiguousEdges(int band, int first, int second, int[] times, long[][] totals, int half)
    {
        var (starts, others) = (this.starts[band], this.others[band]);
        Vector<int> withinFirst = new(this.time.Within(first)), withinSecond = new(this.time.Within(second));
        var ambiguousFirst = Vector.AsVectorUInt32(new Vector<int>(this.time.Beyond(first)) - withinFirst - Vector<int>.One);
        var ambiguousSecond = Vector.AsVectorUInt32(new Vector<int>(this.time.Beyond(second)) - withinSecond - Vector<int>.One);
        var (belowFirst, belowSecond) = (Vector<int>.Zero, Vector<int>.Zero);
        for (var row = 0; row + 1 < starts.Length; row++)
        {
            var place = row * Lanes + half;
            Vector<int> own = new(times, place);
            foreach (var other in others.AsSpan(starts[row]..starts[row + 1]))
            {
                var interval = Vector.Abs(new Vector<int>(times, other + half) - own);
                var ambiguous = Vector.LessThan(Vector.AsVectorUInt32(interval - withinFirst - Vector<int>.One), ambiguousFirst)
                    | Vector.LessThan(Vector.AsVectorUInt32(interval - withinSecond - Vector<int>.One), ambiguousSecond);
                if (ambiguous != Vector<uint>.Zero)
                {
                    CountByTimes(band, first, second, times, place, other + half, totals.AsSpan(Math.Min(half, totals.Length)));
                    continue;
                }

                belowFirst -= Vector.LessThanOrEqual(interval, withinFirst);
                belowSecond -= Vector.LessThanOrEqual(interval, withinSecond);
            }
        }

        for (var lane = half; lane < Math.Min(totals.Length, half + Vector<int>.Count); lane++)
        {
            totals[lane][band * this.time.EdgeCount + first] += belowFirst[lane - half];
            if (second > first)
                totals[lane][band * this.time.EdgeCount + second] += belowSecond[lane - half];
        }
    }

    private void CountByTimes(int band, int first, int second, int[] times, int own, int other, Span<long[]> totals)
    {
        for (var lane = 0; lane < Math.Min(totals.Length, Vector<int>.Count); lane++)
        {
            for (var edge = first; edge <= second; edge++)
            {
                if (!this.time.Passes(edge, times[own + lane], times[other + lane]))
                    totals[lane][band * this.time.EdgeCount + edge]++;
            }
        }
    }

    private long[] InBands(long[] below)
    {
        var bands = this.time.EdgeCount - 1;
        var counts = new long[this.spaceBands * bands];
        for (var c = 0; c < counts.Length; c++)
        {
            var edge = c / bands * this.time.EdgeCount + c % bands;
            counts[c] = below[edge + 1] - below[edge];
        }

        return counts;
    }

    /// <summary>Working memory of one thread: an order for each lane and the permuted times.</summary>
    internal sealed class Buffers : IDisposable
    {
        /// <summary>Memory for so many events.</summary>
        public Buffers(int events)
        {
            // Rented: allocating the table afresh for each batch would cost as much as filling it.
            Times = ArrayPool<int>.Shared.Rent(events * Lanes);
            if (events <= ushort.MaxValue)
                ShortOrders = [.. Enumerable.Range(0, Lanes).Select(_ => new ushort[events])];
            else
                Orders = [.. Enumerable.Range(0, Lanes).Select(_ => new int[events])];
        }

        /// <summary>An order for each lane, where 16 bits are enough for an event's number; else null.</summary>
        public ushort[][]? ShortOrders { get; }

        /// <summary>An order for each lane, where 16 bits are not enough; else null.</summary>
        public int[][]? Orders { get; }

        /// <summary>The permuted times in steps: for each row of the table one time for each lane.</summary>
        public int[] Times { get; }

        /// <summary>Returns the table to the pool.</summary>
        public void Dispose() => ArrayPool<int>.Shared.Return(Times);
    }
}
