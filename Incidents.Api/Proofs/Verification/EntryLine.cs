using System.Text;
using System.Text.Json;
using Incidents.Api.Store;
using Incidents.Api.Proofs.CaseExports;
using Incidents.Domain.Proofs;

namespace Incidents.Api.Proofs.Verification;

/// <summary>One line of the entries, as it was read.</summary>
internal sealed class EntryLine
{
    private const int LongestType = 200;
    private const int SaltBytes = 16;
    private const int HashDigits = 64;

    private EntryLine(long position, long index, Guid id, byte[]? commitment, byte[] leafHash) =>
        (Position, Index, Id, Commitment, LeafHash) = (position, index, id, commitment, leafHash);

    /// <summary>Its number in the list, as the line says.</summary>
    public long Position { get; }

    /// <summary>Its place in the log, as the line says.</summary>
    public long Index { get; }

    /// <summary>Id of the event.</summary>
    public Guid Id { get; }

    /// <summary>The hash, or null.</summary>
    public byte[]? Commitment { get; }

    /// <summary>Hash of its leaf.</summary>
    public byte[] LeafHash { get; }

    /// <summary>The salt; null where the content is masked or not committed to.</summary>
    public byte[]? Salt { get; private init; }

    /// <summary>The proof in the log.</summary>
    public byte[][] Proof { get; private init; } = [];

    /// <summary>The proof in the list.</summary>
    public byte[][] ListProof { get; private init; } = [];

    /// <summary>Whether its content is not shown.</summary>
    public bool IsMasked { get; private init; }

    /// <summary>The SHA-256 that an event of evidence names, or null.</summary>
    public string? Evidence { get; private init; }

    /// <summary>What pages show of it.</summary>
    public ShownEntry Shown => new(Position, Id, Type, Content.Length == 0 ? null : Encoding.UTF8.GetString(Content), Commitment);

    private Guid Stream { get; init; }

    private long Version { get; init; }

    private string Type { get; init; } = "";

    private byte[] Content { get; init; } = [];

    /// <summary>Whether the commitment covers the content with a salt.</summary>
    /// <param name="salt">The salt.</param>
    public bool Fits(byte[] salt)
    {
        Span<byte> hash = stackalloc byte[MerkleTree.HashBytes];
        EventCommitment.Hash(salt, Id, Stream, Version, Type, Content, hash);
        return Commitment is not null && hash.SequenceEqual(Commitment);
    }

    /// <summary>Reads a line; null where it is no entry.</summary>
    public static EntryLine? Parse(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var document = JsonDocument.Parse(line, new() { AllowDuplicateProperties = false });
            return Read(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            return null;
        }
    }

    private static EntryLine? Read(JsonElement entry)
    {
        var id = entry.GetProperty("id").GetGuid();
        var type = entry.GetProperty("type").GetString() ?? throw new FormatException("An entry has a type.");
        var commitment = Bytes(entry, "commitment", MerkleTree.HashBytes);
        var isMasked = entry.TryGetProperty("masked", out var masked) && masked.GetBoolean();
        var hasContent = entry.TryGetProperty("content", out var content);
        var salt = Bytes(entry, "salt", SaltBytes);
        // Masked: neither salt nor content. Committed: both. Of before: content alone.
        if (type.Length > LongestType || isMasked == hasContent || (salt is null) != (isMasked || commitment is null)
            || (hasContent && content.ValueKind is not JsonValueKind.Object))
            return null;
        return new(
            entry.GetProperty("position").GetInt64(), entry.GetProperty("index").GetInt64(), id, commitment,
            MerkleTree.LeafHash(ProofLeaf.Event(id, commitment)))
        {
            Stream = entry.GetProperty("stream").GetGuid(),
            Version = entry.GetProperty("version").GetInt64(),
            Type = type,
            Salt = salt,
            IsMasked = isMasked,
            Content = hasContent ? Encoding.UTF8.GetBytes(content.GetRawText()) : [],
            Evidence = hasContent && type == ShownEvidence.Taken && content.TryGetProperty("sha256", out var sha256)
                && sha256.GetString() is { Length: HashDigits } named ? named : null,
            Proof = Hashes(entry.GetProperty("proof")),
            ListProof = Hashes(entry.GetProperty("listProof")),
        };
    }

    /// <summary>Reads hashes.</summary>
    /// <exception cref="FormatException">There are more than a proof can have.</exception>
    public static byte[][] Hashes(JsonElement list) => list.GetArrayLength() <= MerkleTree.LongestProof
        ? [.. list.EnumerateArray().Select(hash => hash.GetBytesFromBase64())]
        : throw new FormatException("The proof is too long.");

    private static byte[]? Bytes(JsonElement entry, string name, int length) =>
        !entry.TryGetProperty(name, out var value) ? null
        : value.GetBytesFromBase64() is var bytes && bytes.Length == length ? bytes
        : throw new FormatException($"{name} has another length.");
}
