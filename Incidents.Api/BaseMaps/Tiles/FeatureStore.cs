using System.Runtime.InteropServices;

namespace Incidents.Api.BaseMaps.Tiles;

/// <summary>The things of a map with their shapes in few bytes: differences of coordinates, about three bytes a point.</summary>
internal sealed class FeatureStore
{
    private const int ChunkBytes = 1 << 20;

    private readonly List<byte[]> chunks = [];
    private readonly List<Feature> features = [];
    private readonly List<byte> encoded = [];
    private int used = ChunkBytes;

    /// <summary>A thing of the map.</summary>
    /// <param name="Tags">What is written about it.</param>
    /// <param name="Bounds">The rectangle around it.</param>
    /// <param name="Chunk">Number of the chunk that has its shape.</param>
    /// <param name="Position">Where in the chunk.</param>
    /// <param name="Bytes">Length of its shape.</param>
    internal readonly record struct Feature(FeatureTags Tags, MapBounds Bounds, int Chunk, int Position, int Bytes);

    /// <summary>Number of things.</summary>
    public int Count => features.Count;

    /// <summary>A thing.</summary>
    public ref readonly Feature this[int index] => ref CollectionsMarshal.AsSpan(features)[index];

    /// <summary>Adds a thing of one part.</summary>
    public void Add(FeatureTags tags, ReadOnlySpan<MapPoint> points)
    {
        Begin(1);
        Write(points, default);
        Keep(tags, MapBounds.Of(points));
    }

    /// <summary>Adds a thing.</summary>
    public void Add(FeatureTags tags, Shape shape)
    {
        Begin(shape.Parts);
        var last = default(MapPoint);
        for (var i = 0; i < shape.Parts; i++)
            last = Write(shape.Part(i), last);
        Keep(tags, MapBounds.Of(shape.Points));
    }

    /// <summary>Reads the shape of a thing.</summary>
    /// <param name="index">The thing.</param>
    /// <param name="shape">Receives it.</param>
    public void Read(int index, Shape shape)
    {
        shape.Clear();
        var feature = this[index];
        var bytes = chunks[feature.Chunk].AsSpan(feature.Position, feature.Bytes);
        var parts = Varint.Read(ref bytes);
        var (x, y) = (0, 0);
        for (var part = 0UL; part < parts; part++)
        {
            for (var left = Varint.Read(ref bytes); left > 0; left--)
            {
                (x, y) = (x + (int)Varint.Signed(Varint.Read(ref bytes)), y + (int)Varint.Signed(Varint.Read(ref bytes)));
                shape.AddAnyway(new(x, y));
            }
            shape.End(1);
        }
    }

    private void Begin(int parts)
    {
        encoded.Clear();
        Varint.Write(encoded, (ulong)parts);
    }

    private MapPoint Write(ReadOnlySpan<MapPoint> points, MapPoint last)
    {
        Varint.Write(encoded, (ulong)points.Length);
        foreach (var point in points)
        {
            Varint.Write(encoded, Varint.Unsigned(point.X - last.X));
            Varint.Write(encoded, Varint.Unsigned(point.Y - last.Y));
            last = point;
        }
        return last;
    }

    private void Keep(FeatureTags tags, MapBounds bounds)
    {
        if (used + encoded.Count > ChunkBytes)
        {
            chunks.Add(new byte[Math.Max(ChunkBytes, encoded.Count)]);
            used = 0;
        }
        CollectionsMarshal.AsSpan(encoded).CopyTo(chunks[^1].AsSpan(used));
        features.Add(new(tags, bounds, chunks.Count - 1, used, encoded.Count));
        used += encoded.Count;
    }
}
