using System.Globalization;

namespace Incidents.Benchmarks;

/// <summary>Prints results as a table; the last line of each goal can also be parsed.</summary>
internal static class ResultTable
{
    private static readonly string[] Header = ["variant", "median", "min-max", "ours/it", "unit"];

    public static void Print(TextWriter output, IGoal goal, GoalResult result)
    {
        var ours = result.Variants[0];
        string[][] rows = [Header, .. result.Variants.Select(v => new[]
        {
            v.Name, Figure(v.Median), v.Rounds.Count > 1 ? $"{Figure(v.Rounds.Min())}-{Figure(v.Rounds.Max())}" : "",
            v.Unit == ours.Unit && v != ours ? (ours.Median / v.Median).ToString("0.00", CultureInfo.InvariantCulture) : "", v.Unit,
        })];
        var widths = Header.Select((_, column) => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
            output.WriteLine(
                string.Join("  ", row.Select((cell, i) => i is 0 or 4 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i]))).TrimEnd());
        foreach (var note in result.Notes)
            output.WriteLine($"- {note}");
        string[] figures =
        [
            .. result.Wants is [] ? Array.Empty<string>() : [$"{Measured(result)}, {(result.Holds ? "holds" : "falls short")}"],
            .. result.Skipped.Select(s => $"skipped: {s}"),
        ];
        output.WriteLine($"goal {goal.Name}: {string.Join("; ", figures)}");
    }

    private static string Measured(GoalResult result) =>
        $"measured {string.Join(", ", result.Wants.Select(w => w.MeasuredText))}, wanted "
            + $"{string.Join(", ", result.Wants.Select(w => w.LimitText))}";

    private static string Figure(double value) =>
        value.ToString(Math.Abs(value) switch { < 1 => "0.000", < 100 => "0.0", _ => "#,0" }, CultureInfo.InvariantCulture);
}
