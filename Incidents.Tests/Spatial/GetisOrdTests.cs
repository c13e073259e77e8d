using Incidents.Statistics;
using Incidents.Statistics.Spatial;
using Xunit;

namespace Incidents.Tests.Spatial;

public class GetisOrdTests
{
    private static readonly PlanarPoint[] Six = [new(10, 10), new(20, 10), new(40, 10), new(15, 20), new(30, 20), new(30, 30)];
    private static readonly double[] SixValues = [2, 3, 3.2, 5, 8, 7];

    // Documentation of spdep's localG, observation 120; the last one is the worked example of Getis and Ord 1996, p. 267.
    [Theory]
    [InlineData(30, GetisOrdKind.Gi, VarianceDivisor.N, 1.221979)]
    [InlineData(60, GetisOrdKind.Gi, VarianceDivisor.N, 1.748098)]
    [InlineData(90, GetisOrdKind.Gi, VarianceDivisor.N, 1.986135)]
    [InlineData(120, GetisOrdKind.Gi, VarianceDivisor.N, 1.893374)]
    [InlineData(150, GetisOrdKind.Gi, VarianceDivisor.N, 1.237454)]
    [InlineData(30, GetisOrdKind.GiStar, VarianceDivisor.N, 1.45078)]
    [InlineData(30, GetisOrdKind.GiStar, VarianceDivisor.NMinusOne, 1.447943)]
    public void The_published_deviates_of_the_sixteen_by_sixteen_grid_are_reproduced(
        double distance, GetisOrdKind kind, VarianceDivisor divisor, double published)
    {
        var near = Neighbours.WithinDistance(PublishedTables.GetisOrdPlaces, distance);

        var place = GetisOrd.Local(PublishedTables.GetisOrdGrid, near, kind, divisor: divisor).Places[119];

        Assert.Equal(published, place.Z, 6);
    }

    // PySAL's esda, esda/tests/test_getisord.py: binary distance band of 15 without the place itself.
    [Fact]
    public void The_six_points_of_PySAL_are_reproduced()
    {
        var near = Neighbours.WithinDistance(Six, 15);

        var global = GetisOrd.Global(SixValues, near);

        Assert.Equal(0.55709779, global.G, 8);
        Assert.Equal(0.172936, global.POneSided, 6);
        Assert.Equal(-1.0136729, GetisOrd.Local(SixValues, near, GetisOrdKind.Gi).Places[0].Z, 7);
        Assert.Equal(-1.39727626, GetisOrd.Local(SixValues, near).Places[0].Z, 8);
        Assert.Equal(-0.62074534, GetisOrd.RowStandardisedAsEsda(SixValues, near, GetisOrdKind.Gi)[0], 8);
    }

    // By hand: the points (10,10) and (20,10) are 10 apart.
    [Fact]
    public void A_pair_exactly_at_the_distance_is_a_neighbour_only_when_the_edge_is_inclusive()
    {
        Assert.Contains(1, Neighbours.WithinDistance(Six, 10).Of(0).ToArray());
        Assert.DoesNotContain(1, Neighbours.WithinDistance(Six, 10, Edge.Exclusive).Of(0).ToArray());
    }

    [Fact]
    public void An_edge_that_rounding_misses_is_still_the_edge()
    {
        PlanarPoint[] row = [.. Enumerable.Range(0, 50).Select(i => new PlanarPoint(i * 0.1, 0))];

        var near = Neighbours.WithinDistance(row, 0.1);

        Assert.Equal(98, near.Pairs);
        Assert.Equal(0, Neighbours.WithinDistance(row, 0.1, Edge.Exclusive).Pairs);
    }

    [Fact]
    public void Neighbours_are_those_that_a_comparison_of_all_pairs_finds()
    {
        var random = new SeededRandom(7);
        PlanarPoint[] points = [
            .. Enumerable.Range(0, 700).Select(_ => new PlanarPoint(random.NextDouble() * 1000, random.NextDouble() * 300))];
        foreach (var distance in new[] { 1.0, 40, 2000 })
        {
            var near = Neighbours.WithinDistance(points, distance);
            for (var i = 0; i < points.Length; i++)
                Assert.Equal(
                    Enumerable.Range(0, 700).Where(j => j != i && points[i].DistanceTo(points[j]) <= distance),
                    near.Of(i).ToArray().Order());
        }
    }

    [Fact]
    public void A_queen_has_eight_neighbours_inside_and_three_in_a_corner()
    {
        var near = Neighbours.Queen([.. from row in Enumerable.Range(-1, 4) from column in Enumerable.Range(5, 4) select (column, row)]);

        Assert.Equal(3, near.CountOf(0));
        Assert.Equal(8, near.CountOf(5));
        Assert.Equal([0, 1, 2, 4, 6, 8, 9, 10], near.Of(5).ToArray().Order());
    }

    [Fact]
    public void An_island_has_no_Gi_but_has_a_Gi_star()
    {
        PlanarPoint[] points = [.. Six, new(1000, 1000)];
        double[] values = [.. SixValues, 9];
        var near = Neighbours.WithinDistance(points, 15);

        Assert.Equal(SpotClass.Undetermined, GetisOrd.Local(values, near, GetisOrdKind.Gi).Places[6].Class);
        var star = GetisOrd.Local(values, near).Places[6];
        Assert.True(star.Z > 0);
        // Nothing is drawn: by the shuffle its own value alone is no news.
        Assert.Equal((1, SpotClass.NotSignificant), (star.PSkewCorrected, star.Class));
    }

