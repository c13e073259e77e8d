using MathNet.Numerics.Statistics;

namespace Incidents.Statistics.Series;

/// <summary>The median of the slopes between all pairs of values of the same group, without computing the slopes of all pairs.</summary>
/// <remarks>
/// The median is narrowed down between two slopes. The pairs below a slope are counted by the order of the values less that slope (Cole,
/// Salowe, Steiger and Szemerédi, "An optimal-time algorithm for slope selection", SIAM J. Comput. 18, 1989), and the next two slopes come
/// from a random sample (Matoušek, "Randomized optimal algorithm for slope selection", Inf. Process. Lett. 39, 1991). The few pairs that
/// are left between the two are computed, so that the result is that of sorting all slopes, to the bit. On which side of a slope a pair
/// lies is decided by rounded numbers, and may be wrong for pairs nearer to it than a margin. The result is therefore accepted only where
/// it is farther than that from either end; the ends are kept off the sampled slopes for this reason. Where most slopes differ in their
/// last digits only, as on a line that was rounded, no two slopes separate the others, and all pairs are counted after all.
/// </remarks>
internal sealed class SlopeSelection
{
    // The seed decides which slopes are sampled, never the result.
    private const long Seed = 1;
    private const int FewPairs = 1 << 15;
    private const int LeftOver = 8;
    private const int Sampled = 1024;

    private readonly double[] x;
    private readonly int[] positions, starts, groupOf;
    private readonly double greatest;
    private readonly long pairs;

    private SlopeSelection(double[] x, int[] positions, int[] starts)
    {
        (this.x, this.positions, this.starts, this.groupOf) = (x, positions, starts, new int[x.Length]);
        for (var group = 0; group + 1 < starts.Length; group++)
        {
            var size = starts[group + 1] - starts[group];
            this.pairs += size * (size - 1L) / 2;
            Array.Fill(this.groupOf, group, starts[group], size);
        }

        foreach (var value in x)
            this.greatest = Math.Max(this.greatest, Math.Abs(value));
    }

    /// <summary>The median slope, the mean of the middle two where their number is even; NaN where there is none.</summary>
    /// <param name="x">The values, group by group.</param>
    /// <param name="positions">Their positions on the axis of time, ascending within a group.</param>
    /// <param name="starts">The index at which each group begins, and the number of values at the end.</param>
    public static double Median(double[] x, int[] positions, int[] starts)
    {
        SlopeSelection all = new(x, positions, starts);
        // Differences of larger values could overflow, and infinite values have no order of slopes.
        if (all.pairs <= FewPairs || all.pairs <= LeftOver * (long)x.Length || !(all.greatest < 1e280))
            return ArrayStatistics.MedianInplace(all.All());
        var upper = all.pairs / 2;
        var (low, high) = all.Between(all.pairs % 2 == 1 ? upper : upper - 1, upper);
        return all.pairs % 2 == 1 ? high : (low + high) / 2;
    }

    private double Slope(int later, int earlier) => (this.x[later] - this.x[earlier]) / (this.positions[later] - this.positions[earlier]);

    private double[] All()
    {
        var (slopes, count) = (new double[this.pairs], 0);
        for (var later = 0; later < this.x.Length; later++)
        {
            for (var earlier = this.starts[this.groupOf[later]]; earlier < later; earlier++)
                slopes[count++] = Slope(later, earlier);
        }

        return slopes;
    }

    // Pairs of slope 0 are separated exactly from rising and falling ones: counts have many of them.
    private (double Low, double High) Between(long first, long last)
    {
        var (falling, notRising) = Cut.AtZero(this.x, this.starts);
        Cut lowest = Cut.End(this.starts, below: true), highest = Cut.End(this.starts, below: false);
        (double, double) Side(long first, long last) =>
            first >= notRising.Below ? Narrow(notRising, highest, first, last)
            : last < falling.Below ? Narrow(lowest, falling, first, last)
            : (0, 0);
        int SideOf(long rank) => rank < falling.Below ? -1 : rank < notRising.Below ? 0 : 1;
        return SideOf(first) == SideOf(last) ? Side(first, last) : (Side(first, first).Item1, Side(last, last).Item1);
    }

