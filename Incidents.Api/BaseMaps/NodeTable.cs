using System.Runtime.InteropServices;
using Incidents.Api.BaseMaps.Osm;
using Incidents.Api.BaseMaps.Tiles;
using Incidents.Domain;

namespace Incidents.Api.BaseMaps;

/// <summary>The coordinates of all nodes of an extract in few bytes, found by id.</summary>
/// <remarks>
/// Nodes come in the order of their ids. Each 64 are a block of differences, about seven bytes a node; a block is found by its first id.
/// The blocks that were read last are kept decoded, because the nodes of a way mostly have neighbouring ids.
/// </remarks>
internal sealed class NodeTable
{
    /// <summary>Most nodes of an extract: those of a large country, in about 1.5 GB.</summary>
    public const int MostNodes = 200_000_000;

    private const int NodesPerBlock = 64;
    private const int ChunkBytes = 1 << 20;
    private const int MostBlockBytes = NodesPerBlock * 3 * 10;
    private const int KeptBlocks = 1 << 10;

    private readonly List<byte[]> chunks = [];
    private readonly List<long> firstIds = [];
    private readonly List<(int Chunk, int Position)> places = [];
    private readonly List<byte> open = [];
    private readonly Decoded[] kept = new Decoded[KeptBlocks];
    private int used = ChunkBytes;
    private (long Id, int X, int Y) last;

    private sealed record Decoded(int Block, long[] Ids, MapPoint[] Points);

    /// <summary>Number of nodes.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a node.</summary>
    /// <exception cref="OsmException">Its id does not follow the last one, or there are too many.</exception>
    public void Add(long id, MapPoint point)
    {
        if (Count > 0 && id <= last.Id)
            throw new OsmException(
                ErrorCode.ExtractUnsorted, $"Node {id} comes after node {last.Id}; the order is that of ids. `osmium sort` makes it.");
        if (Count == MostNodes)
            throw new OsmException(
                ErrorCode.ExtractTooLarge, $"The extract has more than {MostNodes} nodes; make one of the region with `osmium extract`.");
        if (Count % NodesPerBlock == 0)
        {
            Close();
            firstIds.Add(id);
            last = (id, 0, 0);
        }
        Varint.Write(open, (ulong)(id - last.Id));
        Varint.Write(open, Varint.Unsigned(point.X - last.X));
        Varint.Write(open, Varint.Unsigned(point.Y - last.Y));
        last = (id, point.X, point.Y);
        Count++;
    }

    /// <summary>Finds a node.</summary>
    /// <returns>False where the extract does not have it.</returns>
    public bool TryFind(long id, out MapPoint point)
    {
        point = default;
        Close();
        var at = firstIds.BinarySearch(id);
        var block = at >= 0 ? at : ~at - 1;
        if (block < 0)
            return false;
        var decoded = kept[block % KeptBlocks];
        if (decoded?.Block != block)
            kept[block % KeptBlocks] = decoded = Decode(block);
        var index = Array.BinarySearch(decoded.Ids, id);
        if (index < 0)
            return false;
        point = decoded.Points[index];
        return true;
    }

    private void Close()
    {
        if (open.Count == 0)
            return;
        if (used + open.Count > ChunkBytes)
        {
            chunks.Add(new byte[ChunkBytes]);
            used = 0;
        }
        CollectionsMarshal.AsSpan(open).CopyTo(chunks[^1].AsSpan(used));
        places.Add((chunks.Count - 1, used));
        used += open.Count;
        open.Clear();
    }

    private Decoded Decode(int block)
    {
        var count = block == firstIds.Count - 1 ? Count - (block * NodesPerBlock) : NodesPerBlock;
        var (ids, points) = (new long[count], new MapPoint[count]);
        var (chunk, position) = places[block];
        var bytes = chunks[chunk].AsSpan(position, Math.Min(MostBlockBytes, ChunkBytes - position));
        var (id, x, y) = (firstIds[block], 0, 0);
        for (var i = 0; i < count; i++)
        {
            id += (long)Varint.Read(ref bytes);
            (x, y) = (x + (int)Varint.Signed(Varint.Read(ref bytes)), y + (int)Varint.Signed(Varint.Read(ref bytes)));
            (ids[i], points[i]) = (id, new(x, y));
        }
        return new(block, ids, points);
    }
}
