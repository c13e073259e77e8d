using System.Runtime.InteropServices;

namespace Incidents.Statistics.Spatial;

/// <summary>Gi* and local Moran's I on a raster, most of whose cells are empty.</summary>
/// <remarks>
/// The numbers are those of <see cref="GetisOrd.Local"/> and <see cref="LocalMoran.Of"/>, without a list of neighbours. Cells with the same
/// value, the same sum over the neighbours and the same number of neighbours have the same statistic, which is computed once.
/// </remarks>
public static class RasterStatistics
{
    /// <summary>Gi* of every cell.</summary>
    /// <param name="values">
    /// Counts, row by row: whole numbers, so that their sums are exact. Empty cells are zeros, and part of the mean and of the variance.
    /// </param>
    /// <param name="columns">Number of cells in a row.</param>
    /// <param name="stencil">Which cells are neighbours.</param>
    /// <param name="test">How significance is tested; default <see cref="LocalTest"/>'s own.</param>
    /// <param name="control">Cancellation and number of threads of the permutations.</param>
    /// <exception cref="ArgumentException">The values do not fill the rows.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A value is not a whole number, or a parameter of the test is out of bounds.
    /// </exception>
    public static RasterResult GiStar(
        double[] values, int columns, Stencil stencil, LocalTest? test = null, RunControl? control = null)
    {
        test ??= new();
        return test.Significance is Significance.Permutation
            ? RasterResult.Of(
                GetisOrd.Local(
                    values, Neighbours.On(columns, Rows(values, columns), stencil), GetisOrdKind.GiStar, test, control: control))
            : GiStar(values, columns, stencil, test, control, null);
    }

    // With the distribution of the sums, where it is known.
    internal static RasterResult GiStar(
        double[] values, int columns, Stencil stencil, LocalTest test, RunControl? control, DrawnSums? drawn)
    {
        var total = values.Sum();
        return Compute(
            values, columns, stencil, test, drawn, (all, x, sum, k) => GetisOrd.At(x, sum, k, all, total, star: true),
            (_, _, statistic, isHigh) => GetisOrd.ClassOf(statistic.Z, isHigh),
            sums => GetisOrd.BasisOf(values.Length, stencil.Parameters, test, sums), control);
    }

    /// <summary>Local Moran's I of every cell, over row-standardised weights.</summary>
    /// <inheritdoc cref="GiStar(double[], int, Stencil, LocalTest?, RunControl?)" path="/param"/>
    /// <inheritdoc cref="GiStar(double[], int, Stencil, LocalTest?, RunControl?)" path="/exception"/>
    public static RasterResult LocalMoran(
        double[] values, int columns, Stencil stencil, LocalTest? test = null, RunControl? control = null)
    {
        test ??= new();
        return test.Significance is Significance.Permutation
            ? RasterResult.Of(
                Spatial.LocalMoran.Of(values, Neighbours.On(columns, Rows(values, columns), stencil), test, control: control))
            : LocalMoran(values, columns, stencil, test, control, null);
    }

    // With the distribution of the sums, where it is known.
    internal static RasterResult LocalMoran(
        double[] values, int columns, Stencil stencil, LocalTest test, RunControl? control, DrawnSums? drawn) => Compute(
            values, columns, stencil, test, drawn, (all, x, sum, k) => Spatial.LocalMoran.At(x, sum, k, all),
            (draw, mean, _, isHigh) => Spatial.LocalMoran.QuadrantOf(draw, mean, isHigh),
            sums => Spatial.LocalMoran.BasisOf(values.Length, stencil.Parameters, test, sums), control);

    private static int Rows(double[] values, int columns) =>
        columns > 0 && values.Length % columns == 0
            ? values.Length / columns
            : throw new ArgumentException($"{values.Length} values do not fill rows of {columns}.", nameof(values));

    private static RasterResult Compute(
        double[] values, int columns, Stencil stencil, LocalTest test, DrawnSums? drawn,
        Func<ShuffleMoments, double, double, int, LocalStatistic> statisticOf,
        Func<Draw, double, LocalStatistic, bool?, SpotClass> classOf, Func<DrawnSums, MethodBasis> basis, RunControl? control)
    {
        test.Check();
        var rows = Rows(values, columns);
        var all = ShuffleMoments.Of(values);
        if (!all.WholeNumbers)
            throw new ArgumentOutOfRangeException(nameof(values), "Counts are whole numbers.");
        var (sums, counts) = (stencil.SumsOver(values, columns, rows), stencil.CountsOn(columns, rows));
        var numbers = new Dictionary<(double Value, double Sum, int Neighbours), int>();
        var kindOf = new int[values.Length];
        var cellsOf = new List<int>();
        var (last, lastKind) = ((double.NaN, double.NaN, -1), -1);
        for (var cell = 0; cell < values.Length; cell++)
        {
            var key = (values[cell], sums[cell] - values[cell], counts[cell]);
            // Empty cells come in long runs, which need no look-up.
            if (key != last)
            {
                ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, key, out var exists);
                if (!exists)
                {
                    number = cellsOf.Count;
                    cellsOf.Add(0);
                }

                (last, lastKind) = (key, number);
            }

            kindOf[cell] = lastKind;
            cellsOf[lastKind]++;
        }

        var statistics = new LocalStatistic[numbers.Count];
        var draws = new Draw[numbers.Count];
        foreach (var ((value, sum, neighbours), kind) in numbers)
        {
            statistics[kind] = statisticOf(all, value, sum, neighbours);
            draws[kind] = GetisOrd.DrawOf(statistics[kind], value, sum);
        }

        control ??= RunControl.None;
        drawn ??= DrawnSums.For(values, draws, test.Seed, control: control);
        new LocalClassification(statistics, draws, (kind, isHigh) => classOf(draws[kind], all.Mean, statistics[kind], isHigh))
        { Multiplicities = [.. cellsOf] }.Complete(drawn, null, test, control);
        return new(basis(drawn), statistics, kindOf);
    }
}

/// <summary>A local statistic at every cell of a raster.</summary>
public sealed class RasterResult
{
    private readonly IReadOnlyList<LocalStatistic> statistics;

    // The index of each cell's statistic, or null where every cell has its own.
    private readonly int[]? kindOf;

    internal RasterResult(MethodBasis basis, IReadOnlyList<LocalStatistic> statistics, int[]? kindOf) =>
        (Basis, this.statistics, this.kindOf) = (basis, statistics, kindOf);

    /// <summary>Method, parameters and n.</summary>
    public MethodBasis Basis { get; }

    /// <summary>The statistic of a cell.</summary>
    /// <param name="cell">Number of the cell, row by row.</param>
    public LocalStatistic this[int cell] => this.statistics[this.kindOf is null ? cell : this.kindOf[cell]];

    internal static RasterResult Of(LocalStatistics statistics) => new(statistics.Basis, statistics.Places, null);
}
