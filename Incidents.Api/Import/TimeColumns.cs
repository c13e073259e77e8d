using System.Globalization;
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

/// <summary>What a time is to its row, which decides between the two moments of a local time that occurred twice.</summary>
internal enum TimeRole
{
    /// <summary>A beginning: the earlier one.</summary>
    Beginning,

    /// <summary>The end of an interval: the later one.</summary>
    End,

    /// <summary>When it became known: the earlier one that is not before the occurrence.</summary>
    Known,
}

/// <summary>The time of a row.</summary>
/// <param name="Time">The time, local only if neither the map nor the city has a zone; null if it is blank or unreadable.</param>
/// <param name="Text">The text in the file; empty if it is blank.</param>
/// <param name="Change">Whether the local time is ambiguous or skipped.</param>
internal readonly record struct TimeReading(ReportedTime? Time, string Text, ClockChange Change = ClockChange.None);

/// <summary>Applies alternative <see cref="TimeRule"/>s to the columns of a file.</summary>
internal sealed class TimeColumns(IReadOnlyList<TimeRule> rules, string key, ColumnFinder finder, TimeRole role)
{
    private static readonly Duration Longest = Duration.FromDays(36_525);

    private readonly (int[] Columns, TimeRule Rule)[] alternatives = [.. rules.Select(r => (finder.Find(r.Columns, key), r))];

    /// <summary>The time of the first alternative whose columns are all filled.</summary>
    /// <param name="row">The row.</param>
    /// <param name="cityZone">The zone of the city, or null if the city is unknown.</param>
    /// <param name="occurred">The time of occurrence, for the other times of a row.</param>
    public TimeReading Read(Row row, DateTimeZone? cityZone, ReportedTime? occurred = null)
    {
        foreach (var (columns, rule) in alternatives)
        {
            if (Join(row, columns) is { Length: > 0 } text)
                return rule.Unit is { } unit ? After(occurred, text, unit) : Read(text, rule, rule.Zone ?? cityZone, occurred);
        }
        return new(null, "");
    }

    /// <summary>The text of a row in the columns of the first alternative that is filled, with its rule; null without one.</summary>
    public (string Text, TimeRule Rule)? TextOf(Row row)
    {
        foreach (var (columns, rule) in alternatives)
        {
            if (Join(row, columns) is { Length: > 0 } text)
                return (text, rule);
        }
        return null;
    }

    /// <summary>The time of a local time in a zone.</summary>
    /// <param name="local">The local time.</param>
    /// <param name="zone">The zone, or null if it is unknown.</param>
    /// <param name="role">Decides between two moments.</param>
    /// <param name="occurred">The time of occurrence, for <see cref="TimeRole.Known"/>.</param>
    /// <param name="text">The text in the file.</param>
    public static TimeReading Resolve(LocalDateTime local, DateTimeZone? zone, TimeRole role, ReportedTime? occurred, string text)
    {
        if (zone is null)
            return new(ReportedTime.LocalAt(local), text);
        var mapped = zone.MapLocal(local);
        var change = mapped.Count switch { 0 => ClockChange.Skipped, 1 => ClockChange.None, _ => ClockChange.Ambiguous };
        var isLater = change == ClockChange.Ambiguous
            && (role == TimeRole.End
                || (role == TimeRole.Known && occurred?.Moment is { } at && mapped.First().ToInstant() < at.ToInstant()));
        return new(ReportedTime.At(isLater ? Cities.ResolveEnd(local, zone) : Cities.Resolve(local, zone)), text, change);
    }

    /// <summary>A local time at a point of its period.</summary>
    public static LocalDateTime Point(LocalDateTime local, PeriodPoint at) => at switch
    {
        PeriodPoint.EndOfHour => local.Date.At(new LocalTime(local.Hour, 59, 59)),
        PeriodPoint.EndOfDay => LastSecond(local.Date),
        PeriodPoint.EndOfMonth => LastSecond(DateAdjusters.EndOfMonth(local.Date)),
        PeriodPoint.EndOfYear => LastSecond(new LocalDate(local.Year, 12, 31)),
        _ => local,
    };

