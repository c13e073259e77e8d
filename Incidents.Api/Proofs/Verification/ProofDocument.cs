using System.Text.Json;
using Incidents.Domain.Proofs;

namespace Incidents.Api.Proofs.Verification;

/// <summary>What an export says of the list of the case and of earlier checkpoints; nothing of it is believed without its proof.</summary>
/// <param name="List">The list.</param>
/// <param name="Index">Its place in the log.</param>
/// <param name="Proof">Its proof.</param>
/// <param name="Earlier">Earlier checkpoints of the same log, by size: root and proof.</param>
/// <param name="Before">The logs before, the latest first.</param>
internal sealed record ProofDocument(
    ProvenList List, long Index, byte[][] Proof, IReadOnlyDictionary<long, (byte[] Root, byte[][] Proof)> Earlier,
    IReadOnlyList<FormerLog> Before)
{
    private const int MostEarlier = 10_000;
    private const int MostBefore = 100;

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
        var before = root.GetProperty("before");
        if (root.GetProperty("format").GetString() != ExportNames.Format || before.GetArrayLength() > MostBefore
            || list.GetProperty("count").GetInt64() is not (>= 0 and var count))
            return null;
        return new(
            new(list.GetProperty("case").GetGuid(), count, Root(list)), list.GetProperty("index").GetInt64(),
            EntryLine.Hashes(list.GetProperty("proof")),
            EarlierOf(earlier), [.. before.EnumerateArray().Select(Former)]);
    }

    private static FormerLog Former(JsonElement of) => new(
        CheckpointOf(of.GetProperty("named")),
        EntryLine.Hashes(of.GetProperty("namedProof")),
        of.TryGetProperty("kept", out var kept) ? CheckpointOf(kept) : null,
        of.TryGetProperty("keptProof", out var proof) ? EntryLine.Hashes(proof) : [],
        EarlierOf(of.GetProperty("earlier")));

    private static Checkpoint CheckpointOf(JsonElement text) => text.GetString() is { } written && Checkpoint.Parse(written) is { } found
        ? found
        : throw new FormatException("A log before is named by a checkpoint.");

    private static Dictionary<long, (byte[] Root, byte[][] Proof)> EarlierOf(JsonElement list) => list.GetArrayLength() <= MostEarlier
        ? list.EnumerateArray().DistinctBy(at => at.GetProperty("size").GetInt64()).ToDictionary(
            at => at.GetProperty("size").GetInt64(), at => (Root(at), EntryLine.Hashes(at.GetProperty("proof"))))
        : throw new FormatException("There are more earlier checkpoints than an export has.");

    private static byte[] Root(JsonElement of) => of.GetProperty("root").GetBytesFromBase64() is { Length: MerkleTree.HashBytes } root
        ? root
        : throw new FormatException("A root has 32 bytes.");
}

/// <summary>A log before the one of the checkpoint, as the first leaves of the next one name it.</summary>
/// <param name="Named">What was signed last of it.</param>
/// <param name="NamedProof">The proof that the first leaf of the next one says so.</param>
/// <param name="Kept">The last checkpoint that the restored database had; null where that is the same.</param>
/// <param name="KeptProof">The proof that the second leaf says so.</param>
/// <param name="Earlier">Earlier checkpoints of it by size, with proofs to <see cref="End"/>.</param>
internal sealed record FormerLog(
    Checkpoint Named, byte[][] NamedProof, Checkpoint? Kept, byte[][] KeptProof,
    IReadOnlyDictionary<long, (byte[] Root, byte[][] Proof)> Earlier)
{
    /// <summary>The tree of it that the database still has, if any.</summary>
    public Checkpoint End => Kept ?? Named;
}
