using Spectre.Console;

namespace Incidents.Api.Import;

/// <summary>Writes an <see cref="ImportSummary"/> to the console.</summary>
internal static class ImportReport
{
    /// <summary>Writes the table without lines of 0.</summary>
    public static void Write(IAnsiConsole console, ImportSummary summary, string? rejects)
    {
        var table = new Table().RoundedBorder().AddColumn("rows").AddColumn(new TableColumn("").RightAligned());
        Line("read", summary.Rows, always: true);
        Line("accepted", summary.Accepted, always: true);
        Line("duplicate", summary.Duplicate, always: true);
        Line("  of these not a copy of the earlier row", summary.DuplicateNotCopy);
        Line("withdrew an earlier row", summary.Withdrawn);
        Line("withdrew nothing (kept)", summary.WithdrawnUnmatched);
        foreach (var (code, count) in summary.Refused)
            Line(code == ImportSummary.ConflictCode ? "conflict (same identity, other content)" : $"refused: {code}", count);
        Line("skipped by the map", summary.Skipped);
        Line("without a result", summary.Rows - summary.WithResult);
        Line("ambiguous local time (earlier taken)", summary.AmbiguousTimes);
        Line("skipped local time (moved forward)", summary.SkippedTimes);
        Line("known before occurred (occurred taken)", summary.KnownTooEarly);
        foreach (var (precision, count) in summary.TimePrecision)
            Line($"time known to the {precision}", count);
        Line("time in January 1970", summary.FirstDaysOf1970);
        Line("doubtful time, for any reason", summary.DoubtfulTimes);
        Line("without a place", summary.WithoutPlace);
        Line("place outside the surroundings of the city", summary.OutsidePlace);
        console.Write(table);
        foreach (var hint in summary.Hints)
            console.WriteLine(hint.Message);
        console.WriteLine(
            FormattableString.Invariant($"{summary.Seconds:0.0} s, {summary.WithResult / Math.Max(summary.Seconds, 0.001):#,0} rows/s"));
        foreach (var (code, lines) in summary.Lines)
        {
            var more = summary.Refused[code] > lines.Count ? ", …" : "";
            console.WriteLine(FormattableString.Invariant($"{code}: line {string.Join(", ", lines)}{more}"));
        }
        if (rejects is not null)
            console.WriteLine($"Refused rows are in {rejects}.");
        if (summary.Failure is not null)
            console.WriteLine("The file was not read to its end.");
        if (summary.Interrupted)
            console.WriteLine("Interrupted. Run the same command again to continue; rows that are already imported count as duplicate.");

        void Line(string what, long count, bool always = false)
        {
            if (count != 0 || always)
                table.AddRow(Markup.Escape(what), FormattableString.Invariant($"{count:#,0}"));
        }
    }
}
