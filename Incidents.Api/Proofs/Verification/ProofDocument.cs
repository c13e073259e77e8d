using System.Text.Json;
using Incidents.Domain.Proofs;

namespace Incidents.Api.Proofs.Verification;

/// <summary>What an export says of the list of the case and of earlier checkpoints; nothing of it is believed without its proof.</summary>
/// <param name="List">The list.</param>
/// <param name="Index">Its place in the log.</param>
/// <param name="Proof">Its proof.</param>
/// <param name="Earlier">Earlier checkpoints of the same log, by size: root and proof.</param>
/// <param name="Before">The checkpoint of the log before with the proof that the first leaf names it, or null.</param>
internal sealed record ProofDocument(
    ProvenList List, long Index, byte[][] Proof, IReadOnlyDictionary<long, (byte[] Root, byte[][] Proof)> Earlier,
    (Checkpoint Checkpoint, byte[][] Proof)? Before)
{
    private const int MostEarlier = 10_000;

    /// <summary>Reads it; null where it is none.</summary>
    public static ProofDocument? Parse(ReadOnlyMemory<byte> text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return Read(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            return null;
        }
    }

    private static ProofDocument? Read(JsonElement root)
    {
        var (list, earlier) = (root.GetProperty("list"), root.GetProperty("earlier"));
        var before = root.TryGetProperty("before", out var named) ? Checkpoint.Parse(named.GetProperty("checkpoint").GetString()!) : null;
        if (root.GetProperty("format").GetString() != ExportNames.Format || earlier.GetArrayLength() > MostEarlier
            || list.GetProperty("count").GetInt64() is not (>= 0 and var count))
            return null;
        return new(
            new(list.GetProperty("case").GetGuid(), count, Root(list)), list.GetProperty("index").GetInt64(),
            EntryLine.Hashes(list.GetProperty("proof")),
            earlier.EnumerateArray().DistinctBy(at => at.GetProperty("size").GetInt64()).ToDictionary(
                at => at.GetProperty("size").GetInt64(), at => (Root(at), EntryLine.Hashes(at.GetProperty("proof")))),
            before is null ? null : (before, EntryLine.Hashes(named.GetProperty("proof"))));
    }

    private static byte[] Root(JsonElement of) => of.GetProperty("root").GetBytesFromBase64() is { Length: MerkleTree.HashBytes } root
        ? root
        : throw new FormatException("A root has 32 bytes.");
}
