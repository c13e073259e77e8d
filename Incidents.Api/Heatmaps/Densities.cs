using GraphQL;
using Incidents.Api.Analyses;
using Incidents.Api.GraphQL;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Projections.Heatmaps;
using Incidents.Projections.Ledgers;
using Incidents.Statistics.Spatial;
using NodaTime;

namespace Incidents.Api.Heatmaps;

/// <summary>Kernel density, cell by cell.</summary>
/// <param name="Basis">Method, parameters, n (what was counted within the kernel's reach), period and what was known.</param>
/// <param name="Zoom">Zoom of the cells.</param>
/// <param name="BandwidthMetres">The bandwidth used: the radius of a quartic kernel, the standard deviation of a Gaussian one.</param>
/// <param name="Max">Greatest density, per km².</param>
/// <param name="Columns">The cells where the density is not zero.</param>
public sealed record Density(AnalysisBasis Basis, int Zoom, double BandwidthMetres, double Max, DensityColumns Columns);

/// <summary>Cells as columns: the n-th entries of all three belong together.</summary>
/// <param name="X">Columns at the map's zoom.</param>
/// <param name="Y">Rows at the map's zoom.</param>
/// <param name="PerSquareKm">Density at the cell's middle, per km².</param>
public sealed record DensityColumns(IReadOnlyList<int> X, IReadOnlyList<int> Y, IReadOnlyList<double> PerSquareKm);

/// <summary>Where what was counted lies as a whole, and how it spreads.</summary>
/// <param name="Basis">Method, parameters, n (places with a count), period and what was known.</param>
/// <param name="MeanCentre">Mean of the places, each as often as was counted there.</param>
/// <param name="MedianCentre">The point from which the total distance to all is least.</param>
/// <param name="StandardDistanceMetres">Root mean square distance from the mean centre.</param>
/// <param name="Ellipse">Standard deviational ellipse.</param>
/// <param name="Hull">Convex hull, counter-clockwise from the westernmost point.</param>
/// <param name="HullSquareKm">Its area.</param>
/// <param name="CircleCentre">Centre of the smallest circle that holds all.</param>
/// <param name="CircleRadiusMetres">Its radius.</param>
public sealed record CentrographySummary(
    AnalysisBasis Basis, GeoPoint MeanCentre, GeoPoint MedianCentre, double StandardDistanceMetres, DeviationEllipse Ellipse, IReadOnlyList<GeoPoint> Hull, double HullSquareKm,
    GeoPoint CircleCentre, double CircleRadiusMetres);

/// <summary>Standard deviational ellipse.</summary>
/// <param name="RotationDegrees">How far its second axis, always the longer one, is turned clockwise from north; 0 to 180.</param>
/// <param name="SigmaXMetres">Standard deviation along the first axis.</param>
/// <param name="SigmaYMetres">Along the second.</param>
/// <param name="SquareKm">π σx σy.</param>
public sealed record DeviationEllipse(double RotationDegrees, double SigmaXMetres, double SigmaYMetres, double SquareKm);

/// <summary>What is computed from places rather than cells. The ledger keeps places to a cell of zoom 18 (about 100 m here): its middle stands for them.</summary>
[QueryType]
public static class DensityQueries
{
    private const int MostCells = 100_000;
    private const int MostPoints = 500_000;
    private const int MostPlaces = 200_000;

    // A Gaussian kernel's tail beyond four standard deviations holds 3 in 10,000 of it.
    private const double GaussianReach = 4;

