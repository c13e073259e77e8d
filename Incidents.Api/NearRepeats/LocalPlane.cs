using Incidents.Domain;
using Incidents.Statistics.Spatial;
using ProjNet.CoordinateSystems;
using ProjNet.CoordinateSystems.Transformations;

namespace Incidents.Api.NearRepeats;

/// <summary>Projects degrees onto a plane in metres: the transverse Mercator projection of WGS 84 about the middle of the data.</summary>
/// <remarks>Distances within a city are exact to a few parts in 100,000.</remarks>
internal static class LocalPlane
{
    /// <summary>Projects points onto their plane.</summary>
    /// <returns>The points in metres east and north of the middle, and that middle.</returns>
    public static (PlanarPoint[] Points, GeoPoint Middle) Project(IReadOnlyList<GeoPoint> points)
    {
        if (points.Count == 0)
            return ([], default);
        var middle = new GeoPoint(
            (points.Min(p => p.Longitude) + points.Max(p => p.Longitude)) / 2,
            (points.Min(p => p.Latitude) + points.Max(p => p.Latitude)) / 2);
        var projection = new CoordinateSystemFactory().CreateProjection("about the data", "Transverse_Mercator",
        [
            new("latitude_of_origin", middle.Latitude), new("central_meridian", middle.Longitude), new("scale_factor", 1),
            new("false_easting", 0), new("false_northing", 0),
        ]);
        var plane = new CoordinateSystemFactory().CreateProjectedCoordinateSystem(
            "about the data", GeographicCoordinateSystem.WGS84, projection, LinearUnit.Metre, new("East", AxisOrientationEnum.East),
            new("North", AxisOrientationEnum.North));
        var transform = new CoordinateTransformationFactory().CreateFromCoordinateSystems(GeographicCoordinateSystem.WGS84, plane)
            .MathTransform;
        return ([.. points.Select(p => transform.Transform(p.Longitude, p.Latitude)).Select(p => new PlanarPoint(p.x, p.y))], middle);
    }
}
