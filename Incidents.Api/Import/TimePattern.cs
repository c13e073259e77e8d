using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;
using Incidents.Api.Ingest;
using Incidents.Domain;
using NodaTime;
using NodaTime.Text;

namespace Incidents.Api.Import;

/// <summary>A format of times.</summary>
internal sealed partial class TimePattern
{
    /// <summary>ISO 8601 with or without an offset, as in reports.</summary>
    public static readonly TimePattern Iso = new("iso", ReadIso);

    /// <summary>The patterns of times that are numbers.</summary>
    public static readonly IReadOnlyList<TimePattern> Numbers =
    [
        new("unix", text => NumberTime.SinceEpoch(text, NodaConstants.TicksPerSecond)),
        new("unixMillis", text => NumberTime.SinceEpoch(text, NodaConstants.TicksPerMillisecond)),
        new("unixMicros", text => NumberTime.SinceEpoch(text, NumberTime.TicksPerMicrosecond)),
        new("excel", text => NumberTime.Excel(text, from1904: false)),
        new("excel1904", text => NumberTime.Excel(text, from1904: true)),
    ];

    // The start of the day, month or year for a pattern without time, day or month. The two digits of a year from 31 to 99 are of
    // 1931 to 1999, those from 00 to 30 of 2000 to 2030 (NodaTime's two-digit maximum).
    private static readonly LocalDateTime Template = new(2000, 1, 1, 0, 0);

    private readonly Func<string, ReportedTime?> read;

    private TimePattern(string text, Func<string, ReportedTime?> read) => (Text, this.read) = (text, read);

    /// <summary>The pattern as it is written in a map.</summary>
    public string Text { get; }

    /// <summary>The time with the precision of the pattern, or null if the text does not match.</summary>
    public ReportedTime? Read(string text) => read(text);

    /// <summary>Parses <c>iso</c>, the name of one of <see cref="Numbers"/>, or a NodaTime pattern with a year.</summary>
    /// <remarks>A pattern that contains <c>o&lt;…&gt;</c> reads an offset.</remarks>
    public static bool TryParse(string text, [NotNullWhen(true)] out TimePattern? pattern, [NotNullWhen(false)] out string? problem)
    {
        (pattern, problem) = (null, null);
        try
        {
            pattern = text == Iso.Text ? Iso : Numbers.FirstOrDefault(n => n.Text == text);
            if (pattern is not null)
                return true;
            if (!text.Contains('u') && !text.Contains('y'))
                problem = $"'{text}' has no year (uuuu or yyyy).";
            else if (text.Contains("o<"))
                pattern = WithOffset(text, OfTwoDigits(text));
            else
                pattern = Local(text, OfTwoDigits(text));
        }
        catch (InvalidPatternException e)
        {
            problem = $"'{text}' is not a NodaTime pattern: {e.Message}";
        }
        return pattern is not null;
    }

    /// <summary>The precision of the times of a NodaTime pattern: the finest unit without a gap above it.</summary>
    public static TimePrecision PrecisionOf(string pattern)
    {
        var fields = Literals().Replace(pattern, "");
        return !fields.Contains('M') ? TimePrecision.Year
            : !DayOfMonth().IsMatch(fields) ? TimePrecision.Month
            : !fields.Contains('H') && !fields.Contains('h') ? TimePrecision.Day
            : !fields.Contains('m') ? TimePrecision.Hour
            : TimePrecision.Minute;
    }

    // NodaTime reads 24 as the year 24 with uu, but as 2024 with yy; nobody means the first.
    private static string OfTwoDigits(string text) =>
        LiteralOrTwoDigits().Replace(text, match => match.Value == "uu" ? "yy" : match.Value);

    private static TimePattern Local(string text, string written)
    {
        var (pattern, precision) = (LocalDateTimePattern.Create(written, CultureInfo.InvariantCulture, Template), PrecisionOf(text));
        return new(text, t => pattern.Parse(t).TryGetValue(default, out var local)
            ? ReportedTime.LocalAt(local) with { Precision = precision }
            : null);
    }

    private static TimePattern WithOffset(string text, string written)
    {
        var pattern = OffsetDateTimePattern.Create(written, CultureInfo.InvariantCulture, Template.WithOffset(Offset.Zero));
        var precision = PrecisionOf(text);
        return new(text, t => pattern.Parse(t).TryGetValue(default, out var moment)
            ? ReportedTime.At(moment) with { Precision = precision }
            : null);
    }

    private static ReportedTime? ReadIso(string text) => ReportedTime.Parse(text) is { Unreadable: null } time ? time : null;

    // Quoted and escaped texts, the offset, the names of embedded patterns, and AM or PM.
    [GeneratedRegex("""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\\.|o<[^>]*>|l[dt]+(?=<)|t+""")]
    private static partial Regex Literals();

    [GeneratedRegex("""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\\.|(?<!u)uu(?!u)""")]
    private static partial Regex LiteralOrTwoDigits();

    // Three or four are the name of the day of the week.
    [GeneratedRegex("(?<!d)d{1,2}(?!d)")]
    private static partial Regex DayOfMonth();
}
