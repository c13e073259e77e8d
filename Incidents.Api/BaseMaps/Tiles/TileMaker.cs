using System.Runtime.InteropServices;
using Incidents.Domain;

namespace Incidents.Api.BaseMaps.Tiles;

/// <summary>A tile of the map.</summary>
/// <param name="Zoom">Its zoom.</param>
/// <param name="X">Its column.</param>
/// <param name="Y">Its row.</param>
/// <param name="Content">The vector tile, compressed with gzip.</param>
internal readonly record struct MadeTile(int Zoom, int X, int Y, byte[] Content);

/// <summary>The map has more tiles than the limit.</summary>
internal sealed class TooManyTilesException() : Exception($"The map has more than {TileMaker.MostTiles} tiles.");

/// <summary>Makes the tiles of a map, zoom by zoom in bands of columns, so that the pieces of one band are in memory at a time.</summary>
/// <param name="features">What is on the map.</param>
internal sealed class TileMaker(FeatureStore features)
{
    /// <summary>The most tiles of a map: those of a country of 4 million km² at 50° N.</summary>
    public const int MostTiles = 4_000_000;

    // An area of more tiles is larger than any lake: it is an error of the data, or drawn at lower zooms only.
    private const long MostTilesOfArea = 1 << 19;

    private const int BytesPerBand = 8 << 20;
    private const int BandZoom = 12;

    private readonly List<Piece> pieces = [];
    private readonly List<int> numbers = [];

    private readonly record struct Piece(long Tile, MapLayer Layer, int Feature, int Start);

    /// <summary>Number of areas that are left out at some zoom because they are too large for it.</summary>
    public int TooLarge { get; private set; }

    /// <summary>The tiles that are not empty, from the greatest zoom to the least.</summary>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="TooManyTilesException">There are more than the limit.</exception>
    public IEnumerable<MadeTile> Make(CancellationToken cancellation)
    {
        var made = 0;
        for (var zoom = Generalisation.MostZoom; zoom >= 0; zoom--)
        {
            foreach (var columns in Bands(zoom))
            {
                Cut(zoom, columns, cancellation);
                var tiles = Grouped().AsParallel().AsOrdered().WithCancellation(cancellation)
                    .Select(range => (At: new GridCell(zoom, pieces[range.Start.Value].Tile), Content: Encode(range)));
                foreach (var (at, content) in tiles)
                {
                    if (content is null)
                        continue;
                    if (++made > MostTiles)
                        throw new TooManyTilesException();
                    yield return new(zoom, at.X, at.Y, content);
                }
                pieces.Clear();
                numbers.Clear();
            }
        }
    }

    /// <summary>Columns of tiles whose shapes have about as many bytes as a band may have.</summary>
    private List<(int First, int Last)> Bands(int zoom)
    {
        var bandZoom = Math.Min(zoom, BandZoom);
        var bytes = new long[1 << bandZoom];
        for (var i = 0; i < features.Count; i++)
        {
            ref readonly var feature = ref features[i];
            var middle = feature.Bounds.West + ((feature.Bounds.East - feature.Bounds.West) / 2);
            if (feature.Tags.MinZoom <= zoom)
                bytes[Math.Min(middle >> (MapPoint.Bits - bandZoom), bytes.Length - 1)] += feature.Bytes;
        }
        var (bands, first, sum) = (new List<(int, int)>(), 0, 0L);
        var perColumn = 1 << (zoom - bandZoom);
        for (var i = 0; i < bytes.Length; i++)
        {
            sum += bytes[i];
            if (sum < BytesPerBand && i < bytes.Length - 1)
                continue;
            bands.Add((first * perColumn, ((i + 1) * perColumn) - 1));
            (first, sum) = (i + 1, 0);
        }
        return bands;
    }

    private void Cut(int zoom, (int First, int Last) columns, CancellationToken cancellation)
    {
        var (slicer, shape, drawn, shift) = (new TileSlicer(), new Shape(), new Shape(), Generalisation.Shift(zoom));
        for (var i = 0; i < features.Count; i++)
        {
            var feature = features[i];
            if (feature.Tags.MinZoom > zoom || !Generalisation.IsLargeEnough(feature, zoom))
                continue;
            var tiles = TileSlicer.Tiles(
                new(
                    feature.Bounds.West >> shift, feature.Bounds.North >> shift, feature.Bounds.East >> shift,
                    feature.Bounds.South >> shift),
                zoom);
            // One more on each side, because rounding may move a point into the next tile.
            if (tiles.East + 1 < columns.First || tiles.West - 1 > columns.Last)
                continue;
            if (feature.Tags.IsArea && (tiles.East - tiles.West + 1L) * (tiles.South - tiles.North + 1L) > MostTilesOfArea)
            {
                TooLarge++;
                continue;
            }
            cancellation.ThrowIfCancellationRequested();
            features.Read(i, shape);
            Generalisation.Apply(feature.Tags, shape, zoom, drawn);
            var (layer, number) = (feature.Tags.Layer, i);
            slicer.Cut(drawn, feature.Tags.IsArea, zoom, columns, (x, y, piece) => Keep(new(
                GridCell.Of(x, y, zoom).Code, layer, number, numbers.Count), x, y, piece));
        }
        pieces.Sort(static (a, b) => (a.Tile, a.Layer, a.Feature).CompareTo((b.Tile, b.Layer, b.Feature)));
    }

    private void Keep(Piece piece, int column, int row, Shape shape)
    {
        if (pieces.Count == MostTiles)
            throw new TooManyTilesException();
        pieces.Add(piece);
        var (west, north) = (column << Generalisation.ExtentBits, row << Generalisation.ExtentBits);
        numbers.Add(shape.Parts);
        for (var i = 0; i < shape.Parts; i++)
        {
            var part = shape.Part(i);
            numbers.Add(part.Length);
            foreach (var point in part)
            {
                numbers.Add(point.X - west);
                numbers.Add(point.Y - north);
            }
        }
    }

    private List<Range> Grouped()
    {
        var groups = new List<Range>();
        for (int start = 0, i = 1; i <= pieces.Count; i++)
        {
            if (i < pieces.Count && pieces[i].Tile == pieces[start].Tile)
                continue;
            groups.Add(start..i);
            start = i;
        }
        return groups;
    }

    private byte[]? Encode(Range range)
    {
        var encoder = new TileEncoder();
        foreach (var piece in CollectionsMarshal.AsSpan(pieces)[range])
            encoder.Add(features[piece.Feature].Tags, CollectionsMarshal.AsSpan(numbers)[piece.Start..]);
        return encoder.Encode();
    }
}
