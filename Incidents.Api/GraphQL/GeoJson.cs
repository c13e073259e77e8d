using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using GraphQL.Types;

namespace Incidents.Api.GraphQL;

/// <summary>A GeoJSON object as its JSON text.</summary>
/// <param name="utf8">Valid JSON in UTF-8.</param>
[JsonConverter(typeof(GeoJsonConverter))]
public sealed class GeoJson(ReadOnlyMemory<byte> utf8)
{
    /// <summary>Takes a text.</summary>
    /// <param name="text">Valid JSON.</param>
    public GeoJson(string text) : this(Encoding.UTF8.GetBytes(text))
    {
    }

    internal ReadOnlyMemory<byte> Utf8 => utf8;

    /// <summary>The JSON text.</summary>
    public override string ToString() => Encoding.UTF8.GetString(utf8.Span);

    private sealed class GeoJsonConverter : JsonConverter<GeoJson>
    {
        public override GeoJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var document = JsonDocument.ParseValue(ref reader);
            return new(document.RootElement.GetRawText());
        }

        public override void Write(Utf8JsonWriter writer, GeoJson value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value.Utf8.Span, skipInputValidation: true);
    }
}

/// <summary>GeoJSON in answers.</summary>
internal sealed class GeoJsonScalar : ScalarGraphType
{
    public GeoJsonScalar()
    {
        Name = "GeoJSON";
        Description = "A GeoJSON object, RFC 7946, as JSON and not as text: a geometry, or a FeatureCollection. Longitudes and latitudes "
            + "are in degrees, WGS 84. It occurs in answers only.";
    }

    public override object? ParseValue(object? value) => throw new FormatException("GeoJSON occurs in answers only.");

    public override object? Serialize(object? value) => value is null or GeoJson ? value : ThrowSerializationError(value);
}
