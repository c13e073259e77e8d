using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Incidents.Statistics.Spatial;

/// <summary>
/// Counts listed pairs by band of time for as many permutations of the times at once as two vectors have lanes: what a permutation costs is then nearly all in dealing the
/// times, which goes with the events, not with their pairs.
/// </summary>
/// <remarks>
/// Whole times keep their differences exactly. Others are rounded to 2³¹ steps, and each edge to a step that parts the pairs as it does. Where there is none, pairs within two steps
/// of the edge are compared by their own times again, so that the counts are the same.
/// </remarks>
internal sealed class KnoxDeals
{
    private const int Steps = int.MaxValue - 1;
    private const int MostDoubts = 8;

    private readonly Bands time;
    private readonly int spaceBands;

    // Which event has which row of the table that is dealt into: those near in space have rows near each other, as they are looked up together.
    private readonly int[] eventOf;

    // For each band of distance and each row a run of other rows, by where these begin.
    private readonly int[][] starts, others;

    // The times in steps, and each step that occurs with the time that it stands for.
    private readonly int[] steps, known;
    private readonly double[] timeOfKnown;

    // Whether steps tell of any two times on which side of each edge they lie.
    private readonly bool certain;

    // An interval of at most so many steps lies before an edge; one of at least so many beyond it.
    private readonly Vector<int>[] before, beyond;

