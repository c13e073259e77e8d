using GraphQL;
using Incidents.Api.Analyses;
using Incidents.Api.Counts;
using Incidents.Api.GraphQL;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Projections.Heatmaps;
using Incidents.Statistics.Spatial;
using NodaTime;

namespace Incidents.Api.Heatmaps;

/// <summary>Kernel density by cell.</summary>
/// <param name="Basis">Method, parameters, observations (the count within the kernel's reach), period and what was known.</param>
/// <param name="Zoom">Zoom of the cells.</param>
/// <param name="BandwidthMetres">The bandwidth used: the radius of a quartic kernel, the standard deviation of a Gaussian one.</param>
/// <param name="Max">Highest density, per km².</param>
/// <param name="Columns">The cells where the density is not zero.</param>
public sealed record Density(AnalysisBasis Basis, int Zoom, double BandwidthMetres, double Max, DensityColumns Columns);

/// <summary>Cells as columns: one entry for each cell, in the same order in all columns.</summary>
public sealed class DensityColumns : MapColumns
{
    internal DensityColumns(IEnumerable<GridCell> cells, IReadOnlyList<double> perSquareKm) : base(cells) => PerSquareKm = perSquareKm;

    /// <summary>Density at the middle of each cell, per km².</summary>
    public IReadOnlyList<double> PerSquareKm { get; }
}

/// <summary>Centre, spread and shape of a set of counted places.</summary>
/// <param name="Basis">Method, parameters, observations (places with a count), period and what was known.</param>
/// <param name="MeanCentre">Mean of the places, weighted by their counts.</param>
/// <param name="MedianCentre">The point from which the total distance to all is least.</param>
/// <param name="StandardDistanceMetres">Root mean square distance from the mean centre.</param>
/// <param name="Ellipse">Standard deviational ellipse.</param>
/// <param name="Hull">Convex hull, counter-clockwise from the westernmost point.</param>
/// <param name="HullSquareKm">Area of the hull, in km².</param>
/// <param name="CircleCentre">Centre of the smallest circle that contains all places.</param>
/// <param name="CircleRadiusMetres">Radius of that circle.</param>
public sealed record CentrographySummary(
    AnalysisBasis Basis, GeoPoint MeanCentre, GeoPoint MedianCentre, double StandardDistanceMetres, DeviationEllipse Ellipse,
    IReadOnlyList<GeoPoint> Hull, double HullSquareKm, GeoPoint CircleCentre, double CircleRadiusMetres);

/// <summary>Standard deviational ellipse.</summary>
/// <param name="RotationDegrees">Rotation of the second axis, which is the longer one, clockwise from north; 0 to 180.</param>
/// <param name="SigmaXMetres">Standard deviation along the first axis.</param>
/// <param name="SigmaYMetres">Standard deviation along the second axis.</param>
/// <param name="SquareKm">π σx σy.</param>
public sealed record DeviationEllipse(double RotationDegrees, double SigmaXMetres, double SigmaYMetres, double SquareKm);

/// <summary>
/// Analyses of places. The ledger keeps the cell of a place at zoom 18 (about 100 m here); the middle of the cell is taken as the place.
/// </summary>
[QueryType]
internal static class DensityQueries
{
    private const int MostCells = 100_000;
    private const int MostPoints = 500_000;
    private const int MostPlaces = 200_000;

    // Beyond four standard deviations a Gaussian kernel has 3 in 10,000 of its mass.
    private const double GaussianReach = 4;

