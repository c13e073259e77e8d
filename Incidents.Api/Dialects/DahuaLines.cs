using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Incidents.Api.Dialects;

/// <summary>An event of a stream of lines, or a sign of life in between.</summary>
/// <param name="Code">The code of the event; null for a sign of life.</param>
/// <param name="Action">What of it: begins, ends, happens at once; or null.</param>
/// <param name="Index">The channel, or null.</param>
/// <param name="Data">What else is known.</param>
internal readonly record struct DahuaLine(string? Code, string? Action, string? Index, JsonValue Data);

/// <summary>
/// Streams of lines of Dahua: <c>Code=…;action=…;index=…;data={…}</c>, or a line for each value, <c>Events[0].TrafficCar.PlateNumber=…</c>.
/// </summary>
internal static partial class DahuaLines
{
    private const int MostValues = 5_000;

    /// <summary>The events in their order; null where it is no such stream.</summary>
    /// <exception cref="JsonException">The data of an event are no JSON.</exception>
    public static List<DahuaLine>? Of(ReadOnlySpan<byte> payload)
    {
        var text = Encoding.UTF8.GetString(payload);
        var lines = new List<DahuaLine>();
        var starts = Starts().Matches(text);
        var values = text.IndexOf("Events[", StringComparison.Ordinal);
        var before = text[..(starts.Count > 0 ? starts[0].Index : values >= 0 ? values : text.Length)];
        if (before.Trim().Length < 200 && before.Contains("Heartbeat", StringComparison.OrdinalIgnoreCase))
            lines.Add(default);
        for (var i = 0; i < starts.Count; i++)
        {
            var end = i + 1 < starts.Count ? starts[i + 1].Index : text.Length;
            lines.Add(Event(text[(starts[i].Index + starts[i].Length)..end], out var isAlive));
            if (isAlive)
                lines.Add(default);
        }
        if (values >= 0)
            lines.AddRange(Values(text));
        return lines.Count > 0 ? lines : null;
    }

    private static DahuaLine Event(string line, out bool isAlive)
    {
        var at = line.IndexOf(";data=", StringComparison.OrdinalIgnoreCase);
        var data = JsonValue.Absent;
        var rest = at < 0 ? line : line[(at + 6)..];
        if (at >= 0)
        {
            // A boundary or a sign of life may follow.
            var end = rest.LastIndexOf('}') + 1;
            data = JsonValue.All(Encoding.UTF8.GetBytes(end > 0 ? rest[..end] : rest))[0];
            rest = rest[end..];
        }
        isAlive = rest.Contains("Heartbeat", StringComparison.OrdinalIgnoreCase);
        var fields = (at < 0 ? line : line[..at]).Split([';', '\r', '\n'], StringSplitOptions.TrimEntries);
        return new(fields[0], Field(fields, "action="), Field(fields, "index="), data);
    }

    private static string? Field(string[] fields, string name) =>
        Array.Find(fields, field => field.StartsWith(name, StringComparison.OrdinalIgnoreCase))?[name.Length..];

    private static IEnumerable<DahuaLine> Values(string text)
    {
        var events = new SortedDictionary<int, JsonObject>();
        foreach (Match match in ValueLines().Matches(text).Take(MostValues))
        {
            if (!int.TryParse(match.Groups["event"].ValueSpan, out var number))
                continue;
            if (!events.TryGetValue(number, out var inner))
                events[number] = inner = [];
            var names = match.Groups["path"].Value.Split('.');
            foreach (var name in names.SkipLast(1).Take(8))
            {
                if (inner[name] is not JsonObject next)
                    inner[name] = next = [];
                inner = next;
            }
            inner[names[^1]] = match.Groups["value"].Value.Trim();
        }
        foreach (var found in events.Values)
        {
            var data = JsonValue.All(JsonSerializer.SerializeToUtf8Bytes(found))[0];
            var own = data["EventBaseInfo"] is { IsObject: true } named ? named : data;
            if (own["Code"].Text() is { } code)
                yield return new(code, own["Action"].Text(), own["Index"].Text(), data);
        }
    }

    [GeneratedRegex(@"(?:^|[\r\n])\s*Code=", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Starts();

    [GeneratedRegex(@"^[ \t]*Events\[(?<event>[0-9]{1,4})\]\.(?<path>[^=\r\n]{1,200})=(?<value>[^\r\n]*)", RegexOptions.Multiline)]
    private static partial Regex ValueLines();
}
