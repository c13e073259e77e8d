using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Incidents.Api.FileAnalyses;

/// <summary>Answers for people: single numbers line by line, lists as tables of their first rows.</summary>
internal static class AnswerText
{
    private const int Rows = 20;

    /// <summary>The text of an answer.</summary>
    public static string Of(JsonNode answer)
    {
        var text = new StringBuilder();
        Write(text, "", answer);
        return text.ToString();
    }

    private static void Write(StringBuilder text, string name, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject all:
                foreach (var (key, value) in all)
                    Write(text, name.Length == 0 || key == "result" || name == "result" ? key : $"{name}.{key}", value);
                break;
            case JsonArray { Count: > 0 } list when list[0] is JsonObject:
                WriteTable(text, name, list);
                break;
            default:
                text.Append(name).Append(": ").AppendLine(Cell(node));
                break;
        }
    }

    private static void WriteTable(StringBuilder text, string name, JsonArray list)
    {
        string[] columns = [.. list[0]!.AsObject().Select(p => p.Key)];
        // Of a long list the strongest are worth more than the first.
        var rank = list.Count > Rows ? Array.Find(columns, c => c is "z" or "density") : null;
        IEnumerable<JsonNode?> shown = rank is null ? list : list.OrderByDescending(row => Number(row![rank]) ?? double.MinValue);
        string[][] cells = [columns, .. shown.Take(Rows).Select(row => columns.Select(c => Cell(row![c])).ToArray())];
        int[] widths = [.. columns.Select((_, i) => cells.Max(row => row[i].Length))];
        text.AppendLine().Append(name).Append(CultureInfo.InvariantCulture, $" ({list.Count}");
        text.AppendLine(list.Count > Rows ? $", {Rows} shown{(rank is null ? "" : $" by {rank}")}; all with --json):" : "):");
        foreach (var row in cells)
            text.AppendLine("  " + string.Join("  ", row.Select((cell, i) => cell.PadLeft(widths[i]))));
    }

    private static string Cell(JsonNode? node) => node switch
    {
        null => "-",
        JsonArray list => list.Count > 12
            ? $"[{string.Join(", ", list.Take(12).Select(Cell))}, … {list.Count}]" : $"[{string.Join(", ", list.Select(Cell))}]",
        JsonObject all => string.Join(" ", all.Select(p => $"{p.Key}={Cell(p.Value)}")),
        _ when Number(node) is { } x =>
            x.ToString(Math.Abs(x) is >= 1e15 or (> 0 and < 1e-4) ? "0.####e+0" : "0.######", CultureInfo.InvariantCulture),
        _ => node.ToString(),
    };

    private static double? Number(JsonNode? node) => node is JsonValue value && value.TryGetValue<double>(out var x) ? x : null;
}
