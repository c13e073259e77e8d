namespace Incidents.Statistics.Spatial;

/// <summary>A raster on the plane, with cells numbered row by row from the south-west corner.</summary>
/// <param name="MinX">West edge.</param>
/// <param name="MinY">South edge.</param>
/// <param name="CellWidth">Width of a cell, positive.</param>
/// <param name="CellHeight">Height of a cell, positive.</param>
/// <param name="Columns">Number of columns, at least 1.</param>
/// <param name="Rows">Number of rows, at least 1.</param>
/// <remarks>
/// A cell holds its west and south edges but not its east and north ones. The last column and row hold their outer edges too, so that a
/// grid around points holds them all.
/// </remarks>
public sealed record PlanarGrid(double MinX, double MinY, double CellWidth, double CellHeight, int Columns, int Rows)
{
    /// <summary>Number of cells.</summary>
    public int Count => Columns * Rows;

    /// <summary>Square cells that cover a rectangle, from its south-west corner on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The cell is not positive, a maximum is below its minimum, or more than 10 million cells are needed.
    /// </exception>
    public static PlanarGrid Covering(double minX, double minY, double maxX, double maxY, double cell)
    {
        if (!(cell > 0 && maxX >= minX && maxY >= minY))
            throw new ArgumentOutOfRangeException(
                nameof(cell), (minX, minY, maxX, maxY, cell), "A grid needs a positive cell and a rectangle that is not turned over.");
        // A rounding error gives no further cell to a side of a whole number of cells.
        var (columns, rows) = (
            Math.Max(1, Math.Ceiling((maxX - minX) / cell - 1e-9)), Math.Max(1, Math.Ceiling((maxY - minY) / cell - 1e-9)));
        if (columns * rows > 10_000_000)
            throw new ArgumentOutOfRangeException(nameof(cell), cell, $"{columns} × {rows} cells are too many; take a larger cell.");
        return new(minX, minY, cell, cell, (int)columns, (int)rows);
    }

    /// <summary>The middle of a cell.</summary>
    public PlanarPoint Centre(int cell) => new(MinX + (cell % Columns + 0.5) * CellWidth, MinY + (cell / Columns + 0.5) * CellHeight);

    /// <summary>The cell that holds a point, or −1 outside the grid.</summary>
    public int CellOf(PlanarPoint point)
    {
        var (x, y) = ((point.X - MinX) / CellWidth, (point.Y - MinY) / CellHeight);
        if (!(x >= 0 && y >= 0 && x <= Columns * (1 + 1e-12) && y <= Rows * (1 + 1e-12)))
            return -1;
        return Math.Min((int)y, Rows - 1) * Columns + Math.Min((int)x, Columns - 1);
    }

    /// <summary>Number of points in each cell. Points outside the grid are not counted.</summary>
    public double[] CountPoints(IEnumerable<PlanarPoint> points)
    {
        var counts = new double[Count];
        foreach (var point in points)
        {
            if (CellOf(point) is >= 0 and var cell)
                counts[cell]++;
        }

        return counts;
    }
}