    private TimeReading Read(string text, TimeRule rule, DateTimeZone? zone, ReportedTime? occurred)
    {
        if (Match(text, rule) is not { } time)
            return new(null, text);
        // A point of a period and the time at which something became known are moments, whatever the precision of their text.
        var precision = rule.At != PeriodPoint.Start || role == TimeRole.Known ? TimePrecision.Minute : rule.Precision ?? time.Precision;
        if (!IsOfCalendar(time))
            return new(time, text);
        if (time.Moment is { } moment)
        {
            if (rule.At == PeriodPoint.Start && (rule.Precision is null || precision == TimePrecision.Minute))
                return new(time with { Precision = precision }, text);
            var local = zone is null ? moment.LocalDateTime : moment.InZone(zone).LocalDateTime;
            if (zone is not null)
                return Placed(local, rule.At, zone, precision, occurred, text);
            var point = Beginning(Point(local, rule.At), precision);
            return new(ReportedTime.At(point.WithOffset(moment.Offset)) with { Precision = precision }, text);
        }
        return Placed(time.Local!.Value, rule.At, zone, precision, occurred, text);
    }

    private TimeReading Placed(
        LocalDateTime local, PeriodPoint at, DateTimeZone? zone, TimePrecision precision, ReportedTime? occurred, string text)
    {
        var reading = Resolve(Beginning(Point(local, at), precision), zone, role, occurred, text);
        // The last second of a day is no doubtful time: of two, the later one is meant.
        if (at > PeriodPoint.EndOfHour)
            return reading with { Change = ClockChange.None };
        if (precision == TimePrecision.Minute)
            return reading;
        // A day that begins with a clock change is no doubtful time.
        var change = precision >= TimePrecision.Day ? ClockChange.None : reading.Change;
        return new(reading.Time!.Value with { Precision = precision }, text, change);
    }

    // At the ends of the calendar there is no arithmetic; the intake refuses such a year.
    private static bool IsOfCalendar(ReportedTime time) => (time.Moment?.Year ?? time.Local!.Value.Year) is > 1 and < 9_800;

    private static ReportedTime? Match(string text, TimeRule rule)
    {
        if (rule.Patterns.Count == 0)
            return TimePattern.Iso.Read(text);
        foreach (var pattern in rule.Patterns)
        {
            if (pattern.Read(text) is { } time)
                return time;
        }
        return null;
    }

    // A duration says nothing about the end of what is known only to the hour or coarser.
    private static TimeReading After(ReportedTime? occurred, string text, Duration unit)
    {
        if (LengthOf(text, unit) is not { } length || (occurred is { } time && !IsOfCalendar(time)))
            return new(null, text);
        return occurred switch
        {
            { Precision: TimePrecision.Minute, Moment: { } moment } => new(ReportedTime.At(moment.Plus(length)), text),
            { Precision: TimePrecision.Minute, Local: { } local } =>
                new(ReportedTime.LocalAt(local.PlusTicks(length.BclCompatibleTicks)), text),
            _ => new(null, ""),
        };
    }

    private static Duration? LengthOf(string text, Duration unit)
    {
        var parts = text.Split(':');
        var seconds = 0.0;
        if (parts.Length == 1 && Number(text) is { } number)
            seconds = number * unit.TotalSeconds;
        else if (parts.Length is 2 or 3 && parts.Index().All(p => Number(p.Item) is { } n && n >= 0 && (p.Index == 0 || n < 60)))
            seconds = parts.Select((part, i) => Number(part)!.Value * (i == 0 ? 3600 : i == 1 ? 60 : 1)).Sum();
        else
            return null;
        return Math.Abs(seconds) <= Longest.TotalSeconds ? Duration.FromSeconds(seconds) : null;
    }

    private static double? Number(string text) =>
        double.TryParse(
            text.Replace(',', '.'), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
            out var number) ? number : null;

    private static string Join(Row row, int[] columns)
    {
        if (columns.Length == 1)
            return row[columns[0]];
        var texts = Array.ConvertAll(columns, c => row[c]);
        return Array.Exists(texts, t => t.Length == 0) ? "" : string.Join(' ', texts);
    }

    private static LocalDateTime Beginning(LocalDateTime local, TimePrecision precision) => precision switch
    {
        TimePrecision.Hour => local.Date.At(new LocalTime(local.Hour, 0)),
        TimePrecision.Day => local.Date.AtMidnight(),
        TimePrecision.Month => new LocalDate(local.Year, local.Month, 1).AtMidnight(),
        TimePrecision.Year => new LocalDate(local.Year, 1, 1).AtMidnight(),
        _ => local,
    };

    private static LocalDateTime LastSecond(LocalDate date) => date.At(new LocalTime(23, 59, 59));
}
