using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Incidents.Api.BaseMaps.Osm.Pbf;
using Incidents.Domain;
using NodaTime;

namespace Incidents.Api.BaseMaps.Osm;

/// <summary>Reads an OpenStreetMap file in PBF, block by block.</summary>
/// <remarks>
/// The format limits a block to 32 MiB, compressed or not, and its header to 64 KiB. A file that declares more is refused before memory is
/// taken for it, and decompression ends at the declared size.
/// </remarks>
internal sealed class PbfReader(string path, Stream file, IOsmObjects objects)
{
    private const int MostHeaderBytes = 64 << 10;
    private const int MostBlockBytes = 32 << 20;
    private const double UnitsPerDegree = 1e9;

    private static readonly string[] Supported = ["OsmSchema-V0.6", "DenseNodes"];

    private static readonly MessageParser<PrimitiveBlock> Blocks = PrimitiveBlock.Parser.WithDiscardUnknownFields(true);
    private static readonly MessageParser<RelationBlock> RelationBlocks = RelationBlock.Parser.WithDiscardUnknownFields(true);

    private readonly OsmTags tags = new();
    private readonly List<long> refs = [];
    private readonly List<WayMember> members = [];
    private byte[] raw = [];
    private byte[] block = [];
    private string?[] strings = [];
    private RepeatedField<ByteString> encoded = [];
    private int granularity;
    private long west;
    private long south;

    /// <summary>Reads the file.</summary>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>The moment of its data, or null where the file has none.</returns>
    /// <exception cref="OsmException">It is not valid.</exception>
    public Instant? Read(CancellationToken cancellation)
    {
        Instant? at = null;
        var number = 0;
        try
        {
            for (; Header(isFirst: number == 0) is { } header; number++)
            {
                cancellation.ThrowIfCancellationRequested();
                if (header.Datasize is < 0 or > MostBlockBytes)
                    throw Unreadable($"block {number + 1} declares {header.Datasize} bytes; the format allows {MostBlockBytes}");
                var content = Block(Fill(ref raw, header.Datasize));
                if (number == 0)
                    at = ReadHeader(header, content);
                else if (header.Type == "OSMData")
                    ReadData(content);
            }
        }
        catch (InvalidProtocolBufferException e)
        {
            throw number == 0 ? NotPbf() : Unreadable($"block {number + 1} is damaged: {e.Message}");
        }
        catch (InvalidDataException e)
        {
            throw Unreadable($"block {number + 1} cannot be decompressed: {e.Message}");
        }
        return at;
    }

    private Instant? ReadHeader(BlobHeader header, ReadOnlyMemory<byte> content)
    {
        if (header.Type != "OSMHeader")
            throw NotPbf();
        var block = HeaderBlock.Parser.WithDiscardUnknownFields(true).ParseFrom(content.Span);
        if (block.RequiredFeatures.FirstOrDefault(f => !Supported.Contains(f)) is { } feature)
            throw new OsmException(ErrorCode.ExtractUnsupported, $"{path} needs '{feature}', which is not supported.");
        // A moment that no calendar has is none.
        return block.HasOsmosisReplicationTimestamp && block.OsmosisReplicationTimestamp is > 0 and < 253_402_300_800
            ? Instant.FromUnixTimeSeconds(block.OsmosisReplicationTimestamp)
            : null;
    }

    private void ReadData(ReadOnlyMemory<byte> content)
    {
        if (objects.WantsOnlyRelations)
        {
            var found = RelationBlocks.ParseFrom(content.Span);
            Strings(found.Stringtable);
            foreach (var relation in found.Primitivegroup.SelectMany(g => g.Relations))
                Read(relation);
            return;
        }
        var data = Blocks.ParseFrom(content.Span);
        Strings(data.Stringtable);
        (granularity, west, south) = (data.HasGranularity ? data.Granularity : 100, data.LonOffset, data.LatOffset);
        foreach (var group in data.Primitivegroup)
        {
            foreach (var node in group.Nodes)
            {
                Tags(node.Keys, node.Vals);
                objects.Node(node.Id, Degrees(west, node.Lon), Degrees(south, node.Lat), tags);
            }
            if (group.Dense is { } dense)
                Read(dense);
            foreach (var way in group.Ways)
                Read(way);
            foreach (var relation in group.Relations)
                Read(relation);
        }
    }

    private void Read(DenseNodes dense)
    {
        if (dense.Lat.Count != dense.Id.Count || dense.Lon.Count != dense.Id.Count)
            throw Unreadable("a list of nodes has fewer coordinates than nodes");
        var (id, latitude, longitude, next) = (0L, 0L, 0L, 0);
        for (var i = 0; i < dense.Id.Count; i++)
        {
            (id, latitude, longitude) = (id + dense.Id[i], latitude + dense.Lat[i], longitude + dense.Lon[i]);
            tags.Clear();
            while (next < dense.KeysVals.Count && dense.KeysVals[next] != 0)
            {
                if (next + 1 == dense.KeysVals.Count)
                    throw Unreadable("a tag of a node has no value");
                tags.Add(Text(dense.KeysVals[next]), Text(dense.KeysVals[next + 1]));
                next += 2;
            }
            next++;
            objects.Node(id, Degrees(west, longitude), Degrees(south, latitude), tags);
        }
    }

