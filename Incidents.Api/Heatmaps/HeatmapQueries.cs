using GraphQL;
using Incidents.Api.Counts;
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
/// <param name="AsKnownOn">As known at the end of this day; null: as known now.</param>
/// <param name="Total">Sum of all cells; null where there are none and no source reported in the period: there are no data.</param>
/// <param name="Max">Highest count of a cell; 0 where there are none, null without data.</param>
/// <param name="DaysAsked">Number of days of the period up to today, and up to `asKnownOn`.</param>
/// <param name="DaysCovered">Number of these on which a source reported (see `sourceCoverage`).</param>
/// <param name="CoverageCode">
/// What the period lacks; null where sources reported on all its days. Elsewhere an empty cell does not show that nothing happened.
/// </param>
public sealed record Heatmap(
    CountMeasure Measure, int Zoom, LocalDate From, LocalDate Until, LocalDate? AsKnownOn, int? Total, int? Max, int DaysAsked,
    int DaysCovered, CoverageCode? CoverageCode)
{
    internal IReadOnlyList<CellCount> Found { get; init; } = [];

    /// <summary>The cells with a count, as objects.</summary>
    public IReadOnlyList<HeatmapCell> Cells => [.. Found.Select(HeatmapCell.Of)];

    /// <summary>The same cells as columns of numbers, which are smaller: for maps with many cells.</summary>
    public HeatmapColumns Columns => new(Found);

    /// <summary>
    /// The same cells as a FeatureCollection of their squares, with the properties `x`, `y`, `count`, `perSquareKm` and `isTooFew`. The
    /// collection has the members `daysAsked`, `daysCovered` and `coverageCode`.
    /// </summary>
    public GeoJson GeoJson => CellFeatures.Of(Found.Select(HeatmapCell.Of), (json, cell) =>
    {
        json.WriteNumber("count", cell.Count);
        json.WriteNumber("perSquareKm", cell.PerSquareKm);
        json.WriteBoolean("isTooFew", cell.IsTooFew);
    }, json =>
    {
        json.WriteNumber("daysAsked", DaysAsked);
        json.WriteNumber("daysCovered", DaysCovered);
        json.WriteString("coverageCode", CoverageCode is { } code ? ErrorCodes.CapitalsOf(code) : null);
    });
}

/// <summary>One cell of the Web-Mercator quadtree and its count.</summary>
/// <param name="X">Column at the map's zoom, from 180° W.</param>
/// <param name="Y">Row at the map's zoom, from the north edge.</param>
/// <param name="Count">The count.</param>
/// <param name="IsTooFew">Whether the count is below 5: too few to compare places.</param>
public sealed record HeatmapCell(int X, int Y, int Count, bool IsTooFew) : MapCell(X, Y)
{
    /// <summary>The count for each square kilometre of the cell.</summary>
    public double PerSquareKm => Count / Cell.SquareKilometres();

    /// <summary>A cell with a lower count is marked as too few.</summary>
    internal const int TooFewBelow = 5;

    internal static HeatmapCell Of(CellCount counted)
    {
        var count = counted.Count.ToInt();
        return new(counted.Cell.X, counted.Cell.Y, count, count < TooFewBelow) { Zoom = counted.Cell.Zoom };
    }
}

/// <summary>Cells as columns: one entry for each cell, in the same order in all columns.</summary>
/// <param name="found">The cells and their counts.</param>
public sealed class HeatmapColumns(IReadOnlyList<CellCount> found) : MapColumns(found.Select(c => c.Cell))
{
    /// <summary>Counts.</summary>
    public IReadOnlyList<int> Count => [.. found.Select(c => c.Count.ToInt())];
}

/// <summary>Queries of heat maps.</summary>
[QueryType]
internal static class HeatmapQueries
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
    /// <param name="filter">What is counted; by district and by hour only incidents. Default all incidents.</param>
    /// <param name="asKnownOn">Count as known at the end of this day; default: as known now.</param>
    public static async Task<Heatmap> Heatmap(
        [FromServices] HeatmapReader reader, [FromServices] CountFilters filters, GeoBounds bounds, int zoom, LocalDate from,
        LocalDate until, CountFilter? filter = null, LocalDate? asKnownOn = null, CancellationToken cancellation = default)
    {
        Checks.Cells(bounds, zoom);
        var scope = await filters.Cells(filter, from, until, asKnownOn, cancellation);
        var found = await reader.Read(new(scope, bounds, zoom), cancellation);
        if (found.Count > MostCells)
            throw Checks.TooManyCells(found.Count, MostCells, "have a count");
        var (max, total) = (found.Count == 0 ? 0 : found.Max(c => c.Count), found.Sum(c => c.Count));
        var (asked, covered) = CoveredPeriod.DaysOf(scope);
        var isSilent = covered == 0 && found.Count == 0;
        return new(
            scope.Measure.AsCount(), zoom, from, until, asKnownOn, isSilent ? null : total.ToInt(), isSilent ? null : max.ToInt(), asked,
            covered, ScopeCoverage.CodeOf(covered, asked))
        { Found = found };
    }
}
