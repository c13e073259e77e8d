using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Incidents.Api.Import;
using Incidents.Api.Ingest;
using Incidents.Domain;
using NodaTime;
using NodaTime.Text;

namespace Incidents.Api.Dialects;

/// <summary>Values that several dialects write in ways of their own.</summary>
internal static class DialectValues
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

    /// <summary>A moment as a report has it, or null.</summary>
    public static ReportedTime? At(OffsetDateTime? moment) => moment is { } known ? ReportedTime.At(known) : null;

    /// <summary>A moment as a report has it.</summary>
    public static ReportedTime At(Instant moment) => ReportedTime.At(moment.WithOffset(Offset.Zero));

    /// <summary>A time in ISO 8601, also with a blank in the place of the T; a time without offset is local to the city.</summary>
    public static ReportedTime? Iso(string? text)
    {
        if (text is null)
            return null;
        var written = text.Length > 10 && text[10] == ' ' ? string.Concat(text.AsSpan(0, 10), "T", text.AsSpan(11)) : text;
        if (written.EndsWith('z'))
            written = written[..^1] + "Z";
        return ReportedTime.Parse(written);
    }

    /// <summary>A time in ISO 8601 that is in UTC where it has no offset.</summary>
    public static ReportedTime? Utc(string? text) => Iso(text) switch
    {
        { Local: { } local, Precision: TimePrecision.Minute } => ReportedTime.At(local.WithOffset(Offset.Zero)),
        var time => time,
    };

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

    /// <summary>The plate where a text is one, else null: no read, a placeholder, or noise.</summary>
    public static string? Plate(string? text) =>
        text is null || text.Length > 40 || IsPlaceholder(text) || Domain.Plate.Normalise(text) is not { } plate ? null : plate;

    /// <summary>Whether a reader wrote that it could not read a plate.</summary>
    public static bool IsPlaceholder(string? text) => text is null or "" || text.Trim().ToUpperInvariant() is
        "" or "UNKNOWN" or "NOPLATE" or "NO PLATE" or "NO_PLATE" or "UNLICENSED" or "NULL" or "NONE" or "UNREADABLE" or "N/A" or "车牌"
            or "无车牌" or "-";

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
            || p.Name.Contains("background", StringComparison.OrdinalIgnoreCase)) ?? message.Pictures[0];
        return new($"cid:{(picture.Name.Length > 0 ? picture.Name : "picture")}", picture.Sha256);
    }
}
