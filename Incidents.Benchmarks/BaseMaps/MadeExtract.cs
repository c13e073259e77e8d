using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Security;
using System.Text;
using Google.Protobuf;
using Incidents.Api.BaseMaps.Osm.Pbf;
using OsmRelation = Incidents.Api.BaseMaps.Osm.Pbf.Relation;

namespace Incidents.Benchmarks.BaseMaps;

/// <summary>A made OpenStreetMap extract, written as PBF or XML.</summary>
internal sealed class MadeExtract
{
    private const int ObjectsPerBlock = 8_000;

    private readonly List<(long Id, double Longitude, double Latitude, (string Key, string Value)[] Tags)> nodes = [];
    private readonly List<(long Id, long[] Nodes, (string Key, string Value)[] Tags)> ways = [];
    private readonly List<(long Id, (MemberType Type, long Id, string Role)[] Members, (string Key, string Value)[] Tags)> relations = [];

    /// <summary>Number of ways.</summary>
    public int Ways => ways.Count;

    /// <summary>Number of nodes.</summary>
    public int Nodes => nodes.Count;

    /// <summary>Adds a node and returns its id.</summary>
    public long Node(double longitude, double latitude, params (string Key, string Value)[] tags)
    {
        nodes.Add((nodes.Count + 1, longitude, latitude, tags));
        return nodes.Count;
    }

    /// <summary>Adds a way and returns its id.</summary>
    public long Way(IEnumerable<long> of, params (string Key, string Value)[] tags)
    {
        ways.Add((ways.Count + 1, [.. of], tags));
        return ways.Count;
    }

    /// <summary>Adds a way with nodes of its own and returns its id.</summary>
    public long Line(IEnumerable<(double Longitude, double Latitude)> points, params (string Key, string Value)[] tags) =>
        Way([.. points.Select(p => Node(p.Longitude, p.Latitude))], tags);

    /// <summary>Adds a closed way around a rectangle and returns its id.</summary>
    public long Box(double west, double south, double east, double north, params (string Key, string Value)[] tags)
    {
        long[] corners = [Node(west, south), Node(east, south), Node(east, north), Node(west, north)];
        return Way([.. corners, corners[0]], tags);
    }

    /// <summary>Adds a relation of ways and returns its id.</summary>
    public long Relation(IEnumerable<(long Way, string Role)> of, params (string Key, string Value)[] tags) =>
        RelationOf(of.Select(m => (MemberType.Way, m.Way, m.Role)), tags);

    /// <summary>Adds a relation and returns its id.</summary>
    public long RelationOf(IEnumerable<(MemberType Type, long Id, string Role)> of, params (string Key, string Value)[] tags)
    {
        relations.Add((relations.Count + 1, [.. of], tags));
        return relations.Count;
    }

    /// <summary>The extract as PBF.</summary>
    /// <param name="at">The moment of its data, in seconds since 1970, or null.</param>
    /// <param name="features">Features of the format that a reader must know.</param>
    public byte[] Pbf(long? at = null, params string[] features)
    {
        using var file = new MemoryStream();
        var header = new HeaderBlock();
        header.RequiredFeatures.Add(features is [] ? ["OsmSchema-V0.6", "DenseNodes"] : features);
        if (at is { } seconds)
            header.OsmosisReplicationTimestamp = seconds;
        Block(file, "OSMHeader", header);
        foreach (var part in nodes.Chunk(ObjectsPerBlock))
            Block(file, "OSMData", Data((group, texts) => group.Dense = Dense(part, texts)));
        foreach (var part in ways.Chunk(ObjectsPerBlock))
            Block(file, "OSMData", Data((group, texts) => group.Ways.Add(part.Select(w => Way(w.Id, w.Nodes, w.Tags, texts)))));
        foreach (var part in relations.Chunk(ObjectsPerBlock))
        {
            Block(file, "OSMData", Data(
                (group, texts) => group.Relations.Add(part.Select(r => Relation(r.Id, r.Members, r.Tags, texts)))));
        }
        return file.ToArray();
    }

    /// <summary>The extract as XML.</summary>
    public string Xml()
    {
        var xml = new StringBuilder("<?xml version='1.0' encoding='UTF-8'?>\n<osm version='0.6' generator='test'>\n");
        foreach (var (id, longitude, latitude, tags) in nodes)
        {
            xml.Append(CultureInfo.InvariantCulture, $"<node id='{id}' version='1' lat='{latitude:0.#######}' ");
            xml.Append(CultureInfo.InvariantCulture, $"lon='{longitude:0.#######}'>");
            Tags(xml, tags).Append("</node>\n");
        }
        foreach (var (id, of, tags) in ways)
        {
            xml.Append(CultureInfo.InvariantCulture, $"<way id='{id}' version='1'>");
            foreach (var node in of)
                xml.Append(CultureInfo.InvariantCulture, $"<nd ref='{node}'/>");
            Tags(xml, tags).Append("</way>\n");
        }
        foreach (var (id, members, tags) in relations)
        {
            xml.Append(CultureInfo.InvariantCulture, $"<relation id='{id}' version='1'>");
            foreach (var (type, member, role) in members)
            {
                var kind = type.ToString().ToLowerInvariant();
                xml.Append(CultureInfo.InvariantCulture, $"<member type='{kind}' ref='{member}' role='{role}'/>");
            }
            Tags(xml, tags).Append("</relation>\n");
        }
        return xml.Append("</osm>\n").ToString();
    }

