using System.Buffers;
using System.Text.Json;
using Incidents.Api.GraphQL;

namespace Incidents.Api.Heatmaps;

/// <summary>Cells as a GeoJSON FeatureCollection of their squares.</summary>
internal static class CellFeatures
{
    /// <summary>The collection.</summary>
    /// <param name="cells">The cells.</param>
    /// <param name="properties">Writes the properties of a cell beside its column and row.</param>
    /// <param name="members">Writes further members of the collection; default none.</param>
    public static GeoJson Of<T>(
        IEnumerable<T> cells, Action<Utf8JsonWriter, T> properties, Action<Utf8JsonWriter>? members = null) where T : MapCell
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("type", "FeatureCollection");
        members?.Invoke(json);
        json.WriteStartArray("features");
        foreach (var cell in cells)
        {
            json.WriteStartObject();
            json.WriteString("type", "Feature");
            json.WriteString("id", FormattableString.Invariant($"{cell.Zoom}/{cell.X}/{cell.Y}"));
            WriteSquare(json, cell);
            json.WriteStartObject("properties");
            json.WriteNumber("x", cell.X);
            json.WriteNumber("y", cell.Y);
            properties(json, cell);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return new(buffer.WrittenMemory);
    }

    /// <summary>A number, or null.</summary>
    public static void WriteOptional(this Utf8JsonWriter json, string name, double? number)
    {
        if (number is { } known)
            json.WriteNumber(name, known);
        else
            json.WriteNull(name);
    }

    // Counter-clockwise from the south-west corner, as RFC 7946 says.
    private static void WriteSquare(Utf8JsonWriter json, MapCell cell)
    {
        var (west, south, east, north) = cell.Cell.Bounds();
        json.WriteStartObject("geometry");
        json.WriteString("type", "Polygon");
        json.WriteStartArray("coordinates");
        json.WriteStartArray();
        foreach (var (longitude, latitude) in (ReadOnlySpan<(double, double)>)
            [(west, south), (east, south), (east, north), (west, north), (west, south)])
        {
            json.WriteStartArray();
            json.WriteNumberValue(longitude);
            json.WriteNumberValue(latitude);
            json.WriteEndArray();
        }
        json.WriteEndArray();
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
