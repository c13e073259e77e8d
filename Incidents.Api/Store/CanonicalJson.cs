using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Incidents.Api.Store;

/// <summary>The JSON Canonicalization Scheme (RFC 8785): one sequence of bytes for one content.</summary>
/// <remarks>
/// PostgreSQL keeps <c>jsonb</c>, not the text that was sent: order, blanks and the notation of numbers change. The canonical form is the
/// same before and after.
/// </remarks>
internal static class CanonicalJson
{
    /// <summary>Whether a text that our serialiser wrote with sorted names and without blanks needs no <see cref="Of"/>.</summary>
    /// <remarks>It is canonical but for escapes, exponents and negative zeros; a text that may have one is taken to have it.</remarks>
    /// <param name="json">The text in UTF-8.</param>
    public static bool IsCanonical(ReadOnlySpan<byte> json) =>
        !json.Contains((byte)'\\') && json.IndexOf("E+"u8) < 0 && json.IndexOf("E-"u8) < 0
        && json.IndexOf("-0,"u8) < 0 && json.IndexOf("-0}"u8) < 0 && json.IndexOf("-0]"u8) < 0;

    /// <summary>The canonical form, in UTF-8.</summary>
    /// <param name="json">Any JSON text, in UTF-8.</param>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static byte[] Of(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        using var document = JsonDocument.ParseValue(ref reader);
        var text = new StringBuilder(json.Length);
        Write(document.RootElement, text);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void Write(JsonElement value, StringBuilder text)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteAll('{', value.EnumerateObject().OrderBy(p => p.Name, StringComparer.Ordinal), '}', text, property =>
                {
                    Write(property.Name, text);
                    text.Append(':');
                    Write(property.Value, text);
                });
                break;
            case JsonValueKind.Array:
                WriteAll('[', value.EnumerateArray(), ']', text, item => Write(item, text));
                break;
            case JsonValueKind.String:
                Write(value.GetString()!, text);
                break;
            case JsonValueKind.Number:
                text.Append(Number(value.GetDouble()));
                break;
            default:
                text.Append(value.GetRawText());
                break;
        }
    }

    private static void WriteAll<T>(char begin, IEnumerable<T> items, char end, StringBuilder text, Action<T> write)
    {
        text.Append(begin);
        var isFirst = true;
        foreach (var item in items)
        {
            if (!isFirst)
                text.Append(',');
            isFirst = false;
            write(item);
        }
        text.Append(end);
    }

    private static void Write(string value, StringBuilder text)
    {
        text.Append('"');
        foreach (var c in value)
        {
            _ = c switch
            {
                '"' or '\\' => text.Append('\\').Append(c),
                '\b' => text.Append("\\b"),
                '\t' => text.Append("\\t"),
                '\n' => text.Append("\\n"),
                '\f' => text.Append("\\f"),
                '\r' => text.Append("\\r"),
                < ' ' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => text.Append(c),
            };
        }
        text.Append('"');
    }

    /// <summary>A number as ECMAScript writes it (ECMA-262, Number::toString).</summary>
    internal static string Number(double value)
    {
        if (value == 0)
            return "0";
        // The shortest digits that read back as the same number: 1.2345E+10, 12345, 0.0012345.
        var shortest = Math.Abs(value).ToString("R", CultureInfo.InvariantCulture);
        var exponentAt = shortest.IndexOf('E');
        var mantissa = exponentAt < 0 ? shortest : shortest[..exponentAt];
        var exponent = exponentAt < 0
            ? 0
            : int.Parse(shortest.AsSpan(exponentAt + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var whole = mantissa.Split('.')[0].Length;
        var all = mantissa.Replace(".", "", StringComparison.Ordinal);
        var significant = all.TrimStart('0');
        var (digits, point) = (significant.TrimEnd('0'), whole - (all.Length - significant.Length) + exponent);
        var written = point switch
        {
            > 0 and <= 21 when digits.Length <= point => digits.PadRight(point, '0'),
            > 0 and <= 21 => $"{digits.AsSpan(0, point)}.{digits.AsSpan(point)}",
            > -6 and <= 0 => $"0.{new string('0', -point)}{digits}",
            _ => $"{digits[0]}{(digits.Length == 1 ? "" : ".")}{digits.AsSpan(1)}e{(point > 0 ? "+" : "-")}{Math.Abs(point - 1)}",
        };
        return value < 0 ? $"-{written}" : written;
    }
}