    private (double Low, double High) Narrow(Cut low, Cut high, long first, long last)
    {
        SeededRandom random = new(Seed);
        for (var (round, stuck) = (0, 0); stuck < 3; round++)
        {
            var left = high.Below - low.Below;
            if (left <= LeftOver * (long)this.x.Length)
                return Select(low, high, first, last) ?? CountAll(low, high, first, last);
            var sample = Sample(random, low.Slope, high.Slope, round == 0 ? 2 * this.x.Length : Sampled);
            var spread = 1.2 * Math.Sqrt(sample.Length) + 1;
            double At(long rank) => (rank - low.Below + 0.5) / left * sample.Length;
            var (from, to) = ((int)Math.Floor(At(first) - spread), (int)Math.Ceiling(At(last) + spread));
            Cut?[] cuts =
            [
                from >= 0 && from < sample.Length ? CutAt(sample[from], -8) : null,
                to >= 0 && to < sample.Length ? CutAt(sample[to], 8) : null,
            ];
            foreach (var cut in cuts)
            {
                if (cut is not null && cut.Below <= first && cut.Below >= low.Below && cut.Slope >= low.Slope)
                    low = cut;
                else if (cut is not null && cut.Below > last && cut.Below <= high.Below && cut.Slope <= high.Slope)
                    high = cut;
            }

            stuck = high.Below - low.Below > 0.8 * left ? stuck + 1 : 0;
        }

        return CountAll(low, high, first, last);
    }

    private Cut CutAt(double slope, int margins)
    {
        var reach = this.positions.Max() + 1;
        double Margin(double of) => 1e-15 * (this.greatest + Math.Abs(of) * reach) + 1e-300;
        var at = slope + margins * Margin(slope);
        return Cut.At(at, Margin(at), this.x, this.positions, this.starts);
    }

    // The slopes of random pairs that lie between the two, sorted.
    private double[] Sample(SeededRandom random, double low, double high, int wanted)
    {
        List<double> sample = new(wanted);
        for (var draws = Math.Max(2 * wanted, 64 * this.x.Length); draws > 0 && sample.Count < wanted; draws--)
        {
            var bits = random.NextBits();
            var one = (int)((bits >> 32) * (ulong)this.x.Length >> 32);
            var group = this.groupOf[one];
            var other = this.starts[group] + (int)((uint)bits * (ulong)(this.starts[group + 1] - this.starts[group]) >> 32);
            if (one == other)
                continue;
            var slope = Slope(Math.Max(one, other), Math.Min(one, other));
            if (slope > low && slope < high)
                sample.Add(slope);
        }

        double[] slopes = [.. sample];
        double[] sorted = new double[slopes.Length];
        var order = SortedOrder.Of(slopes);
        for (var i = 0; i < order.Length; i++)
            sorted[i] = slopes[order[i]];
        return sorted;
    }

    // Null where rounding may have changed the result.
    private (double, double)? Select(Cut low, Cut high, long first, long last)
    {
        List<double> between = new((int)(high.Below - low.Below));
        var place = new int[this.x.Length];
        for (var at = 0; at < place.Length; at++)
            place[high.Order[at]] = at;
        // An insertion sort from the one order to the other: each swap of neighbours is a pair whose slope lies between the two.
        int[] order = [.. low.Order];
        for (var i = 1; i < order.Length; i++)
        {
            var (moving, at) = (order[i], i);
            for (; at > 0 && place[order[at - 1]] > place[moving]; at--)
            {
                if (order[at - 1] > moving)
                    return null;
                between.Add(Slope(moving, order[at - 1]));
                order[at] = order[at - 1];
            }

            order[at] = moving;
        }

        double[] slopes = [.. between];
        var smaller = ArrayStatistics.OrderStatisticInplace(slopes, (int)(first - low.Below) + 1);
        var greater = ArrayStatistics.OrderStatisticInplace(slopes, (int)(last - low.Below) + 1);
        return smaller >= low.Slope + low.Margin && greater <= high.Slope - high.Margin ? (smaller, greater) : null;
    }

