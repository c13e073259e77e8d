namespace Incidents.Statistics.Spatial;

/// <summary>How many maps with the same counts in random places show as many spots.</summary>
/// <remarks>
/// Each shuffle is tested as the map itself is. Cells overlap in their neighbourhoods, so spots come in groups: a map of chance that shows
/// one often shows several. The share of shuffled maps says how far the number of spots on the map can be chance.
/// </remarks>
public static class ShuffledMaps
{
    /// <summary>Counts hot and cold spots by Gi* on a map and on shuffles of it.</summary>
    /// <param name="values">Counts, row by row: whole numbers.</param>
    /// <param name="columns">Number of cells in a row.</param>
    /// <param name="stencil">Which cells are neighbours.</param>
    /// <param name="test">How significance is tested; not by permutation.</param>
    /// <param name="shuffles">Number of shuffled maps, at least 1.</param>
    /// <param name="seed">Seed of the shuffles.</param>
    /// <param name="isCounted">Whether a spot counts, by the number of its cell; default all do. The others are compared, too.</param>
    /// <param name="control">Progress, cancellation and number of threads.</param>
    /// <exception cref="ArgumentException">The values do not fill the rows, or the test is by permutation.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is not a whole number, or a parameter is out of bounds.</exception>
    public static ShuffledSpots GiStar(
        double[] values, int columns, Stencil stencil, LocalTest test, int shuffles, long seed, Func<int, bool>? isCounted = null,
        RunControl? control = null) => Of(
            values, columns, stencil, test, shuffles, seed, isCounted, control ?? RunControl.None,
            (map, sums) => RasterStatistics.GiStar(map, columns, stencil, test, control, sums));

    /// <summary>Counts hot and cold spots by local Moran's I on a map and on shuffles of it.</summary>
    /// <inheritdoc cref="GiStar" path="/param"/>
    /// <inheritdoc cref="GiStar" path="/exception"/>
    public static ShuffledSpots LocalMoran(
        double[] values, int columns, Stencil stencil, LocalTest test, int shuffles, long seed, Func<int, bool>? isCounted = null,
        RunControl? control = null) => Of(
            values, columns, stencil, test, shuffles, seed, isCounted, control ?? RunControl.None,
            (map, sums) => RasterStatistics.LocalMoran(map, columns, stencil, test, control, sums));

    /// <summary>Counts hot and cold spots among places and among shuffles of their values.</summary>
    /// <param name="values">The value of each place.</param>
    /// <param name="statistic">The statistic of values of the places.</param>
    /// <param name="shuffles">Number of shuffles, at least 1.</param>
    /// <param name="seed">Seed of the shuffles.</param>
    /// <param name="control">Progress, cancellation and number of threads.</param>
    public static ShuffledSpots Of(
        double[] values, Func<double[], LocalStatistics> statistic, int shuffles, long seed, RunControl? control = null)
    {
        var observed = statistic(values);
        return Compare(
            values, observed.Basis, Count(observed), shuffles, seed, control ?? RunControl.None, shuffled => Count(statistic(shuffled)));

        static (int Hot, int Cold) Count(LocalStatistics local) => (
            local.Places.Count(p => p.Class is SpotClass.Hot), local.Places.Count(p => p.Class is SpotClass.Cold));
    }

    private static ShuffledSpots Of(
        double[] values, int columns, Stencil stencil, LocalTest test, int shuffles, long seed, Func<int, bool>? isCounted,
        RunControl control, Func<double[], DrawnSums, RasterResult> statistic)
    {
        if (test.Significance is Significance.Permutation)
            throw new ArgumentException("Shuffled maps are not tested by permutation.", nameof(test));
        if (columns < 1 || values.Length % columns != 0)
            throw new ArgumentException($"{values.Length} values do not fill rows of {columns}.", nameof(values));
        _ = ShuffleMoments.Of(values);
        // All maps have the same values, so that one distribution serves them.
        var most = stencil.CountsOn(columns, values.Length / columns).Select(k => Math.Min(k, values.Length - 1 - k))
            .DefaultIfEmpty(0).Max();
        var sums = new DrawnSums(
            new(values), Math.Max(0, most), double.PositiveInfinity, test.Seed, cancellation: control.Cancellation);
        bool[] counted = [.. Enumerable.Range(0, values.Length).Select(cell => isCounted?.Invoke(cell) ?? true)];
        var map = statistic(values, sums);
        return Compare(values, map.Basis, Count(map), shuffles, seed, control, shuffled => Count(statistic(shuffled, sums)));

        (int Hot, int Cold) Count(RasterResult result)
        {
            var (hot, cold) = (0, 0);
            for (var cell = 0; cell < values.Length; cell++)
            {
                if (!counted[cell])
                    continue;
                hot += result[cell].Class is SpotClass.Hot ? 1 : 0;
                cold += result[cell].Class is SpotClass.Cold ? 1 : 0;
            }

            return (hot, cold);
        }
    }

    private static ShuffledSpots Compare(
        double[] values, MethodBasis basis, (int Hot, int Cold) observed, int shuffles, long seed, RunControl control,
        Func<double[], (int Hot, int Cold)> count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(shuffles, 1);
        var found = new (int Hot, int Cold)[shuffles];
        var done = control.Parts(shuffles);
        Parallel.For(0, shuffles, control.Parallel, i =>
        {
            double[] shuffled = [.. values];
            new SeededRandom(seed, i).Shuffle<double>(shuffled);
            found[i] = count(shuffled);
            done.Done();
        });
        return new(
            observed.Hot, observed.Cold, shuffles, Share(f => f.Hot >= observed.Hot), Share(f => f.Cold >= observed.Cold),
            Share(f => f.Hot > 0), Share(f => f.Cold > 0),
            basis with { Parameters = new Dictionary<string, object?>(basis.Parameters) { ["shuffles"] = shuffles, ["seed"] = seed } });

        double Share(Func<(int Hot, int Cold), bool> holds) => found.Count(holds) / (double)shuffles;
    }
}

/// <summary>The spots of a map beside those of shuffles of it.</summary>
/// <param name="Hot">Number of hot spots on the map.</param>
/// <param name="Cold">Number of cold spots on the map.</param>
/// <param name="Shuffles">Number of shuffled maps.</param>
/// <param name="ShareAsManyHot">Share of the shuffled maps with at least as many hot spots; 1 where the map has none.</param>
/// <param name="ShareAsManyCold">Share of the shuffled maps with at least as many cold spots; 1 where the map has none.</param>
/// <param name="ShareAnyHot">Share of the shuffled maps with any hot spot.</param>
/// <param name="ShareAnyCold">Share of the shuffled maps with any cold spot.</param>
/// <param name="Basis">Method, parameters and n (cells).</param>
public sealed record ShuffledSpots(
    int Hot, int Cold, int Shuffles, double ShareAsManyHot, double ShareAsManyCold, double ShareAnyHot, double ShareAnyCold,
    MethodBasis Basis);
