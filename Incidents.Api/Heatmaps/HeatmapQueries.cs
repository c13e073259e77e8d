using GraphQL;
using Incidents.Api.GraphQL;
using Incidents.Domain;
using Incidents.Projections.Heatmaps;
using Incidents.Projections.Ledgers;
using NodaTime;

namespace Incidents.Api.Heatmaps;

/// <summary>Counts by cell.</summary>
/// <param name="Measure">What is counted.</param>
/// <param name="Zoom">Zoom of the cells.</param>
/// <param name="From">First local day counted.</param>
/// <param name="Until">First local day no longer counted.</param>
/// <param name="KnownOn">As known at the end of this day; null: as known now.</param>
/// <param name="Total">Sum of all cells.</param>
/// <param name="Max">Highest count of a cell; 0 where there are none.</param>
public sealed record Heatmap(Measure Measure, int Zoom, LocalDate From, LocalDate Until, LocalDate? KnownOn, long Total, long Max)
{
    internal IReadOnlyList<CellCount> Found { get; init; } = [];

    /// <summary>The cells with a count, as objects.</summary>
    public IReadOnlyList<HeatmapCell> Cells => [.. Found.Select(HeatmapCell.Of)];

    /// <summary>The same cells as columns of numbers, which are smaller: for maps with many cells.</summary>
    public HeatmapColumns Columns =>
        new([.. Found.Select(c => c.Cell.X)], [.. Found.Select(c => c.Cell.Y)], [.. Found.Select(c => c.Count)]);
}

/// <summary>One cell of the Web-Mercator quadtree and its count.</summary>
/// <param name="X">Column at the map's zoom, from 180° W.</param>
/// <param name="Y">Row at the map's zoom, from the north edge.</param>
/// <param name="Longitude">Longitude of its centre, in degrees.</param>
/// <param name="Latitude">Latitude of its centre, in degrees.</param>
/// <param name="Count">The count.</param>
/// <param name="TooFew">Whether the count is below 5: too few to compare places.</param>
public sealed record HeatmapCell(int X, int Y, double Longitude, double Latitude, long Count, bool TooFew)
{
    /// <summary>The count for each square kilometre of the cell.</summary>
    public double PerSquareKm => Count / GridCell.Of(X, Y, Zoom).SquareKilometres();

    internal int Zoom { get; init; }

    /// <summary>A cell with a lower count is marked as too few.</summary>
    internal const long TooFewBelow = 5;

    internal static HeatmapCell Of(CellCount counted)
    {
        var centre = counted.Cell.Centre();
        return new(
            counted.Cell.X, counted.Cell.Y, Math.Round(centre.Longitude, 7), Math.Round(centre.Latitude, 7), counted.Count,
            counted.Count < TooFewBelow)
        { Zoom = counted.Cell.Zoom };
    }
}

/// <summary>Cells as columns: one entry for each cell, in the same order in all columns.</summary>
/// <param name="X">Columns at the map's zoom.</param>
/// <param name="Y">Rows at the map's zoom.</param>
/// <param name="Count">Counts.</param>
public sealed record HeatmapColumns(IReadOnlyList<int> X, IReadOnlyList<int> Y, IReadOnlyList<long> Count);

/// <summary>Queries of heat maps.</summary>
[QueryType]
public static class HeatmapQueries
{
    private const int MostCells = 100_000;

    /// <summary>
    /// Counts by cell. The counts are those of whole cells, also where a cell only touches the bounds, so that neighbouring maps agree.
    /// Error `TOO_MANY_CELLS` beyond 100,000 cells: ask for a smaller part or a coarser zoom.
    /// </summary>
    /// <param name="bounds">The part of the world, in degrees.</param>
    /// <param name="zoom">Zoom of the cells, 0 to 18; a map at zoom z looks right with cells of z + 5.</param>
    /// <param name="from">First local day.</param>
    /// <param name="until">First local day no longer counted.</param>
    /// <param name="categories">Category codes; default all.</param>
    /// <param name="knownAt">Count as known at the end of this day; default: as known now.</param>
    /// <param name="measure">What is counted; default incidents.</param>
    /// <param name="hours">
    /// Hours of the local week, 0 (Monday, 00:00 to 01:00) to 167; default all. Only incidents are counted by hour.
    /// </param>
    public static async Task<Heatmap> Heatmap(
        [FromServices] HeatmapCounts counts, GeoBounds bounds, int zoom, LocalDate from, LocalDate until,
        IEnumerable<string>? categories = null, LocalDate? knownAt = null, Measure measure = Measure.Incidents,
        IEnumerable<int>? hours = null, CancellationToken cancellation = default)
    {
        Checks.Cells(bounds, zoom);
        Checks.Period(from, until);
        Checks.Counted(measure);

        var found = await counts.Read(new(measure, bounds, zoom, from, until, categories?.ToArray(), knownAt), hours, cancellation);
        if (found.Count > MostCells)
            throw Checks.TooManyCells(found.Count, MostCells, "have a count");
        var max = found.Count == 0 ? 0 : found.Max(c => c.Count);
        return new(measure, zoom, from, until, knownAt, found.Sum(c => c.Count), max) { Found = found };
    }
}
