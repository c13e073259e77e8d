using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Incidents.Api.Dialects;

/// <summary>A JSON value as devices write it: a number may be a text, a name in other capitals, a list in the place of one thing.</summary>
/// <param name="Element">The value.</param>
/// <param name="Bytes">Its text in UTF-8; empty for a part of another value.</param>
internal readonly record struct JsonValue(JsonElement Element, ReadOnlyMemory<byte> Bytes = default)
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 32, AllowTrailingCommas = true };
    private static readonly JsonReaderOptions Values = new() { MaxDepth = 32, AllowTrailingCommas = true, AllowMultipleValues = true };

    /// <summary>Nothing: what an absent member is.</summary>
    public static readonly JsonValue Absent;

    /// <summary>Whether it is an object.</summary>
    public bool IsObject => Element.ValueKind is JsonValueKind.Object;

    /// <summary>Whether there is a value.</summary>
    public bool IsPresent => Element.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    /// <summary>The values of a message: one, several one after another, or those of an array.</summary>
    /// <exception cref="JsonException">It is not JSON, or deeper than 32.</exception>
    public static List<JsonValue> All(DialectMessage message) => message.Value is { } one ? [one] : All(message.Payload);

    /// <summary>The one object that a body is; null where it is none, or several.</summary>
    public static JsonValue? One(ReadOnlyMemory<byte> body)
    {
        if (OnvifMessages.Starts(body.Span) is not '{')
            return null;
        try
        {
            return new(JsonDocument.Parse(body, Options).RootElement, body);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The values of a body: one, several one after another, or those of an array.</summary>
    /// <exception cref="JsonException">It is not JSON, or deeper than 32.</exception>
    public static List<JsonValue> All(ReadOnlyMemory<byte> body) =>
        Slices(body).ConvertAll(bytes => new JsonValue(JsonDocument.Parse(bytes, Options).RootElement, bytes));

    /// <summary>The bytes of each of these values.</summary>
    /// <exception cref="JsonException">It is not JSON, or deeper than 32.</exception>
    public static List<ReadOnlyMemory<byte>> Slices(ReadOnlyMemory<byte> body)
    {
        var values = new List<ReadOnlyMemory<byte>>(1);
        var reader = new Utf8JsonReader(body.Span, Values);
        while (reader.Read())
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            Add(body[start..(int)reader.BytesConsumed], values);
        }
        return values.Count > 0 ? values : throw new JsonException("there is no value in it.");
    }

    // An array in the body is the same as its values one after another.
    private static void Add(ReadOnlyMemory<byte> bytes, List<ReadOnlyMemory<byte>> values)
    {
        if (bytes.Span[0] != '[')
        {
            values.Add(bytes);
            return;
        }
        var reader = new Utf8JsonReader(bytes.Span, Values);
        reader.Read();
        while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            values.Add(bytes[start..(int)reader.BytesConsumed]);
        }
    }

    /// <summary>A member by its name; where there is none, one of the same name in other capitals.</summary>
    public JsonValue this[string name]
    {
        get
        {
            if (Element.ValueKind is not JsonValueKind.Object)
                return Absent;
            if (Element.TryGetProperty(name, out var found))
                return new(found);
            foreach (var member in Element.EnumerateObject())
            {
                if (Ascii.EqualsIgnoreCase(JsonMarshal.GetRawUtf8PropertyName(member), name))
                    return new(member.Value);
            }
            return Absent;
        }
    }

    /// <summary>The first of some members that is present.</summary>
    public JsonValue First(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (this[name] is { IsPresent: true } found)
                return found;
        }
        return Absent;
    }

    /// <summary>A member by its exact name.</summary>
    public JsonValue Exact(ReadOnlySpan<byte> name) =>
        Element.ValueKind is JsonValueKind.Object && Element.TryGetProperty(name, out var found) ? new(found) : Absent;

    /// <summary>The values of a list; of another value, that one; of an absent one, none.</summary>
    public IEnumerable<JsonValue> Items() => Element.ValueKind switch
    {
        JsonValueKind.Array => Element.EnumerateArray().Select(item => new JsonValue(item)),
        JsonValueKind.Undefined or JsonValueKind.Null => [],
        _ => [this],
    };

    /// <summary>The text of a text, number or truth value without blanks around it; of a list, of its first; else null.</summary>
    public string? Text() => Element.ValueKind switch
    {
        JsonValueKind.String => Element.GetString()!.Trim() is { Length: > 0 } text ? text : null,
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => Element.GetRawText(),
        JsonValueKind.Array => Element.GetArrayLength() > 0 ? new JsonValue(Element[0]).Text() : null,
        _ => null,
    };

    /// <summary>The number of a number or of a text; null where it is none, or one beyond what a decimal holds.</summary>
    public decimal? Number() => Element.ValueKind switch
    {
        JsonValueKind.Number => Element.TryGetDecimal(out var number) ? number : null,
        JsonValueKind.String => decimal.TryParse(
            Element.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null,
        JsonValueKind.Array => Element.GetArrayLength() > 0 ? new JsonValue(Element[0]).Number() : null,
        _ => null,
    };

    /// <summary>The number of a number or of a text, also with a percent sign, which makes a share of it.</summary>
    public decimal? Level() => Element.ValueKind switch
    {
        JsonValueKind.String => DialectValues.Level(Text()),
        JsonValueKind.Array => Element.GetArrayLength() > 0 ? new JsonValue(Element[0]).Level() : null,
        _ => Number(),
    };

    /// <summary>Whether it is true, also as a text or number; null where it is neither true nor false.</summary>
    public bool? Truth() => Text() is { } text ? DialectValues.Truth(text) : null;
}
