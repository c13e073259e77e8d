using Incidents.Statistics.Spatial;
using Xunit;

namespace Incidents.Tests.Spatial;

public class RasterStatisticsTests
{
    private const int Columns = 23;
    private const int Rows = 17;
    private const double Cell = 98.7;

    /// <summary>Metres; 0 stands for queen contiguity.</summary>
    public static TheoryData<double> Distances => [0, 98.7, 140, 250, 98.7 * 5, 3_000];

    [Theory, MemberData(nameof(Distances))]
    public void A_stencil_s_neighbours_are_those_within_the_distance(double distance)
    {
        var stencil = StencilOf(distance);
        var (here, there) = (Neighbours.On(Columns, Rows, stencil), NeighboursOf(distance));

        for (var cell = 0; cell < Columns * Rows; cell++)
            Assert.Equal(there.Of(cell).ToArray().Order(), here.Of(cell).ToArray());
        Assert.Equal(there.Parameters, here.Parameters);
        Assert.Equal(
            here.Of(Rows / 2 * Columns + Columns / 2).Length == stencil.Size, stencil.Reach <= Rows / 2 && stencil.Reach <= Columns / 2);
    }

    [Theory, MemberData(nameof(Distances))]
    public void On_a_raster_both_statistics_are_what_they_are_on_a_list_of_places(double distance)
    {
        var random = new Random(7);
        for (var mean = 0.02; mean < 20; mean *= 6)
        {
            double[] counts = [
                .. Enumerable.Range(0, Columns * Rows)
                .Select(i => (double)random.Next((int)(2 * mean) + 1) + (random.NextDouble() < mean ? i % 3 : 0))];
            foreach (var significance in new[] { Significance.SkewCorrected, Significance.Normal, Significance.Permutation })
            {
                LocalTest test = new()
                {
                    Significance = significance,
                    Permutations = significance is Significance.Permutation ? 99 : 0,
                    FalseDiscoveryRate = 0.2
                };
                Agree(GetisOrd.Local(counts, NeighboursOf(distance), test: test),
                    RasterStatistics.GiStar(counts, Columns, StencilOf(distance), test));
                Agree(LocalMoran.Of(counts, NeighboursOf(distance), test),
                    RasterStatistics.LocalMoran(counts, Columns, StencilOf(distance), test));
            }
        }
    }

    // By hand: of 400 cells 380 are empty. An empty cell keeps its value; eight of the other 399 are all empty with a chance of
    // 379/399 × 378/398 × … × 372/392 = 0.660.
    [Fact]
    public void Empty_land_around_a_few_busy_cells_is_not_cold()
    {
        var counts = new double[400];
        for (var i = 0; i < 20; i++)
            counts[(i % 5 + 3) * 20 + i / 5 + 3] = 1 << (i % 10);

        var result = RasterStatistics.GiStar(counts, 20, Stencil.Queen);

        var exact = Enumerable.Range(0, 8).Aggregate(1.0, (chance, i) => chance * (379 - i) / (399 - i));
        Assert.Equal(0.660, exact, 5e-4);
        var empty = result[15 * 20 + 15];
        Assert.Equal(Math.Min(1, 2 * exact), empty.PSkewCorrected, 1e-12);
        Assert.DoesNotContain(Enumerable.Range(0, 400), cell => result[cell].Class is SpotClass.Cold);
        // Where two of three cells are empty eight of them are with a chance of 0.04: p is twice that.
        double[] denser = [.. Enumerable.Range(0, 400).Select(i => i % 20 < 12 || i / 20 < 4 ? 0.0 : 40)];
        var cold = RasterStatistics.GiStar(denser, 20, Stencil.Queen)[10 * 20 + 3];
        var empties = denser.Count(n => n == 0);
        Assert.Equal(
            2 * Enumerable.Range(0, 8).Aggregate(1.0, (chance, i) => chance * (empties - 1 - i) / (399 - i)), cold.PSkewCorrected, 1e-12);
    }

    [Fact]
    public void An_empty_raster_is_undetermined_everywhere()
    {
        var nothing = RasterStatistics.GiStar(new double[12], 4, Stencil.Queen);

        Assert.All(Enumerable.Range(0, 12), cell => Assert.Equal(SpotClass.Undetermined, nothing[cell].Class));
    }

    [Fact]
    public void What_is_no_raster_of_counts_is_refused()
    {
        Assert.Throws<ArgumentException>(() => RasterStatistics.GiStar(new double[12], 5, Stencil.Queen));
        Assert.Throws<ArgumentOutOfRangeException>(() => RasterStatistics.GiStar([0.5, 1, 1, 1], 2, Stencil.Queen));
        Assert.Throws<ArgumentOutOfRangeException>(() => Stencil.WithinDistance(0, 100));
    }

    [Fact]
    public void Tests_counted_as_often_as_they_were_made_have_the_q_values_of_the_long_list()
    {
        double[] p = [0.001, 0.04, double.NaN, 0.2, 0.04, 0.9];
        int[] times = [3, 1, 4, 7, 2, 30];

        double[] all = [.. p.SelectMany((value, i) => Enumerable.Repeat(value, times[i]))];
        var expected = FalseDiscoveryRate.QValues(all);

        Assert.Equal(expected, FalseDiscoveryRate.QValues(p, times).SelectMany((q, i) => Enumerable.Repeat(q, times[i])));
    }

    private static Stencil StencilOf(double distance) => distance > 0 ? Stencil.WithinDistance(distance, Cell) : Stencil.Queen;

    private static Neighbours NeighboursOf(double distance) => distance > 0
        ? Neighbours.WithinDistance(
            [.. Enumerable.Range(0, Columns * Rows).Select(i => new PlanarPoint(i % Columns * Cell, i / Columns * Cell))], distance)
        : Neighbours.Queen([.. Enumerable.Range(0, Columns * Rows).Select(i => (i % Columns, i / Columns))]);

    private static void Agree(LocalStatistics expected, RasterResult found)
    {
        for (var cell = 0; cell < expected.Places.Count; cell++)
            Assert.Equal(expected.Places[cell], found[cell]);
        Assert.Equal(expected.Basis.Parameters, found.Basis.Parameters);
        Assert.Equal(
            (expected.Basis.Method, expected.Basis.Source, expected.Basis.N), (found.Basis.Method, found.Basis.Source, found.Basis.N));
    }
}
