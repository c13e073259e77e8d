namespace Incidents.Statistics.Spatial;

/// <summary>
/// Conditional permutation: a place keeps its own value, and its neighbours' values are drawn without replacement from all other places.
/// </summary>
/// <remarks>
/// Anselin, "Local indicators of spatial association", Geographical Analysis 27, 1995. Each place has its own random sequence, so that the
/// result does not depend on the order of work.
/// </remarks>
internal static class NeighbourPermutation
{
    /// <summary>Two-sided p of each place's sum over neighbours; NaN for an island.</summary>
    public static TwoSidedTail[] TwoSided(
        double[] values, Neighbours neighbours, double[] sums, int permutations, long seed, RunControl control)
    {
        var p = new TwoSidedTail[values.Length];
        // Sums of the same values in another order differ in their last digits: sums closer than this are ties.
        var tie = 1e-12 * values.Sum(Math.Abs);
        Parallel.For(0, values.Length, control.Parallel, Own, (place, _, own) =>
        {
            var k = neighbours.CountOf(place);
            if (k == 0)
            {
                p[place] = new(double.NaN, false);
                return own;
            }

            var (pool, choices, last) = (own.Pool, own.Chosen, values.Length - 1);
            (pool[place], pool[last]) = (pool[last], pool[place]);
            var random = new SeededRandom(seed, place);
            var (above, below) = (0, 0);
            for (var r = 0; r < permutations; r++)
            {
                control.Cancellation.ThrowIfCancellationRequested();
                var sum = 0.0;
                for (var j = 0; j < k; j++)
                {
                    var chosen = j + random.NextInt(last - j);
                    (pool[j], pool[chosen]) = (pool[chosen], pool[j]);
                    choices[j] = chosen;
                    sum += pool[j];
                }

                for (var j = k - 1; j >= 0; j--)
                    (pool[j], pool[choices[j]]) = (pool[choices[j]], pool[j]);

                if (sum >= sums[place] - tie)
                    above++;
                if (sum <= sums[place] + tie)
                    below++;
            }

            (pool[place], pool[last]) = (pool[last], pool[place]);
            p[place] = TwoSidedTail.Of((below + 1.0) / (permutations + 1), (above + 1.0) / (permutations + 1));
            return own;
        }, _ => { });
        return p;

        (double[] Pool, int[] Chosen) Own() => ((double[])values.Clone(), new int[values.Length]);
    }
}
