using Incidents.Domain;
using Incidents.Projections.Ledgers;
using Incidents.Statistics.Spatial;

namespace Incidents.Projections.Heatmaps;

/// <summary>A rectangle of quadtree cells as a raster, numbered row by row from its north-west corner.</summary>
/// <remarks>
/// Its plane is that of Web Mercator, scaled to metres on the ground at the middle latitude of the rectangle: cells are squares there, and
/// distances within a town are exact to a few parts in a thousand.
/// </remarks>
/// <param name="Zoom">Zoom of the cells.</param>
/// <param name="West">First column.</param>
/// <param name="North">First row.</param>
/// <param name="Columns">Number of columns, at least 1.</param>
/// <param name="Rows">Number of rows, at least 1.</param>
public sealed record CellRaster(int Zoom, int West, int North, int Columns, int Rows)
{
    // Web Mercator projects the ellipsoid as a sphere of its semi-major axis.
    private const double MercatorRadiusMetres = 6_378_137;

    /// <summary>The cells that touch the bounds.</summary>
    /// <param name="bounds">Valid bounds.</param>
    /// <param name="zoom">Zoom of the cells.</param>
    public static CellRaster Touching(GeoBounds bounds, int zoom)
    {
        var (west, north, east, south) = CellRanges.Extent(bounds, zoom);
        return new(zoom, west, north, east - west + 1, south - north + 1);
    }

    /// <summary>Number of cells.</summary>
    public long Count => (long)Columns * Rows;

    /// <summary>Bounds that touch these cells and no others: the middles of the outermost ones.</summary>
    public GeoBounds Bounds
    {
        get
        {
            var (northWest, southEast) = (
                GridCell.Of(West, North, Zoom).Centre(), GridCell.Of(West + Columns - 1L, North + Rows - 1L, Zoom).Centre());
            return new(northWest.Longitude, southEast.Latitude, southEast.Longitude, northWest.Latitude);
        }
    }

    /// <summary>
    /// Side of a cell on the ground at the middle latitude, in metres, on a sphere with the equator's radius (exact to 0.4 %).
    /// </summary>
    public double CellMetres => 2 * Math.PI * MercatorRadiusMetres / (1L << Zoom) * CosineAt(North + Rows / 2.0);

    /// <summary>Greatest relative difference of the scale at the north or south edge from that at the middle latitude.</summary>
    public double ScaleError =>
        Math.Max(
            Math.Abs(CosineAt(North) / CosineAt(North + Rows / 2.0) - 1),
            Math.Abs(CosineAt(North + Rows) / CosineAt(North + Rows / 2.0) - 1));

    /// <summary>The raster extended by a number of cells on every side, within the world.</summary>
    public CellRaster With(int margin)
    {
        var last = (1 << Zoom) - 1;
        var (west, north) = (Math.Max(0, West - margin), Math.Max(0, North - margin));
        var (east, south) = (Math.Min(last, West + Columns - 1 + margin), Math.Min(last, North + Rows - 1 + margin));
        return new(Zoom, west, north, east - west + 1, south - north + 1);
    }

    /// <summary>The same rectangle in the cells of a finer (or the same) zoom.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The zoom is coarser than that of the cells.</exception>
    public CellRaster In(int zoom)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(zoom, Zoom);
        var shift = zoom - Zoom;
        return new(zoom, West << shift, North << shift, Columns << shift, Rows << shift);
    }

    /// <summary>The number of a cell of the same zoom, or −1 where it is outside.</summary>
    public int IndexOf(GridCell cell)
    {
        var (column, row) = (cell.X - West, cell.Y - North);
        return column >= 0 && row >= 0 && column < Columns && row < Rows ? row * Columns + column : -1;
    }

    /// <summary>The cell with a number.</summary>
    public GridCell this[int index] => GridCell.Of(West + index % Columns, North + index / Columns, Zoom);

    /// <summary>The middle of a cell on the plane, in metres east and north of the middle of the first one.</summary>
    public PlanarPoint Middle(int index) => new(index % Columns * CellMetres, -(index / Columns) * CellMetres);

    /// <summary>The middle of a cell of any zoom, inside or outside, on the same plane.</summary>
    public PlanarPoint Middle(GridCell cell)
    {
        var share = Math.Pow(2, Zoom - cell.Zoom);
        return new(((cell.X + 0.5) * share - West - 0.5) * CellMetres, (North + 0.5 - (cell.Y + 0.5) * share) * CellMetres);
    }

    /// <summary>The point of the plane in degrees.</summary>
    public GeoPoint At(PlanarPoint point)
    {
        // From the middle of the first cell, in cells.
        var (x, y, side) = (West + 0.5 + point.X / CellMetres, North + 0.5 - point.Y / CellMetres, (double)(1L << Zoom));
        return new(x / side * 360 - 180, Math.Atan(Math.Sinh(Math.PI * (1 - 2 * y / side))) * 180 / Math.PI);
    }

    /// <summary>The counts as one value for each cell, zero where there is no count.</summary>
    public double[] Fill(IEnumerable<CellCount> counts)
    {
        var values = new double[Count];
        foreach (var (cell, count) in counts)
        {
            if (IndexOf(cell) is >= 0 and var index)
                values[index] = count;
        }

        return values;
    }

    // On the Mercator projection the cosine of the latitude is 1 / cosh of the height above the equator.
    private double CosineAt(double row) => 1 / Math.Cosh(Math.PI * (1 - 2 * row / (1L << Zoom)));
}
