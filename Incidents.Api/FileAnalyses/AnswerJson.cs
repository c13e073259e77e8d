using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Incidents.Api.FileAnalyses;

/// <summary>The result of <c>analyse</c> with what was read.</summary>
/// <param name="Method">The method asked for.</param>
/// <param name="Input">What was read.</param>
/// <param name="Result">What the method found, with its <c>basis</c>.</param>
internal sealed record AnalysisAnswer(string Method, InputSummary Input, object Result);

/// <summary>Answers as JSON: camel case, words for enumerations, null for numbers that are not finite.</summary>
internal static class AnswerJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase), new FiniteConverter() },
    };

    /// <summary>The answer as a JSON tree.</summary>
    public static JsonNode ToNode(AnalysisAnswer answer) => JsonSerializer.SerializeToNode(answer, Options)!;

    /// <summary>The answer as JSON text.</summary>
    public static string ToText(AnalysisAnswer answer) => JsonSerializer.Serialize(answer, Options);

    private sealed class FiniteConverter : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
        {
            if (double.IsFinite(value))
                writer.WriteNumberValue(value);
            else
                writer.WriteNullValue();
        }
    }
}
