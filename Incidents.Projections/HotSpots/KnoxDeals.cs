using System.Numerics;

namespace Incidents.Projections.HotSpots;

/// <summary>
/// Counts listed pairs by band of time for as many permutations of the times at once as a vector has lanes: what a permutation costs is then nearly all in dealing the
/// times, which goes with the events, not with their pairs.
/// </summary>
/// <remarks>
/// Whole times keep their differences exactly. Others are rounded to 2³¹ steps; a pair that comes within two steps of an edge is compared by its own times again, so that
/// the counts are the same.
/// </remarks>
internal sealed class KnoxDeals
{
    private const int Steps = int.MaxValue - 1;

    private readonly Bands time;
    private readonly int spaceBands;

    // Which event has which row of the table that is dealt into: those near in space have rows near each other, as they are looked up together.
    private readonly int[] eventOf;

    // For each band of distance and each row a run of other rows, by where these begin.
    private readonly int[][] starts, others;

    // The times in steps, and each step that occurs with the time that it stands for.
    private readonly int[] steps, known;
    private readonly double[] timeOfKnown;
    private readonly bool whole;

    // An interval of at most so many steps lies before an edge; one of at least so many beyond it.
    private readonly Vector<int>[] before, beyond;

    private KnoxDeals(double[] times, Bands time, int[] nearby, int[] starts, int[] others, byte[] bands, int spaceBands)
    {
        (this.time, eventOf, this.spaceBands) = (time, nearby, spaceBands);
        (this.starts, this.others) = (new int[spaceBands][], new int[spaceBands][]);
        for (var band = 0; band < spaceBands; band++)
            (this.starts[band], this.others[band]) = OfBand((byte)band, nearby, starts, others, bands);
        var (first, last) = times.Length == 0 ? (0, 0) : (times.Min(), times.Max());
        this.whole = last - first <= Steps && Array.TrueForAll(times, t => t == Math.Floor(t) && Math.Abs(t) < 1L << 52);
        var scale = this.whole ? 1 : Steps / (last - first);
        this.steps = Array.ConvertAll(times, t => (int)Math.Round((t - first) * scale));
        var order = SortedOrder.Of(times);
        (known, timeOfKnown) = (Array.ConvertAll(order, i => this.steps[i]), Array.ConvertAll(order, i => times[i]));
        (before, beyond) = (new Vector<int>[time.Edges.Count], new Vector<int>[time.Edges.Count]);
        for (var e = 0; e < before.Length; e++)
        {
            var edge = time.Edges[e] * scale;
            var least = !this.whole ? Math.Floor(edge) - 2 : time.Passes(e, Math.Floor(edge)) ? Math.Floor(edge) - 1 : Math.Floor(edge);
            (before[e], beyond[e]) = (new(Step(least)), new(Step(Math.Ceiling(edge) + 2)));
        }
    }

    private static (int[] Starts, int[] Others) OfBand(byte band, int[] eventOf, int[] starts, int[] others, byte[] bands)
    {
        var rowOf = new int[eventOf.Length];
        for (var row = 0; row < eventOf.Length; row++)
            rowOf[eventOf[row]] = row;
        var (own, ownStarts, count) = (new int[bands.AsSpan().Count(band)], new int[starts.Length], 0);
        for (var row = 0; row < eventOf.Length; row++)
        {
            for (var at = starts[eventOf[row]]; at < starts[eventOf[row] + 1]; at++)
            {
                if (bands[at] == band)
                    own[count++] = rowOf[others[at]] * Lanes;
            }

            ownStarts[row + 1] = count;
        }

        return (ownStarts, own);
    }

    /// <summary>How many permutations are counted at once.</summary>
    public static int Lanes => Vector<int>.Count;

    /// <summary>Prepares for pairs (i, j), for each i a run of j in <paramref name="others"/>, and the band of distance of each.</summary>
    /// <param name="times">The events' times.</param>
    /// <param name="time">Bands of time.</param>
    /// <param name="nearby">The events in an order in which those near in space are near each other.</param>
    /// <param name="starts">Where the run of each event begins.</param>
    /// <param name="others">The runs.</param>
    /// <param name="bands">The band of distance of each pair.</param>
    /// <param name="spaceBands">How many bands of distance there are.</param>
    /// <returns>Null where times that differ are too near each other to be told apart by steps.</returns>
    public static KnoxDeals? Of(double[] times, Bands time, int[] nearby, int[] starts, int[] others, byte[] bands, int spaceBands)
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
            // Nothing lies before zero where that edge belongs to its band.
            for (var edge = this.time.Passes(0, 0) ? 1 : 0; edge < before.Length; edge += 2)
                CountBefore(band, edge, Math.Min(edge + 1, before.Length - 1), hand.Dealt, totals);
        }

        return Array.ConvertAll(totals, InBands);
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

    // Two edges at a time, for which there is room in the processor's own registers.
    private void CountBefore(int band, int first, int second, int[] dealt, long[][] totals)
    {
        var (starts, others) = (this.starts[band], this.others[band]);
        var (least, most) = (before[first], before[second]);
        var (leastDoubt, mostDoubt) = (Vector.AsVectorUInt32(beyond[first] - least - Vector<int>.One), Vector.AsVectorUInt32(beyond[second] - most - Vector<int>.One));
        var (below, belowSecond) = (Vector<int>.Zero, Vector<int>.Zero);
        for (var row = 0; row + 1 < starts.Length; row++)
        {
            if (starts[row] == starts[row + 1])
                continue;
            Vector<int> own = new(dealt, row * Lanes);
            foreach (var other in others.AsSpan(starts[row]..starts[row + 1]))
            {
                var interval = Vector.Abs(new Vector<int>(dealt, other) - own);
                if (!this.whole)
                {
                    var doubt = Vector.LessThan(Vector.AsVectorUInt32(interval - least - Vector<int>.One), leastDoubt)
                        | Vector.LessThan(Vector.AsVectorUInt32(interval - most - Vector<int>.One), mostDoubt);
                    if (doubt != Vector<uint>.Zero)
                    {
                        CountExactly(band, first, second, dealt, row * Lanes, other, totals);
                        continue;
                    }
                }

                below -= Vector.LessThanOrEqual(interval, least);
                belowSecond -= Vector.LessThanOrEqual(interval, most);
            }
        }

        for (var lane = 0; lane < totals.Length; lane++)
        {
            totals[lane][band * before.Length + first] += below[lane];
            if (second > first)
                totals[lane][band * before.Length + second] += belowSecond[lane];
        }
    }

    private void CountExactly(int band, int first, int second, int[] dealt, int own, int other, long[][] totals)
    {
        for (var lane = 0; lane < totals.Length; lane++)
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
    internal sealed class Hand
    {
        public Hand(int events)
        {
            Dealt = new int[events * Lanes];
            if (events <= ushort.MaxValue)
                Small = [.. Enumerable.Range(0, Lanes).Select(_ => new ushort[events])];
            else
                Large = [.. Enumerable.Range(0, Lanes).Select(_ => new int[events])];
        }

        public ushort[][]? Small { get; }

        public int[][]? Large { get; }

        public int[] Dealt { get; }
    }
}
