using System.Text;

namespace Incidents.Tests.Dialects;

/// <summary>Makes broken and strange messages of good ones.</summary>
internal static class Mutations
{
    private static readonly string[] Strange =
    [
        "null", "true", "\"\"", "[]", "{}", "1e400", "-1", "99999999999999999999999999999999", "0.00000000000000000001", "\"\\ud800\"",
        "\"\\u0000\"", "NaN", "\"9999-12-31T23:59:59Z\"", "\"0001-01-01\"", "1782993600", "[[[[1]]]]", "\"<a>\"", "{\"a\":{\"b\":[1,2]}}",
    ];

    /// <summary>One to four mutations of a message.</summary>
    public static byte[] Of(byte[] sample, Random random)
    {
        var bytes = sample;
        for (var i = random.Next(1, 5); i > 0 && bytes.Length > 0; i--)
            bytes = Once(bytes, random);
        return bytes;
    }

    private static byte[] Once(byte[] bytes, Random random)
    {
        var at = random.Next(bytes.Length);
        var length = Math.Min(random.Next(1, 40), bytes.Length - at);
        switch (random.Next(13))
        {
            case 0:
                return bytes[..at];
            case 1:
                return [.. bytes[..at], .. bytes[(at + length)..]];
            case 2:
                return [.. bytes[..at], .. bytes[at..(at + length)], .. bytes[at..]];
            case 3:
                var flipped = bytes.ToArray();
                flipped[at] ^= (byte)(1 << random.Next(8));
                return flipped;
            case 4:
                var noise = bytes.ToArray();
                random.NextBytes(noise.AsSpan(at, length));
                return noise;
            case 5:
                return Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(bytes));
            case 6:
                return [0xEF, 0xBB, 0xBF, .. bytes];
            case 7:
                return [.. bytes, .. bytes];
            case 8:
                return [(byte)'[', .. bytes, (byte)',', .. bytes, (byte)']'];
            case 9:
                return Text(bytes, text => Value(text, random));
            case 10:
                return Text(bytes, text => text.Replace("http://", "urn:", StringComparison.Ordinal));
            case 11:
                return Text(bytes, text => random.Next(2) == 0 ? text.ToUpperInvariant() : text.ToLowerInvariant());
            default:
                return Text(bytes, text => Renamed(text, random));
        }
    }

    private static byte[] Text(byte[] bytes, Func<string, string> change) => Encoding.UTF8.GetBytes(change(Encoding.UTF8.GetString(bytes)));

    // Another value in the place of one: of JSON after a colon, of XML between tags.
    private static string Value(string text, Random random)
    {
        var value = Strange[random.Next(Strange.Length)];
        var start = text.IndexOf(text.StartsWith('<') ? '>' : ':', random.Next(text.Length));
        if (start < 0)
            return text;
        var end = text.IndexOfAny(text.StartsWith('<') ? ['<'] : [',', '}', ']'], start);
        return end < 0 ? text : string.Concat(text.AsSpan(0, start + 1), value, text.AsSpan(end));
    }

    private static string Renamed(string text, Random random)
    {
        var start = text.IndexOf('"', random.Next(text.Length));
        var end = start < 0 ? -1 : text.IndexOf('"', start + 1);
        return end < 0 ? text : string.Concat(text.AsSpan(0, start + 1), "x", text.AsSpan(end));
    }
}
