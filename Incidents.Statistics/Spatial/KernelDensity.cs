using MathNet.Numerics;

namespace Incidents.Statistics.Spatial;

/// <summary>The shape of a kernel.</summary>
public enum Kernel
{
    /// <summary>3 / (π h²) · (1 − d²/h²)² within the bandwidth h and 0 beyond it: the bandwidth is the radius.</summary>
    /// <remarks>Silverman, "Density Estimation", 1986, eq. 4.5.</remarks>
    Quartic,

    /// <summary>1 / (2π h²) · exp(−d² / 2h²): the bandwidth is the standard deviation.</summary>
    Gaussian,
}

/// <summary>What is done about the kernel's mass that falls outside the grid.</summary>
public enum EdgeCorrection
{
    /// <summary>Nothing: the density decreases toward the edges.</summary>
    None,

    /// <summary>
    /// Divide by the kernel's mass inside the grid, seen from each cell (Diggle 1985; spatstat's default). Gaussian kernel only.
    /// </summary>
    Uniform,
}

/// <summary>Kernel density of points, per unit of area, at the middles of a grid's cells.</summary>
/// <remarks>
/// The numbers are those of the sum over all points to better than a part in 10⁹ of the largest density, however they are computed.
/// </remarks>
public static class KernelDensity
{
    /// <summary>Computes the density.</summary>
    /// <param name="points">
    /// The points. Points outside the grid count as far as their kernel reaches into it; without points the density is zero.
    /// </param>
    /// <param name="grid">The cells at whose middles the density is computed.</param>
    /// <param name="kernel">The kernel's shape.</param>
    /// <param name="bandwidth">Positive and finite, in the points' unit; the kernel defines its meaning.</param>
    /// <param name="edge">What is done about the grid's edges.</param>
    /// <param name="control">Cancels the computation.</param>
    /// <exception cref="ArgumentOutOfRangeException">The bandwidth is not positive and finite, or a coordinate is not finite.</exception>
    /// <exception cref="ArgumentException">An edge correction is asked for with the quartic kernel.</exception>
    public static DensityGrid Of(
        IReadOnlyList<PlanarPoint> points, PlanarGrid grid, Kernel kernel, double bandwidth, EdgeCorrection edge = EdgeCorrection.None,
        RunControl? control = null)
    {
        if (!double.IsFinite(bandwidth) || bandwidth <= 0)
            throw new ArgumentOutOfRangeException(nameof(bandwidth), bandwidth, "A bandwidth is positive and finite.");
        if (edge is EdgeCorrection.Uniform && kernel is not Kernel.Gaussian)
            throw new ArgumentException("The edge correction exists for the Gaussian kernel only.", nameof(edge));
        foreach (var p in points)
        {
            if (!double.IsFinite(p.X) || !double.IsFinite(p.Y))
                throw new ArgumentOutOfRangeException(nameof(points), p, "Coordinates must be finite.");
        }

        var cancellation = control?.Cancellation ?? default;
        var sums = kernel is Kernel.Gaussian ? GaussianSum.Of(points, grid, bandwidth, cancellation)
            : QuarticSum.Of(points, grid, bandwidth, cancellation);
        var scale = kernel is Kernel.Gaussian ? 1 / (2 * Math.PI * bandwidth * bandwidth) : 3 / (Math.PI * bandwidth * bandwidth);
        for (var cell = 0; cell < sums.Length; cell++)
            sums[cell] *= scale;
        if (edge is EdgeCorrection.Uniform)
            DivideByMassInside(sums, grid, bandwidth);
        return new(
            new("kernel-density", "Silverman, Density Estimation, 1986; Diggle, Applied Statistics 34, 1985", points.Count,
                new Dictionary<string, object?>
                {
                    ["kernel"] = kernel,
                    ["bandwidth"] = bandwidth,
                    ["edge"] = edge,
                }),
            grid, sums);
    }

    /// <summary>Scott's rule of the bandwidth for two dimensions.</summary>
    /// <exception cref="ArgumentException">Fewer than two points, or all on a line along an axis.</exception>
    /// <remarks>
    /// "Multivariate Density Estimation", 1992, §6.3: n^(−1/6) times the geometric mean of the coordinates' standard deviations (divisor n
    /// − 1), which is the standard deviation of a Gaussian kernel; times √8 for the quartic kernel, the radius at which it spreads as
    /// much.
    /// </remarks>
    public static double BandwidthByScott(IReadOnlyList<PlanarPoint> points, Kernel kernel)
    {
        var n = points.Count;
        // What is left of rounding in the coordinates is no spread.
        var rounding = n == 0 ? 0 : 1e-12 * points.Max(p => Math.Max(Math.Abs(p.X), Math.Abs(p.Y)));
        // From the first point on: equal points spread by exactly nothing, wherever they lie. A mean of coordinates is rounded.
        double Deviation(Func<PlanarPoint, double> coordinate)
        {
            var first = coordinate(points[0]);
            var mean = points.Average(p => coordinate(p) - first);
            var deviation = Math.Sqrt(points.Sum(p => Math.Pow(coordinate(p) - first - mean, 2)) / (n - 1));
            return deviation > rounding ? deviation : 0;
        }

        var spread = n < 2 ? 0 : Math.Sqrt(Deviation(p => p.X) * Deviation(p => p.Y));
        if (!(spread > 0))
            throw new ArgumentException("Points that do not spread in both directions have no bandwidth by rule.", nameof(points));
        return spread * Math.Pow(n, -1.0 / 6) * (kernel is Kernel.Gaussian ? 1 : Math.Sqrt(8));
    }

    private static void DivideByMassInside(double[] sums, PlanarGrid grid, double bandwidth)
    {
        double[] Mass(int cells, double width) =>
        [
            .. Enumerable.Range(0, cells).Select(i =>
            {
                var root = bandwidth * Math.Sqrt(2);
                return (SpecialFunctions.Erf((i + 0.5) * width / root) + SpecialFunctions.Erf((cells - i - 0.5) * width / root)) / 2;
            }),
        ];
        var (across, up) = (Mass(grid.Columns, grid.CellWidth), Mass(grid.Rows, grid.CellHeight));
        for (var cell = 0; cell < sums.Length; cell++)
            sums[cell] /= across[cell % grid.Columns] * up[cell / grid.Columns];
    }
}

/// <summary>A density on a grid.</summary>
/// <param name="Basis">Method, parameters and n.</param>
/// <param name="Grid">The grid.</param>
/// <param name="Density">Points per unit of area at each cell's middle.</param>
public sealed record DensityGrid(MethodBasis Basis, PlanarGrid Grid, IReadOnlyList<double> Density);
