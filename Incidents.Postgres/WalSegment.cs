using System.Globalization;

namespace Incidents.Postgres;

/// <summary>Names of files of the write-ahead log, each of which holds 16 MB of one timeline.</summary>
/// <param name="Timeline">The timeline.</param>
/// <param name="Number">Its place: position divided by its length.</param>
internal readonly record struct WalSegment(uint Timeline, ulong Number)
{
    /// <summary>Bytes of a file, as <c>initdb</c> sets it by default.</summary>
    public const long Length = 16 * 1024 * 1024;

    private const ulong InOneLog = 0x1_0000_0000 / (ulong)Length;

    /// <summary>How a file is marked that is still being received.</summary>
    public const string Unfinished = ".partial";

    /// <summary>The position at which it begins.</summary>
    public ulong Start => Number * (ulong)Length;

    /// <summary>The file's name.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{Timeline:X8}{Number / InOneLog:X8}{Number % InOneLog:X8}");

    /// <summary>The one after it.</summary>
    public WalSegment Next => this with { Number = Number + 1 };

    /// <summary>The file that holds a position.</summary>
    public static WalSegment Of(uint timeline, ulong position) => new(timeline, position / (ulong)Length);

    /// <summary>The file of this name, finished or not; null for a file of another kind.</summary>
    public static WalSegment? Named(string name)
    {
        if (name.EndsWith(Unfinished, StringComparison.Ordinal))
            name = name[..^Unfinished.Length];
        return name.Length == 24 && Hex(name.AsSpan(0, 8)) is { } timeline && Hex(name.AsSpan(8, 8)) is { } log
            && Hex(name.AsSpan(16, 8)) is { } segment && segment < InOneLog
            ? new(timeline, log * InOneLog + segment)
            : null;
    }

    /// <summary>Reads a position as PostgreSQL writes it, e.g. <c>0/16B3748</c>.</summary>
    public static ulong Position(string text) =>
        text.Split('/') is [var high, var low] && Hex(high) is { } upper && Hex(low) is { } lower
            ? ((ulong)upper << 32) | lower
            : throw new FormatException($"'{text}' is no position of a write-ahead log.");

    /// <summary>A position as PostgreSQL writes it.</summary>
    public static string Text(ulong position) => string.Create(CultureInfo.InvariantCulture, $"{position >> 32:X}/{(uint)position:X}");

    private static uint? Hex(ReadOnlySpan<char> text) =>
        uint.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) ? value : null;
}
