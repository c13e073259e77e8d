namespace Incidents.Statistics.Spatial;

/// <summary>The neighbourhood of a cell on a raster of square cells: for each row the columns from −w to w.</summary>
/// <remarks>It is the same about every cell, without gaps along a row, and is cut off at the edge of the raster.</remarks>
public sealed class Stencil
{
    private const double Rounding = 1e-9;

    // Half the width by distance in rows, from 0 to Reach.
    private readonly int[] halfWidths;

    private Stencil(int[] halfWidths, IReadOnlyDictionary<string, object?> parameters) =>
        (this.halfWidths, Parameters) = (halfWidths, parameters);

    /// <summary>The eight cells around: queen contiguity.</summary>
    public static Stencil Queen { get; } = new([1, 1], new Dictionary<string, object?> { ["neighbours"] = "queen contiguity" });

    /// <summary>Number of rows (and columns) from the middle to the edge of the neighbourhood; 0 for a cell without neighbours.</summary>
    public int Reach => this.halfWidths.Length - 1;

    /// <summary>Number of neighbours of a cell far from the raster's edges.</summary>
    public int Size => (2 * this.halfWidths.Sum(w => 2 * w + 1)) - (2 * this.halfWidths[0] + 1) - 1;

    /// <summary>How the stencil was made: part of a result's <see cref="MethodBasis"/>.</summary>
    public IReadOnlyDictionary<string, object?> Parameters { get; }

    /// <summary>Cells whose middles are closer than a distance.</summary>
    /// <param name="distance">Positive and finite, in the cells' unit.</param>
    /// <param name="cell">Side of a cell, positive and finite.</param>
    /// <param name="edge">Whether a pair exactly that far apart are neighbours.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A length is not positive and finite, or the distance is more than 10,000 cells.
    /// </exception>
    /// <remarks>
    /// A pair whose distance equals the limit within one part in 10⁹ lies on the edge, as in <see cref="Neighbours.WithinDistance"/>.
    /// </remarks>
    public static Stencil WithinDistance(double distance, double cell, Edge edge = Edge.Inclusive)
    {
        if (!(distance > 0 && cell > 0 && distance / cell <= 10_000))
            throw new ArgumentOutOfRangeException(
                nameof(distance), (distance, cell), "Distance and cell are positive, and the distance is at most 10,000 cells.");
        var limit = distance * (edge is Edge.Inclusive ? 1 + Rounding : 1 - Rounding) / cell;
        var widths = new int[(int)limit + 1];
        for (var row = 0; row < widths.Length; row++)
            widths[row] = (int)Math.Sqrt(limit * limit - (double)row * row);
        return new(
            widths,
            new Dictionary<string, object?> { ["neighbours"] = "fixed distance", ["distance"] = distance, ["edge"] = edge });
    }

    /// <summary>Number of columns to either side in a row that far from the middle.</summary>
    internal int HalfWidth(int rows) => this.halfWidths[Math.Abs(rows)];

    /// <summary>The sum over each cell's neighbourhood, the cell itself included.</summary>
    /// <remarks>The work grows with the number of cells with a value times the reach, plus the number of all cells.</remarks>
    internal double[] SumsOver(double[] values, int columns, int rows)
    {
        // Each value is added where its run in a row begins and subtracted behind its end; a running sum along each row gives the totals.
        var changes = new double[rows * (columns + 1)];
        for (var cell = 0; cell < values.Length; cell++)
        {
            if (values[cell] == 0)
                continue;
            var (column, row) = (cell % columns, cell / columns);
            for (var at = Math.Max(0, row - Reach); at <= Math.Min(rows - 1, row + Reach); at++)
            {
                var width = HalfWidth(at - row);
                var line = at * (columns + 1);
                changes[line + Math.Max(0, column - width)] += values[cell];
                changes[line + Math.Min(columns, column + width + 1)] -= values[cell];
            }
        }

        var sums = new double[values.Length];
        for (var row = 0; row < rows; row++)
        {
            var sum = 0.0;
            for (var column = 0; column < columns; column++)
                sums[row * columns + column] = sum += changes[row * (columns + 1) + column];
        }

        return sums;
    }

    /// <summary>Number of neighbours of each cell, itself not counted.</summary>
    internal int[] CountsOn(int columns, int rows)
    {
        var counts = new int[columns * rows];
        var inside = new int[Reach + 1][];
        for (var away = 0; away <= Reach; away++)
        {
            var width = HalfWidth(away);
            inside[away] = new int[columns];
            for (var column = 0; column < columns; column++)
                inside[away][column] = Math.Min(columns - 1, column + width) - Math.Max(0, column - width) + 1;
        }

        for (var row = 0; row < rows; row++)
        {
            var line = counts.AsSpan(row * columns, columns);
            // Rows farther from both ends than the reach are all the same.
            if (row > Reach && row < rows - Reach)
            {
                counts.AsSpan((row - 1) * columns, columns).CopyTo(line);
                continue;
            }

            line.Fill(-1);
            for (var at = Math.Max(0, row - Reach); at <= Math.Min(rows - 1, row + Reach); at++)
            {
                for (var column = 0; column < columns; column++)
                    line[column] += inside[Math.Abs(at - row)][column];
            }
        }

        return counts;
    }
}