    // Exact until the division: 180 degrees are not a little more.
    private double Degrees(long offset, long value) => (double)(offset + ((Int128)granularity * value)) / UnitsPerDegree;

    private void Read(Way way)
    {
        Tags(way.Keys, way.Vals);
        refs.Clear();
        var node = 0L;
        foreach (var step in way.Refs)
            refs.Add(node += step);
        objects.Way(way.Id, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(refs), tags);
    }

    private void Read(Relation relation)
    {
        if (relation.Types_.Count != relation.Memids.Count || relation.RolesSid.Count != relation.Memids.Count)
            throw Unreadable($"relation {relation.Id} has members without type or role");
        Tags(relation.Keys, relation.Vals);
        members.Clear();
        var id = 0L;
        for (var i = 0; i < relation.Memids.Count; i++)
        {
            id += relation.Memids[i];
            if (relation.Types_[i] == MemberType.Way)
                members.Add(new(id, Text(relation.RolesSid[i]) == "inner"));
        }
        objects.Relation(relation.Id, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(members), tags);
    }

    private void Tags(RepeatedField<uint> keys, RepeatedField<uint> values)
    {
        if (keys.Count != values.Count)
            throw Unreadable("an object has a key without a value");
        tags.Clear();
        for (var i = 0; i < keys.Count; i++)
            tags.Add(Text((int)keys[i]), Text((int)values[i]));
    }

    private void Strings(StringTable? table)
    {
        encoded = table?.S ?? [];
        strings = new string?[encoded.Count];
    }

    private string Text(int index) =>
        index < 0 || index >= strings.Length
            ? throw Unreadable($"a text has the number {index} of {strings.Length}")
            : strings[index] ??= Encoding.UTF8.GetString(encoded[index].Span);

    private BlobHeader? Header(bool isFirst)
    {
        Span<byte> length = stackalloc byte[4];
        var read = file.ReadAtLeast(length, length.Length, throwOnEndOfStream: false);
        if (read == 0)
            return null;
        if (read < length.Length)
            throw isFirst ? NotPbf() : BrokenOff();
        var bytes = BinaryPrimitives.ReadInt32BigEndian(length);
        if (bytes is <= 0 or > MostHeaderBytes)
            throw isFirst ? NotPbf() : Unreadable($"the header of a block declares {bytes} bytes; the format allows {MostHeaderBytes}");
        try
        {
            var header = BlobHeader.Parser.WithDiscardUnknownFields(true).ParseFrom(Fill(ref raw, bytes).Span);
            return isFirst && header.Type != "OSMHeader" ? throw NotPbf() : header;
        }
        catch (OsmException e) when (isFirst && e.Code == ErrorCode.FileBrokenOff)
        {
            throw NotPbf();
        }
    }

    private ReadOnlyMemory<byte> Block(ReadOnlyMemory<byte> bytes)
    {
        var blob = Blob.Parser.WithDiscardUnknownFields(true).ParseFrom(bytes.Span);
        switch (blob.DataCase)
        {
            case Blob.DataOneofCase.Raw:
                return blob.Raw.Memory;
            case Blob.DataOneofCase.ZlibData:
                break;
            case Blob.DataOneofCase.None:
                throw Unreadable("a block has no content");
            case var other:
                throw new OsmException(
                    ErrorCode.ExtractUnsupported,
                    $"{path} is compressed with {other.ToString().Replace("Data", "").ToLowerInvariant()}; only zlib is supported.");
        }
        if (blob.RawSize is < 0 or > MostBlockBytes)
            throw Unreadable($"a block declares {blob.RawSize} bytes uncompressed; the format allows {MostBlockBytes}");
        using var zlib = new ZLibStream(new MemoryStream(blob.ZlibData.ToByteArray()), CompressionMode.Decompress);
        if (block.Length < blob.RawSize + 1)
            block = new byte[blob.RawSize + 1];
        // One byte more than declared: a longer content is noticed, and not read.
        return zlib.ReadAtLeast(block.AsSpan(0, blob.RawSize + 1), blob.RawSize + 1, throwOnEndOfStream: false) == blob.RawSize
            ? block.AsMemory(0, blob.RawSize)
            : throw Unreadable($"a block does not have the {blob.RawSize} bytes that it declares");
    }

    private ReadOnlyMemory<byte> Fill(ref byte[] buffer, int length)
    {
        if (buffer.Length < length)
            buffer = new byte[length];
        return file.ReadAtLeast(buffer.AsSpan(0, length), length, throwOnEndOfStream: false) == length
            ? buffer.AsMemory(0, length)
            : throw BrokenOff();
    }

    private OsmException NotPbf() =>
        new(ErrorCode.ExtractUnreadable, $"{path} is not an OpenStreetMap extract: it begins neither as .osm.pbf nor as .osm.");

    private OsmException BrokenOff() => new(ErrorCode.FileBrokenOff, $"{path} ends in the middle of a block.");

    private OsmException Unreadable(string why) => new(ErrorCode.ExtractUnreadable, $"{path} is damaged: {why}.");
}
