using Incidents.Domain;
using NetTopologySuite.Features;
using NetTopologySuite.IO.VectorTiles;
using NetTopologySuite.IO.VectorTiles.Mapbox;
using TileAddress = NetTopologySuite.IO.VectorTiles.Tiles.Tile;

namespace Incidents.Tests.BaseMaps;

/// <summary>Reads vector tiles with a library that knows nothing of what wrote them.</summary>
internal static class TileText
{
    /// <summary>The features of a layer of an uncompressed tile, in degrees.</summary>
    public static IReadOnlyList<IFeature> Layer(byte[] tile, int zoom, int x, int y, string layer)
    {
        using var stream = new MemoryStream(tile);
        VectorTile read = new MapboxTileReader().Read(stream, new TileAddress(x, y, zoom));
        return [.. read.Layers.Where(l => l.Name == layer).SelectMany(l => l.Features)];
    }

    /// <summary>A text of a feature, or null.</summary>
    public static string? Text(this IFeature feature, string key) =>
        feature.Attributes.Exists(key) ? feature.Attributes[key]?.ToString() : null;

    /// <summary>The tile that contains a point.</summary>
    public static (int X, int Y) At(double longitude, double latitude, int zoom)
    {
        var cell = GridCell.At(new(longitude, latitude), zoom);
        return (cell.X, cell.Y);
    }
}
