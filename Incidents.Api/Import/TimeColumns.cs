using Incidents.Api.Ingest;
using Incidents.Domain;
using NodaTime;

namespace Incidents.Api.Import;

/// <summary>Whether a local time is affected by a clock change.</summary>
internal enum ClockChange
{
    /// <summary>It occurred exactly once.</summary>
    None,

    /// <summary>It occurred twice, because clocks were set back.</summary>
    Ambiguous,

    /// <summary>It did not occur, because clocks were set forward.</summary>
    Skipped,
}

/// <summary>The time of a row.</summary>
/// <param name="Time">The time, local only if neither the map nor the city has a zone; null if it is blank or unreadable.</param>
/// <param name="Text">The text in the file; empty if it is blank.</param>
/// <param name="Change">Whether the local time is ambiguous or skipped.</param>
internal readonly record struct TimeReading(ReportedTime? Time, string Text, ClockChange Change = ClockChange.None);

/// <summary>Applies alternative <see cref="TimeRule"/>s to the columns of a file.</summary>
internal sealed class TimeColumns(IReadOnlyList<TimeRule> rules, string key, ColumnFinder finder)
{
    private readonly (int[] Columns, TimeRule Rule)[] alternatives = [.. rules.Select(r => (finder.Find(r.Columns, key), r))];

    /// <summary>The time of the first alternative whose columns are all filled.</summary>
    /// <param name="row">The row.</param>
    /// <param name="cityZone">The zone of the city, or null if the city is unknown.</param>
    /// <param name="at">The moment of the period in the column.</param>
    public TimeReading Read(Row row, DateTimeZone? cityZone, PeriodPoint at = PeriodPoint.Start)
    {
        foreach (var (columns, rule) in alternatives)
        {
            if (Join(row, columns) is { Length: > 0 } text)
                return Read(text, rule, rule.Zone ?? cityZone, at);
        }
        return new(null, "");
    }

    /// <summary>The time of a local time in a zone (see <see cref="Cities.Resolve"/> for ambiguous and skipped times).</summary>
    public static TimeReading Resolve(LocalDateTime local, DateTimeZone? zone, PeriodPoint at, string text)
    {
        var moment = Point(local, at);
        if (zone is null)
            return new(ReportedTime.LocalAt(moment), text);
        var change = zone.MapLocal(moment).Count switch { 0 => ClockChange.Skipped, 1 => ClockChange.None, _ => ClockChange.Ambiguous };
        return new(ReportedTime.At(Cities.Resolve(moment, zone)), text, change);
    }

    private static TimeReading Read(string text, TimeRule rule, DateTimeZone? zone, PeriodPoint at)
    {
        var time = rule.Patterns.Count == 0
            ? TimePattern.Iso.Read(text)
            : rule.Patterns.Select(p => p.Read(text)).FirstOrDefault(t => t is not null);
        return time switch
        {
            null => new(null, text),
            { Local: { } local } => Resolve(local, zone, at, text),
            { Moment: { } moment } when at == PeriodPoint.Start => new(time, text),
            { Moment: { } moment } => new(ReportedTime.At(Point(moment.LocalDateTime, at).WithOffset(moment.Offset)), text),
            _ => new(null, text),
        };
    }

    private static string Join(Row row, int[] columns)
    {
        if (columns.Length == 1)
            return row[columns[0]];
        var texts = Array.ConvertAll(columns, c => row[c]);
        return Array.Exists(texts, t => t.Length == 0) ? "" : string.Join(' ', texts);
    }

    private static LocalDateTime Point(LocalDateTime local, PeriodPoint at) => at switch
    {
        PeriodPoint.EndOfDay => LastSecond(local.Date),
        PeriodPoint.EndOfMonth => LastSecond(DateAdjusters.EndOfMonth(local.Date)),
        PeriodPoint.EndOfYear => LastSecond(new LocalDate(local.Year, 12, 31)),
        _ => local,
    };

    private static LocalDateTime LastSecond(LocalDate date) => date.At(new LocalTime(23, 59, 59));
}
