using System.Numerics;

namespace Incidents.Statistics.Spatial;

/// <summary>Σ (1 − d²/h²)² over the points nearer than h, at the middles of cells.</summary>
/// <remarks>
/// Along a row of cells the part of each point is a polynomial of the fourth degree between two ends. With wide kernels its coefficients
/// are added where it begins and subtracted where it ends, and evaluated once for each cell.
/// </remarks>
internal static class QuarticSum
{
    // Number of cells in a kernel up to which a sum over them is quicker than polynomials, and more exact.
    private const double Narrow = 400;

    private const int Stride = 8;

    public static double[] Of(IReadOnlyList<PlanarPoint> points, PlanarGrid grid, double bandwidth, CancellationToken cancellation)
    {
        var cells = Math.PI * bandwidth * bandwidth / (grid.CellWidth * grid.CellHeight);
        return cells < Narrow || points.Count * Math.Min(cells, grid.Count) < 3e7
            ? OneByOne(points, grid, bandwidth, cancellation)
            : ByPolynomials(points, grid, bandwidth, cancellation);
    }

    internal static double[] OneByOne(
        IReadOnlyList<PlanarPoint> points, PlanarGrid grid, double bandwidth, CancellationToken cancellation = default)
    {
        var sums = new double[grid.Count];
        var step = grid.CellWidth / bandwidth;
        var ramp = new double[Vector<double>.Count];
        for (var i = 0; i < ramp.Length; i++)
            ramp[i] = i * step;
        var offsets = new Vector<double>(ramp);
        foreach (var p in points)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var (row, from, to, left) in new Rows(p, grid, bandwidth))
            {
                var line = sums.AsSpan(row * grid.Columns);
                var (position, i) = ((from + 0.5) * step + (grid.MinX - p.X) / bandwidth, from);
                for (; i <= to - Vector<double>.Count; i += Vector<double>.Count, position += Vector<double>.Count * step)
                {
                    var u = offsets + new Vector<double>(position);
                    var v = Vector.Max(Vector<double>.Zero, new Vector<double>(left) - u * u);
                    (new Vector<double>(line[i..]) + v * v).CopyTo(line[i..]);
                }

                for (; i < to; i++, position += step)
                {
                    var v = Math.Max(0, left - position * position);
                    line[i] += v * v;
                }
            }
        }

        return sums;
    }

    internal static double[] ByPolynomials(
        IReadOnlyList<PlanarPoint> points, PlanarGrid grid, double bandwidth, CancellationToken cancellation = default)
    {
        // (A − (u − p)²)² with A = 1 − dy²/h² and B = A − p² is B² + 4pB u + (4p² − 2B) u² − 4p u³ + u⁴; u counts from the grid's middle to
        // keep its powers small.
        var width = grid.Columns + 1;
        var changes = new double[grid.Rows * width * Stride];
        var middle = grid.MinX + grid.Columns * grid.CellWidth / 2;
        foreach (var point in points)
        {
            cancellation.ThrowIfCancellationRequested();
            var p = (point.X - middle) / bandwidth;
            foreach (var (row, from, to, left) in new Rows(point, grid, bandwidth))
            {
                if (from >= to)
                    continue;
                var b = left - p * p;
                var (c0, c1, c2, c3) = (b * b, 4 * p * b, 4 * p * p - 2 * b, -4 * p);
                var begin = changes.AsSpan((row * width + from) * Stride, 6);
                (begin[0], begin[1], begin[2], begin[3], begin[4]) = (
                    begin[0] + c0, begin[1] + c1, begin[2] + c2, begin[3] + c3, begin[4] + 1);
                var end = changes.AsSpan((row * width + to) * Stride, 6);
                (end[0], end[1], end[2], end[3], end[4]) = (end[0] - c0, end[1] - c1, end[2] - c2, end[3] - c3, end[4] - 1);
            }
        }

        var sums = new double[grid.Count];
        for (var row = 0; row < grid.Rows; row++)
        {
            var (c0, c1, c2, c3, count) = (0.0, 0.0, 0.0, 0.0, 0.0);
            for (var column = 0; column < grid.Columns; column++)
            {
                var at = (row * width + column) * Stride;
                (c0, c1, c2, c3, count) = (
                    c0 + changes[at], c1 + changes[at + 1], c2 + changes[at + 2], c3 + changes[at + 3], count + changes[at + 4]);
                var u = (column + 0.5 - grid.Columns / 2.0) * grid.CellWidth / bandwidth;
                // The number of points in reach is exact: a cell that no kernel reaches is exactly zero, without a rounding error.
                sums[row * grid.Columns + column] = count == 0 ? 0 : Math.Max(0, c0 + u * (c1 + u * (c2 + u * (c3 + u * count))));
            }
        }

        return sums;
    }

    // The rows that a point's kernel crosses, each with its run [From, To) of columns and 1 − dy²/h².
    private ref struct Rows(PlanarPoint point, PlanarGrid grid, double bandwidth)
    {
        private readonly double x = (point.X - grid.MinX) / grid.CellWidth - 0.5;
        private readonly double y = (point.Y - grid.MinY) / grid.CellHeight - 0.5;
        private readonly double tall = grid.CellHeight / bandwidth;
        private readonly double reach = bandwidth / grid.CellWidth;
        private readonly int top = (int)Math.Clamp(Math.Floor((point.Y - grid.MinY + bandwidth) / grid.CellHeight - 0.5) + 1, 0, grid.Rows);
        private int row = (int)Math.Clamp(Math.Ceiling((point.Y - grid.MinY - bandwidth) / grid.CellHeight - 0.5), 0, grid.Rows) - 1;

        public readonly (int Row, int From, int To, double Left) Current
        {
            get
            {
                var dy = (this.row - y) * tall;
                var left = Math.Max(0, 1 - dy * dy);
                var half = Math.Sqrt(left) * reach;
                var from = (int)Math.Clamp(Math.Ceiling(x - half), 0, grid.Columns);
                return (this.row, from, (int)Math.Clamp(Math.Floor(x + half) + 1, from, grid.Columns), left);
            }
        }

        public readonly Rows GetEnumerator() => this;

        public bool MoveNext() => ++this.row < top;
    }
}
