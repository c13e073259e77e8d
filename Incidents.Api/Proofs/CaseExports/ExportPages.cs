using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Incidents.Domain.Proofs;

namespace Incidents.Api.Proofs.CaseExports;

/// <summary>What the pages of an export show beside its entries; all of it is in the receipt.</summary>
/// <param name="Case">The case.</param>
/// <param name="Checkpoint">The checkpoint that the proofs lead to.</param>
/// <param name="Entries">Number of entries of the case.</param>
/// <param name="Withheld">How many of them are withheld.</param>
internal sealed record PageFacts(Guid Case, Checkpoint Checkpoint, long Entries, long Withheld);

/// <summary>What a page shows of an entry.</summary>
/// <param name="Position">Its number in the list of the case, from 0.</param>
/// <param name="Id">Id of the event.</param>
/// <param name="Type">Its type, as stored.</param>
/// <param name="Content">Its content in canonical form; null where it is not shown.</param>
/// <param name="Hash">Hash of its commitment; null where it has none.</param>
internal sealed record ShownEntry(long Position, Guid Id, string Type, string? Content, byte[]? Hash)
{
    /// <summary>Reads a line of the entries that was checked before.</summary>
    public static ShownEntry Parse(ReadOnlyMemory<byte> line)
    {
        using var document = JsonDocument.Parse(line);
        var entry = document.RootElement;
        return new(
            entry.GetProperty("position").GetInt64(), entry.GetProperty("id").GetGuid(), entry.GetProperty("type").GetString()!,
            entry.TryGetProperty("content", out var content) ? content.GetRawText() : null,
            entry.TryGetProperty("commitment", out var hash) ? hash.GetBytesFromBase64() : null);
    }
}

/// <summary>What a page shows of an item of evidence.</summary>
/// <param name="Id">The item.</param>
/// <param name="FileName">Name of the file.</param>
/// <param name="MediaType">Its media type.</param>
/// <param name="SizeBytes">Its size; null where it is not known.</param>
/// <param name="Sha256">Its SHA-256.</param>
/// <param name="Note">What it is, or null.</param>
/// <param name="Part">Name of its part; null where its bytes are not in the export.</param>
internal sealed record ShownEvidence(
    Guid Id, string FileName, string MediaType, long? SizeBytes, string Sha256, string? Note, string? Part)
{
    /// <summary>The type of the entries that take evidence in.</summary>
    public const string Taken = "evidence_taken";

    /// <summary>The item that an entry takes in; null where it takes none in, or does not show it.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="hasPart">Whether the export has a part of this name.</param>
    public static ShownEvidence? Of(ShownEntry entry, Func<string, bool> hasPart)
    {
        if (entry is not { Type: Taken, Content: { } content })
            return null;
        using var document = JsonDocument.Parse(content);
        var taken = document.RootElement;
        var (sha256, name) = (Text(taken, "sha256") ?? "", Text(taken, "fileName") ?? "");
        var part = ExportNames.EvidenceOf(sha256, name);
        return new(
            taken.TryGetProperty("evidenceId", out var id) && id.TryGetGuid(out var item) ? item : Guid.Empty, name,
            Text(taken, "mediaType") ?? "",
            taken.TryGetProperty("sizeBytes", out var size) && size.ValueKind is JsonValueKind.Number && size.TryGetInt64(out var bytes)
                ? bytes
                : null, sha256,
            Text(taken, "note"), hasPart(part) ? part : null);
    }

    private static string? Text(JsonElement of, string name) =>
        of.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
}

/// <summary>The pages of an export: they follow from its entries and its receipt alone, so that who checks can make them again.</summary>
internal static class ExportPages
{
    private static readonly Lazy<string> Made = new(MakeForm);

    /// <summary>Their names.</summary>
    public static IEnumerable<string> Names => [.. ExportNames.Languages.Select(ExportNames.Timeline), ExportNames.Case];

    /// <summary>SHA-256 of a sample of them, and of their words: builds of one form make the same pages.</summary>
    public static string Form => Made.Value;

    /// <summary>Writes one.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="facts">What it shows beside the entries.</param>
    /// <param name="entries">The entries.</param>
    /// <param name="evidence">The evidence that they take in.</param>
    /// <param name="to">Receives it.</param>
    /// <param name="cancellation">Cancels it.</param>
    public static Task Write(
        string name, PageFacts facts, IAsyncEnumerable<ShownEntry> entries, IReadOnlyList<ShownEvidence> evidence, Stream to,
        CancellationToken cancellation) => name == ExportNames.Case
        ? CaseGraph.Write(facts.Case, entries, evidence, to, cancellation)
        : TimelinePage.Write(
            TimelineWords.Of(Array.Find(ExportNames.Languages, language => ExportNames.Timeline(language) == name)!), facts, entries,
            evidence, to, cancellation);

    // A change of how pages are made, or of a word in them, is another form without anybody having to remember it.
    private static string MakeForm()
    {
        const string Content =
            """
            {"occurredAt":"2026-01-01T00:00:00Z","knownAt":"2026-01-01T00:00:00Z","a":{"b":[1.5,true,"<&\" é"]},"c":null}
            """;
        const string Evidence =
            """
            {"evidenceId":"00000000-0000-0000-0000-000000000001","fileName":"<a>.b","mediaType":"a/b","note":"n","sha256":"0","sizeBytes":7}
            """;
        ShownEntry[] entries =
        [
            new(0, Guid.Empty, "alert_raised", Content, [1]), new(1, Guid.Empty, "alert_raised", null, [2]),
            new(3, Guid.Empty, "no_such_type", Content, null), new(4, Guid.Empty, ShownEvidence.Taken, Evidence, [3]),
        ];
        ShownEvidence[] evidence =
            [ShownEvidence.Of(entries[3], _ => true)!, ShownEvidence.Of(entries[3], _ => false)! with { SizeBytes = null, Note = null }];
        using var sample = new MemoryStream();
        foreach (var withheld in (long[])[0, 1])
        {
            var facts = new PageFacts(Guid.Empty, new("sample", 9, MerkleTree.EmptyRoot), 5, withheld);
            foreach (var name in Names)
                Write(name, facts, entries.ToAsyncEnumerable(), evidence, sample, CancellationToken.None).GetAwaiter().GetResult();
        }
        foreach (var language in ExportNames.Languages)
            sample.Write(Encoding.UTF8.GetBytes(TimelineWords.Of(language).AllOfEvents));
        return Convert.ToHexStringLower(SHA256.HashData(sample.ToArray()));
    }
}
