using Incidents.Statistics;
using Incidents.Statistics.Spatial;
using Xunit;

namespace Incidents.Tests.Spatial;

public class KernelDensityTests
{
    private static readonly PlanarGrid Town = new(1000, -500, 25, 20, 60, 50);

    // Clustered, partly on one spot, and partly outside the grid.
    private static PlanarPoint[] Points(int count)
    {
        var random = new SeededRandom(17);
        return
        [
            .. Enumerable.Range(0, count).Select(i => i % 3 == 0
                ? new PlanarPoint(1400 + 60 * random.NextNormal(), -200 + 90 * random.NextNormal())
                : new PlanarPoint(700 + 2200 * random.NextDouble(), -800 + 1700 * random.NextDouble())),
        ];
    }

    private static double[] BruteForce(IReadOnlyList<PlanarPoint> points, PlanarGrid grid, Kernel kernel, double h) =>
    [
        .. Enumerable.Range(0, grid.Count).Select(cell => points.Sum(p =>
        {
            var u = p.DistanceTo(grid.Centre(cell)) / h;
            return kernel is Kernel.Gaussian ? Math.Exp(-u * u / 2) / (2 * Math.PI * h * h)
                : u < 1 ? 3 / (Math.PI * h * h) * Math.Pow(1 - u * u, 2) : 0;
        })),
    ];

    [Theory]
    [InlineData(Kernel.Gaussian, 3)]
    [InlineData(Kernel.Gaussian, 60)]
    [InlineData(Kernel.Gaussian, 400)]
    [InlineData(Kernel.Quartic, 8)]
    [InlineData(Kernel.Quartic, 150)]
    [InlineData(Kernel.Quartic, 3000)]
    public void The_density_is_the_sum_over_all_points(Kernel kernel, double bandwidth)
    {
        var points = Points(600);
        var expected = BruteForce(points, Town, kernel, bandwidth);

        var found = KernelDensity.Of(points, Town, kernel, bandwidth);

        Assert.All(expected.Zip(found.Density), d => Assert.True(Math.Abs(d.First - d.Second) <= 1e-12 * expected.Max()));
    }

    [Theory]
    [InlineData(55, 12)]
    [InlineData(200, 8)]
    [InlineData(900, 5)]
    public void The_quick_way_of_the_Gaussian_is_as_exact(double bandwidth, int terms)
    {
        var points = Points(2000);
        var expected = GaussianSum.OneByOne(points, Town, bandwidth, TestContext.Current.CancellationToken);

        var found = GaussianSum.ByMoments(points, Town, bandwidth, terms, TestContext.Current.CancellationToken);

        Assert.All(expected.Zip(found), d => Assert.True(Math.Abs(d.First - d.Second) <= 1e-9 * expected.Max(), $"{d.First} {d.Second}"));
    }

    [Theory]
    [InlineData(280)]
    [InlineData(600)]
    [InlineData(5000)]
    public void The_quick_way_of_the_quartic_is_as_exact_and_zero_where_nothing_reaches(double bandwidth)
    {
        PlanarPoint[] points = [.. Points(2000).Where(p => p.X < 1900)];
        var expected = QuarticSum.OneByOne(points, Town, bandwidth, TestContext.Current.CancellationToken);

        var found = QuarticSum.ByPolynomials(points, Town, bandwidth, TestContext.Current.CancellationToken);

        Assert.All(
            expected.Zip(found),
            d => Assert.True(Math.Abs(d.First - d.Second) <= 1e-10 * expected.Max() && (d.First != 0 || d.Second == 0)));
    }

    [Fact]
    public void Many_points_take_the_quick_way_and_agree_with_the_sum()
    {
        var points = Points(60_000);

        var found = KernelDensity.Of(points, Town, Kernel.Gaussian, 150);

        var some = Enumerable.Range(0, 30).Select(i => i * 97).ToArray();
        foreach (var cell in some)
        {
            var sum = points.Sum(p => Math.Exp(-Math.Pow(p.DistanceTo(Town.Centre(cell)) / 150, 2) / 2)) / (2 * Math.PI * 150 * 150);
            Assert.Equal(1, found.Density[cell] / sum, 9);
        }
    }

    // A kernel well inside the grid holds one point: the density times the cells' area sums to it.
    [Theory]
    [InlineData(Kernel.Gaussian, 60)]
    [InlineData(Kernel.Quartic, 200)]
    public void A_kernel_inside_the_grid_sums_to_one(Kernel kernel, double bandwidth)
    {
        var found = KernelDensity.Of([new(1750, 0)], Town, kernel, bandwidth);

        Assert.Equal(1, found.Density.Sum() * Town.CellWidth * Town.CellHeight, 0.002);
    }

    // In the corner a quarter of the kernel lies inside; seen from the corner cell's middle a little more.
    [Fact]
    public void The_edge_correction_gives_back_what_falls_outside()
    {
        PlanarGrid fine = new(0, 0, 1, 1, 200, 200);
        PlanarPoint[] one = [new(0.5, 0.5)];

        var ratio = KernelDensity.Of(one, fine, Kernel.Gaussian, 30, EdgeCorrection.Uniform)
            .Density[0] / KernelDensity.Of(one, fine, Kernel.Gaussian, 30).Density[0];

        Assert.Equal(1 / Math.Pow(0.5 + TailProbability.Normal(0) - TailProbability.Normal(0.5 / 30), 2), ratio, 6);
        Assert.Throws<ArgumentException>(() => KernelDensity.Of(one, fine, Kernel.Quartic, 30, EdgeCorrection.Uniform));
    }

    // By hand: x is 0, 2, 4 (deviation 2), y is 0, 8, 16 (deviation 8): √(2 · 8) · 3^(−1/6).
    [Fact]
    public void Scotts_rule_takes_the_geometric_mean_of_the_deviations()
    {
        Assert.Equal(4 * Math.Pow(3, -1.0 / 6), KernelDensity.BandwidthByScott([new(0, 0), new(2, 8), new(4, 16)], Kernel.Gaussian), 12);
        Assert.Throws<ArgumentException>(() => KernelDensity.BandwidthByScott([new(0, 0), new(2, 0)], Kernel.Gaussian));
    }

    [Fact]
    public void A_point_on_an_inner_edge_belongs_to_the_cell_beyond_it_and_on_the_last_edge_to_the_last_cell()
    {
        var grid = PlanarGrid.Covering(0, 0, 30, 20, 10);

        Assert.Equal((3, 2), (grid.Columns, grid.Rows));
        Assert.Equal([1, 5, -1, 0], new PlanarPoint[] { new(10, 0), new(30, 20), new(-0.1, 5), new(0, 9.99) }.Select(grid.CellOf));
        Assert.Equal([1, 0, 0, 0, 0, 2], grid.CountPoints([new(5, 5), new(30, 20), new(25, 15), new(99, 0)]));
    }
}
