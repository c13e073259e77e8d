namespace Incidents.Statistics.Spatial;

/// <summary>
/// Knox's test of space-time interaction as a near-repeat table: are more pairs of incidents close in space and time than chance explains?
/// </summary>
/// <remarks>
/// Chance means that the times are permuted over the places. Knox, "The detection of space-time interactions", Applied Statistics 13, 1964;
/// with bands and Monte-Carlo p as in Ratcliffe's Near Repeat Calculator and Steenbeek's R package NearRepeat.
/// </remarks>
public static class Knox
{
    /// <summary>Counts pairs by band of distance and of time, in the data and in permutations of the times.</summary>
    /// <param name="events">The incidents, in any order. The same incident recorded twice is a pair at distance 0.</param>
    /// <param name="space">Bands of distance, in the events' unit.</param>
    /// <param name="time">Bands of the absolute time between two events, in the events' unit.</param>
    /// <param name="metric">How distance is measured.</param>
    /// <param name="permutations">Number of permutations; 0 for none, and then all Monte-Carlo numbers are null.</param>
    /// <param name="seed">The seed of the permutations.</param>
    /// <param name="control">Progress, cancellation and number of threads; default none.</param>
    /// <returns>One entry for each pair of bands. Fewer than two events give zero pairs everywhere.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is not finite, or <paramref name="permutations"/> is negative.</exception>
    /// <remarks>
    /// The pairs close in space are listed once, or those close in time where they are fewer, and only the other attribute is permuted: the
    /// cost is the length of the shorter list times the permutations.
    /// </remarks>
    public static KnoxTable Table(
        IReadOnlyList<SpaceTimePoint> events, Bands space, Bands time, Metric metric = Metric.Euclidean, int permutations = 999,
        long seed = 1,
        RunControl? control = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(permutations);
        foreach (var e in events)
        {
            if (!double.IsFinite(e.X) || !double.IsFinite(e.Y) || !double.IsFinite(e.Time))
                throw new ArgumentOutOfRangeException(nameof(events), e, "Coordinates and times must be finite.");
        }

        var pairs = new KnoxPairs(events, space, time, metric);
        var observed = pairs.Observed;
        var cells = observed.Length;
        var simulated = new int[cells][];
        for (var c = 0; c < cells; c++)
            simulated[c] = new int[permutations];
        control ??= RunControl.None;
        var done = control.Parts(permutations);
        void Take(int permutation, long[] counts)
        {
            for (var c = 0; c < cells; c++)
                simulated[c][permutation] = (int)Math.Min(counts[c], int.MaxValue);
            done.Done();
        }

        if (pairs.Counter is { } counter)
        {
            var batches = (permutations + KnoxPermutationCounter.Lanes - 1) / KnoxPermutationCounter.Lanes;
            Parallel.For(0, batches, control.Parallel, counter.CreateBuffers, (batch, _, buffers) =>
            {
                var first = batch * KnoxPermutationCounter.Lanes;
                var counts = counter.Count(buffers, seed, first, Math.Min(KnoxPermutationCounter.Lanes, permutations - first));
                for (var r = 0; r < counts.Length; r++)
                    Take(first + r, counts[r]);
                return buffers;
            }, buffers => buffers.Dispose());
        }
        else
        {
            Parallel.For(0, permutations, control.Parallel, () => new int[events.Count], (r, _, order) =>
            {
                for (var i = 0; i < order.Length; i++)
                    order[i] = i;
                new SeededRandom(seed, r).Shuffle<int>(order);
                Take(r, pairs.Count(order));
                return order;
            }, _ => { });
        }

        var all = events.Count * (events.Count - 1L) / 2;
        var entries = new KnoxEntry[cells];
        for (var c = 0; c < cells; c++)
        {
            var (s, t) = (c / time.Count, c % time.Count);
            var expected = all == 0 ? 0 : (double)pairs.SpaceTotals[s] * pairs.TimeTotals[t] / all;
            entries[c] = Entry(space.Labels[s], time.Labels[t], observed[c], expected, simulated[c]);
        }

        return new(
            new("knox", "Knox, Applied Statistics 13, 1964; Ratcliffe and Rengert, Security Journal 21, 2008", events.Count,
                new Dictionary<string, object?>
                {
                    ["spaceBands"] = space.Labels,
                    ["timeBands"] = time.Labels,
                    ["metric"] = metric,
                    ["permutations"] = permutations,
                    ["seed"] = permutations > 0 ? seed : null,
                }),
            all, pairs.SpaceTotals, pairs.TimeTotals, entries);
    }

    private static KnoxEntry Entry(string space, string time, long observed, double expected, int[] simulated)
    {
        var (poissonAtLeast, poissonMore) = (
            TailProbability.PoissonAtLeast(observed, expected), TailProbability.PoissonAtLeast(observed + 1, expected));
        if (simulated.Length == 0)
            return new(space, time, observed, expected, null, null, null, null, null, null, poissonAtLeast, poissonMore);
        var (atLeast, atMost) = (simulated.Count(n => n >= observed), simulated.Count(n => n <= observed));
        var mean = simulated.Average();
        Array.Sort(simulated);
        var median = (simulated[(simulated.Length - 1) / 2] + simulated[simulated.Length / 2]) / 2.0;
        return new(
            space, time, observed, expected, mean, median, observed / mean, observed / median, (atLeast + 1.0) / (simulated.Length + 1),
            (atMost + 1.0) / (simulated.Length + 1), poissonAtLeast, poissonMore);
    }
}

/// <summary>Pairs of incidents in one band of distance and one of time.</summary>
/// <param name="Space">The band of distance.</param>
/// <param name="Time">The band of time.</param>
/// <param name="Observed">Number of pairs in the data.</param>
/// <param name="Expected">
/// Number of pairs expected from the margins of the table: pairs in the space band × pairs in the time band / all pairs.
/// </param>
/// <param name="SimulatedMean">The mean over permutations.</param>
/// <param name="SimulatedMedian">The median over permutations.</param>
/// <param name="Ratio">
/// Knox ratio: observed / simulated mean. Infinite where that is 0 and pairs were observed, NaN where both are 0.
/// </param>
/// <param name="RatioToMedian">Observed / simulated median.</param>
/// <param name="PGreater">Share of permutations with at least as many pairs, the data included: (count + 1) / (permutations + 1).</param>
/// <param name="PLess">Share of permutations with at most as many pairs, the data included.</param>
/// <param name="PPoissonAtLeast">P(N ≥ observed) for a Poisson variable with the expected mean: Knox's own approximation.</param>
/// <param name="PPoissonMore">P(N &gt; observed) of the same variable, as PySAL prints it.</param>
public sealed record KnoxEntry(
    string Space, string Time, long Observed, double Expected, double? SimulatedMean, double? SimulatedMedian, double? Ratio,
    double? RatioToMedian,
    double? PGreater, double? PLess, double PPoissonAtLeast, double PPoissonMore);

/// <summary>A near-repeat table.</summary>
/// <param name="Basis">Method, parameters and n.</param>
/// <param name="Pairs">All pairs of events: n (n − 1) / 2.</param>
/// <param name="SpaceTotals">Pairs in each band of distance, at any time.</param>
/// <param name="TimeTotals">Pairs in each band of time, at any distance.</param>
/// <param name="Entries">One for each band of distance and time, the time bands of the first distance band first.</param>
public sealed record KnoxTable(
    MethodBasis Basis, long Pairs, IReadOnlyList<long> SpaceTotals, IReadOnlyList<long> TimeTotals, IReadOnlyList<KnoxEntry> Entries);
