using System.Text.Json;
using Incidents.Domain;
using NetTopologySuite.Geometries;

namespace Incidents.Api.Boundaries;

/// <summary>Reads the shapes of boundaries.</summary>
internal static class BoundaryShapes
{
    private static readonly GeometryFactory Factory = new(new PrecisionModel(), 4326);

    /// <summary>The shape of a GeoJSON geometry (RFC 7946): a Polygon or MultiPolygon in degrees.</summary>
    /// <remarks><see cref="BoundaryCheck"/> finds what is wrong with its rings.</remarks>
    /// <exception cref="BoundaryException">It is not one.</exception>
    public static Geometry Of(JsonElement geometry)
    {
        try
        {
            var coordinates = geometry.GetProperty("coordinates");
            Geometry shape = geometry.GetProperty("type").GetString() switch
            {
                "Polygon" => Polygon(coordinates),
                "MultiPolygon" => Factory.CreateMultiPolygon([.. coordinates.EnumerateArray().Select(Polygon)]),
                var other => throw Unreadable($"A boundary is a Polygon or MultiPolygon, not {other}."),
            };
            return shape.IsEmpty ? throw Unreadable("The geometry of a boundary is empty.") : shape;
        }
        catch (Exception e) when (
            e is KeyNotFoundException or InvalidOperationException or ArgumentException or FormatException or IndexOutOfRangeException)
        {
            throw Unreadable($"The geometry of a boundary cannot be read: {e.Message}");
        }
    }

    private static BoundaryException Unreadable(string message) => new(ErrorCode.BoundaryFileUnreadable, message);

    private static Polygon Polygon(JsonElement rings)
    {
        LinearRing[] all = [.. rings.EnumerateArray().Select(Ring)];
        return Factory.CreatePolygon(all[0], all[1..]);
    }

    private static LinearRing Ring(JsonElement points) =>
        Factory.CreateLinearRing([.. points.EnumerateArray().Select(p => new Coordinate(p[0].GetDouble(), p[1].GetDouble()))]);
}
