namespace Incidents.Domain.Proofs;

/// <summary>Where a tile of a tree is.</summary>
/// <param name="Level">0 for the hashes of leaves; one more for each 8 heights.</param>
/// <param name="Index">Its number in its level, from 0.</param>
public readonly record struct TilePosition(int Level, long Index);

/// <summary>A tree as it is kept: tiles of up to 256 hashes.</summary>
/// <remarks>
/// A tile of level L has the hashes of complete nodes of height 8 L. A full tile never changes. Ten million leaves are three levels, so a
/// proof reads at most six tiles, and adding leaves rewrites one tile a level. C2SP's tlog-tiles cuts trees the same way.
/// </remarks>
public sealed class MerkleTiles
{
    /// <summary>Heights in a tile.</summary>
    public const int Height = 8;

    /// <summary>Most hashes of a tile.</summary>
    public const int Width = 1 << Height;

    private const int FullBytes = Width * MerkleTree.HashBytes;
    private readonly Dictionary<TilePosition, byte[]> tiles;
    private readonly HashSet<TilePosition> changed = [];

    // Neighbouring leaves have most of their proofs in common.
    private readonly Dictionary<MerkleNode, byte[]> computed = [];

    /// <summary>Takes tiles.</summary>
    /// <param name="size">Number of leaves of the tree.</param>
    /// <param name="tiles">The tiles that are needed: <see cref="OpenTiles"/> to add leaves, for a proof those of its nodes.</param>
    public MerkleTiles(long size, IEnumerable<KeyValuePair<TilePosition, byte[]>> tiles) =>
        (Size, this.tiles) = (size, new(tiles));

    /// <summary>Number of leaves.</summary>
    public long Size { get; private set; }

    /// <summary>The tiles that have changed since it was made, each with its hashes in a row.</summary>
    public IEnumerable<KeyValuePair<TilePosition, byte[]>> Changed => changed.Select(at => KeyValuePair.Create(at, tiles[at]));

    /// <summary>The tiles that are not full: one a level, for the levels that have one.</summary>
    /// <param name="size">Number of leaves.</param>
    public static IEnumerable<TilePosition> OpenTiles(long size)
    {
        for (var (level, count) = (0, size); count > 0; level++, count /= Width)
        {
            if (count % Width != 0)
                yield return new(level, count / Width);
        }
    }

    /// <summary>The tile from which the hash of a complete node is computed.</summary>
    public static TilePosition TileOf(MerkleNode node) => new(node.Height / Height, node.Index >> (Height - node.Height % Height));

    /// <summary>Adds a leaf.</summary>
    /// <param name="leafHash">Its hash.</param>
    public void Add(byte[] leafHash)
    {
        Add(0, Size, leafHash);
        Size++;
    }

    /// <summary>The root over the first leaves.</summary>
    /// <param name="size">How many, at least 1.</param>
    public byte[] Root(long size) => MerkleProofs.Range(new(0, size), Hash);

    /// <summary>The hash of a complete node.</summary>
    /// <exception cref="KeyNotFoundException">Its tile is not here, or has too few hashes.</exception>
    public byte[] Hash(MerkleNode node)
    {
        if (!computed.TryGetValue(node, out var hash))
            computed.Add(node, hash = node.Height % Height == 0 ? Read(node) : MerkleTree.NodeHash(Hash(node.Left), Hash(node.Right)));
        return hash;
    }

    private byte[] Read(MerkleNode node)
    {
        var at = TileOf(node);
        var first = (int)(node.Index - at.Index * Width) * MerkleTree.HashBytes;
        return tiles.TryGetValue(at, out var tile) && tile.Length >= first + MerkleTree.HashBytes
            ? tile[first..(first + MerkleTree.HashBytes)]
            : throw new KeyNotFoundException($"Tile {at.Index} of level {at.Level} is incomplete.");
    }

    private void Add(int level, long index, byte[] hash)
    {
        var at = new TilePosition(level, index / Width);
        var tile = tiles.GetValueOrDefault(at) ?? [];
        if (tile.Length != index % Width * MerkleTree.HashBytes)
            throw new KeyNotFoundException($"Tile {at.Index} of level {at.Level} does not end at {index % Width} hashes.");
        tiles[at] = tile = [.. tile, .. hash];
        changed.Add(at);
        if (tile.Length == FullBytes)
            Add(level + 1, at.Index, Fold(tile));
    }

    private static byte[] Fold(ReadOnlySpan<byte> hashes)
    {
        if (hashes.Length == MerkleTree.HashBytes)
            return hashes.ToArray();
        var half = hashes.Length / 2;
        return MerkleTree.NodeHash(Fold(hashes[..half]), Fold(hashes[half..]));
    }
}
