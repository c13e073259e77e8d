namespace Incidents.Api.Proofs;

/// <summary>The names of an export's parts and members, for who writes and who checks.</summary>
internal static class ExportNames
{
    /// <summary>The receipt, a signed note.</summary>
    public const string Receipt = "receipt.txt";

    /// <summary>The checkpoint, a signed note.</summary>
    public const string Checkpoint = "checkpoint.txt";

    /// <summary>The list of the case, and earlier checkpoints, with their proofs.</summary>
    public const string Proof = "proof.json";

    /// <summary>What each commitment covers, one entry a line.</summary>
    public const string Entries = "entries.ndjson";

    /// <summary>The case in CASE/UCO.</summary>
    public const string Case = "case.jsonld";

    /// <summary>How to check it.</summary>
    public const string Readme = "README.txt";

    /// <summary>Folder of the evidence; each file is named by its SHA-256.</summary>
    public const string Evidence = "evidence/";

    /// <summary>What <see cref="Proof"/> says of its form.</summary>
    public const string Format = "incidents-proof/1";

    /// <summary>The languages of the timeline.</summary>
    public static readonly string[] Languages = ["kk", "ru", "en"];

    /// <summary>The timeline in a language.</summary>
    public static string Timeline(string language) => $"timeline.{language}.html";

    /// <summary>The part of an item of evidence: its hash, and the ending of its file's name where that is harmless.</summary>
    /// <param name="sha256">The hash.</param>
    /// <param name="fileName">Name of the file.</param>
    public static string EvidenceOf(string sha256, string fileName)
    {
        var ending = Path.GetExtension(fileName).ToLowerInvariant();
        return Evidence + sha256 + (ending.Length is > 1 and <= 9 && ending.Skip(1).All(char.IsAsciiLetterOrDigit) ? ending : "");
    }
}
