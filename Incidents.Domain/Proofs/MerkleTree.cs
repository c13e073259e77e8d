using System.Numerics;
using System.Security.Cryptography;

namespace Incidents.Domain.Proofs;

/// <summary>The Merkle tree of RFC 6962, section 2.1: its hashes, and the checks of its proofs.</summary>
/// <remarks>
/// A leaf is hashed as SHA-256 of 0x00 and its bytes, a node as SHA-256 of 0x01 and its two halves, so that none passes for the other. The
/// left half of a tree has the largest power of two of leaves that is less than the whole. The checks are those of RFC 9162, sections
/// 2.1.3.2 and 2.1.4.2, which writes them down for the same tree.
/// </remarks>
public static class MerkleTree
{
    /// <summary>Bytes of a hash.</summary>
    public const int HashBytes = 32;

    /// <summary>Most hashes of a proof: a tree has less than 2^63 leaves.</summary>
    public const int LongestProof = 64;

    /// <summary>The root of the tree without leaves: SHA-256 of nothing.</summary>
    public static byte[] EmptyRoot => SHA256.HashData([]);

    /// <summary>The hash of a leaf.</summary>
    /// <param name="leaf">Its bytes.</param>
    public static byte[] LeafHash(ReadOnlySpan<byte> leaf)
    {
        Span<byte> bytes = leaf.Length < 256 ? stackalloc byte[leaf.Length + 1] : new byte[leaf.Length + 1];
        bytes[0] = 0;
        leaf.CopyTo(bytes[1..]);
        return SHA256.HashData(bytes);
    }

    /// <summary>The hash of a node.</summary>
    /// <param name="left">Hash of its left half, 32 bytes.</param>
    /// <param name="right">Hash of its right half, 32 bytes.</param>
    public static byte[] NodeHash(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        Span<byte> bytes = stackalloc byte[1 + 2 * HashBytes];
        bytes[0] = 1;
        left.CopyTo(bytes[1..]);
        right.CopyTo(bytes[(1 + HashBytes)..]);
        return SHA256.HashData(bytes);
    }

    /// <summary>The root over leaves.</summary>
    /// <param name="leafHashes">Hashes of the leaves, in order.</param>
    public static byte[] Root(IReadOnlyList<byte[]> leafHashes) =>
        leafHashes.Count == 0 ? EmptyRoot : MerkleProofs.Range(new(0, leafHashes.Count), node => Complete(node, leafHashes));

    /// <summary>The proof that a leaf is in the tree over some leaves.</summary>
    /// <param name="index">Number of the leaf, from 0.</param>
    /// <param name="leafHashes">Hashes of all leaves, in order.</param>
    public static IReadOnlyList<byte[]> Inclusion(long index, IReadOnlyList<byte[]> leafHashes) =>
        MerkleProofs.Inclusion(index, leafHashes.Count, node => Complete(node, leafHashes));

    /// <summary>The proof that the tree over some leaves continues that over the first of them.</summary>
    /// <param name="first">Number of the first leaves, at least 1.</param>
    /// <param name="leafHashes">Hashes of all leaves, in order.</param>
    public static IReadOnlyList<byte[]> Consistency(long first, IReadOnlyList<byte[]> leafHashes) =>
        MerkleProofs.Consistency(first, leafHashes.Count, node => Complete(node, leafHashes));

    /// <summary>Whether a proof shows that a leaf is at a place of a tree.</summary>
    /// <param name="leafHash">Hash of the leaf.</param>
    /// <param name="index">Number of the leaf, from 0.</param>
    /// <param name="size">Number of leaves of the tree.</param>
    /// <param name="proof">The proof.</param>
    /// <param name="root">Root of the tree.</param>
    public static bool IsIncluded(byte[] leafHash, long index, long size, IReadOnlyList<byte[]> proof, byte[] root)
    {
        if (index < 0 || index >= size || !AreHashes(proof))
            return false;
        var (node, last, hash) = (index, size - 1, leafHash);
        foreach (var sibling in proof)
        {
            if (last == 0)
                return false;
            if ((node & 1) == 1 || node == last)
            {
                hash = NodeHash(sibling, hash);
                // A node without a right neighbour goes up as it is.
                while ((node & 1) == 0 && node != 0)
                    (node, last) = (node >> 1, last >> 1);
            }
            else
            {
                hash = NodeHash(hash, sibling);
            }
            (node, last) = (node >> 1, last >> 1);
        }
        return last == 0 && hash.AsSpan().SequenceEqual(root);
    }

    /// <summary>Whether a proof shows that a tree continues an earlier one.</summary>
    /// <param name="first">Number of leaves of the earlier tree, at least 1.</param>
    /// <param name="firstRoot">Its root.</param>
    /// <param name="second">Number of leaves of the later tree, at least as many.</param>
    /// <param name="secondRoot">Its root.</param>
    /// <param name="proof">The proof; empty where both are of one size.</param>
    public static bool IsContinued(long first, byte[] firstRoot, long second, byte[] secondRoot, IReadOnlyList<byte[]> proof)
    {
        if (first < 1 || first > second || !AreHashes(proof))
            return false;
        if (first == second)
            return proof.Count == 0 && firstRoot.AsSpan().SequenceEqual(secondRoot);
        var path = BitOperations.IsPow2(first) ? [firstRoot, .. proof] : proof;
        if (path.Count == 0)
            return false;
        var (node, last) = (first - 1, second - 1);
        while ((node & 1) == 1)
            (node, last) = (node >> 1, last >> 1);
        var (before, after) = (path[0], path[0]);
        foreach (var sibling in path.Skip(1))
        {
            if (last == 0)
                return false;
            if ((node & 1) == 1 || node == last)
            {
                (before, after) = (NodeHash(sibling, before), NodeHash(sibling, after));
                while ((node & 1) == 0 && node != 0)
                    (node, last) = (node >> 1, last >> 1);
            }
            else
            {
                after = NodeHash(after, sibling);
            }
            (node, last) = (node >> 1, last >> 1);
        }
        return last == 0 && before.AsSpan().SequenceEqual(firstRoot) && after.AsSpan().SequenceEqual(secondRoot);
    }

    private static bool AreHashes(IReadOnlyList<byte[]> proof) =>
        proof.Count <= LongestProof && proof.All(hash => hash.Length == HashBytes);

    private static byte[] Complete(MerkleNode node, IReadOnlyList<byte[]> leafHashes) => node.Height == 0
        ? leafHashes[checked((int)node.Index)]
        : NodeHash(Complete(node.Left, leafHashes), Complete(node.Right, leafHashes));
}
