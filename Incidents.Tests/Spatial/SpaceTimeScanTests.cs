using Incidents.Statistics;
using Incidents.Statistics.Spatial;
using Xunit;

namespace Incidents.Tests.Spatial;

public class SpaceTimeScanTests
{
    // By hand: 20 cases, populations equal, so 5 expected in each of four places on a line; the first two hold 16 where 10 are expected:
    // 16 ln(16/10) + 4 ln(4/10) = 3.8549; the first alone 10 ln(10/5) + 10 ln(10/15) = 2.8768.
    [Fact]
    public void The_likelihood_ratio_is_Kulldorffs_by_hand()
    {
        ScanArea[] areas = [new(new(0, 0), 10, 7), new(new(1, 0), 6, 7), new(new(3, 0), 2, 7), new(new(7, 0), 2, 7)];

        var cluster = SpaceTimeScan.Poisson(areas, new() { Replications = 0 }).Clusters[0];

        Assert.Equal(16 * Math.Log(1.6) + 4 * Math.Log(0.4), cluster.LogLikelihoodRatio, 12);
        Assert.Equal([0, 1], cluster.Places.Order());
        Assert.Equal((16, 10, 4, 1), (cluster.Observed, cluster.Expected, cluster.RelativeRisk, cluster.Radius));
        Assert.Null(cluster.P);
    }

    // Whatever is quick must find what a search of all circles finds.
    [Theory]
    [InlineData(0.5)]
    [InlineData(0.2)]
    public void The_strongest_circle_is_that_of_a_plain_search(double share)
    {
        var random = new SeededRandom(41);
        ScanArea[] areas = [
            .. Enumerable.Range(0, 40)
            .Select(_ => new ScanArea(new(random.NextInt(9), random.NextInt(9)), random.NextPoisson(4), 50 + random.NextInt(100)))];
        var (cases, population) = (areas.Sum(a => a.Cases), areas.Sum(a => a.Population));
        var best = 0.0;
        foreach (var centre in areas)
        {
            foreach (var edge in areas)
            {
                var inside = areas.Where(a => a.Place.DistanceTo(centre.Place) <= edge.Place.DistanceTo(centre.Place)).ToArray();
                var expected = cases * inside.Sum(a => a.Population) / population;
                if (expected <= share * cases)
                    best = Math.Max(best, ScanWindows.Ratio(inside.Sum(a => a.Cases), expected, cases));
            }
        }

        var found = SpaceTimeScan.Poisson(areas, new() { MaxShare = share, Replications = 9 }).Clusters[0];
        ScanWindows windows = new(
            [.. areas.Select(a => a.Place)], [.. areas.Select(a => cases * a.Population / population)], 1, new() { MaxShare = share });

        Assert.Equal(best, found.LogLikelihoodRatio, 10);
        Assert.Equal(best, windows.Highest([.. areas.Select(a => a.Cases)], (int)cases), 9);
    }

    [Fact]
    public void Without_a_cluster_a_p_below_a_twentieth_comes_once_in_twenty_times()
    {
        var alarms = 0;
        for (var run = 0; run < 400; run++)
        {
            var random = new SeededRandom(42, run);
            ScanArea[] areas = [.. Enumerable.Range(0, 36).Select(i => new ScanArea(new(i % 6, i / 6), random.NextPoisson(5), 100))];
            if (SpaceTimeScan.Poisson(areas, new() { Replications = 99, Seed = run }).Clusters is [{ P: <= 0.05 }, ..])
                alarms++;
        }

        // 20 ± 2.6 √19.
        Assert.InRange(alarms, 9, 31);
    }

    [Fact]
    public void A_planted_cluster_in_space_and_time_is_found_where_and_when_it_is()
    {
        var random = new SeededRandom(43);
        PlanarPoint[] places = [.. Enumerable.Range(0, 64).Select(i => new PlanarPoint(i % 8, i / 8))];
        List<(int, int)> cases = [.. Enumerable.Range(0, 800).Select(_ => (random.NextInt(64), random.NextInt(12)))];
        for (var i = 0; i < 40; i++)
            cases.Add((new[] { 27, 26, 28, 19, 35 }[i % 5], 7 + i / 20));

        var result = SpaceTimeScan.Permutation(places, cases, 12, new() { Replications = 199 });
        var cluster = result.Clusters[0];

        Assert.Equal(0.005, cluster.P);
        Assert.Equal((7, 8), (cluster.FirstStep, cluster.LastStep));
        Assert.Equal([19, 26, 27, 28, 35], cluster.Places.Order());
        Assert.True(result.Critical < cluster.LogLikelihoodRatio);
    }

    // A third of all cases are at one place, at any time.
    [Fact]
    public void A_place_that_is_always_busy_is_no_cluster_of_the_permutation_model()
    {
        var alarms = 0;
        PlanarPoint[] places = [.. Enumerable.Range(0, 25).Select(i => new PlanarPoint(i % 5, i / 5))];
        for (var run = 0; run < 200; run++)
        {
            var random = new SeededRandom(44, run);
            (int, int)[] cases = [.. Enumerable.Range(0, 120).Select(i => (i % 3 == 0 ? 12 : random.NextInt(25), random.NextInt(6)))];
            if (SpaceTimeScan.Permutation(places, cases, 6, new() { Replications = 99, Seed = run }).Clusters is [{ P: <= 0.05 }, ..])
                alarms++;
        }

        // 10 ± 2.6 √9.5.
        Assert.InRange(alarms, 3, 18);
    }

    [Fact]
    public void Only_clusters_that_are_alive_reach_the_last_step()
    {
        var random = new SeededRandom(45);
        PlanarPoint[] places = [.. Enumerable.Range(0, 25).Select(i => new PlanarPoint(i % 5, i / 5))];
        (int, int)[] cases = [.. Enumerable.Range(0, 300).Select(_ => (random.NextInt(25), random.NextInt(10)))];

        Assert.All(
            SpaceTimeScan.Permutation(places, cases, 10, new() { Replications = 0, OnlyAlive = true }).Clusters,
            c => Assert.Equal(9, c.LastStep));
    }

    // 45 cases of fractions, as in registers that spread unplaced cases over areas.
    [Fact]
    public void Fractions_of_cases_are_taken_as_they_are()
    {
        ScanArea[] areas = [.. Enumerable.Range(0, 30).Select(i => new ScanArea(new(i, 0), i < 3 ? 6.3 : 1.0, 100))];

        var cluster = SpaceTimeScan.Poisson(areas, new() { Replications = 99 }).Clusters[0];

        Assert.Equal(18.9, cluster.Observed, 12);
        Assert.Equal(0.01, cluster.P);
        Assert.Throws<ArgumentException>(() => SpaceTimeScan.Poisson([]));
    }
}
