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
    /// <param name="geometry">The geometry.</param>
    /// <param name="name">The name of the boundary, for messages; null for a stored one.</param>
    /// <exception cref="BoundaryException">It is not one.</exception>
    public static Geometry Of(JsonElement geometry, string? name = null)
    {
        var boundary = name is null ? "a boundary" : $"the boundary '{name}'";
        if (geometry.ValueKind is not JsonValueKind.Object)
            throw Unreadable($"The geometry of {boundary} is missing.");
        var type = geometry.TryGetProperty("type", out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
        if (type is not ("Polygon" or "MultiPolygon"))
            throw Unreadable($"The geometry of {boundary} is a Polygon or MultiPolygon, not {type ?? "one without a type"}.");
        if (!geometry.TryGetProperty("coordinates", out var coordinates))
            throw Unreadable($"The geometry of {boundary} has no coordinates.");
        try
        {
            Geometry shape = type is "Polygon"
                ? Polygon(coordinates)
                : Factory.CreateMultiPolygon([.. coordinates.EnumerateArray().Select(Polygon)]);
            return shape.IsEmpty ? throw Unreadable($"The geometry of {boundary} is empty.") : shape;
        }
        catch (ArgumentException)
        {
            throw Unreadable($"A ring of {boundary} has too few points, or does not end where it begins.");
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            throw Unreadable($"The coordinates of {boundary} are not rings of pairs of numbers.");
        }
    }

    private static BoundaryException Unreadable(string message) => new(ErrorCode.BoundaryFileUnreadable, message);

    private static Polygon Polygon(JsonElement rings)
    {
        LinearRing[] all = [.. rings.EnumerateArray().Select(Ring)];
        return all.Length == 0 ? Factory.CreatePolygon() : Factory.CreatePolygon(all[0], all[1..]);
    }

    private static LinearRing Ring(JsonElement points) =>
        Factory.CreateLinearRing([.. points.EnumerateArray().Select(p => new Coordinate(p[0].GetDouble(), p[1].GetDouble()))]);
}
