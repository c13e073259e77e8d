using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Incidents.Api.Import;
using Incidents.Api.Ingest;
using Incidents.Domain;
using NodaTime;
using NodaTime.Text;

namespace Incidents.Api.Dialects;

/// <summary>Values that several dialects write in ways of their own.</summary>
internal static partial class DialectValues
{
    private const int MostCodes = 2_000;
    private const int MostIdCharacters = 200;

    // From 2000 to 2100: an epoch outside is in another unit, or no time.
    private const decimal FirstSecond = 946_684_800, LastSecond = 4_102_444_800;

    private static readonly ConcurrentDictionary<string, string> Codes = new(StringComparer.Ordinal);

    /// <summary>A moment of seconds since 1970, or null where it is none of this century.</summary>
    public static OffsetDateTime? OfSeconds(decimal? seconds) => seconds is >= FirstSecond and < LastSecond
        ? Instant.FromUnixTimeTicks((long)(seconds.Value * NodaConstants.TicksPerSecond)).WithOffset(Offset.Zero)
        : null;

    /// <summary>A moment of milliseconds since 1970, or null where it is none of this century.</summary>
    public static OffsetDateTime? OfMillis(decimal? millis) =>
        millis is >= 0 and < LastSecond * 1000 ? OfSeconds(millis.Value / 1000) : null;

    /// <summary>
    /// A moment of seconds, milliseconds, microseconds or nanoseconds since 1970, told by its size; null where it is none of this century.
    /// </summary>
    public static OffsetDateTime? OfEpoch(decimal? since)
    {
        for (var units = 0; since is >= LastSecond && units < 3; units++)
            since /= 1000;
        return OfSeconds(since);
    }

    /// <summary>A moment as a report has it, or null.</summary>
    public static ReportedTime? At(OffsetDateTime? moment) => moment is { } known ? ReportedTime.At(known) : null;

    /// <summary>A moment as a report has it.</summary>
    public static ReportedTime At(Instant moment) => ReportedTime.At(moment.WithOffset(Offset.Zero));

    /// <summary>
    /// A time in ISO 8601, or as devices write it: with a blank in the place of the T, without hyphens and colons, with other separators,
    /// with the day first, with an offset without colon, as a number since 1970. A time without offset is local to the city.
    /// </summary>
    public static ReportedTime? Iso(string? text)
    {
        if (text is null)
            return null;
        var written = text.Length > 10 && text[10] == ' ' ? string.Concat(text.AsSpan(0, 10), "T", text.AsSpan(11)) : text;
        if (written.EndsWith('z'))
            written = written[..^1] + "Z";
        var time = ReportedTime.Parse(written);
        return time.Unreadable is null || text.Length > 60 ? time : Other(text) ?? ReportedTime.Parse(text);
    }