    [Fact]
    public void Equal_values_everywhere_say_nothing_and_no_places_are_no_answer()
    {
        Assert.All(
            GetisOrd.Local([4, 4, 4, 4, 4, 4], Neighbours.WithinDistance(Six, 15)).Places,
            p => Assert.Equal(SpotClass.Undetermined, p.Class));
        Assert.Empty(GetisOrd.Local([], Neighbours.WithinDistance([], 15)).Places);
    }

    // Every one of the C(5,2) or C(6,3) draws is equally likely, so the moments and the p-value are known exactly.
    [Fact]
    public void The_moments_under_permutation_are_those_of_all_draws_counted_out()
    {
        double[] x = [2, 3, 3, 5, 8, 7];
        var moments = ShuffleMoments.Of(x);
        double[] sums = [
            .. from a in Enumerable.Range(0, 6) from b in Enumerable.Range(a + 1, 5 - a) from c in Enumerable.Range(b + 1, 5 - b) select x[
            a] + x[b] + x[c]];
        Assert.Equal(20, sums.Length);
        var rest = ShuffleMoments.Of(x).Without(8);
        double[] pairs = [
            .. from a in Enumerable.Range(0, 6) from b in Enumerable.Range(a + 1, 5 - a) where a != 4 && b != 4 select x[a] + x[b]];
        Assert.Equal(10, pairs.Length);

        Assert.Equal(sums.Average(), moments.SumMean(3), 12);
        Assert.Equal(Central(sums, 2), moments.SumVariance(3), 12);
        Assert.Equal(Central(pairs, 2), rest.SumVariance(2), 12);
    }

    [Fact]
    public void A_permutation_p_tends_to_the_share_of_all_draws()
    {
        // Point 3 of six has the neighbours 0 (value 2) and 1 (value 3): 5 is the smallest sum of the C(5,2) = 10 pairs of the others;
        // twice 1/10.
        var place = GetisOrd.Local(
            [2, 3, 3.2, 5, 8, 7], Neighbours.WithinDistance(Six, 12), GetisOrdKind.Gi, new() { Permutations = 99_999, Seed = 3 }).Places[3];

        Assert.Equal(2, place.Neighbours);
        Assert.InRange(place.PPermutation!.Value, 0.195, 0.205);
        Assert.Equal(0.2, place.PSkewCorrected, 1e-12);
    }

    [Fact]
    public void The_same_seed_gives_the_same_permutations()
    {
        LocalTest test = new() { Permutations = 99, Seed = 12, Significance = Significance.Permutation };
        var near = Neighbours.WithinDistance(Six, 15);

        Assert.Equal(GetisOrd.Local(SixValues, near, test: test).Places, GetisOrd.Local(SixValues, near, test: test).Places);
    }

    // R: p.adjust(c(0.01, 0.04, 0.03, 0.005), "BH") gives 0.02 0.04 0.04 0.02; by hand 4 × 0.005 / 1 = 0.02, 4 × 0.01 / 2 = 0.02, 4 × 0.03
    // / 3 = 4 × 0.04 / 4 = 0.04.
    [Fact]
    public void Q_values_follow_Benjamini_and_Hochberg_and_skip_what_was_not_tested()
    {
        var q = FalseDiscoveryRate.QValues([0.01, double.NaN, 0.04, 0.03, 0.005]);

        Assert.Equal([0.02, double.NaN, 0.04, 0.04, 0.02], q.Select(x => Math.Round(x, 12)));
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(2)]
    [InlineData(20)]
    public void On_random_points_no_more_runs_show_a_hot_spot_than_the_rate_allows(double meanPerCell)
    {
        var cells = SquareGrid(20);
        var near = Neighbours.Queen(cells);
        var runsWithHotSpot = 0;
        for (var run = 0; run < 1000; run++)
        {
            var random = new SeededRandom(2026, run);
            var counts = new double[cells.Length];
            for (var i = 0; i < cells.Length * meanPerCell; i++)
                counts[random.NextInt(cells.Length)]++;
            if (GetisOrd.Local(counts, near).Places.Any(p => p.Class is SpotClass.Hot))
                runsWithHotSpot++;
        }

        // 50 are expected; 50 + 2.33 √(1000 × 0.05 × 0.95) = 66 would be exceeded by chance once in a hundred.
        Assert.InRange(runsWithHotSpot, 1, 66);
    }

    [Fact]
    public void A_planted_cluster_is_found_and_little_else()
    {
        var cells = SquareGrid(20);
        var near = Neighbours.Queen(cells);
        for (var run = 0; run < 20; run++)
        {
            var random = new SeededRandom(99, run);
            double[] counts = [
                .. cells.Select(c => (double)random.NextPoisson(c is { Column: >= 5 and <= 7, Row: >= 11 and <= 13 } ? 8 : 2))];

            var places = GetisOrd.Local(counts, near).Places;

            Assert.Equal(SpotClass.Hot, places[12 * 20 + 6].Class);
            Assert.InRange(
                Enumerable.Range(0, 400)
                .Count(i => places[i].Class is SpotClass.Hot && (Math.Abs(i % 20 - 6) > 2 || Math.Abs(i / 20 - 12) > 2)), 0, 3);
        }
    }

    private static (int Column, int Row)[] SquareGrid(int side) =>
        [.. from row in Enumerable.Range(0, side) from column in Enumerable.Range(0, side) select (column, row)];

    private static double Central(double[] x, int power) => x.Average(v => Math.Pow(v - x.Average(), power));
}