    /// <summary>
    /// Kernel density at the middles of cells, per km². Points beyond the bounds are included as far as the kernel reaches (a Gaussian one
    /// four bandwidths), so that the density does not fall at the edge. Errors: `TOO_MANY_CELLS` beyond 100,000 cells, `TOO_MANY_INCIDENTS`
    /// beyond 500,000 counted, `NO_BANDWIDTH` where the rule cannot be applied.
    /// </summary>
    /// <param name="bounds">The part of the world, in degrees.</param>
    /// <param name="zoom">Zoom of the cells, 0 to 18.</param>
    /// <param name="from">First local day.</param>
    /// <param name="until">First local day no longer counted.</param>
    /// <param name="kernel">The kernel's shape.</param>
    /// <param name="bandwidthMetres">
    /// At least two cells of zoom 18 (about 200 m here), at most 50 km; default by Scott's rule from the counts in the cells.
    /// </param>
    /// <param name="filter">What is counted; by district and by hour only incidents. Default all incidents.</param>
    /// <param name="asKnownOn">Count as known at the end of this day; default: as known now.</param>
    public static async Task<Density> Density(
        [FromServices] HeatmapReader reader, [FromServices] CountFilters filters, [FromServices] Freshness freshness,
        [FromServices] AnalysisPool pool, GeoBounds bounds, int zoom, LocalDate from, LocalDate until, Kernel kernel = Kernel.Quartic,
        double? bandwidthMetres = null, CountFilter? filter = null, LocalDate? asKnownOn = null, CancellationToken cancellation = default)
    {
        Checks.Cells(bounds, zoom);
        var scope = await filters.Cells(filter, from, until, asKnownOn, cancellation);
        var raster = CellRaster.Touching(bounds, zoom);
        var fine = raster.In(GridCell.FineZoom);
        if (raster.Count > MostCells)
            throw Checks.TooManyCells(raster.Count, MostCells, "would be in the answer");
        var least = 2 * fine.CellMetres;
        if (bandwidthMetres is { } given && !(given >= least && given <= 50_000))
            throw RefusedException.BadInput(
                "bandwidthMetres", FormattableString.Invariant(
                    $"A bandwidth is between {least:0} m, two of the places' cells, and 50 km."));

        var position = (await freshness.Read()).Projected;
        var bandwidth = bandwidthMetres ?? Math.Max(least, ByRule(PointsOf(fine, await Read(fine)), kernel));
        var reach = fine.With((int)Math.Ceiling(bandwidth * (kernel is Kernel.Gaussian ? GaussianReach : 1) / fine.CellMetres) + 1);
        // Points on the plane of the cells in the answer: its metres are those of their middle latitude.
        var points = PointsOf(raster, await Read(reach));
        // The grid counts rows from the south, the raster from the north.
        var side = raster.CellMetres;
        PlanarGrid grid = new(-side / 2, -(raster.Rows - 0.5) * side, side, side, raster.Columns, raster.Rows);
        var found = await pool.Run(control => KernelDensity.Of(points, grid, kernel, bandwidth, control: control), cancellation);
        var (cells, values) = (new List<GridCell>(), new List<double>());
        for (var i = 0; i < grid.Count; i++)
        {
            if (!(found.Density[i] > 0))
                continue;
            cells.Add(GridCell.Of(raster.West + i % grid.Columns, raster.North + grid.Rows - 1 - i / grid.Columns, zoom));
            values.Add(found.Density[i] * 1e6);
        }

        return new(
            AnalysisBasis.Of(
                found.Basis, scope, points.Length, position, ("bounds", bounds), ("zoom", zoom),
                ("bandwidthBy", bandwidthMetres is not null ? "GIVEN" : bandwidth > least ? "SCOTT" : "LEAST"),
                ("leastBandwidthMetres", least),
                ("placesWithinMetres", fine.CellMetres / 2)),
            zoom, bandwidth, values.Count == 0 ? 0 : values.Max(), new(cells, values));

        async Task<List<CellCount>> Read(CellRaster part)
        {
            var counts = await reader.Read(new(scope, part.Bounds, GridCell.FineZoom), cancellation);
            return counts.Sum(c => c.Count) <= MostPoints
                ? counts
                : throw new RefusedException(new(
                    ErrorCode.TooManyIncidents, $"More than {MostPoints} are counted; ask for a shorter period or a smaller part.",
                    "bounds"));
        }
    }

    /// <summary>
    /// Centre, spread and shape of the counted places. Errors: `NOTHING_COUNTED` where all counts are 0, `TOO_MANY_CELLS` beyond 200,000
    /// places.
    /// </summary>
    /// <param name="bounds">The part of the world, in degrees.</param>
    /// <param name="from">First local day.</param>
    /// <param name="until">First local day no longer counted.</param>
    /// <param name="filter">What is counted; by district and by hour only incidents. Default all incidents.</param>
    /// <param name="asKnownOn">Count as known at the end of this day; default: as known now.</param>
    public static async Task<CentrographySummary> Centrography(
        [FromServices] HeatmapReader reader, [FromServices] CountFilters filters, [FromServices] Freshness freshness, GeoBounds bounds,
        LocalDate from, LocalDate until, CountFilter? filter = null, LocalDate? asKnownOn = null,
        CancellationToken cancellation = default)
    {
        Checks.Bounds(bounds);
        var scope = await filters.Cells(filter, from, until, asKnownOn, cancellation);
        var raster = CellRaster.Touching(bounds, GridCell.FineZoom);
        var position = (await freshness.Read()).Projected;
        var counts = await reader.Read(new(scope, bounds, GridCell.FineZoom), cancellation);
        counts.RemoveAll(c => c.Count <= 0);
        if (counts.Count == 0)
            throw new RefusedException(new(ErrorCode.NothingCounted, "Nothing was counted, so there is no centre."));
        if (counts.Count > MostPlaces)
            throw Checks.TooManyCells(counts.Count, MostPlaces, "have a count");
        var found = Statistics.Spatial.Centrography.Of(
            counts.ConvertAll(c => raster.Middle(c.Cell)), counts.ConvertAll(c => (double)c.Count));
        return new(
            AnalysisBasis.Of(
                found.Basis, scope, counts.Sum(c => c.Count), position, ("bounds", bounds), ("placesWithinMetres", raster.CellMetres / 2)),
                At(found.MeanCentre), At(found.MedianCentre), found.StandardDistance,
                new(found.Ellipse.RotationDegrees, found.Ellipse.SigmaX, found.Ellipse.SigmaY, found.Ellipse.Area / 1e6),
                [.. found.Hull.Select(At)], found.HullArea / 1e6, At(found.BoundingCircle.Centre), found.BoundingCircle.Radius);

        GeoPoint At(PlanarPoint point)
        {
            var at = raster.At(point);
            return new(Math.Round(at.Longitude, 7), Math.Round(at.Latitude, 7));
        }
    }

    // The count of a cell, as that many points at its middle.
    private static PlanarPoint[] PointsOf(CellRaster plane, List<CellCount> counts) =>
        [.. counts.Where(c => c.Count > 0).SelectMany(c => Enumerable.Repeat(plane.Middle(c.Cell), (int)c.Count))];

    private static double ByRule(PlanarPoint[] points, Kernel kernel)
    {
        try
        {
            return KernelDensity.BandwidthByScott(points, kernel);
        }
        catch (ArgumentException e)
        {
            throw new RefusedException(new(ErrorCode.NoBandwidth, e.Message.Split(" (Parameter")[0], "bandwidthMetres"));
        }
    }
}
