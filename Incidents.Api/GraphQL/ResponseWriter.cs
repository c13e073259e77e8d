using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Text.Json;
using GraphQL;
using GraphQL.Execution;
using Incidents.Domain;
using NodaTime;
using NodaTime.Serialization.SystemTextJson;

namespace Incidents.Api.GraphQL;

/// <summary>Writes a response as JSON from the execution tree: errors first, then data, then extensions.</summary>
internal static class ResponseWriter
{
    private static readonly JsonSerializerOptions Json =
        new JsonSerializerOptions(JsonSerializerDefaults.Web).ConfigureForNodaTime(DateTimeZoneProviders.Tzdb);
    /// <summary>Most errors of one response; one more states how many are left out.</summary>
    private const int MostErrors = 50;

    /// <summary>Most characters of a message: that of a library may quote the whole query.</summary>
    private const int MostMessage = 500;

    private const int MostLocations = 20;
    private static readonly JsonEncodedText Data = JsonEncodedText.Encode("data");
    private static readonly JsonEncodedText Errors = JsonEncodedText.Encode("errors");
    private static readonly JsonEncodedText Extensions = JsonEncodedText.Encode("extensions");

    /// <summary>Writes it.</summary>
    /// <returns>Where the JSON of <c>data</c> is; empty where the request was not executed.</returns>
    public static Range Write(Utf8JsonWriter json, ExecutionResult result)
    {
        Range data = 0..0;
        json.WriteStartObject();
        if (result.Errors is { Count: > 0 } errors)
            WriteErrors(json, errors);
        if (result.Executed)
        {
            json.WritePropertyName(Data);
            var start = Length(json);
            if (result.Data is ExecutionNode node)
                WriteNode(json, node);
            else
                WriteValue(json, result.Data);
            data = start..Length(json);
        }
        if (result.Extensions is { Count: > 0 } extensions)
        {
            json.WritePropertyName(Extensions);
            WriteValue(json, extensions);
        }
        json.WriteEndObject();
        json.Flush();
        return data;
    }

    private static int Length(Utf8JsonWriter json) => checked((int)(json.BytesCommitted + json.BytesPending));

    private static void WriteErrors(Utf8JsonWriter json, ExecutionErrors errors)
    {
        json.WriteStartArray(Errors);
        // Fields resolved in parallel fail in any order; the response to a request must not depend on it.
        var inOrder = errors
            .OrderBy(error => error.Locations?.FirstOrDefault().Line)
            .ThenBy(error => error.Locations?.FirstOrDefault().Column);
        foreach (var error in inOrder.Take(MostErrors))
            WriteError(json, error);
        if (errors.Count > MostErrors)
            WriteError(
                json, new ExecutionError($"There are {errors.Count - MostErrors} more errors.") { Code = ErrorCode.TooManyErrors.Text() });
        json.WriteEndArray();
    }

    private static void WriteError(Utf8JsonWriter json, ExecutionError error)
    {
        var (message, extensions) = ErrorMapper.Describe(error);
        json.WriteStartObject();
        json.WriteString("message", message.Length <= MostMessage ? message : message[..MostMessage] + "…");
        if (error.Locations is { Count: > 0 } locations)
        {
            json.WriteStartArray("locations");
            foreach (var location in locations.Take(MostLocations))
            {
                json.WriteStartObject();
                json.WriteNumber("line", location.Line);
                json.WriteNumber("column", location.Column);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        if (error.Path is { } path && path.Any())
        {
            json.WritePropertyName("path");
            WriteValue(json, path);
        }
        json.WritePropertyName(Extensions);
        WriteValue(json, extensions);
        json.WriteEndObject();
    }

    private static void WriteNode(Utf8JsonWriter json, ExecutionNode node)
    {
        switch (node)
        {
            case ValueExecutionNode value:
                WriteValue(json, value.Result);
                break;
            case ObjectExecutionNode { SubFields: { } fields }:
                json.WriteStartObject();
                foreach (var field in fields)
                {
                    json.WritePropertyName(field.Name!);
                    WriteNode(json, field);
                }
                json.WriteEndObject();
                break;
            case ArrayExecutionNode { Items: { } items }:
                json.WriteStartArray();
                foreach (var item in items)
                    WriteNode(json, item);
                json.WriteEndArray();
                break;
            case ArrayExecutionNode { SerializedResult: SerializedList list }:
                list.MoveTo(json);
                break;
            case ArrayExecutionNode { SerializedResult: { } serialized }:
                WriteValue(json, serialized);
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }

    private static void WriteValue(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case string text: json.WriteStringValue(text); break;
            case bool flag: json.WriteBooleanValue(flag); break;
            case int number: json.WriteNumberValue(number); break;
            case long number: json.WriteNumberValue(number); break;
            case double number: json.WriteNumberValue(number); break;
            case float number: json.WriteNumberValue(number); break;
            case decimal number: json.WriteNumberValue(number); break;
            case BigInteger number: json.WriteRawValue(number.ToString(CultureInfo.InvariantCulture)); break;
            case IReadOnlyDictionary<string, object?> entries: WriteEntries(json, entries); break;
            case IDictionary<string, object?> entries: WriteEntries(json, entries); break;
            case IEnumerable items and (object?[] or IEnumerable<object?>): WriteItems(json, items); break;
            default: JsonSerializer.Serialize(json, value, value.GetType(), Json); break;
        }
    }

    private static void WriteItems(Utf8JsonWriter json, IEnumerable items)
    {
        json.WriteStartArray();
        foreach (var item in items)
            WriteValue(json, item);
        json.WriteEndArray();
    }

    private static void WriteEntries(Utf8JsonWriter json, IEnumerable<KeyValuePair<string, object?>> entries)
    {
        json.WriteStartObject();
        foreach (var (key, value) in entries)
        {
            json.WritePropertyName(key);
            WriteValue(json, value);
        }
        json.WriteEndObject();
    }
}
