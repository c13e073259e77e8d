using System.Text.Json;
using Incidents.Api.GraphQL;
using Incidents.Domain;
using NetTopologySuite.Geometries;
using NodaTime;

namespace Incidents.Api.Boundaries;

/// <summary>A boundary, such as a district's, during the time in which it was valid.</summary>
/// <param name="Set">The set of boundaries, e.g. `districts`; the boundaries of one set do not overlap on any day.</param>
/// <param name="Name">Its name in the file.</param>
/// <param name="Region">Its region in the file, or null.</param>
/// <param name="ValidFrom">First day of its validity.</param>
/// <param name="ValidUntil">First day after its validity, or null while it is valid.</param>
/// <param name="Source">The file that it comes from.</param>
public sealed record Boundary(string Set, string Name, string? Region, LocalDate ValidFrom, LocalDate? ValidUntil, string Source)
{
    /// <summary>Number of residents in the file, or null.</summary>
    public int? Residents { get; init; }

    /// <summary>Its shape as a GeoJSON geometry in degrees.</summary>
    public GeoJson GeoJson { get; init; } = new("null");

    /// <summary>Identifies the stored shape, which never changes: a boundary that is loaded again gets another version.</summary>
    internal Guid Version { get; init; }
}

/// <summary>A file of boundaries is not valid.</summary>
/// <param name="message">A sentence for the person who loads it.</param>
internal sealed class BoundaryException(string message) : Exception(message);

/// <summary>Reads the shapes of boundaries.</summary>
internal static class BoundaryShapes
{
    private static readonly GeometryFactory Factory = new(new PrecisionModel(), 4326);

    /// <summary>The shape of a GeoJSON geometry (RFC 7946): a Polygon or MultiPolygon in degrees, valid as a shape.</summary>
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
                var other => throw new BoundaryException($"A boundary is a Polygon or MultiPolygon, not {other}."),
            };
            var extent = shape.EnvelopeInternal;
            if (shape.IsEmpty || !new GeoBounds(extent.MinX, extent.MinY, extent.MaxX, extent.MaxY).IsValid())
                throw new BoundaryException("The coordinates of a boundary are degrees: longitude, latitude.");
            return shape;
        }
        catch (Exception e) when (
            e is KeyNotFoundException or InvalidOperationException or ArgumentException or FormatException or IndexOutOfRangeException)
        {
            throw new BoundaryException($"The geometry of a boundary cannot be read: {e.Message}");
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
