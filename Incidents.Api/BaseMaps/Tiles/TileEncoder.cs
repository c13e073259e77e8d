using System.IO.Compression;
using Google.Protobuf;
using Incidents.Api.BaseMaps.Tiles.Mvt;

namespace Incidents.Api.BaseMaps.Tiles;

/// <summary>Writes one vector tile (Mapbox Vector Tile 2.1), compressed with gzip.</summary>
internal sealed class TileEncoder
{
    private const uint MoveTo = 1;
    private const uint LineTo = 2;
    private const uint ClosePath = 7;
    private const uint Version = 2;

    private readonly Dictionary<MapLayer, LayerUnderConstruction> layers = [];

    /// <summary>Adds a piece of a thing.</summary>
    /// <param name="tags">What is written about it.</param>
    /// <param name="piece">The number of parts; for each the number of its points and their coordinates from the tile's corner.</param>
    public void Add(FeatureTags tags, ReadOnlySpan<int> piece)
    {
        var feature = new Tile.Types.Feature();
        var (x, y) = (0, 0);
        var parts = piece[0];
        piece = piece[1..];
        for (var part = 0; part < parts; part++)
        {
            var points = piece.Slice(1, 2 * piece[0]);
            piece = piece[(1 + points.Length)..];
            if (tags.IsArea)
            {
                var area = Area2(points);
                // A ring without area is not drawn; without its outer ring an area has no holes either.
                if (area == 0 && part == 0)
                    return;
                // The outer ring turns clockwise, a hole the other way.
                if (area != 0)
                    Write(feature, points[..^2], isReversed: (area > 0) == (part > 0), ref x, ref y);
                if (area != 0)
                    feature.Geometry.Add(Command(ClosePath, 1));
            }
            else
            {
                Write(feature, points, isReversed: false, ref x, ref y);
            }
        }
        feature.Type = tags.IsArea ? Tile.Types.GeomType.Polygon
            : tags.IsPoint ? Tile.Types.GeomType.Point
            : Tile.Types.GeomType.Linestring;
        if (!layers.TryGetValue(tags.Layer, out var layer))
            layers[tags.Layer] = layer = new(tags.Layer);
        layer.Add(feature, tags);
    }

    /// <summary>The tile; null where it has nothing.</summary>
    public byte[]? Encode()
    {
        if (layers.Count == 0)
            return null;
        var tile = new Tile();
        tile.Layers.Add(layers.OrderBy(l => l.Key).Select(l => l.Value.Layer));
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Optimal))
            tile.WriteTo(gzip);
        return bytes.ToArray();
    }

    private static uint Command(uint command, int count) => command | ((uint)count << 3);

    private static void Write(Tile.Types.Feature feature, ReadOnlySpan<int> points, bool isReversed, ref int x, ref int y)
    {
        var count = points.Length / 2;
        feature.Geometry.Add(Command(MoveTo, 1));
        for (var i = 0; i < count; i++)
        {
            if (i == 1)
                feature.Geometry.Add(Command(LineTo, count - 1));
            var at = 2 * (isReversed ? count - 1 - i : i);
            feature.Geometry.Add((uint)Varint.Unsigned(points[at] - x));
            feature.Geometry.Add((uint)Varint.Unsigned(points[at + 1] - y));
            (x, y) = (points[at], points[at + 1]);
        }
    }

    private static long Area2(ReadOnlySpan<int> points)
    {
        var sum = 0L;
        for (var i = 2; i < points.Length; i += 2)
            sum += ((long)points[i - 2] * points[i + 1]) - ((long)points[i] * points[i - 1]);
        return sum;
    }

    private sealed class LayerUnderConstruction(MapLayer layer)
    {
        private readonly Dictionary<string, uint> keys = [];
        private readonly Dictionary<object, uint> values = [];

        public Tile.Types.Layer Layer { get; } = new()
        {
            Name = layer.ToString().ToLowerInvariant(),
            Version = Version,
            Extent = 1 << Generalisation.ExtentBits,
        };

        public void Add(Tile.Types.Feature feature, FeatureTags tags)
        {
            Add(feature, "class", tags.Class);
            Add(feature, "name", tags.Name);
            Add(feature, "name_ru", tags.NameRu);
            Add(feature, "name_kk", tags.NameKk);
            Add(feature, "name_en", tags.NameEn);
            Add(feature, "oneway", tags.IsOneWay ? true : null);
            Add(feature, "rail", tags.IsRail ? true : null);
            Add(feature, "population", tags.Population);
            Add(feature, "level", tags.Level);
            Layer.Features.Add(feature);
        }

        private void Add(Tile.Types.Feature feature, string key, object? value)
        {
            if (value is null)
                return;
            if (!keys.TryGetValue(key, out var keyNumber))
            {
                keys[key] = keyNumber = (uint)keys.Count;
                Layer.Keys.Add(key);
            }
            if (!values.TryGetValue(value, out var valueNumber))
            {
                values[value] = valueNumber = (uint)values.Count;
                Layer.Values.Add(value switch
                {
                    string text => new Tile.Types.Value { StringValue = text },
                    bool yes => new Tile.Types.Value { BoolValue = yes },
                    var number => new Tile.Types.Value { UintValue = (ulong)(int)number },
                });
            }
            feature.Tags.Add(keyNumber);
            feature.Tags.Add(valueNumber);
        }
    }
}
