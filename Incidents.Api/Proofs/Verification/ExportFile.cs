using System.IO.Compression;
using Incidents.Domain.Proofs;

namespace Incidents.Api.Proofs.Verification;

/// <summary>The file cannot be read as an export at all.</summary>
/// <param name="fault">Why.</param>
/// <param name="message">One sentence.</param>
internal sealed class ExportFileException(ProofFault fault, string message) : Exception(message)
{
    /// <summary>Why.</summary>
    public ProofFault Fault => fault;
}

/// <summary>Opens an export, and refuses what would take more memory, time or places than an export can.</summary>
internal static class ExportFile
{
    /// <summary>Most parts of an export.</summary>
    public const int MostParts = 20_000;

    /// <summary>Most bytes of a part that is read at once.</summary>
    public const int MostBytesAtOnce = 64 << 20;

    /// <summary>Most bytes of the entries, and of the pages that are made of them.</summary>
    public const long MostBytesOfText = 8L << 30;

    // The greatest ratio that deflate reaches is about 1,032; ours is far below.
    private const int MostRatio = 200;

    private static readonly HashSet<string> Texts =
    [
        ExportNames.Receipt, ExportNames.Checkpoint, ExportNames.Proof, ExportNames.Entries, ExportNames.Case, ExportNames.Readme,
        .. ExportNames.Languages.Select(ExportNames.Timeline),
    ];

    /// <summary>The parts of an export, by name.</summary>
    /// <param name="archive">The archive.</param>
    /// <param name="findings">Receives what is wrong with names; such parts are left out.</param>
    /// <exception cref="ExportFileException">It has a part that is too large.</exception>
    public static Dictionary<string, ZipArchiveEntry> Parts(ZipArchive archive, Findings findings)
    {
        var parts = new Dictionary<string, ZipArchiveEntry>(StringComparer.Ordinal);
        foreach (var part in archive.Entries)
        {
            var shown = Shown(part.FullName);
            if (!IsName(part.FullName))
                findings.Add(ProofFault.NameUnsafe, shown, "No part of an export has this name.");
            else if (!parts.TryAdd(part.FullName, part))
                findings.Add(ProofFault.NameTwice, shown, "Two parts have this name.");
            CheckSize(part, shown);
        }
        return parts;
    }

    /// <summary>A name of a part as it may be printed.</summary>
    public static string Shown(string name) =>
        string.Concat(name.Take(100).Select(c => char.IsControl(c) || char.IsSurrogate(c) || c > 0x2000 ? '?' : c));

    private static bool IsName(string name) => Texts.Contains(name)
        || (name.StartsWith(ExportNames.Evidence, StringComparison.Ordinal) && name[ExportNames.Evidence.Length..] is var file
            && file.Length >= 64 && file[..64].All(c => char.IsAsciiDigit(c) || c is >= 'a' and <= 'f')
            && (file.Length == 64 || (file[64] == '.' && file.Length <= 73 && file[65..].All(char.IsAsciiLetterOrDigit))));

    private static void CheckSize(ZipArchiveEntry part, string shown)
    {
        var most = part.FullName switch
        {
            // What is not compressed is no larger than the file.
            _ when part.Length == part.CompressedLength => long.MaxValue,
            _ when part.Length / MostRatio > part.CompressedLength + 1_000 => 0,
            ExportNames.Receipt or ExportNames.Checkpoint or ExportNames.Proof => MostBytesAtOnce,
            _ => MostBytesOfText,
        };
        if (part.Length > most || (IsAtOnce(part.FullName) && part.Length > MostBytesAtOnce))
            throw new ExportFileException(ProofFault.FileTooLarge, $"{shown} would have {part.Length} bytes.");
    }

    private static bool IsAtOnce(string name) => name is ExportNames.Receipt or ExportNames.Checkpoint or ExportNames.Proof;
}
