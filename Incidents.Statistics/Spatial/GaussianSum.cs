using System.Numerics;

namespace Incidents.Statistics.Spatial;

/// <summary>Σ exp(−d² / 2h²) over points, at the middles of cells.</summary>
/// <remarks>
/// The kernel is a product of one factor for each axis. Few points are summed one by one. Many points are first gathered into cells as
/// moments about the cell's middle, from which the sum follows by expansion in Hermite polynomials (Greengard and Strain, "The fast Gauss
/// transform", SIAM J. Sci. Stat. Comput. 12, 1991), with as many terms as keep the error below a part in 10¹¹ of a kernel's height for
/// each point.
/// </remarks>
internal static class GaussianSum
{
    // exp(−8.6² / 2) is below the last digit of 1.
    private const double Reach = 8.6;

    private const double Tolerance = 1e-11;

    // Number of multiplications up to which summing one by one is quick enough.
    private const double Few = 3e7;

    public static double[] Of(IReadOnlyList<PlanarPoint> points, PlanarGrid grid, double bandwidth, CancellationToken cancellation)
    {
        var window = Math.Min(grid.Columns, 2 * Reach * bandwidth / grid.CellWidth + 1)
            * Math.Min(grid.Rows, 2 * Reach * bandwidth / grid.CellHeight + 1);
        var terms = Terms(Math.Max(grid.CellWidth, grid.CellHeight) / 2 / bandwidth);
        return terms is null || points.Count * window < Few
            ? OneByOne(points, grid, bandwidth, cancellation)
            : ByMoments(points, grid, bandwidth, terms.Value, cancellation);
    }

    internal static double[] OneByOne(
        IReadOnlyList<PlanarPoint> points, PlanarGrid grid, double bandwidth, CancellationToken cancellation = default)
    {
        var sums = new double[grid.Count];
        var (across, up) = (new double[grid.Columns], new double[grid.Rows]);
        foreach (var p in points)
        {
            cancellation.ThrowIfCancellationRequested();
            var (left, right) = Factors(across, (p.X - grid.MinX) / grid.CellWidth - 0.5, grid.CellWidth / bandwidth);
            var (bottom, top) = Factors(up, (p.Y - grid.MinY) / grid.CellHeight - 0.5, grid.CellHeight / bandwidth);
            for (var row = bottom; row < top; row++)
                AddTimes(sums.AsSpan(row * grid.Columns + left, Math.Max(0, right - left)), across.AsSpan(left), up[row]);
        }

        return sums;
    }

    internal static double[] ByMoments(
        IReadOnlyList<PlanarPoint> points, PlanarGrid grid, double bandwidth, int terms, CancellationToken cancellation = default)
    {
        // The raster is continued beyond the grid as far as the kernel reaches.
        var (wide, high) = (grid.CellWidth / bandwidth, grid.CellHeight / bandwidth);
        var (marginX, marginY) = ((int)Math.Ceiling(Reach / wide) + 1, (int)Math.Ceiling(Reach / high) + 1);
        var (columns, rows) = (grid.Columns + 2 * marginX, grid.Rows + 2 * marginY);
        var perCell = terms * (terms + 1) / 2;
        var moments = Gather(points, grid, marginX, marginY, columns, rows, terms, perCell, wide, high);

        var (kernelX, kernelY) = (Hermite(grid.Columns + marginX, wide, terms), Hermite(grid.Rows + marginY, high, terms));
        var sums = new double[grid.Count];
        var lines = new double[terms][];
        for (var b = 0; b < terms; b++)
            lines[b] = new double[grid.Columns];
        for (var row = 0; row < rows; row++)
        {
            cancellation.ThrowIfCancellationRequested();
            var used = false;
            for (var column = 0; column < columns; column++)
            {
                var at = (row * columns + column) * perCell;
                if (moments[at] == 0)
                    continue;
                if (!used)
                    Array.ForEach(lines, Array.Clear);
                used = true;
                Across(moments.AsSpan(at, perCell), kernelX, column - marginX, marginX, lines, terms);
            }

            if (used)
                Up(lines, kernelY, row - marginY, marginY, sums, grid);
        }

        return sums;
    }

