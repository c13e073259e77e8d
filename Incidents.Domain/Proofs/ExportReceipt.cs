using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Incidents.Domain.Proofs;

/// <summary>A part of an export.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Bytes">Its length in bytes.</param>
/// <param name="Sha256">Its SHA-256, 64 lower-case hexadecimal digits.</param>
public sealed record ExportPart(string Name, long Bytes, string Sha256);

/// <summary>The receipt of an export: who exported what, when and why, and what each part is. It is signed by the key of the log.</summary>
/// <remarks>
/// Its first line is no origin and its second no number, so that no receipt passes for a checkpoint. Texts of people are JSON strings in
/// ASCII.
/// </remarks>
/// <param name="Case">The case.</param>
/// <param name="ExportedAt">When, as RFC 3339 in UTC.</param>
/// <param name="ExportedBy">By whom.</param>
/// <param name="Purpose">Why.</param>
/// <param name="Checkpoint">The checkpoint that the proofs lead to.</param>
/// <param name="Entries">Number of entries of the case.</param>
/// <param name="Withheld">Numbers of the entries that are withheld; from 0, in order.</param>
/// <param name="Pages">SHA-256 of the form of the pages, 64 lower-case hexadecimal digits: builds of one form make the same pages.</param>
/// <param name="Silent">Names of the witnesses of the log that have not co-signed the checkpoint.</param>
/// <param name="Absent">Hashes of evidence whose bytes are not here, and not in the export.</param>
/// <param name="Parts">All parts but the receipt and the checkpoint.</param>
public sealed record ExportReceipt(
    Guid Case, string ExportedAt, string ExportedBy, string Purpose, Checkpoint Checkpoint, long Entries,
    IReadOnlyList<LeafRange> Withheld, string Pages, IReadOnlyList<string> Silent, IReadOnlyList<string> Absent,
    IReadOnlyList<ExportPart> Parts)
{
    /// <summary>Most lines of a receipt.</summary>
    public const int MostLines = 20_000;

    private const string Title = "incidents case export/1";
    private static readonly JsonSerializerOptions Ascii = new() { Encoder = JavaScriptEncoder.Default };

    /// <summary>How many entries are withheld.</summary>
    public long WithheldCount => Withheld.Sum(range => range.Until - range.From);

    /// <summary>The text that is signed.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"""
        {Title}
        case {Case}
        exported {ExportedAt}
        by {Json(ExportedBy)}
        purpose {Json(Purpose)}
        checkpoint {Checkpoint.Size} {Convert.ToBase64String(Checkpoint.Root)} {Checkpoint.Origin}
        entries {Entries}
        withheld {NumberRanges.Write(Withheld)}
        pages {Pages}

        """) + string.Concat(Silent.Select(name => $"silent {name}\n")) + string.Concat(Absent.Select(hash => $"absent {hash}\n"))
        + string.Concat(Parts.Select(
            part => string.Create(CultureInfo.InvariantCulture, $"part {part.Sha256} {part.Bytes} {part.Name}\n")));

    /// <summary>Reads the text of a receipt; null where it is none.</summary>
    public static ExportReceipt? Parse(string text)
    {
        var lines = text.Split('\n');
        if (lines.Length is < 10 or > MostLines || lines[0] != Title || lines[^1] != ""
            || Value(lines[1], "case") is not { } ofCase || !Guid.TryParseExact(ofCase, "D", out var id)
            || Value(lines[2], "exported") is not { } at || Read(lines[3], "by") is not { } by
            || Read(lines[4], "purpose") is not { } purpose
            || Value(lines[5], "checkpoint")?.Split(' ') is not [var size, var root, var origin]
            || Checkpoint.Parse($"{origin}\n{size}\n{root}\n") is not { } checkpoint
            || !long.TryParse(Value(lines[6], "entries"), NumberStyles.None, CultureInfo.InvariantCulture, out var entries)
            || Value(lines[7], "withheld") is not { } withheld || NumberRanges.Parse(withheld, entries) is not { } ranges
            || Value(lines[8], "pages") is not { } pages || !IsHash(pages))
            return null;
        var (silent, absent, parts) = (new List<string>(), new List<string>(), new List<ExportPart>());
        foreach (var line in lines[9..^1])
        {
            if (Value(line, "silent") is { } witness && VerifierKey.IsName(witness))
                silent.Add(witness);
            else if (Value(line, "absent") is { } hash && IsHash(hash))
                absent.Add(hash);
            else if (Value(line, "part")?.Split(' ', 3) is [var sha256, var length, var name] && IsHash(sha256)
                && long.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes))
                parts.Add(new(name, bytes, sha256));
            else
                return null;
        }
        // Two parts of one name would be two files in one.
        return parts.DistinctBy(part => part.Name).Count() == parts.Count
            ? new(id, at, by, purpose, checkpoint, entries, ranges, pages, silent, absent, parts)
            : null;
    }

    private static bool IsHash(string text) => text.Length == 64 && text.All(c => char.IsAsciiDigit(c) || c is >= 'a' and <= 'f');

    private static string Json(string text) => JsonSerializer.Serialize(text, Ascii);

    private static string? Value(string line, string name) =>
        line.StartsWith(name + " ", StringComparison.Ordinal) ? line[(name.Length + 1)..] : null;

    private static string? Read(string line, string name)
    {
        try
        {
            return Value(line, name) is { } json ? JsonSerializer.Deserialize<string>(json) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