    private KnoxDeals(double[] times, Bands time, int[] nearby, int[] starts, ReadOnlySpan<int> others, ReadOnlySpan<byte> bands, int spaceBands)
    {
        (this.time, eventOf, this.spaceBands) = (time, nearby, spaceBands);
        (this.starts, this.others) = (new int[spaceBands][], new int[spaceBands][]);
        for (var band = 0; band < spaceBands; band++)
            (this.starts[band], this.others[band]) = OfBand((byte)band, starts, others, bands);
        var (first, last) = times.Length == 0 ? (0, 0) : (times.Min(), times.Max());
        var whole = last - first <= Steps && Array.TrueForAll(times, t => t == Math.Floor(t) && Math.Abs(t) < 1L << 52);
        var scale = whole ? 1 : Steps / (last - first);
        this.steps = Array.ConvertAll(times, t => (int)Math.Round((t - first) * scale));
        var order = SortedOrder.Of(times);
        (known, timeOfKnown) = (Array.ConvertAll(order, i => this.steps[i]), Array.ConvertAll(order, i => times[i]));
        (before, beyond) = (new Vector<int>[time.Edges.Count], new Vector<int>[time.Edges.Count]);
        for (var e = 0; e < before.Length; e++)
        {
            var edge = time.Edges[e] * scale;
            var least = !whole ? Math.Floor(edge) - 2 : time.Passes(e, Math.Floor(edge)) ? Math.Floor(edge) - 1 : Math.Floor(edge);
            (before[e], beyond[e]) = (new(Step(least)), new(Step(Math.Ceiling(edge) + 2)));
        }

        certain = whole || Enumerable.Range(FirstEdge, before.Length - FirstEdge).All(Settles);
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

    /// <summary>How many permutations are counted at once.</summary>
    public static int Lanes => 2 * Vector<int>.Count;

    /// <summary>Prepares for pairs (i, j) of places among <paramref name="nearby"/>, for each i a run of j in <paramref name="others"/>, and the band of distance of each.</summary>
    /// <param name="times">The events' times.</param>
    /// <param name="time">Bands of time.</param>
    /// <param name="nearby">The events in an order in which those near in space are near each other.</param>
    /// <param name="starts">Where the run of each place begins.</param>
    /// <param name="others">The runs.</param>
    /// <param name="bands">The band of distance of each pair.</param>
    /// <param name="spaceBands">How many bands of distance there are.</param>
    /// <returns>Null where times that differ are too near each other to be told apart by steps.</returns>
    public static KnoxDeals? Of(double[] times, Bands time, int[] nearby, int[] starts, ReadOnlySpan<int> others, ReadOnlySpan<byte> bands, int spaceBands)
    {
        KnoxDeals deals = new(times, time, nearby, starts, others, bands, spaceBands);
        for (var i = 1; i < deals.known.Length; i++)
        {
            if (deals.known[i] == deals.known[i - 1] && deals.timeOfKnown[i] != deals.timeOfKnown[i - 1])
                return null;
        }

        return deals;
    }

    /// <summary>Room to deal in, for one thread.</summary>
    public Hand NewHand() => new(this.steps.Length);

    /// <summary>Pairs by band of distance and time, for each of some permutations of one seed.</summary>
    /// <param name="hand">Room to deal in.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="first">Number of the first permutation.</param>
    /// <param name="permutations">How many, at most <see cref="Lanes"/>.</param>
    public long[][] Count(Hand hand, long seed, int first, int permutations)
    {
        if (hand.Small is { } small)
            Deal(small, hand.Dealt, seed, first, permutations);
        else
            Deal(hand.Large!, hand.Dealt, seed, first, permutations);

        // How many pairs lie before each edge, by band of distance; those in a band are the difference of two.
        var totals = new long[permutations][];
        for (var lane = 0; lane < totals.Length; lane++)
            totals[lane] = new long[this.spaceBands * before.Length];
        for (var band = 0; band < this.spaceBands; band++)
        {
            for (var edge = FirstEdge; edge < before.Length; edge += 2)
                CountBefore(band, edge, Math.Min(edge + 1, before.Length - 1), hand.Dealt, totals);
        }

        return Array.ConvertAll(totals, InBands);
    }

    // Nothing lies before zero where that edge belongs to its band.
    private int FirstEdge => this.time.Passes(0, 0) ? 1 : 0;

    // Looks at every two times that lie within two steps of an edge, and puts the last step before it where it parts them all. False where no step does, or they are many.
    private bool Settles(int edge)
    {
        var (least, most) = (before[edge][0], beyond[edge][0]);
        var (last, next, looked) = (least, int.MaxValue, 0);
        for (var (later, earlier) = (0, 0); later < known.Length; later++)
        {
            while (known[later] - known[earlier] >= most)
                earlier++;
            for (var i = earlier; i < later && known[later] - known[i] is var interval && interval > least; i++)
            {
                if (++looked > MostDoubts * known.Length)
                    return false;
                if (this.time.Passes(edge, timeOfKnown[later] - timeOfKnown[i]))
                    next = Math.Min(next, interval);
                else
                    last = Math.Max(last, interval);
            }
        }

        // Left as it was, it still says what is surely before.
        if (last >= next)
            return false;
        before[edge] = new(last);
        return true;
    }

    // All lanes are shuffled before any is dealt: what is shuffled must stay in the nearest cache, and the table that is dealt into is too large for it.
    private void Deal<T>(T[][] orders, int[] dealt, long seed, int first, int permutations) where T : struct, IBinaryInteger<T>
    {
        for (var lane = 0; lane < permutations; lane++)
        {
            var order = orders[lane];
            for (var i = 0; i < order.Length; i++)
                order[i] = T.CreateTruncating(i);
            new SeededRandom(seed, first + lane).Shuffle<T>(order);
        }

        for (var row = 0; row < eventOf.Length; row++)
        {
            for (var lane = 0; lane < permutations; lane++)
                dealt[row * Lanes + lane] = this.steps[int.CreateTruncating(orders[lane][eventOf[row]])];
        }
    }

    private void CountBefore(int band, int first, int second, int[] dealt, long[][] totals)
    {
        if (certain)
            CountBeyond(band, first, second, dealt, totals);
        else
        {
            for (var half = 0; half < Lanes; half += Vector<int>.Count)
                CountDoubtfully(band, first, second, dealt, totals, half);
        }
    }

    // Two edges and two vectors at a time, for which there is room in the processor's own registers. What is not beyond an edge lies before it.
    private void CountBeyond(int band, int first, int second, int[] dealt, long[][] totals)
    {
        var (starts, others) = (this.starts[band], this.others[band]);
        var (least, most) = (before[first], before[second]);
        ref var table = ref MemoryMarshal.GetArrayDataReference(dealt);
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
                a += Vector.GreaterThan(interval, least);
                b += Vector.GreaterThan(intervalNext, least);
                c += Vector.GreaterThan(interval, most);
                d += Vector.GreaterThan(intervalNext, most);
            }
        }

