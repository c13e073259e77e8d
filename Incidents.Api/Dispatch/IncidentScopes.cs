using System.Globalization;
using Incidents.Api.Boundaries;
using Incidents.Api.GraphQL;
using Incidents.Domain;
using Incidents.Projections;
using Incidents.Projections.Dispatch;
using Incidents.Projections.Ledgers;
using NetTopologySuite.Geometries;
using NodaTime;

namespace Incidents.Api.Dispatch;

/// <summary>Checks a filter of incidents, and finds the cells that it names: for the list, its count and its export alike.</summary>
internal sealed class IncidentScopes(BoundaryStore boundaries, Cities cities, IClock clock)
{
    private const string Argument = "filter";
    private const int FewestCorners = 3;
    private const int MostCorners = 500;
    private const int HoursOfWeek = 168;

    /// <summary>The rows that a filter selects.</summary>
    /// <param name="filter">The filter; null for all rows.</param>
    /// <param name="sight">Which rows the caller sees.</param>
    /// <param name="cancellation">Cancels the queries.</param>
    /// <exception cref="RefusedException">A part of the filter is not valid, or there is no such boundary.</exception>
    public async Task<RegisterScope> Of(IncidentFilter? filter, RowSight sight, CancellationToken cancellation)
    {
        filter ??= new();
        if (filter.Bounds is { } bounds && !bounds.IsValid())
            throw Bad("bounds", "Bounds are degrees, west before east and south before north.");
        if (filter.Near is { } near)
            Check(near);
        if (filter.Within is { } corners)
            CheckPolygon(corners);
        if (filter.HoursOfWeek?.Any(hour => hour is < 0 or >= HoursOfWeek) == true)
            throw Bad("hoursOfWeek", $"An hour of the week is between 0 and {HoursOfWeek - 1}.");
        var areas = new List<CellSet>();
        if (filter.Cells is { } cells)
            areas.Add(CellSet.Of(cells.Select(Cell)));
        if (filter.Boundary is { } boundary)
            areas.Add(await Cells(boundary, filter.Until, cancellation));
        return new(filter, areas, sight);
    }

    private static void Check(Near near)
    {
        if (new GeoPoint(near.Longitude, near.Latitude).Check($"{Argument}.near.") is { } fault)
            throw new RefusedException(fault with { Code = ErrorCode.BadInput });
        if (near.RadiusMetres is not (> 0 and <= Near.MostMetres))
            throw Bad("near.radiusMetres", $"A distance is above 0 and at most {Near.MostMetres:0} metres.");
    }

    private static void CheckPolygon(IReadOnlyList<GeoPoint> corners)
    {
        if (corners.Select(corner => corner.Check($"{Argument}.within.")).FirstOrDefault(f => f is not null) is { } fault)
            throw new RefusedException(fault with { Code = ErrorCode.BadInput });
        var isClosed = corners.Count > 1 && corners[0] == corners[^1];
        var number = corners.Count - (isClosed ? 1 : 0);
        if (number is < FewestCorners or > MostCorners)
            throw Bad("within", $"A polygon has {FewestCorners} to {MostCorners} points; this one has {number}.");
        Coordinate[] ring = [.. corners.Take(number).Append(corners[0]).Select(c => new Coordinate(c.Longitude, c.Latitude))];
        if (!new Polygon(new LinearRing(ring)).IsValid)
            throw Bad("within", "The edges of a polygon do not cross or touch each other.");
    }

    private static GridCell Cell(string text)
    {
        var parts = text.Split('/');
        if (parts.Length == 3 && Number(parts[0]) is { } zoom and >= 0 and <= GridCell.FineZoom && Number(parts[1]) is { } x
            && Number(parts[2]) is { } y && x < 1L << zoom && y < 1L << zoom)
            return GridCell.Of(x, y, zoom);
        throw Bad("cells", $"A cell is zoom/x/y with a zoom of 0 to {GridCell.FineZoom} and x and y below 2 to the power of zoom.");

        static int? Number(string digits) =>
            int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    // A cell belongs to the first boundary by name of those that contain its centre.
    private async Task<CellSet> Cells(BoundaryReference boundary, LocalDate? until, CancellationToken cancellation)
    {
        var at = boundary.At
            ?? (until is { } end ? Checks.DayBefore(end) : cities.Local(clock.GetCurrentInstant(), null).Date);
        var all = await boundaries.At(
            boundary.Set, at, b => string.CompareOrdinal(b.Name, boundary.Name) <= 0, ShapeForm.Cells, cancellation);
        if (all.Count == 0 || all[^1].Boundary.Name != boundary.Name)
        {
            throw new RefusedException(new(
                ErrorCode.BoundariesUnknown, $"No boundary '{boundary.Name}' of '{boundary.Set}' is valid on {at:uuuu-MM-dd}.",
                $"{Argument}.boundary"));
        }
        return all.SkipLast(1).Aggregate(all[^1].Shape, (cells, before) => cells.Except(before.Shape));
    }

    private static RefusedException Bad(string part, string message) => RefusedException.BadInput($"{Argument}.{part}", message);
}
