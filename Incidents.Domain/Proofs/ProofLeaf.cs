using System.Buffers.Binary;
using System.Text;

namespace Incidents.Domain.Proofs;

/// <summary>The leaves of the log, byte by byte.</summary>
/// <remarks>
/// A leaf is its kind in ASCII, a zero byte, and what it is about. <c>event</c> and <c>access</c>: the hash of the commitment, 32 bytes.
/// <c>event-uncommitted</c> and <c>access-uncommitted</c>: the id of one that an earlier build wrote without a commitment, 16 bytes in the
/// order of RFC 9562. <c>case</c>: id of the case (16 bytes), number of its entries (8 bytes, big-endian), and the root over their leaves
/// (32 bytes). <c>origin</c>: the text of the last checkpoint that is known of the log before.
/// </remarks>
public static class ProofLeaf
{
    private const string UncommittedMark = "-uncommitted";

    /// <summary>The leaf of an event of the store.</summary>
    /// <param name="id">The event.</param>
    /// <param name="commitment">Hash of its commitment, 32 bytes; null where it has none.</param>
    public static byte[] Event(Guid id, byte[]? commitment) => Committed("event", id, commitment);

    /// <summary>The leaf of an entry of the access log.</summary>
    /// <param name="id">The entry.</param>
    /// <param name="commitment">Hash of its commitment, 32 bytes; null where it has none.</param>
    public static byte[] Access(Guid id, byte[]? commitment) => Committed("access", id, commitment);

    /// <summary>The leaf of a case's list of entries.</summary>
    /// <param name="id">The case.</param>
    /// <param name="count">Number of entries.</param>
    /// <param name="root">Root over their leaves, in the order of the list.</param>
    public static byte[] Case(Guid id, long count, byte[] root)
    {
        Span<byte> content = stackalloc byte[24 + MerkleTree.HashBytes];
        id.TryWriteBytes(content, bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(content[16..], count);
        root.CopyTo(content[24..]);
        return Of("case", content);
    }

    /// <summary>The first leaf of a log that begins because the database was restored.</summary>
    /// <param name="last">The last checkpoint that was signed before.</param>
    public static byte[] Origin(Checkpoint last) => Of("origin", Encoding.UTF8.GetBytes(last.Text));

    private static byte[] Committed(string kind, Guid id, byte[]? commitment) => commitment is null
        ? Of(kind + UncommittedMark, id.ToByteArray(bigEndian: true))
        : Of(kind, commitment);

    private static byte[] Of(string kind, ReadOnlySpan<byte> content) => [.. Encoding.ASCII.GetBytes(kind), 0, .. content];
}
