namespace Incidents.Domain;

/// <summary>
/// One cell of the Web-Mercator quadtree (EPSG:3857, the tiling of OpenStreetMap and every web map): at zoom z the world is
/// 2^z × 2^z cells. The code interleaves the bits of column and row (Morton 1966, Z-order), so that a parent is a shift by two
/// bits a zoom, the cells inside a parent are one contiguous range of codes, and a sum over children is exact.
/// </summary>
/// <param name="Zoom">From 0 (the world) to <see cref="MaxZoom"/>.</param>
/// <param name="Code">Morton code, from 0 to 4^Zoom - 1.</param>
public readonly record struct GridCell(int Zoom, long Code)
{
    /// <summary>The finest zoom that the ledgers keep: a cell is 153 m at the equator and 99 m at Karaganda's 49.8° N.</summary>
    public const int FineZoom = 18;

    /// <summary>The finest zoom that fits into a code.</summary>
    public const int MaxZoom = 30;

    /// <summary>
    /// The greatest latitude of the projection, where the world map becomes a square; points beyond it fall into the edge row.
    /// </summary>
    public const double MaxLatitude = 85.05112877980659;

    /// <summary>Column, counted from 180° W.</summary>
    public int X => Squeeze(Code);

    /// <summary>Row, counted from the north edge.</summary>
    public int Y => Squeeze(Code >> 1);

    /// <summary>
    /// The cell at <paramref name="zoom"/> that contains the point. A point on an edge belongs to the cell east and south of it.
    /// </summary>
    public static GridCell At(GeoPoint point, int zoom = FineZoom)
    {
        var side = 1L << zoom;
        var latitude = Math.Clamp(point.Latitude, -MaxLatitude, MaxLatitude) * Math.PI / 180;
        var x = (point.Longitude + 180) / 360 * side;
        var y = (1 - Math.Asinh(Math.Tan(latitude)) / Math.PI) / 2 * side;
        return Of(Math.Clamp((long)Math.Floor(x), 0, side - 1), Math.Clamp((long)Math.Floor(y), 0, side - 1), zoom);
    }

    /// <summary>The cell in the given column and row.</summary>
    public static GridCell Of(long x, long y, int zoom) => new(zoom, Spread(x) | (Spread(y) << 1));

    /// <summary>The cell of a coarser (or the same) zoom that contains this one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The zoom is finer than this cell's.</exception>
    public GridCell Parent(int zoom)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(zoom, Zoom);
        return new(zoom, Code >> (2 * (Zoom - zoom)));
    }

    /// <summary>The first and last code, both included, of this cell's descendants at a finer (or the same) zoom.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The zoom is coarser than this cell's.</exception>
    public (long First, long Last) Range(int zoom)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(zoom, Zoom);
        var shift = 2 * (zoom - Zoom);
        return (Code << shift, ((Code + 1) << shift) - 1);
    }

    /// <summary>The cell's edges in degrees.</summary>
    public GeoBounds Bounds()
    {
        double side = 1L << Zoom;
        return new(X / side * 360 - 180, Latitude((Y + 1) / side), (X + 1) / side * 360 - 180, Latitude(Y / side));
    }

    /// <summary>The cell's middle on the projected plane, in degrees.</summary>
    public GeoPoint Centre()
    {
        double side = 1L << Zoom;
        return new((X + 0.5) / side * 360 - 180, Latitude((Y + 0.5) / side));
    }

    /// <summary>The cell's area on the WGS 84 ellipsoid, in km².</summary>
    public double SquareKilometres() => Wgs84.SquareKilometres(Bounds());

    private static double Latitude(double fromNorth) => Math.Atan(Math.Sinh(Math.PI * (1 - 2 * fromNorth))) * 180 / Math.PI;

    // "Interleave bits by binary magic numbers": each step doubles the gaps between groups of bits.
    private static long Spread(long v)
    {
        v &= 0x7fffffff;
        v = (v | (v << 16)) & 0x0000ffff0000ffff;
        v = (v | (v << 8)) & 0x00ff00ff00ff00ff;
        v = (v | (v << 4)) & 0x0f0f0f0f0f0f0f0f;
        v = (v | (v << 2)) & 0x3333333333333333;
        return (v | (v << 1)) & 0x5555555555555555;
    }

    private static int Squeeze(long v)
    {
        v &= 0x5555555555555555;
        v = (v | (v >> 1)) & 0x3333333333333333;
        v = (v | (v >> 2)) & 0x0f0f0f0f0f0f0f0f;
        v = (v | (v >> 4)) & 0x00ff00ff00ff00ff;
        v = (v | (v >> 8)) & 0x0000ffff0000ffff;
        return (int)((v | (v >> 16)) & 0x7fffffff);
    }
}
