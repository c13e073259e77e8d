using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using NodaTime;
using NodaTime.Serialization.SystemTextJson;
using NodaTime.Text;

namespace Incidents.Api.Store;

/// <summary>How events and reports are written as JSON: one set of options, so that whichever way an event was appended it reads the
/// same.</summary>
internal static class EventJson
{
    public static readonly JsonSerializerOptions Options = Configure(new JsonSerializerOptions(JsonSerializerDefaults.Web));

    /// <summary>The same, with names in order: nearly all of it is canonical then (<see cref="CanonicalJson"/>).</summary>
    public static readonly JsonSerializerOptions Sorted = new(Options)
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { SortNames } },
        Converters = { new SortedNumbersConverter(), new DecimalConverter() },
    };

    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.NumberHandling = JsonNumberHandling.Strict;
        // Cyrillic and Kazakh street names stay legible in the store.
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.Converters.Add(new OffsetDateTimeConverter());
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
        options.ConfigureForNodaTime(DateTimeZoneProviders.Tzdb);
        return options;
    }

    private static void SortNames(JsonTypeInfo type)
    {
        if (type.Kind is not JsonTypeInfoKind.Object)
            return;
        foreach (var (property, place) in type.Properties.OrderBy(p => p.Name, StringComparer.Ordinal).Select((p, i) => (p, i)).ToList())
            property.Order = place;
    }

    /// <summary>Parameters of a model, by name.</summary>
    private sealed class SortedNumbersConverter : JsonConverter<IReadOnlyDictionary<string, double>>
    {
        public override IReadOnlyDictionary<string, double> Read(
            ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            JsonSerializer.Deserialize<Dictionary<string, double>>(ref reader, options)!;

        public override void Write(Utf8JsonWriter writer, IReadOnlyDictionary<string, double> value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            foreach (var (name, number) in value.OrderBy(p => p.Key, StringComparer.Ordinal))
                writer.WriteNumber(name, number);
            writer.WriteEndObject();
        }
    }

    /// <summary>Without the zeros at the end, which a decimal keeps.</summary>
    private sealed class DecimalConverter : JsonConverter<decimal>
    {
        public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDecimal();

        public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value.ToString("0.#############################", CultureInfo.InvariantCulture));
    }

    /// <summary>
    /// RFC 3339 through the framework's own parser and formatter, which a rebuild calls twice an event and which are several times
    /// faster than a pattern. Nothing is lost: our moments end at the microsecond, its at 100 nanoseconds. An offset with seconds
    /// (Almaty's was 5:07:48 until 1924) it cannot hold; such a moment is written as ISO 8601 with them, which PostgreSQL reads as well.
    /// </summary>
    private sealed class OffsetDateTimeConverter : JsonConverter<OffsetDateTime>
    {
        public override OffsetDateTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TryGetDateTimeOffset(out var moment)
                ? OffsetDateTime.FromDateTimeOffset(moment)
                : OffsetDateTimePattern.ExtendedIso.Parse(reader.GetString()!) is { Success: true, Value: var exact }
                    ? exact
                    : throw new JsonException("It is not a moment in ISO 8601.");

        public override void Write(Utf8JsonWriter writer, OffsetDateTime value, JsonSerializerOptions options)
        {
            if (value.Offset.Seconds % 60 == 0)
                writer.WriteStringValue(value.ToDateTimeOffset());
            else
                writer.WriteStringValue(OffsetDateTimePattern.ExtendedIso.Format(value));
        }
    }
}