    /// <summary>Writes a block of the format.</summary>
    /// <param name="file">The file.</param>
    /// <param name="type">Its type.</param>
    /// <param name="content">Its content.</param>
    public static void Block(Stream file, string type, IMessage content)
    {
        var raw = content.ToByteArray();
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
            zlib.Write(raw);
        Block(file, type, new Blob { RawSize = raw.Length, ZlibData = ByteString.CopyFrom(compressed.ToArray()) });
    }

    /// <summary>Writes a block of the format.</summary>
    /// <param name="file">The file.</param>
    /// <param name="type">Its type.</param>
    /// <param name="blob">Its content.</param>
    /// <param name="declared">The number of bytes that it declares, if not those that it has.</param>
    public static void Block(Stream file, string type, Blob blob, int? declared = null)
    {
        var header = new BlobHeader { Type = type, Datasize = declared ?? blob.CalculateSize() }.ToByteArray();
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, header.Length);
        file.Write(length);
        file.Write(header);
        blob.WriteTo(file);
    }

    private static PrimitiveBlock Data(Action<PrimitiveGroup, Texts> fill)
    {
        var (group, texts) = (new PrimitiveGroup(), new Texts());
        fill(group, texts);
        return new() { Stringtable = texts.Table, Primitivegroup = { group } };
    }

    private static DenseNodes Dense(
        IEnumerable<(long Id, double Longitude, double Latitude, (string Key, string Value)[] Tags)> part, Texts texts)
    {
        var dense = new DenseNodes();
        var (lastId, lastX, lastY) = (0L, 0L, 0L);
        foreach (var (id, longitude, latitude, tags) in part)
        {
            var (x, y) = ((long)Math.Round(longitude * 1e7), (long)Math.Round(latitude * 1e7));
            dense.Id.Add(id - lastId);
            dense.Lon.Add(x - lastX);
            dense.Lat.Add(y - lastY);
            (lastId, lastX, lastY) = (id, x, y);
            foreach (var (key, value) in tags)
                dense.KeysVals.Add([(int)texts[key], (int)texts[value]]);
            dense.KeysVals.Add(0);
        }
        return dense;
    }

    private static Way Way(long id, long[] of, (string Key, string Value)[] tags, Texts texts)
    {
        var way = new Way { Id = id };
        way.Keys.Add(tags.Select(t => texts[t.Key]));
        way.Vals.Add(tags.Select(t => texts[t.Value]));
        way.Refs.Add(of.Select((node, i) => i == 0 ? node : node - of[i - 1]));
        return way;
    }

    private static OsmRelation Relation(
        long id, (MemberType Type, long Id, string Role)[] members, (string Key, string Value)[] tags, Texts texts)
    {
        var relation = new OsmRelation { Id = id };
        relation.Keys.Add(tags.Select(t => texts[t.Key]));
        relation.Vals.Add(tags.Select(t => texts[t.Value]));
        relation.Memids.Add(members.Select((m, i) => i == 0 ? m.Id : m.Id - members[i - 1].Id));
        relation.Types_.Add(members.Select(m => m.Type));
        relation.RolesSid.Add(members.Select(m => (int)texts[m.Role]));
        return relation;
    }

    private static StringBuilder Tags(StringBuilder xml, (string Key, string Value)[] tags)
    {
        foreach (var (key, value) in tags)
            xml.Append(CultureInfo.InvariantCulture, $"<tag k='{SecurityElement.Escape(key)}' v='{SecurityElement.Escape(value)}'/>");
        return xml;
    }

    /// <summary>The table of texts of a block.</summary>
    private sealed class Texts
    {
        private readonly Dictionary<string, uint> numbers = [];

        // The first text stands for the end of a list.
        public StringTable Table { get; } = new() { S = { ByteString.Empty } };

        public uint this[string text]
        {
            get
            {
                if (numbers.TryGetValue(text, out var number))
                    return number;
                Table.S.Add(ByteString.CopyFromUtf8(text));
                return numbers[text] = (uint)Table.S.Count - 1;
            }
        }
    }
}
