using System.Numerics;

namespace Incidents.Domain.Proofs;

/// <summary>A node over a power of two of leaves: its hash never changes, whatever is added later.</summary>
/// <param name="Height">It is over 2^height leaves; 0 for a leaf.</param>
/// <param name="Index">Its number among the nodes of its height, from 0.</param>
public readonly record struct MerkleNode(int Height, long Index)
{
    /// <summary>Its left half.</summary>
    public MerkleNode Left => new(Height - 1, Index * 2);

    /// <summary>Its right half.</summary>
    public MerkleNode Right => new(Height - 1, Index * 2 + 1);
}

/// <summary>Neighbouring leaves.</summary>
/// <param name="From">Number of the first.</param>
/// <param name="Until">Number after the last.</param>
public readonly record struct LeafRange(long From, long Until);

/// <summary>Makes roots and proofs from complete nodes, wherever these are kept.</summary>
/// <remarks>
/// A proof over n leaves needs at most about 2 log2 n complete nodes. <see cref="NodesOfInclusion"/> and its like say which, so that they
/// are read together; the methods that take a reader then compute from them.
/// </remarks>
public static class MerkleProofs
{
    /// <summary>The complete nodes whose hashes make up the root over neighbouring leaves.</summary>
    /// <param name="range">The leaves: at least one, and a part of the tree as it is cut.</param>
    public static IEnumerable<MerkleNode> NodesOf(LeafRange range)
    {
        var from = range.From;
        while (from < range.Until)
        {
            var height = BitOperations.Log2((ulong)(range.Until - from));
            yield return new(height, from >> height);
            from += 1L << height;
        }
    }

    /// <summary>The root over neighbouring leaves.</summary>
    /// <param name="range">The leaves: at least one, and a part of the tree as it is cut.</param>
    /// <param name="read">Reads the hash of a complete node.</param>
    public static byte[] Range(LeafRange range, Func<MerkleNode, byte[]> read)
    {
        var hashes = NodesOf(range).Select(read).ToArray();
        var root = hashes[^1];
        for (var i = hashes.Length - 2; i >= 0; i--)
            root = MerkleTree.NodeHash(hashes[i], root);
        return root;
    }

    /// <summary>The complete nodes that a proof of inclusion is made of.</summary>
    /// <param name="index">Number of the leaf.</param>
    /// <param name="size">Number of leaves of the tree.</param>
    public static IEnumerable<MerkleNode> NodesOfInclusion(long index, long size) => Siblings(index, size).SelectMany(NodesOf);

    /// <summary>The proof that a leaf is in the tree over the first leaves (RFC 6962, section 2.1.1).</summary>
    /// <param name="index">Number of the leaf.</param>
    /// <param name="size">Number of leaves of the tree, more than the index.</param>
    /// <param name="read">Reads the hash of a complete node.</param>
    public static IReadOnlyList<byte[]> Inclusion(long index, long size, Func<MerkleNode, byte[]> read) =>
        [.. Siblings(index, size).Select(range => Range(range, read))];

    /// <summary>The complete nodes that a proof of consistency is made of.</summary>
    /// <param name="first">Number of leaves of the earlier tree.</param>
    /// <param name="second">Number of leaves of the later tree.</param>
    public static IEnumerable<MerkleNode> NodesOfConsistency(long first, long second) => Cuts(first, second).SelectMany(NodesOf);

    /// <summary>The proof that a tree continues an earlier one (RFC 6962, section 2.1.2).</summary>
    /// <param name="first">Number of leaves of the earlier tree, at least 1.</param>
    /// <param name="second">Number of leaves of the later tree, at least as many.</param>
    /// <param name="read">Reads the hash of a complete node.</param>
    public static IReadOnlyList<byte[]> Consistency(long first, long second, Func<MerkleNode, byte[]> read) =>
        [.. Cuts(first, second).Select(range => Range(range, read))];

    // From the leaf to the root, the other half at each cut.
    private static List<LeafRange> Siblings(long index, long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        var path = new List<LeafRange>();
        var (from, until) = (0L, size);
        while (until - from > 1)
        {
            var cut = from + LeftOf(until - from);
            if (index < cut)
                (path, until) = ([.. path, new(cut, until)], cut);
            else
                (path, from) = ([.. path, new(from, cut)], cut);
        }
        path.Reverse();
        return path;
    }

    private static List<LeafRange> Cuts(long first, long second)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(first, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first, second);
        var path = new List<LeafRange>();
        var (from, until) = (0L, second);
        while (first != until)
        {
            var cut = from + LeftOf(until - from);
            if (first <= cut)
                (path, until) = ([.. path, new(cut, until)], cut);
            else
                (path, from) = ([.. path, new(from, cut)], cut);
        }
        // The earlier root itself is known to whoever checks.
        if (from != 0)
            path.Add(new(from, until));
        path.Reverse();
        return path;
    }

    // The largest power of two that is less than the number.
    private static long LeftOf(long count) => 1L << BitOperations.Log2((ulong)(count - 1));
}
