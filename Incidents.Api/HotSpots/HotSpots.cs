using System.Text.Json;
using Incidents.Api.Analyses;
using Incidents.Api.Counts;
using Incidents.Api.GraphQL;
using Incidents.Api.Heatmaps;
using Incidents.Domain;
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
/// <param name="Basis">Method, parameters, observations (cells compared), period and what was known.</param>
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
    public HotSpotColumns Columns => new(Found);

    /// <summary>
    /// The same cells as a FeatureCollection of their squares, with the properties `x`, `y`, `count`, `isTooFew`, `neighbours`, `value`,
    /// `z`, `p`, `q` and `class`.
    /// </summary>
    public GeoJson GeoJson => CellFeatures.Of(Found, (json, cell) =>
    {
        json.WriteNumber("count", cell.Count);
        json.WriteBoolean("isTooFew", cell.IsTooFew);
        json.WriteNumber("neighbours", cell.Neighbours);
        json.WriteOptional("value", cell.Value);
        json.WriteOptional("z", cell.Z);
        json.WriteOptional("p", cell.P);
        json.WriteOptional("q", cell.Q);
        json.WriteString("class", JsonNamingPolicy.SnakeCaseUpper.ConvertName(cell.Class.ToString()));
    });
}

/// <summary>
/// The cells that a statistic compares: all that touch the bounds, empty ones included, and a margin as wide as the neighbourhood, so that
/// no cell within the bounds lacks neighbours. The cells of the margin are compared, but are not in the result.
/// </summary>
/// <param name="X">First column at the map's zoom.</param>
/// <param name="Y">First row at the map's zoom.</param>
/// <param name="Columns">Number of columns, margin included.</param>
/// <param name="Rows">Number of rows, margin included.</param>
/// <param name="Bounds">Its edges, in degrees.</param>
/// <param name="MarginCells">Width of the margin, in cells.</param>
/// <param name="Cells">Number of cells.</param>
/// <param name="OccupiedCells">Cells with a count.</param>
/// <param name="DistanceErrorShare">
/// Greatest relative error of a distance, at the north or south edge; distances are exact at the middle latitude.
/// </param>
public sealed record StudyArea(
    int X, int Y, int Columns, int Rows, GeoBounds Bounds, int MarginCells, int Cells, int OccupiedCells, double DistanceErrorShare);

/// <summary>Number of cells of a class.</summary>
/// <param name="Class">The class.</param>
/// <param name="Cells">Number of cells.</param>
public sealed record ClassCount(SpotClass Class, int Cells);

/// <summary>The statistic of a cell.</summary>
/// <param name="X">Column at the map's zoom, from 180° W.</param>
/// <param name="Y">Row at the map's zoom, from the north edge.</param>
/// <param name="Count">Count of the cell.</param>
/// <param name="IsTooFew">
/// Whether the count is below 5: too few to compare this cell alone with others; the statistic is of the neighbourhood.
/// </param>
/// <param name="Neighbours">Number of neighbours.</param>
/// <param name="Value">Gi* as the neighbourhood's share of the total count, or local Moran's I; null where undetermined.</param>
/// <param name="Z">Standard deviate of the value over random arrangements of all cells; null where undetermined.</param>
/// <param name="P">Two-sided p of the requested kind; null where undetermined.</param>
/// <param name="Q">q-value: the lowest false-discovery rate at which the cell has a class.</param>
/// <param name="Class">Class of the cell.</param>
public sealed record HotSpotCell(
    int X, int Y, int Count, bool IsTooFew, int Neighbours, double? Value, double? Z, double? P, double? Q, SpotClass Class) : MapCell(X, Y)
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
            cell.X, cell.Y, cell.Count, cell.IsTooFew, at.Neighbours, at.Value.Finite(), at.Z.Finite(),
            double.IsNaN(at.Z) ? null : p.Finite(), at.Q.Finite(), at.Class)
        { Zoom = cell.Zoom };
    }
}

/// <summary>Cells as columns: one entry for each cell, in the same order in all columns.</summary>
/// <param name="found">The cells.</param>
public sealed class HotSpotColumns(IReadOnlyList<HotSpotCell> found) : MapColumns(found.Select(c => c.Cell))
{
    /// <summary>Counts.</summary>
    public IReadOnlyList<int> Count => [.. found.Select(c => c.Count)];

    /// <summary>Standard deviates; null where undetermined.</summary>
    public IReadOnlyList<double?> Z => [.. found.Select(c => c.Z)];

    /// <summary>p of the requested kind; null where undetermined.</summary>
    public IReadOnlyList<double?> P => [.. found.Select(c => c.P)];

    /// <summary>q-values; null where undetermined.</summary>
    public IReadOnlyList<double?> Q => [.. found.Select(c => c.Q)];

    /// <summary>Classes.</summary>
    public IReadOnlyList<SpotClass> Class => [.. found.Select(c => c.Class)];
}