    private static ReportedTime? Other(string text)
    {
        // Of so many digits it is no date.
        if (text.Length is 10 or 13 or 16 or 19 && decimal.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var since))
            return At(OfEpoch(since));
        if (text.Contains('.', StringComparison.Ordinal)
            && decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var fine)
            && OfEpoch(fine) is { } exact)
            return ReportedTime.At(exact);
        if (Written().Match(text) is not { Success: true } match)
            return null;
        string Part(string name) => match.Groups[name].Value;
        var (fraction, offset) = (Part("fraction"), Part("offset").ToUpperInvariant());
        var iso = $"{Part("year")}-{Part("month").PadLeft(2, '0')}-{Part("day").PadLeft(2, '0')}T{Part("hour").PadLeft(2, '0')}"
            + $":{Part("minute")}:{Part("second")}{(fraction.Length > 0 ? $".{fraction}" : "")}" + offset switch
            {
                "" => "",
                "Z" or "UTC" or "GMT" => "Z",
                { Length: 3 } => $"{offset}:00",
                { Length: 5 } when offset[2] is ':' => $"{offset[0]}0{offset[1..]}",
                { Length: 5 } => $"{offset[..3]}:{offset[3..]}",
                _ => offset,
            };
        return ReportedTime.Parse(iso) is { Unreadable: null } time ? time : null;
    }

    /// <summary>A time in ISO 8601 that is in UTC where it has no offset.</summary>
    public static ReportedTime? Utc(string? text) => Iso(text) switch
    {
        { Local: { } local, Precision: TimePrecision.Minute } => ReportedTime.At(local.WithOffset(Offset.Zero)),
        var time => time,
    };

    /// <summary>A number as a text, also with a comma, and with a percent sign, which makes a share of it; null where it is none.</summary>
    public static decimal? Level(string? text)
    {
        if (text is null)
            return null;
        var written = text.Replace(',', '.').TrimEnd('%', ' ');
        // With its digits behind the point, so that it is no whole number of a hundred.
        return !decimal.TryParse(written, NumberStyles.Float, CultureInfo.InvariantCulture, out var level) ? null
            : text.Contains('%', StringComparison.Ordinal) ? level * 0.01m : level;
    }

    /// <summary>How sure a reader is, as a share: of 0 to 1, or of 0 to 100; null for another number.</summary>
    public static double? Confidence(decimal? confidence) => confidence switch
    {
        >= 0 and <= 1 => (double)confidence.Value,
        > 1 and <= 100 => (double)(confidence.Value / 100),
        _ => null,
    };

    /// <summary>How sure a reader is that counts to 100, as a share: a whole 1 is one in a hundred, a fraction a share.</summary>
    public static double? Percent(decimal? confidence) => confidence switch
    {
        >= 0 and <= 1 when confidence.Value.Scale > 0 => (double)confidence.Value,
        >= 0 and <= 100 => (double)(confidence.Value / 100),
        _ => null,
    };

    /// <summary>Whether a text says true or false; null where it says neither.</summary>
    public static bool? Truth(string text) => text.Trim().ToLowerInvariant() switch
    {
        "true" or "1" or "yes" or "on" or "active" or "start" or "high" => true,
        "false" or "0" or "no" or "off" or "inactive" or "stop" or "low" => false,
        _ => null,
    };

    /// <summary>The category code of a label; null where nothing is left of it.</summary>
    public static string? Category(string? label)
    {
        if (label is null)
            return null;
        if (Codes.TryGetValue(label, out var known))
            return known.Length > 0 ? known : null;
        var code = Slug.Of(label.Length <= 200 ? label : label[..200]);
        if (Codes.Count < MostCodes)
            Codes.TryAdd(label, code);
        return code.Length > 0 ? code : null;
    }

    /// <summary>An id of parts: joined, or a hash of that where it would be too long.</summary>
    public static string Id(params ReadOnlySpan<string?> parts)
    {
        var id = string.Join(':', parts);
        return id.Length <= MostIdCharacters ? id : Hash(id);
    }

    /// <summary>
    /// An id of what tells a read apart, without its plate: an id stays when the plate is masked. The plate itself only tells two reads of
    /// one moment apart, by 12 bits of a hash: thousands of plates have the same.
    /// </summary>
    public static string PlateId(string plate, params ReadOnlySpan<string?> parts)
    {
        var id = Id(parts);
        return string.Concat(id, ":", Hash($"{id}\n{plate}").AsSpan(0, 3));
    }

    /// <summary>The first 128 bits of the SHA-256 of a text, in hexadecimal.</summary>
    public static string Hash(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        return Convert.ToHexStringLower(hash[..16]);
    }

    /// <summary>A time as a part of an id.</summary>
    public static string Mark(ReportedTime time) =>
        time.Moment is { } moment ? InstantPattern.ExtendedIso.Format(moment.ToInstant())
        : time.Local is { } local ? LocalDateTimePattern.ExtendedIso.Format(local) : time.Unreadable ?? "";

    /// <summary>The picture of a read by its hash, or null where none came; where several did, the one of the whole view.</summary>
    public static MediaReference? Picture(DialectMessage message)
    {
        if (message.Pictures.Count == 0)
            return null;
        var picture = message.Pictures.FirstOrDefault(p => p.Name.Contains("detection", StringComparison.OrdinalIgnoreCase)
            || p.Name.Contains("background", StringComparison.OrdinalIgnoreCase)
            || p.Name.Contains("normal", StringComparison.OrdinalIgnoreCase)) ?? message.Pictures[0];
        return new($"cid:{(picture.Name.Length > 0 ? picture.Name : "picture")}", picture.Sha256);
    }

    [GeneratedRegex(
        """
        ^\s*(?:(?<year>[0-9]{4})(?<s>[-/.]?)(?<month>[0-9]{1,2})\k<s>(?<day>[0-9]{1,2})
        |(?<day>[0-9]{1,2})\.(?<month>[0-9]{1,2})\.(?<year>[0-9]{4}))
        [T\s]*(?<hour>[0-9]{1,2}):?(?<minute>[0-9]{2}):?(?<second>[0-9]{2})(?:[.,:]?(?<fraction>[0-9]{1,9}))?
        \s*(?<offset>Z|UTC|GMT|[+-][0-9]{2}(?::?[0-9]{2})?|[+-][0-9]:[0-9]{2})?(?:\[[A-Za-z/_+-]*\])?\s*\z
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Written();
}
