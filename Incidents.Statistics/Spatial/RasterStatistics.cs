using System.Runtime.InteropServices;

namespace Incidents.Statistics.Spatial;

/// <summary>
/// Gi* and local Moran's I on a raster, most of whose cells are empty: the same numbers as <see cref="GetisOrd.Local"/> and <see cref="LocalMoran.Of"/>, without
/// a list of neighbours. Cells with the same value, the same sum around them and as many neighbours are judged once.
/// </summary>
public static class RasterStatistics
{
    /// <summary>Gi* of every cell.</summary>
    /// <param name="values">Counts, row by row: whole numbers, whose sums are exact. Empty cells are zeros that count: they are part of the mean and of the variance.</param>
    /// <param name="columns">Cells in a row.</param>
    /// <param name="stencil">Who is near whom.</param>
    /// <param name="test">How significance is judged.</param>
    /// <exception cref="ArgumentException">The values do not fill the rows.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is no whole number, or a parameter of the test is out of bounds.</exception>
    public static RasterResult GiStar(double[] values, int columns, Stencil stencil, LocalTest? test = null)
    {
        test ??= new();
        if (test.Significance is Significance.Permutation)
            return RasterResult.Of(GetisOrd.Local(values, Neighbours.On(columns, Rows(values, columns), stencil), GetisOrdKind.GiStar, test));
        var total = values.Sum();
        return Judged(
            values, columns, stencil, test, (all, x, sum, k) => GetisOrd.At(x, sum, k, all, total, star: true),
            (_, statistic) => statistic.Z > 0 ? SpotClass.Hot : SpotClass.Cold, () => GetisOrd.BasisOf(values.Length, stencil.Parameters, test));
    }

    /// <summary>Local Moran's I of every cell, over row-standardised weights.</summary>
    /// <inheritdoc cref="GiStar" path="/param"/>
    /// <inheritdoc cref="GiStar" path="/exception"/>
    public static RasterResult LocalMoran(double[] values, int columns, Stencil stencil, LocalTest? test = null)
    {
        test ??= new();
        if (test.Significance is Significance.Permutation)
            return RasterResult.Of(Spatial.LocalMoran.Of(values, Neighbours.On(columns, Rows(values, columns), stencil), test));
        return Judged(
            values, columns, stencil, test, (all, x, sum, k) => Spatial.LocalMoran.At(x, sum, k, all),
            (place, _) => Spatial.LocalMoran.Called(place.Value, place.Sum, place.Neighbours, place.Mean),
            () => Spatial.LocalMoran.BasisOf(values.Length, stencil.Parameters, test));
    }

    private static int Rows(double[] values, int columns) =>
        columns > 0 && values.Length % columns == 0
            ? values.Length / columns
            : throw new ArgumentException($"{values.Length} values do not fill rows of {columns}.", nameof(values));

    private static RasterResult Judged(
        double[] values, int columns, Stencil stencil, LocalTest test, Func<ShuffleMoments, double, double, int, LocalStatistic> statistic,
        Func<Kind, LocalStatistic, SpotClass> called, Func<Basis> basis)
    {
        test.Check();
        var rows = Rows(values, columns);
        var all = ShuffleMoments.Of(values);
        if (!all.WholeNumbers)
            throw new ArgumentOutOfRangeException(nameof(values), "Counts are whole numbers.");
        var (sums, counts) = (stencil.SumsOver(values, columns, rows), stencil.CountsOn(columns, rows));
        var kinds = new Dictionary<(double Value, double Sum, int Neighbours), int>();
        var kindOf = new int[values.Length];
        var cellsOf = new List<int>();
        var (last, lastKind) = ((double.NaN, double.NaN, -1), -1);
        for (var cell = 0; cell < values.Length; cell++)
        {
            var key = (values[cell], sums[cell] - values[cell], counts[cell]);
            // Empty land comes in long runs.
            if (key != last)
            {
                ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(kinds, key, out var exists);
                if (!exists)
                {
                    known = cellsOf.Count;
                    cellsOf.Add(0);
                }

                (last, lastKind) = (key, known);
            }

            kindOf[cell] = lastKind;
            cellsOf[lastKind]++;
        }

        var judged = new LocalStatistic[kinds.Count];
        var told = new Kind[kinds.Count];
        foreach (var ((value, sum, neighbours), kind) in kinds)
            (judged[kind], told[kind]) = (statistic(all, value, sum, neighbours), new(value, sum, neighbours, all.Mean));
        LocalJudgement.Judge(judged, null, test, kind => called(told[kind], judged[kind]), CollectionsMarshal.AsSpan(cellsOf));
        return new(basis(), judged, kindOf);
    }

    private readonly record struct Kind(double Value, double Sum, int Neighbours, double Mean);
}

/// <summary>A local statistic at every cell of a raster.</summary>
public sealed class RasterResult
{
    private readonly IReadOnlyList<LocalStatistic> kinds;
    private readonly int[]? kindOf;

    internal RasterResult(Basis basis, IReadOnlyList<LocalStatistic> kinds, int[]? kindOf) => (Basis, this.kinds, this.kindOf) = (basis, kinds, kindOf);

    /// <summary>Method, parameters and n.</summary>
    public Basis Basis { get; }

    /// <summary>The statistic at a cell.</summary>
    public LocalStatistic this[int cell] => this.kinds[this.kindOf is null ? cell : this.kindOf[cell]];

    internal static RasterResult Of(LocalStatistics statistics) => new(statistics.Basis, statistics.Places, null);
}
