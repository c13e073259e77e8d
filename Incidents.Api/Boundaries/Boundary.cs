using System.Text.Json;
using Incidents.Domain;
using NetTopologySuite.Algorithm.Locate;
using NetTopologySuite.Geometries;
using NodaTime;

namespace Incidents.Api.Boundaries;

/// <summary>A district as it was drawn during some time.</summary>
/// <param name="Set">What it is a part of, e.g. `districts`: the boundaries of one set and day do not overlap.</param>
/// <param name="Name">Its name, as the file gives it.</param>
/// <param name="Region">The region that it belonged to, as the file gives it, or null.</param>
/// <param name="ValidFrom">First day on which it was so.</param>
/// <param name="ValidUntil">First day on which it no longer was, or null while it still is.</param>
/// <param name="Source">The file that it was loaded from.</param>
public sealed record Boundary(string Set, string Name, string? Region, LocalDate ValidFrom, LocalDate? ValidUntil, string Source)
{
    /// <summary>How many residents it had when it was drawn so, as the file says, or null.</summary>
    public int? Residents { get; init; }

    /// <summary>Its shape as GeoJSON, in degrees.</summary>
    public string GeoJson { get; init; } = "";
}

/// <summary>A boundary file cannot be used; says why.</summary>
/// <param name="message">A sentence for whoever loads it.</param>
internal sealed class BoundaryException(string message) : Exception(message);

/// <summary>Shapes of boundaries.</summary>
internal static class BoundaryShapes
{
    private static readonly GeometryFactory Factory = new(new PrecisionModel(), 4326);

    /// <summary>Whether a point lies inside; on the very edge it does too.</summary>
    public static Func<GeoPoint, bool> Holder(string geoJson)
    {
        using var document = JsonDocument.Parse(geoJson);
        var shape = Of(document.RootElement);
        var (extent, locator) = (shape.EnvelopeInternal, new IndexedPointInAreaLocator(shape));
        return point => extent.Contains(point.Longitude, point.Latitude) && locator.Locate(new(point.Longitude, point.Latitude)) is not Location.Exterior;
    }

    /// <summary>The extent of a shape, in degrees.</summary>
    public static GeoBounds Extent(string geoJson)
    {
        using var document = JsonDocument.Parse(geoJson);
        var extent = Of(document.RootElement).EnvelopeInternal;
        return new(extent.MinX, extent.MinY, extent.MaxX, extent.MaxY);
    }

    /// <summary>The shape of a GeoJSON geometry (RFC 7946): a Polygon or MultiPolygon in degrees, valid as a shape.</summary>
    /// <exception cref="BoundaryException">It is none.</exception>
    public static Geometry Of(JsonElement geometry)
    {
        try
        {
            var coordinates = geometry.GetProperty("coordinates");
            Geometry shape = geometry.GetProperty("type").GetString() switch
            {
                "Polygon" => Polygon(coordinates),
                "MultiPolygon" => Factory.CreateMultiPolygon([.. coordinates.EnumerateArray().Select(Polygon)]),
                var other => throw new BoundaryException($"A boundary is a Polygon or MultiPolygon, not {other}."),
            };
            var extent = shape.EnvelopeInternal;
            if (shape.IsEmpty || !new GeoBounds(extent.MinX, extent.MinY, extent.MaxX, extent.MaxY).IsValid())
                throw new BoundaryException("A boundary's coordinates are degrees: longitude, latitude.");
            return shape;
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or ArgumentException or FormatException or IndexOutOfRangeException)
        {
            throw new BoundaryException($"A boundary's geometry cannot be read: {e.Message}");
        }
    }

    private static Polygon Polygon(JsonElement rings)
    {
        LinearRing[] all = [.. rings.EnumerateArray().Select(Ring)];
        return Factory.CreatePolygon(all[0], all[1..]);
    }

    private static LinearRing Ring(JsonElement points) =>
        Factory.CreateLinearRing([.. points.EnumerateArray().Select(p => new Coordinate(p[0].GetDouble(), p[1].GetDouble()))]);
}
