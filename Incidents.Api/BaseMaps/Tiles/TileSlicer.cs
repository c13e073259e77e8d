namespace Incidents.Api.BaseMaps.Tiles;

/// <summary>Cuts a shape into the pieces that lie in tiles, each with a margin around the tile.</summary>
/// <remarks>
/// The shape is halved until a piece lies in one tile, so that the work follows the tiles that it touches and not the rectangle around it:
/// a long river touches few tiles of many. Lines are cut at the edges; rings are cut by Sutherland and Hodgman (1974), whose pieces may
/// have edges along the margin, which is not drawn.
/// </remarks>
internal sealed class TileSlicer
{
    /// <summary>Units of the margin around a tile: 8 pixels, more than half the width of a line.</summary>
    public const int Margin = 64;

    private const int Extent = 1 << Generalisation.ExtentBits;

    private readonly Stack<Shape> free = [];

    /// <summary>Receives the piece of a tile, in units from the corner of the world.</summary>
    /// <param name="x">Column of the tile.</param>
    /// <param name="y">Row of the tile.</param>
    /// <param name="piece">The piece, valid during the call.</param>
    internal delegate void Receive(int x, int y, Shape piece);

    /// <summary>Cuts a shape.</summary>
    /// <param name="shape">The shape at a zoom.</param>
    /// <param name="isArea">Whether its parts are rings.</param>
    /// <param name="zoom">The zoom.</param>
    /// <param name="columns">The first and last column of tiles that are wanted.</param>
    /// <param name="receive">Receives the pieces.</param>
    public void Cut(Shape shape, bool isArea, int zoom, (int First, int Last) columns, Receive receive)
    {
        var range = Tiles(MapBounds.Of(shape.Points), zoom);
        var (first, last) = (Math.Max(range.West, columns.First), Math.Min(range.East, columns.Last));
        if (shape.Parts == 0 || first > last)
            return;
        var isWhole = first == range.West && last == range.East;
        if (isWhole)
        {
            Halve(shape, isArea, range, receive);
            return;
        }
        var wanted = Rent();
        Keep(shape, isArea, true, first * Extent - Margin, true, wanted);
        var within = Rent();
        Keep(wanted, isArea, true, (last + 1) * Extent + Margin, false, within);
        if (within.Parts > 0)
            Halve(within, isArea, range with { West = first, East = last }, receive);
        free.Push(wanted);
        free.Push(within);
    }

    /// <summary>The tiles that a rectangle touches with its margin: columns and rows.</summary>
    public static MapBounds Tiles(MapBounds bounds, int zoom)
    {
        var last = (1 << zoom) - 1;
        return new(Of(bounds.West - Margin), Of(bounds.North - Margin), Of(bounds.East + Margin), Of(bounds.South + Margin));

        int Of(int units) => Math.Clamp(units >> Generalisation.ExtentBits, 0, last);
    }

    private void Halve(Shape shape, bool isArea, MapBounds tiles, Receive receive)
    {
        if (tiles.West == tiles.East && tiles.North == tiles.South)
        {
            receive(tiles.West, tiles.North, shape);
            return;
        }
        var isByColumn = tiles.East - tiles.West >= tiles.South - tiles.North;
        var middle = isByColumn ? (tiles.West + tiles.East + 1) / 2 : (tiles.North + tiles.South + 1) / 2;
        var half = Rent();
        Keep(shape, isArea, isByColumn, middle * Extent + Margin, false, half);
        if (half.Parts > 0)
            Halve(half, isArea, isByColumn ? tiles with { East = middle - 1 } : tiles with { South = middle - 1 }, receive);
        Keep(shape, isArea, isByColumn, middle * Extent - Margin, true, half);
        if (half.Parts > 0)
            Halve(half, isArea, isByColumn ? tiles with { West = middle } : tiles with { North = middle }, receive);
        free.Push(half);
    }

    private Shape Rent() => free.TryPop(out var shape) ? shape : new();

    /// <summary>The part of a shape on one side of a column or row of units.</summary>
    private static void Keep(Shape shape, bool isArea, bool isX, int edge, bool isGreater, Shape result)
    {
        result.Clear();
        for (var i = 0; i < shape.Parts; i++)
        {
            var part = shape.Part(i);
            if (isArea)
                KeepRing(part, isX, edge, isGreater, result);
            else
                KeepLine(part, isX, edge, isGreater, result);
            // Without its outer ring an area has no holes either.
            if (isArea && i == 0 && result.Parts == 0)
                return;
        }
    }

    private static void KeepLine(ReadOnlySpan<MapPoint> part, bool isX, int edge, bool isGreater, Shape result)
    {
        // A point is a line of one point.
        var least = part.Length == 1 ? 1 : 2;
        for (var i = 0; i < part.Length; i++)
        {
            var isIn = IsIn(part[i], isX, edge, isGreater);
            if (i > 0 && isIn != IsIn(part[i - 1], isX, edge, isGreater))
                result.Add(Crossing(part[i - 1], part[i], isX, edge));
            if (isIn)
                result.Add(part[i]);
            else
                result.End(least);
        }
        result.End(least);
    }

    private static void KeepRing(ReadOnlySpan<MapPoint> ring, bool isX, int edge, bool isGreater, Shape result)
    {
        for (var i = 1; i < ring.Length; i++)
        {
            var (wasIn, isIn) = (IsIn(ring[i - 1], isX, edge, isGreater), IsIn(ring[i], isX, edge, isGreater));
            if (wasIn)
                result.Add(ring[i - 1]);
            if (wasIn != isIn)
                result.Add(Crossing(ring[i - 1], ring[i], isX, edge));
        }
        if (result.Open.Length > 0)
            result.Add(result.Open[0]);
        result.End(4);
    }

    private static bool IsIn(MapPoint point, bool isX, int edge, bool isGreater)
    {
        var value = isX ? point.X : point.Y;
        return isGreater ? value >= edge : value <= edge;
    }

    private static MapPoint Crossing(MapPoint from, MapPoint to, bool isX, int edge)
    {
        var share = isX ? (double)(edge - from.X) / (to.X - from.X) : (double)(edge - from.Y) / (to.Y - from.Y);
        return isX
            ? new(edge, (int)Math.Round(from.Y + share * (to.Y - from.Y)))
            : new((int)Math.Round(from.X + share * (to.X - from.X)), edge);
    }
}
