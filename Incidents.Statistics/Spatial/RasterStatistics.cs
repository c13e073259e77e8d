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
        if (test.Significance is Significance.Permutation)
            return RasterResult.Of(
                GetisOrd.Local(
                    values, Neighbours.On(columns, Rows(values, columns), stencil), GetisOrdKind.GiStar, test, control: control));
        var total = values.Sum();
        return Compute(
            values, columns, stencil, test, (all, x, sum, k) => GetisOrd.At(x, sum, k, all, total, star: true),
            (_, statistic) => statistic.Z > 0 ? SpotClass.Hot : SpotClass.Cold,
            () => GetisOrd.BasisOf(values.Length, stencil.Parameters, test));
    }

    /// <summary>Local Moran's I of every cell, over row-standardised weights.</summary>
    /// <inheritdoc cref="GiStar" path="/param"/>
    /// <inheritdoc cref="GiStar" path="/exception"/>
    public static RasterResult LocalMoran(
        double[] values, int columns, Stencil stencil, LocalTest? test = null, RunControl? control = null)
    {
        test ??= new();
        if (test.Significance is Significance.Permutation)
            return RasterResult.Of(
                Spatial.LocalMoran.Of(values, Neighbours.On(columns, Rows(values, columns), stencil), test, control: control));
        return Compute(
            values, columns, stencil, test, (all, x, sum, k) => Spatial.LocalMoran.At(x, sum, k, all),
            (cell, _) => Spatial.LocalMoran.QuadrantOf(cell.Value, cell.Sum, cell.Neighbours, cell.Mean),
            () => Spatial.LocalMoran.BasisOf(values.Length, stencil.Parameters, test));
    }

    private static int Rows(double[] values, int columns) =>
        columns > 0 && values.Length % columns == 0
            ? values.Length / columns
            : throw new ArgumentException($"{values.Length} values do not fill rows of {columns}.", nameof(values));

    private static RasterResult Compute(
        double[] values, int columns, Stencil stencil, LocalTest test,
        Func<ShuffleMoments, double, double, int, LocalStatistic> statisticOf,
        Func<CellKind, LocalStatistic, SpotClass> classOf, Func<MethodBasis> basis)
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
        var kinds = new CellKind[numbers.Count];
        foreach (var ((value, sum, neighbours), kind) in numbers)
            (statistics[kind], kinds[kind]) = (statisticOf(all, value, sum, neighbours), new(value, sum, neighbours, all.Mean));
        LocalClassification.Classify(
            statistics, null, test, kind => classOf(kinds[kind], statistics[kind]), CollectionsMarshal.AsSpan(cellsOf));
        return new(basis(), statistics, kindOf);
    }

    // What cells with the same statistic have in common.
    private readonly record struct CellKind(double Value, double Sum, int Neighbours, double Mean);
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