        for (var lane = 0; lane < totals.Length; lane++)
        {
            var (beyondFirst, beyondSecond) = lane < Vector<int>.Count ? (a[lane], c[lane]) : (b[lane - Vector<int>.Count], d[lane - Vector<int>.Count]);
            totals[lane][band * before.Length + first] += others.Length + beyondFirst;
            if (second > first)
                totals[lane][band * before.Length + second] += others.Length + beyondSecond;
        }
    }

    private void CountDoubtfully(int band, int first, int second, int[] dealt, long[][] totals, int half)
    {
        var (starts, others) = (this.starts[band], this.others[band]);
        var (least, most) = (before[first], before[second]);
        var (leastDoubt, mostDoubt) = (Vector.AsVectorUInt32(beyond[first] - least - Vector<int>.One), Vector.AsVectorUInt32(beyond[second] - most - Vector<int>.One));
        var (below, belowSecond) = (Vector<int>.Zero, Vector<int>.Zero);
        for (var row = 0; row + 1 < starts.Length; row++)
        {
            var place = row * Lanes + half;
            Vector<int> own = new(dealt, place);
            foreach (var other in others.AsSpan(starts[row]..starts[row + 1]))
            {
                var interval = Vector.Abs(new Vector<int>(dealt, other + half) - own);
                var doubt = Vector.LessThan(Vector.AsVectorUInt32(interval - least - Vector<int>.One), leastDoubt)
                    | Vector.LessThan(Vector.AsVectorUInt32(interval - most - Vector<int>.One), mostDoubt);
                if (doubt != Vector<uint>.Zero)
                {
                    CountExactly(band, first, second, dealt, place, other + half, totals.AsSpan(Math.Min(half, totals.Length)));
                    continue;
                }

                below -= Vector.LessThanOrEqual(interval, least);
                belowSecond -= Vector.LessThanOrEqual(interval, most);
            }
        }

        for (var lane = half; lane < Math.Min(totals.Length, half + Vector<int>.Count); lane++)
        {
            totals[lane][band * before.Length + first] += below[lane - half];
            if (second > first)
                totals[lane][band * before.Length + second] += belowSecond[lane - half];
        }
    }

    private void CountExactly(int band, int first, int second, int[] dealt, int own, int other, Span<long[]> totals)
    {
        for (var lane = 0; lane < Math.Min(totals.Length, Vector<int>.Count); lane++)
        {
            var interval = Math.Abs(TimeOf(dealt[other + lane]) - TimeOf(dealt[own + lane]));
            for (var edge = first; edge <= second; edge++)
            {
                if (!this.time.Passes(edge, interval))
                    totals[lane][band * before.Length + edge]++;
            }
        }
    }

    private double TimeOf(int step) => timeOfKnown[Array.BinarySearch(known, step)];

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

    private static int Step(double steps) => (int)Math.Clamp(steps, -1, int.MaxValue);

    /// <summary>Room to deal in: an order for each lane, of small numbers where they suffice, and the times dealt, lane by lane for each event.</summary>
    internal sealed class Hand : IDisposable
    {
        public Hand(int events)
        {
            Dealt = ArrayPool<int>.Shared.Rent(events * Lanes);
            if (events <= ushort.MaxValue)
                Small = [.. Enumerable.Range(0, Lanes).Select(_ => new ushort[events])];
            else
                Large = [.. Enumerable.Range(0, Lanes).Select(_ => new int[events])];
        }

        public ushort[][]? Small { get; }

        public int[][]? Large { get; }

        /// <summary>Lent: as much fresh memory for every table would cost as much as dealing.</summary>
        public int[] Dealt { get; }

        public void Dispose() => ArrayPool<int>.Shared.Return(Dealt);
    }
}
