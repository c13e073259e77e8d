using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Incidents.Api.FileAnalyses;

/// <summary>Answers for people: single numbers line by line, lists as tables of their first rows.</summary>
/// <remarks>
/// No line is longer than <see cref="Width"/>, also where the output is not a terminal: the text is the same then. A table that is wider
/// goes on in a second block with the same first column; a line goes on in the next one.
/// </remarks>
internal static class AnswerText
{
    /// <summary>The longest line, in characters.</summary>
    public const int Width = 120;

    private const int Rows = 20;
    private const int Indent = 2;
    private const int Gap = 2;

    // The widest cell of a table; the whole of a longer one is in the JSON.
    private const int WidestCell = 40;

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
                WriteLine(text, $"{name}: {Cell(node)}");
                break;
        }
    }

    // Broken at blanks; a word longer than a line is broken where the line ends.
    private static void WriteLine(StringBuilder text, string line)
    {
        for (var indent = 0; ; indent = 2 * Indent)
        {
            var room = Width - indent;
            text.Append(' ', indent);
            if (line.Length <= room)
            {
                text.AppendLine(line);
                return;
            }

            var blank = line.LastIndexOf(' ', room);
            var end = blank > 0 ? blank : room;
            text.AppendLine(line[..end]);
            line = line[end..].TrimStart(' ');
        }
    }

    private static void WriteTable(StringBuilder text, string name, JsonArray list)
    {
        string[] columns = [.. list[0]!.AsObject().Select(p => p.Key)];
        // Of a long list the strongest are worth more than the first.
        var rank = list.Count > Rows ? Array.Find(columns, c => c is "z" or "density") : null;
        IEnumerable<JsonNode?> shown = rank is null ? list : list.OrderByDescending(row => Number(row![rank]) ?? double.MinValue);
        string[][] cells = [columns, .. shown.Take(Rows).Select(row => columns.Select(c => Short(Cell(row![c]))).ToArray())];
        int[] widths = [.. columns.Select((_, i) => cells.Max(row => row[i].Length))];
        text.AppendLine();
        WriteLine(
            text,
            list.Count > Rows
                ? $"{name} ({list.Count}, {Rows} shown{(rank is null ? "" : $" by {rank}")}; all with --json):"
                : $"{name} ({list.Count}):");
        foreach (var block in Blocks(widths))
        {
            if (block[^1] != columns.Length - 1 || block.Length < columns.Length)
                text.AppendLine(CultureInfo.InvariantCulture, $"  columns {First(block) + 1} to {block[^1] + 1} of {columns.Length}:");
            foreach (var row in cells)
                text.AppendLine(new string(' ', Indent) + string.Join("  ", block.Select(i => row[i].PadLeft(widths[i]))));
        }
    }

    // The first column says which row it is, so it is in each block.
    private static int First(int[] block) => block.Length > 1 && block[1] > 1 ? block[1] : block[0];

    private static List<int[]> Blocks(int[] widths)
    {
        var (blocks, block, used) = (new List<int[]>(), new List<int> { 0 }, Indent + widths[0]);
        for (var i = 1; i < widths.Length; i++)
        {
            if (used + Gap + widths[i] > Width)
            {
                blocks.Add([.. block]);
                (block, used) = ([0], Indent + widths[0]);
            }

            block.Add(i);
            used += Gap + widths[i];
        }

        blocks.Add([.. block]);
        return blocks;
    }

    private static string Short(string cell) => cell.Length <= WidestCell ? cell : $"{cell[..(WidestCell - 1)]}…";

    private static string Cell(JsonNode? node) => node switch
    {
        null => "-",
        JsonArray list => list.Count > 12
            ? $"[{string.Join(", ", list.Take(12).Select(Cell))}, … {list.Count}]" : $"[{string.Join(", ", list.Select(Cell))}]",
        JsonObject all => string.Join(" ", all.Select(p => $"{p.Key}={Cell(p.Value)}")),
        _ when Number(node) is { } x =>
            x.ToString(Math.Abs(x) is >= 1e15 or (> 0 and < 1e-4) ? "0.####e+0" : "0.######", CultureInfo.InvariantCulture),
        // A line break or a tab of a text would break the table.
        _ => string.Create(CultureInfo.InvariantCulture, $"{node}").ReplaceLineEndings(" ").Replace('\t', ' '),
    };

    private static double? Number(JsonNode? node) => node is JsonValue value && value.TryGetValue<double>(out var x) ? x : null;
}
