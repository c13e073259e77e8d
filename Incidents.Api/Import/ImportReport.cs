using Spectre.Console;

namespace Incidents.Api.Import;

/// <summary>Shows an <see cref="ImportSummary"/> to people.</summary>
internal static class ImportReport
{
    /// <summary>Writes the table; lines that say nothing are left out.</summary>
    public static void Write(IAnsiConsole console, ImportSummary summary, string? rejects)
    {
        var table = new Table().RoundedBorder().AddColumn("rows").AddColumn(new TableColumn("").RightAligned());
        Line("read", summary.Rows, always: true);
        Line("accepted", summary.Accepted, always: true);
        Line("duplicate", summary.Duplicate, always: true);
        Line("withdrew an earlier row", summary.Withdrawn);
        Line("withdrew nothing that stood (kept)", summary.WithdrawnUnmatched);
        foreach (var (code, count) in summary.Refused)
            Line($"refused: {code}", count);
        Line("left out by the map", summary.Skipped);
        Line("not answered", summary.Rows - summary.Answered);
        Line("local time was twice (took the earlier)", summary.AmbiguousTimes);
        Line("local time never was (moved ahead)", summary.SkippedTimes);
        Line("known before it happened (took when it happened)", summary.KnownTooEarly);
        console.Write(table);
        console.WriteLine(FormattableString.Invariant($"{summary.Seconds:0.0} s, {summary.Answered / Math.Max(summary.Seconds, 0.001):#,0} rows/s"));
        if (rejects is not null)
            console.WriteLine($"Refused rows are in {rejects}.");
        if (summary.Interrupted)
            console.WriteLine("Interrupted. Run the same command again to go on: what is in already counts as duplicate.");

        void Line(string what, long count, bool always = false)
        {
            if (count != 0 || always)
                table.AddRow(Markup.Escape(what), FormattableString.Invariant($"{count:#,0}"));
        }
    }
}
