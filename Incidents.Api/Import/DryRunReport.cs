using System.Globalization;
using Incidents.Api.Ingest;
using NodaTime;
using NodaTime.Text;
using Spectre.Console;

namespace Incidents.Api.Import;

/// <summary>Writes what a <see cref="DryRun"/> found out to the console.</summary>
internal static class DryRunReport
{
    private const int LongestText = 40;

    private static readonly IPattern<LocalDateTime> ToTheSecond = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm:ss");

    /// <summary>Writes the facts of the file, the patterns of its times, the first rows and the summary.</summary>
    public static void Write(
        IAnsiConsole console, DataFile file, IReadOnlyList<TimeGuess> times, IReadOnlyList<DryRow> rows, ImportSummary summary)
    {
        var facts = file.Facts;
        console.WriteLine("Dry run: nothing is written.");
        console.WriteLine(
            $"Format {facts.Format}{(facts.Delimiter is { } delimiter ? $", delimiter {Name(delimiter)}" : "")}, encoding {facts.Encoding}"
            + $"{(facts.Entry is null ? "" : $", entry {facts.Entry}")}.");
        if (facts.HasUndecodable)
            console.WriteLine($"The file has bytes that are invalid in {facts.Encoding}; set \"encoding\" in the map, e.g. windows-1251.");
        console.WriteLine($"Columns: {string.Join(", ", file.Rows.Columns)}.");
        foreach (var guess in times)
            WriteTimes(console, guess);

        var table = new Table().RoundedBorder().AddColumns("line", "occurred", "until", "category", "place", "identity");
        foreach (var row in rows)
            table.AddRow([.. Cells(row).Select(cell => new Text(Short(cell)))]);
        console.Write(table);
        foreach (var row in rows.Where(row => row.Refusal is not null))
            console.WriteLine(FormattableString.Invariant($"Line {row.Line}: {row.Refusal!.Code}. {row.Refusal.Message}"));
        ImportReport.Write(console, summary, null);
    }

    private static void WriteTimes(IAnsiConsole console, TimeGuess guess)
    {
        var counts = guess.Patterns.Select(p => FormattableString.Invariant($"\"{p.Pattern}\" reads {p.Rows}"));
        console.WriteLine($"{guess.Key} from {string.Join(", ", guess.Columns)}, first rows: {string.Join(", ", counts)}.");
        if (guess.Unread is null)
            return;
        var guesses = guess.Guesses.Count == 0
            ? "no usual pattern reads all of them"
            : $"these read all of them: {string.Join(", ", guess.Guesses.Select(g => $"\"{g}\""))}";
        console.WriteLine($"  No pattern of the map reads '{Short(guess.Unread)}'; {guesses}.");
    }

    private static IEnumerable<string> Cells(DryRow row)
    {
        yield return row.Line.ToString(CultureInfo.InvariantCulture);
        if (row.Report is not { } report)
        {
            yield return row.IsSkipped ? "skipped" : $"refused: {row.Refusal?.Code}";
            yield break;
        }
        yield return (row.Refusal is null ? "" : $"refused: {row.Refusal.Code} ") + Time(report.OccurredAt);
        yield return Time(report.OccurredUntil);
        yield return report.Category ?? "";
        yield return report is { Longitude: { } longitude, Latitude: { } latitude }
            ? FormattableString.Invariant($"{longitude:0.#####} {latitude:0.#####}")
            : "";
        yield return report.Id ?? "";
    }

    private static string Time(ReportedTime? time)
    {
        if (time is not { } known)
            return "";
        var text = known.Moment is { } moment
            ? $"{ToTheSecond.Format(moment.LocalDateTime)} {moment.Offset}"
            : known.Local is { } local ? ToTheSecond.Format(local) : known.Unreadable ?? "";
        var precision = known.Precision.ToString().ToLowerInvariant();
        return known.Precision == Domain.TimePrecision.Minute ? text : $"{text} (known to the {precision})";
    }

    private static string Name(char delimiter) => delimiter == '\t' ? "tab" : $"'{delimiter}'";

    private static string Short(string text)
    {
        var line = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
        if (line.Length <= LongestText)
            return line;
        return line[..(char.IsHighSurrogate(line[LongestText - 1]) ? LongestText - 1 : LongestText)] + "…";
    }
}
