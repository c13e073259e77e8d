using System.Globalization;
using Incidents.Api.Data;
using Incidents.Domain;
using NetTopologySuite.Geometries;
using NetTopologySuite.Index.Strtree;
using NetTopologySuite.Operation.Overlay;
using NetTopologySuite.Operation.OverlayNG;
using NetTopologySuite.Operation.Valid;

namespace Incidents.Api.Boundaries;

/// <summary>Finds what is wrong with the shapes of a file before it is stored.</summary>
/// <remarks>A stored shape is not checked again, so that boundaries of an earlier version of the program can still be read.</remarks>
/// <param name="cities">The known cities: axes are swapped if a boundary is near none of them, but would be with its axes swapped.</param>
internal sealed class BoundaryCheck(IEnumerable<City> cities)
{
    // Ten metres on each side: common borders that were drawn twice differ by less.
    private const double SliverDegrees = 0.0001;

    private const double WidestDegrees = 180;
    private const double LeastFarKilometres = 1_000;

    private readonly (City City, CitySurroundings Around)[] known =
        [.. cities.Select(city => (city, CitySurroundings.Of(city))).Where(c => c.Item2 is not null).Select(c => (c.city, c.Item2!.Value))];

    /// <summary>Refuses a boundary whose shape is not valid.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">Its shape.</param>
    /// <exception cref="BoundaryException">It is not valid.</exception>
    public void Check(string name, Geometry shape)
    {
        CheckDegrees(name, shape);
        if (Rings(shape).Any(CrossesAntimeridian))
            throw AcrossAntimeridian(name);
        CheckAxes(name, shape);
        if (Rings(shape).Any(ring => ring.ConvexHull() is not Polygon))
            throw WithoutArea(name);
        if (new IsValidOp(shape).ValidationError is { } error)
            throw Invalid(name, error);
        if (shape.Area == 0)
            throw WithoutArea(name);
    }

    /// <summary>Refuses boundaries that overlap by more than a sliver.</summary>
    /// <param name="shapes">Valid shapes with their names, all valid on the same days.</param>
    /// <exception cref="BoundaryException">Two of them overlap.</exception>
    public static void CheckOverlaps(IReadOnlyList<(string Name, Geometry Shape)> shapes)
    {
        var tree = new STRtree<int>();
        for (var i = 0; i < shapes.Count; i++)
            tree.Insert(shapes[i].Shape.EnvelopeInternal, i);
        for (var i = 0; i < shapes.Count; i++)
        {
            foreach (var other in tree.Query(shapes[i].Shape.EnvelopeInternal).Where(other => other > i).Order())
            {
                var common = OverlayNGRobust.Overlay(shapes[i].Shape, shapes[other].Shape, SpatialFunction.Intersection);
                if (common.Area == 0 || common.Buffer(-SliverDegrees).IsEmpty)
                    continue;
                var at = common.PointOnSurface;
                throw new BoundaryException(
                    ErrorCode.BoundariesOverlap,
                    $"The boundaries '{shapes[i].Name}' and '{shapes[other].Name}' overlap, e.g. at {Text(at.X)}, {Text(at.Y)}; a place "
                    + "belongs to one boundary of a set.");
            }
        }
    }

    private void CheckDegrees(string name, Geometry shape)
    {
        var extent = shape.EnvelopeInternal;
        if (new GeoBounds(extent.MinX, extent.MinY, extent.MaxX, extent.MaxY).IsValid())
            return;
        if (new GeoBounds(extent.MinY, extent.MinX, extent.MaxY, extent.MaxX).IsValid() && Near(Swapped(extent)) is { } city)
            throw AxesSwapped(name, city);
        // Degrees from 180 to 360 go on beyond it.
        if (extent is { MinX: >= -360, MaxX: <= 360, MinY: >= -90, MaxY: <= 90 })
            throw AcrossAntimeridian(name);
        throw new BoundaryException(
            ErrorCode.BoundaryFileUnreadable, $"The coordinates of the boundary '{name}' are not degrees: longitude, latitude.");
    }

    private void CheckAxes(string name, Geometry shape)
    {
        var extent = shape.EnvelopeInternal;
        var centre = new GeoPoint(extent.Centre.X, extent.Centre.Y);
        if (known.All(c => IsFar(c.Around, centre)) && Near(Swapped(extent)) is { } city)
            throw AxesSwapped(name, city);
    }

    private static bool IsFar(CitySurroundings city, GeoPoint point) =>
        CitySurroundings.Kilometres(city.Centre, point) > Math.Max(LeastFarKilometres, city.RadiusKilometres);

    private City? Near(GeoPoint point) =>
        known.Where(c => c.Around.Contains(point)).OrderBy(c => CitySurroundings.Kilometres(c.Around.Centre, point))
            .Select(c => c.City).FirstOrDefault();

    private static GeoPoint Swapped(Envelope extent) => new(extent.Centre.Y, extent.Centre.X);

    private static IEnumerable<LinearRing> Rings(Geometry shape)
    {
        for (var i = 0; i < shape.NumGeometries; i++)
        {
            var polygon = (Polygon)shape.GetGeometryN(i);
            yield return (LinearRing)polygon.ExteriorRing;
            foreach (var hole in polygon.InteriorRings)
                yield return (LinearRing)hole;
        }
    }

    // The shorter way between two points that are more than half of the Earth apart is across it.
    private static bool CrossesAntimeridian(LinearRing ring)
    {
        var points = ring.Coordinates;
        for (var i = 1; i < points.Length; i++)
        {
            if (Math.Abs(points[i].X - points[i - 1].X) > WidestDegrees)
                return true;
        }
        return false;
    }

    private static BoundaryException AxesSwapped(string name, City city) => new(
        ErrorCode.BoundaryAxesSwapped,
        $"The boundary '{name}' is far from every known city, but with its coordinates swapped it is near {city.NameEn}; in GeoJSON the "
        + "longitude comes first.");

    private static BoundaryException AcrossAntimeridian(string name) => new(
        ErrorCode.BoundaryAcrossAntimeridian,
        $"A ring of the boundary '{name}' crosses the antimeridian; cut it there into two polygons (RFC 7946, section 3.1.9).");

    private static BoundaryException WithoutArea(string name) =>
        new(ErrorCode.BoundaryWithoutArea, $"The boundary '{name}' has a ring without an area.");

    private static BoundaryException Invalid(string name, TopologyValidationError error)
    {
        var at = error.Coordinate is { } point ? $" at {Text(point.X)}, {Text(point.Y)}" : "";
        return error.ErrorType switch
        {
            TopologyValidationErrors.SelfIntersection or TopologyValidationErrors.RingSelfIntersection => new(
                ErrorCode.BoundarySelfCrossing, $"A ring of the boundary '{name}' crosses or touches itself or another ring{at}."),
            TopologyValidationErrors.HoleOutsideShell =>
                new(ErrorCode.BoundaryHoleOutside, $"A hole of the boundary '{name}' is outside its outer ring{at}."),
            TopologyValidationErrors.TooFewPoints => WithoutArea(name),
            _ => new(ErrorCode.BoundaryShapeInvalid, $"The rings of the boundary '{name}' form no polygon{at}: {error.Message}."),
        };
    }

    private static string Text(double degrees) => degrees.ToString("0.#####", CultureInfo.InvariantCulture);
}
