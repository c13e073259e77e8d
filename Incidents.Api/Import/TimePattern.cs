using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Incidents.Api.Ingest;
using NodaTime;
using NodaTime.Text;

namespace Incidents.Api.Import;

/// <summary>A format of times.</summary>
internal sealed class TimePattern
{
    /// <summary>ISO 8601 with or without an offset, as in reports.</summary>
    public static readonly TimePattern Iso = new(ReadIso);

    // The start of the day, month or year for a pattern without time, day or month.
    private static readonly LocalDateTime Template = new(1970, 1, 1, 0, 0);
    private readonly Func<string, ReportedTime?> read;

    private TimePattern(Func<string, ReportedTime?> read) => this.read = read;

    /// <summary>The time, or null if the text does not match.</summary>
    public ReportedTime? Read(string text) => read(text);

    /// <summary>Parses <c>iso</c>, <c>unix</c> (seconds), <c>unixMillis</c>, or a NodaTime pattern with a year.</summary>
    /// <remarks>A pattern that contains <c>o&lt;…&gt;</c> reads an offset.</remarks>
    public static bool TryParse(string text, [NotNullWhen(true)] out TimePattern? pattern, [NotNullWhen(false)] out string? problem)
    {
        (pattern, problem) = (null, null);
        try
        {
            pattern = text switch
            {
                "iso" => Iso,
                "unix" => new(t => FromUnix(t, 1000)),
                "unixMillis" => new(t => FromUnix(t, 1)),
                _ when !text.Contains('u') && !text.Contains('y') => null,
                _ when text.Contains("o<") =>
                    WithOffset(OffsetDateTimePattern.Create(text, CultureInfo.InvariantCulture, Template.WithOffset(Offset.Zero))),
                _ => Local(LocalDateTimePattern.Create(text, CultureInfo.InvariantCulture, Template)),
            };
            if (pattern is null)
                problem = $"'{text}' has no year (uuuu or yyyy).";
        }
        catch (InvalidPatternException e)
        {
            problem = $"'{text}' is not a NodaTime pattern: {e.Message}";
        }
        return pattern is not null;
    }

    private static TimePattern Local(LocalDateTimePattern pattern) =>
        new(text => pattern.Parse(text).TryGetValue(default, out var local) ? ReportedTime.LocalAt(local) : null);

    private static TimePattern WithOffset(OffsetDateTimePattern pattern) =>
        new(text => pattern.Parse(text).TryGetValue(default, out var moment) ? ReportedTime.At(moment) : null);

    private static ReportedTime? ReadIso(string text) => ReportedTime.Parse(text) is { Unreadable: null } time ? time : null;

    private static ReportedTime? FromUnix(string text, int millisecondsPerUnit)
    {
        if (!decimal.TryParse(
            text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var units))
            return null;
        var milliseconds = units * millisecondsPerUnit;
        var inRange = milliseconds >= Instant.MinValue.ToUnixTimeMilliseconds()
            && milliseconds <= Instant.MaxValue.ToUnixTimeMilliseconds();
        return inRange ? ReportedTime.At(Instant.FromUnixTimeMilliseconds((long)milliseconds).WithOffset(Offset.Zero)) : null;
    }
}