    private (double, double) CountAll(Cut low, Cut high, long first, long last)
    {
        Dictionary<double, long> found = [];
        var (from, to, below) = (low.Slope - 2 * low.Margin, high.Slope + 2 * high.Margin, 0L);
        for (var later = 0; later < this.x.Length; later++)
        {
            for (var earlier = this.starts[this.groupOf[later]]; earlier < later; earlier++)
            {
                var slope = Slope(later, earlier);
                if (slope < from)
                    below++;
                else if (slope <= to)
                    found[slope] = found.GetValueOrDefault(slope) + 1;
            }
        }

        var (smaller, greater) = (double.NaN, double.NaN);
        foreach (var (slope, count) in found.OrderBy(f => f.Key))
        {
            if (first >= below && first < below + count)
                smaller = slope;
            if (last >= below && last < below + count)
                greater = slope;
            below += count;
        }

        return (smaller, greater);
    }

    /// <summary>A slope, with the values in the order of their lines of that slope, group by group.</summary>
    /// <param name="Slope">The slope.</param>
    /// <param name="Margin">Pairs whose slope is nearer to it than this may be counted on the wrong side.</param>
    /// <param name="Order">The values' indices, the lowest line first.</param>
    /// <param name="Below">Number of pairs with a smaller slope.</param>
    private sealed record Cut(double Slope, double Margin, int[] Order, long Below)
    {
        public static Cut At(double slope, double margin, double[] x, int[] positions, int[] starts)
        {
            var heights = new double[x.Length];
            for (var i = 0; i < x.Length; i++)
                heights[i] = Math.FusedMultiplyAdd(-slope, positions[i], x[i]);
            return Of(slope, margin, Sorted(heights, starts), starts);
        }

        /// <summary>Slope 0, once with the pairs of slope 0 above it and once below it.</summary>
        public static (Cut Falling, Cut NotRising) AtZero(double[] x, int[] starts)
        {
            var order = Sorted(x, starts);
            int[] levelTurned = [.. order];
            for (var group = 0; group + 1 < starts.Length; group++)
            {
                for (int i = starts[group], next; i < starts[group + 1]; i = next)
                {
                    for (next = i + 1; next < starts[group + 1] && x[order[next]] == x[order[i]];)
                        next++;
                    Array.Reverse(levelTurned, i, next - i);
                }
            }

            return (Of(0, 0, order, starts), Of(0, 0, levelTurned, starts));
        }

        /// <summary>A slope below or above all others.</summary>
        public static Cut End(int[] starts, bool below)
        {
            int[] order = [.. Enumerable.Range(0, starts[^1])];
            if (below)
                return new(double.NegativeInfinity, 0, order, 0);
            for (var group = 0; group + 1 < starts.Length; group++)
                Array.Reverse(order, starts[group], starts[group + 1] - starts[group]);
            return Of(double.PositiveInfinity, 0, order, starts);
        }

        private static Cut Of(double slope, double margin, int[] order, int[] starts)
        {
            var below = 0L;
            for (var group = 0; group + 1 < starts.Length; group++)
                below += Inversions.Count(order.AsSpan(starts[group]..starts[group + 1]), starts[group]);
            return new(slope, margin, order, below);
        }

        private static int[] Sorted(double[] heights, int[] starts)
        {
            var order = new int[heights.Length];
            for (var group = 0; group + 1 < starts.Length; group++)
            {
                var (from, to) = (starts[group], starts[group + 1]);
                SortedOrder.Into(heights.AsSpan(from..to), order.AsSpan(from..to));
                for (var i = from; i < to; i++)
                    order[i] += from;
            }

            return order;
        }
    }
}
