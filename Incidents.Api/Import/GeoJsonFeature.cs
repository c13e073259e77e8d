using System.Text.Json;

namespace Incidents.Api.Import;

/// <summary>The columns of a feature of a GeoJSON FeatureCollection (RFC 7946).</summary>
/// <remarks>
/// A property is a column with its own name. The coordinates of a point are <c>longitude</c> and <c>latitude</c>; a property with such a
/// name is <c>properties.longitude</c>. Another geometry than a point gives no coordinates.
/// </remarks>
internal static class GeoJsonFeature
{
    private const string Longitude = "longitude";
    private const string Latitude = "latitude";
    private const string Id = "feature.id";

    /// <summary>The columns of the coordinates.</summary>
    public static readonly IReadOnlyList<string> Coordinates = [Longitude, Latitude];

    /// <summary>The values of a feature with their columns.</summary>
    public static void Flatten(JsonElement feature, Action<string, string> found)
    {
        if (Member(feature, "properties") is { ValueKind: JsonValueKind.Object } properties)
        {
            foreach (var property in properties.EnumerateObject())
            {
                var isTaken = property.Name is Longitude or Latitude or Id;
                JsonRows.Flatten(property.Value, isTaken ? $"properties.{property.Name}" : property.Name, found);
            }
        }
        if (Member(feature, "id") is { ValueKind: JsonValueKind.String or JsonValueKind.Number } id)
            found(Id, id.ToString());
        if (Member(feature, "geometry") is not { ValueKind: JsonValueKind.Object } geometry)
            return;
        found("geometry.type", Member(geometry, "type")?.ToString() ?? "");
        if (Point(geometry) is { } point && point.GetArrayLength() >= 2)
        {
            found(Longitude, point[0].ToString());
            found(Latitude, point[1].ToString());
        }
    }

    // A MultiPoint of one point is what some programs write for a point.
    private static JsonElement? Point(JsonElement geometry)
    {
        if (Member(geometry, "coordinates") is not { ValueKind: JsonValueKind.Array } coordinates)
            return null;
        return Member(geometry, "type")?.ToString() switch
        {
            "Point" => coordinates,
            "MultiPoint" when coordinates.GetArrayLength() == 1 && coordinates[0].ValueKind == JsonValueKind.Array => coordinates[0],
            _ => null,
        };
    }

    private static JsonElement? Member(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value : null;
}