    // Moments (δx/h)^a (δy/h)^b / (a! b!) with a + b < terms, those of b = 0 first.
    private static double[] Gather(
        IReadOnlyList<PlanarPoint> points, PlanarGrid grid, int marginX, int marginY, int columns, int rows, int terms, int perCell,
        double wide, double high)
    {
        var moments = new double[columns * rows * perCell];
        Span<double> powers = stackalloc double[terms];
        foreach (var p in points)
        {
            var (x, y) = ((p.X - grid.MinX) / grid.CellWidth + marginX, (p.Y - grid.MinY) / grid.CellHeight + marginY);
            if (!(x >= 0 && y >= 0 && x < columns && y < rows))
                continue;
            var (column, row) = ((int)x, (int)y);
            var (dx, dy) = ((x - column - 0.5) * wide, (y - row - 0.5) * high);
            powers[0] = 1;
            for (var a = 1; a < terms; a++)
                powers[a] = powers[a - 1] * dx / a;
            var (at, vertical) = ((row * columns + column) * perCell, 1.0);
            for (var b = 0; b < terms; b++)
            {
                for (var a = 0; a < terms - b; a++)
                    moments[at++] += powers[a] * vertical;
                vertical *= dy / (b + 1);
            }
        }

        return moments;
    }

    // He_a(k w) exp(−(k w)² / 2) for k = −(length − 1) … length − 1.
    private static double[][] Hermite(int length, double width, int terms)
    {
        var tables = new double[terms][];
        for (var a = 0; a < terms; a++)
            tables[a] = new double[2 * length - 1];
        for (var k = 1 - length; k < length; k++)
        {
            var u = k * width;
            var (before, now) = (0.0, Math.Exp(-u * u / 2));
            for (var a = 0; a < terms; a++)
            {
                tables[a][k + length - 1] = now;
                (before, now) = (now, u * now - a * before);
            }
        }

        return tables;
    }

    private static void Across(ReadOnlySpan<double> moments, double[][] kernel, int column, int margin, double[][] lines, int terms)
    {
        var columns = lines[0].Length;
        // From the grid's first column to the last one that this cell reaches; table entry of offset 0 is in the middle.
        var (first, last) = (Math.Max(0, column - margin), Math.Min(columns, column + margin + 1));
        if (first >= last)
            return;
        var middle = kernel[0].Length / 2 - column;
        var at = 0;
        for (var b = 0; b < terms; b++)
        {
            var line = lines[b].AsSpan(first, last - first);
            for (var a = 0; a < terms - b; a++)
                AddTimes(line, kernel[a].AsSpan(middle + first), moments[at++]);
        }
    }

    private static void Up(double[][] lines, double[][] kernel, int row, int margin, double[] sums, PlanarGrid grid)
    {
        var middle = kernel[0].Length / 2 - row;
        for (var target = Math.Max(0, row - margin); target < Math.Min(grid.Rows, row + margin + 1); target++)
        {
            var sum = sums.AsSpan(target * grid.Columns, grid.Columns);
            for (var b = 0; b < lines.Length; b++)
                AddTimes(sum, lines[b], kernel[b][middle + target]);
        }
    }

    private static void AddTimes(Span<double> sums, ReadOnlySpan<double> values, double factor)
    {
        var (i, spread) = (0, new Vector<double>(factor));
        for (; i <= sums.Length - Vector<double>.Count; i += Vector<double>.Count)
            Vector.FusedMultiplyAdd(new Vector<double>(values[i..]), spread, new Vector<double>(sums[i..])).CopyTo(sums[i..]);
        for (; i < sums.Length; i++)
            sums[i] += values[i] * factor;
    }

    // The factors of one axis around a position in cells, and the run [from, to) in which they matter.
    private static (int From, int To) Factors(double[] factors, double at, double width)
    {
        var from = (int)Math.Clamp(Math.Ceiling(at - Reach / width), 0, factors.Length);
        var to = (int)Math.Clamp(Math.Floor(at + Reach / width) + 1, from, factors.Length);
        for (var i = from; i < to; i++)
            factors[i] = Math.Exp(-(i - at) * (i - at) * width * width / 2);
        return (from, to);
    }

    // By Cramér's inequality |He_n(u)| exp(−u²/4) ≤ 1.0865 √n!, so that the first neglected term of an offset ρ is at most 1.0865 ρⁿ / √n!.
    // Null where too many terms are needed.
    private static int? Terms(double offset)
    {
        // Both axes, and the sum of what follows, are covered by a factor of four while the offset is at most a quarter.
        if (offset > 0.25)
            return null;
        var bound = 4.0;
        for (var n = 1; n < 16; n++)
        {
            bound *= offset / Math.Sqrt(n);
            if (bound <= Tolerance && n > 1)
                return n;
        }

        return null;
    }
}
