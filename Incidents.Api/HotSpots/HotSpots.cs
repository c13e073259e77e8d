using Incidents.Api.Analyses;
using Incidents.Api.Heatmaps;
using Incidents.Projections.Heatmaps;
using Incidents.Statistics.Spatial;

namespace Incidents.Api.HotSpots;

/// <summary>The statistic of hot spots.</summary>
public enum HotSpotMethod
{
    /// <summary>
    /// Getis and Ord's Gi*: whether the sum of the counts in and around the cell is higher than in a random arrangement of all cells.
    /// </summary>
    GetisOrd,

    /// <summary>Anselin's local Moran's I: whether the cell is similar to its neighbours, or the opposite.</summary>
    LocalMoran,
}

/// <summary>Cells whose neighbourhoods have higher or lower counts than by chance.</summary>
/// <param name="Basis">Method, parameters, n, period and what was known.</param>
/// <param name="Method">The statistic.</param>
/// <param name="Zoom">Zoom of the cells.</param>
/// <param name="CellMetres">Side of a cell on the ground at the middle latitude, in metres.</param>
/// <param name="StudyArea">The cells that are compared.</param>
/// <param name="Classes">Number of cells within the bounds by class, empty cells included.</param>
public sealed record HotSpots(
    AnalysisBasis Basis, HotSpotMethod Method, int Zoom, double CellMetres, StudyArea StudyArea, IReadOnlyList<ClassCount> Classes)
{
    internal IReadOnlyList<HotSpotCell> Found { get; init; } = [];

    /// <summary>The cells as objects.</summary>
    public IReadOnlyList<HotSpotCell> Cells => Found;

    /// <summary>The same cells as columns of numbers, which are smaller: for maps with many cells.</summary>
    public HotSpotColumns Columns => new(
        [.. Found.Select(c => c.X)], [.. Found.Select(c => c.Y)], [.. Found.Select(c => c.N)], [.. Found.Select(c => c.Z)],
        [.. Found.Select(c => c.P)],
        [.. Found.Select(c => c.Q)], [.. Found.Select(c => c.Class)]);
}

/// <summary>
/// The cells that a statistic compares: all that touch the bounds, empty ones included, and a margin as wide as the neighbourhood, so that
/// no cell within the bounds lacks neighbours. The cells of the margin are compared, but are not in the result.
/// </summary>
/// <param name="West">First column.</param>
/// <param name="North">First row.</param>
/// <param name="Columns">Columns, margin included.</param>
/// <param name="Rows">Rows, margin included.</param>
/// <param name="MarginCells">Width of the margin, in cells.</param>
/// <param name="Cells">Number of cells.</param>
/// <param name="OccupiedCells">Cells with a count.</param>
/// <param name="DistanceErrorShare">
/// Greatest relative error of a distance, at the north or south edge; distances are exact at the middle latitude.
/// </param>
public sealed record StudyArea(
    int West, int North, int Columns, int Rows, int MarginCells, long Cells, long OccupiedCells, double DistanceErrorShare);

/// <summary>Number of cells of a class.</summary>
/// <param name="Class">The class.</param>
/// <param name="Cells">Number of cells.</param>
public sealed record ClassCount(SpotClass Class, int Cells);

/// <summary>The statistic of a cell.</summary>
/// <param name="X">Column at the map's zoom, from 180° W.</param>
/// <param name="Y">Row at the map's zoom, from the north edge.</param>
/// <param name="Longitude">Longitude of its centre, in degrees.</param>
/// <param name="Latitude">Latitude of its centre, in degrees.</param>
/// <param name="N">Count of the cell.</param>
/// <param name="TooFew">
/// Whether the count is below 5: too few to compare this cell alone with others; the statistic is of the neighbourhood.
/// </param>
/// <param name="Neighbours">Number of neighbours.</param>
/// <param name="Value">Gi* as the neighbourhood's share of the total count, or local Moran's I; null where undetermined.</param>
/// <param name="Z">Standard deviate of the value over random arrangements of all cells; null where undetermined.</param>
/// <param name="P">Two-sided p of the requested kind; null where undetermined.</param>
/// <param name="Q">q-value: the lowest false-discovery rate at which the cell has a class.</param>
/// <param name="Class">Class of the cell.</param>
public sealed record HotSpotCell(
    int X, int Y, double Longitude, double Latitude, long N, bool TooFew, int Neighbours, double? Value, double? Z, double? P, double? Q,
    SpotClass Class)
{
    internal static HotSpotCell Of(CellCount counted, LocalStatistic at, Significance significance)
    {
        var cell = HeatmapCell.Of(counted);
        var p = significance switch
        {
            Significance.Normal => at.PNormal,
            Significance.SkewCorrected => at.PSkewCorrected,
            _ => at.PPermutation ?? double.NaN,
        };
        return new(
            cell.X, cell.Y, cell.Longitude, cell.Latitude, cell.Count, cell.TooFew, at.Neighbours, Known(at.Value), Known(at.Z),
            double.IsNaN(at.Z) ? null : Known(p), Known(at.Q), at.Class);
    }

    private static double? Known(double value) => double.IsFinite(value) ? value : null;
}

/// <summary>Cells as columns: one entry for each cell, in the same order in all columns.</summary>
/// <param name="X">Columns at the map's zoom.</param>
/// <param name="Y">Rows at the map's zoom.</param>
/// <param name="N">Counts.</param>
/// <param name="Z">z.</param>
/// <param name="P">p.</param>
/// <param name="Q">q.</param>
/// <param name="Class">Classes.</param>
public sealed record HotSpotColumns(
    IReadOnlyList<int> X, IReadOnlyList<int> Y, IReadOnlyList<long> N, IReadOnlyList<double?> Z, IReadOnlyList<double?> P,
    IReadOnlyList<double?> Q, IReadOnlyList<SpotClass> Class);