    /// <summary>
    /// Kernel density at the middles of cells, per km². Points beyond the bounds count as far as the kernel reaches (a Gaussian one four bandwidths), so that the map does
    /// not fade at its edge. Errors: `TOO_MANY_CELLS` beyond 100,000 cells, `TOO_MANY_INCIDENTS` beyond 500,000 counted, `NO_BANDWIDTH` where the rule has nothing to go by.
    /// </summary>
    /// <param name="bounds">The part of the world, in degrees.</param>
    /// <param name="zoom">Zoom of the cells, 0 to 18.</param>
    /// <param name="from">First local day.</param>
    /// <param name="until">First local day no longer counted.</param>
    /// <param name="kernel">The kernel's shape.</param>
    /// <param name="bandwidthMetres">At least two cells of zoom 18 (about 200 m here), at most 50 km; by Scott's rule from what lies in the cells unless told.</param>
    /// <param name="categories">Category codes; all unless told.</param>
    /// <param name="knownAt">Count as known at the end of this day; as known now unless told.</param>
    /// <param name="measure">What is counted; incidents unless told.</param>
    public static async Task<Density> Density(
        [FromServices] HeatmapReader reader, [FromServices] Freshness freshness, GeoBounds bounds, int zoom, LocalDate from, LocalDate until,
        Kernel kernel = Kernel.Quartic, double? bandwidthMetres = null, IEnumerable<string>? categories = null, LocalDate? knownAt = null,
        Measure measure = Measure.Incidents, CancellationToken cancellationToken = default)
    {
        Checks.Cells(bounds, zoom);
        var scope = AnalysisScope.Checked(from, until, categories, knownAt, measure);
        var raster = CellRaster.Touching(bounds, zoom);
        var fine = raster.In(GridCell.FineZoom);
        if (raster.Count > MostCells)
            throw Checks.TooManyCells(raster.Count, MostCells, "would be answered");
        var least = 2 * fine.CellMetres;
        if (bandwidthMetres is { } told && !(told >= least && told <= 50_000))
            throw RefusedException.BadInput("bandwidthMetres", FormattableString.Invariant($"A bandwidth is between {least:0} m, two of the places' cells, and 50 km."));

        var position = (await freshness.Read()).Projected;
        var bandwidth = bandwidthMetres ?? Math.Max(least, ByRule(PointsOf(fine, await Read(fine)), kernel));
        var reach = fine.With((int)Math.Ceiling(bandwidth * (kernel is Kernel.Gaussian ? GaussianReach : 1) / fine.CellMetres) + 1);
        // Points on the plane of the answered cells: its metres are those of their middle latitude.
        var points = PointsOf(raster, await Read(reach));
        // The grid counts rows from the south, the raster from the north.
        var side = raster.CellMetres;
        PlanarGrid grid = new(-side / 2, -(raster.Rows - 0.5) * side, side, side, raster.Columns, raster.Rows);
        var found = KernelDensity.Of(points, grid, kernel, bandwidth);
        var (x, y, values) = (new List<int>(), new List<int>(), new List<double>());
        for (var i = 0; i < grid.Count; i++)
        {
            if (!(found.Density[i] > 0))
                continue;
            x.Add(raster.West + i % grid.Columns);
            y.Add(raster.North + grid.Rows - 1 - i / grid.Columns);
            values.Add(found.Density[i] * 1e6);
        }

        return new(
            AnalysisBasis.Of(
                found.Basis, scope, points.Length, position, ("bounds", bounds), ("zoom", zoom), ("bandwidthBy", bandwidthMetres is null ? "Scott 1992" : "given"),
                ("placesWithinMetres", fine.CellMetres / 2)),
            zoom, bandwidth, values.Count == 0 ? 0 : values.Max(), new(x, y, values));

        async Task<List<CellCount>> Read(CellRaster part)
        {
            var counts = await reader.Read(new(measure, part.Bounds, GridCell.FineZoom, from, until, scope.Categories, knownAt), cancellationToken);
            return counts.Sum(c => c.Count) <= MostPoints
                ? counts
                : throw new RefusedException(new("TOO_MANY_INCIDENTS", $"More than {MostPoints} are counted; ask for a shorter period or a smaller part.", "bounds"));
        }
    }

    /// <summary>Centre, spread and shape of what was counted. Errors: `NOTHING_COUNTED` where nothing was, `TOO_MANY_CELLS` beyond 200,000 places.</summary>
    /// <param name="bounds">The part of the world, in degrees.</param>
    /// <param name="from">First local day.</param>
    /// <param name="until">First local day no longer counted.</param>
    /// <param name="categories">Category codes; all unless told.</param>
    /// <param name="knownAt">Count as known at the end of this day; as known now unless told.</param>
    /// <param name="measure">What is counted; incidents unless told.</param>
    public static async Task<CentrographySummary> Centrography(
        [FromServices] HeatmapReader reader, [FromServices] Freshness freshness, GeoBounds bounds, LocalDate from, LocalDate until, IEnumerable<string>? categories = null,
        LocalDate? knownAt = null, Measure measure = Measure.Incidents, CancellationToken cancellationToken = default)
    {
        Checks.Bounds(bounds);
        var scope = AnalysisScope.Checked(from, until, categories, knownAt, measure);
        var raster = CellRaster.Touching(bounds, GridCell.FineZoom);
        var position = (await freshness.Read()).Projected;
        var counts = (await reader.Read(new(measure, bounds, GridCell.FineZoom, from, until, scope.Categories, knownAt), cancellationToken)).FindAll(c => c.Count > 0);
        if (counts.Count == 0)
            throw new RefusedException(new("NOTHING_COUNTED", "What was not counted has no centre."));
        if (counts.Count > MostPlaces)
            throw Checks.TooManyCells(counts.Count, MostPlaces, "have a count");
        var found = Statistics.Spatial.Centrography.Of(counts.ConvertAll(c => raster.Middle(c.Cell)), counts.ConvertAll(c => (double)c.Count));
        return new(
            AnalysisBasis.Of(found.Basis, scope, counts.Sum(c => c.Count), position, ("bounds", bounds), ("placesWithinMetres", raster.CellMetres / 2)),
            At(found.MeanCentre), At(found.MedianCentre), found.StandardDistance,
            new(found.Ellipse.RotationDegrees, found.Ellipse.SigmaX, found.Ellipse.SigmaY, found.Ellipse.Area / 1e6), [.. found.Hull.Select(At)], found.HullArea / 1e6,
            At(found.BoundingCircle.Centre), found.BoundingCircle.Radius);

        GeoPoint At(PlanarPoint point)
        {
            var at = raster.At(point);
            return new(Math.Round(at.Longitude, 7), Math.Round(at.Latitude, 7));
        }
    }

    // What was counted in a cell, as so many points at its middle.
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
            throw new RefusedException(new("NO_BANDWIDTH", e.Message.Split(" (Parameter")[0], "bandwidthMetres"));
        }
    }
}
