using Incidents.Api.Analyses;
using Incidents.Api.Heatmaps;
using Incidents.Projections.Heatmaps;
using Incidents.Statistics.Spatial;

namespace Incidents.Api.HotSpots;

/// <summary>How hot spots are looked for.</summary>
public enum HotSpotMethod
{
    /// <summary>Getis and Ord's Gi*: is more counted in and around the cell than a shuffle of all cells would give?</summary>
    GetisOrd,

    /// <summary>Anselin's local Moran's I: is the cell like its neighbours, or their opposite?</summary>
    LocalMoran,
}

/// <summary>Where more, or less, happened than chance would bring together.</summary>
/// <param name="Basis">Method, parameters, n, period and what was known.</param>
/// <param name="Method">How they were looked for.</param>
/// <param name="Zoom">Zoom of the cells.</param>
/// <param name="CellMetres">A cell's side on the ground, in metres, at the middle latitude.</param>
/// <param name="StudyArea">Among which cells each was compared.</param>
/// <param name="Classes">How many of the cells within the bounds, empty ones included, are of which class.</param>
public sealed record HotSpots(
    AnalysisBasis Basis, HotSpotMethod Method, int Zoom, double CellMetres, StudyArea StudyArea, IReadOnlyList<ClassCount> Classes)
{
    internal IReadOnlyList<HotSpotCell> Found { get; init; } = [];

    /// <summary>The cells, one object each.</summary>
    public IReadOnlyList<HotSpotCell> Cells => Found;

    /// <summary>The same cells as columns: for maps, which draw many.</summary>
    public HotSpotColumns Columns => new(
        [.. Found.Select(c => c.X)], [.. Found.Select(c => c.Y)], [.. Found.Select(c => c.N)], [.. Found.Select(c => c.Z)], [.. Found.Select(c => c.P)],
        [.. Found.Select(c => c.Q)], [.. Found.Select(c => c.Class)]);
}

/// <summary>
/// The cells that a statistic compares: all that touch the bounds, empty ones included, and a margin as wide as the neighbourhood, so that no cell within the
/// bounds lacks neighbours. The margin's cells are compared and not answered.
/// </summary>
/// <param name="West">First column.</param>
/// <param name="North">First row.</param>
/// <param name="Columns">Columns, margin included.</param>
/// <param name="Rows">Rows, margin included.</param>
/// <param name="MarginCells">Width of the margin, in cells.</param>
/// <param name="Cells">Cells compared.</param>
/// <param name="OccupiedCells">Those with a count.</param>
/// <param name="DistanceErrorShare">By what share a distance at the north or south edge is off, at most; distances are true at the middle latitude.</param>
public sealed record StudyArea(int West, int North, int Columns, int Rows, int MarginCells, long Cells, long OccupiedCells, double DistanceErrorShare);

/// <summary>How many cells are of a class.</summary>
/// <param name="Class">The class.</param>
/// <param name="Cells">How many.</param>
public sealed record ClassCount(SpotClass Class, int Cells);

/// <summary>A cell's verdict.</summary>
/// <param name="X">Column at the map's zoom, from 180° W.</param>
/// <param name="Y">Row at the map's zoom, from the north edge.</param>
/// <param name="Longitude">Longitude of its centre, in degrees.</param>
/// <param name="Latitude">Latitude of its centre, in degrees.</param>
/// <param name="N">How many were counted in it.</param>
/// <param name="TooFew">Whether that is below 5: too few to compare this cell with others by itself; the statistic is of the neighbourhood.</param>
/// <param name="Neighbours">How many neighbours it has.</param>
/// <param name="Value">Gi* as the neighbourhood's share of all that was counted, or local Moran's I; null where undetermined.</param>
/// <param name="Z">Its distance from what a shuffle of all cells would give, in standard deviations; null where undetermined.</param>
/// <param name="P">Two-sided p, of the kind asked for; null where undetermined.</param>
/// <param name="Q">The same with all comparisons considered: the false-discovery rate at which the cell would be called a spot.</param>
/// <param name="Class">What it is called.</param>
public sealed record HotSpotCell(
    int X, int Y, double Longitude, double Latitude, long N, bool TooFew, int Neighbours, double? Value, double? Z, double? P, double? Q, SpotClass Class)
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
            cell.X, cell.Y, cell.Longitude, cell.Latitude, cell.Count, cell.TooFew, at.Neighbours, Known(at.Value), Known(at.Z), double.IsNaN(at.Z) ? null : Known(p), Known(at.Q), at.Class);
    }

    private static double? Known(double value) => double.IsFinite(value) ? value : null;
}

/// <summary>Cells as columns: the n-th entries of all belong together.</summary>
/// <param name="X">Columns at the map's zoom.</param>
/// <param name="Y">Rows at the map's zoom.</param>
/// <param name="N">Counts.</param>
/// <param name="Z">z.</param>
/// <param name="P">p.</param>
/// <param name="Q">q.</param>
/// <param name="Class">Classes.</param>
public sealed record HotSpotColumns(
    IReadOnlyList<int> X, IReadOnlyList<int> Y, IReadOnlyList<long> N, IReadOnlyList<double?> Z, IReadOnlyList<double?> P, IReadOnlyList<double?> Q,
    IReadOnlyList<SpotClass> Class);
