using Incidents.Statistics;
using Incidents.Statistics.Spatial;
using Xunit;

namespace Incidents.Tests.Spatial;

public class KnoxTests
{
    // PySAL's pointpats, tests/test_spacetime.py: the table is 13, 3416; 39, 14110, and a pair is close up to and including 20 and 5 days.
    [Fact]
    public void The_published_table_of_Burkitts_lymphoma_is_reproduced()
    {
        var table = Knox.Table(PublishedTables.BurkittCases, Bands.UpTo(20), Bands.UpTo(5), permutations: 0);

        var both = Assert.Single(table.Entries);
        Assert.Equal(188, table.Basis.N);
        Assert.Equal(13, both.Observed);
        Assert.Equal(3416, table.SpaceTotals[0] - both.Observed);
        Assert.Equal(39, table.TimeTotals[0] - both.Observed);
        Assert.Equal(14110, table.Pairs - table.SpaceTotals[0] - table.TimeTotals[0] + both.Observed);
        Assert.Equal(10.1438161, both.Expected, 7);
        Assert.Equal(0.14624558197140414, both.PPoissonMore, 12);
    }

    [Theory]
    [InlineData(BandEdge.Lower, false, new[] { "[0, 100)", "[100, 200)" }, new[] { 0, 0, 1, -1 })]
    [InlineData(BandEdge.Lower, true, new[] { "[0, 100)", "[100, 200]" }, new[] { 0, 0, 1, 1 })]
    [InlineData(BandEdge.Upper, false, new[] { "(0, 100]", "(100, 200]" }, new[] { -1, 0, 0, 1 })]
    [InlineData(BandEdge.Upper, true, new[] { "[0, 100]", "(100, 200]" }, new[] { 0, 0, 0, 1 })]
    public void A_label_says_which_edge_belongs_to_the_band(BandEdge belongs, bool closeOuter, string[] labels, int[] bands)
    {
        Bands made = new([0, 100, 200], belongs, closeOuter);

        Assert.Equal(labels, made.Labels);
        Assert.Equal(bands, new[] { 0.0, 50, 100, 200 }.Select(made.Of));
        Assert.Equal(-1, made.Of(200.1));
        Assert.All(Enumerable.Range(0, 2500), i => Assert.Equal(made.Of(i * 0.1), made.Find(i * 0.1)));
    }

    // Whichever list of pairs is the shorter one, the table must be that of all pairs compared one by one.
    [Theory]
    [InlineData(60, 10, Metric.Euclidean, BandEdge.Lower)]
    [InlineData(2000, 3, Metric.Euclidean, BandEdge.Lower)]
    [InlineData(60, 10, Metric.Manhattan, BandEdge.Upper)]
    [InlineData(2000, 3, Metric.Manhattan, BandEdge.Upper)]
    public void The_table_is_that_of_all_pairs_compared_one_by_one(double reach, double days, Metric metric, BandEdge edge)
    {
        var random = new SeededRandom(5);
        SpaceTimePoint[] events = [
            .. Enumerable.Range(0, 300)
            .Select(_ => new SpaceTimePoint(random.NextInt(40) * 10, random.NextInt(40) * 10, random.NextInt(90)))];
        Bands space = new([0, reach / 3, reach], edge), time = new([0, 1, days], edge);
        var counted = new long[2, 2];
        var (spaces, times) = (new long[2], new long[2]);
        for (var i = 0; i < events.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var (s, t) = (
                    space.Of(events[i].Place.DistanceTo(events[j].Place, metric)), time.Of(Math.Abs(events[i].Time - events[j].Time)));
                if (s >= 0 && t >= 0)
                    counted[s, t]++;
                if (s >= 0)
                    spaces[s]++;
                if (t >= 0)
                    times[t]++;
            }
        }

        var table = Knox.Table(events, space, time, metric, permutations: 0);

        Assert.Equal(counted.Cast<long>(), table.Entries.Select(e => e.Observed));
        Assert.Equal(spaces, table.SpaceTotals);
        Assert.Equal(times, table.TimeTotals);
    }

    // The times are permuted one by one with the same seed and compared pair by pair: in whole days, in fractions, and with intervals on an
    // edge.
    [Theory]
    [InlineData(1, BandEdge.Lower, false)]
    [InlineData(1, BandEdge.Upper, true)]
    [InlineData(3, BandEdge.Lower, true)]
    [InlineData(3, BandEdge.Upper, false)]
    [InlineData(1e6, BandEdge.Lower, false)]
    [InlineData(8, BandEdge.Upper, true)]
    [InlineData(1440, BandEdge.Lower, true)]
    [InlineData(86_400, BandEdge.Upper, false)]
    public void Permutations_counted_together_are_those_counted_one_by_one(double partsOfADay, BandEdge edge, bool closeOuter)
    {
        const int permutations = 37;
        var random = new SeededRandom(15);
        SpaceTimePoint[] events =
            [.. Enumerable.Range(0, 250)
                .Select(_ =>
                new SpaceTimePoint(
                random.NextInt(1000), random.NextInt(1000), random.NextInt((int)(365 * partsOfADay)) / partsOfADay - 20))];
        Bands space = new([0, 40, 90], edge, closeOuter), time = new([0, 7, 14, 60], edge, closeOuter);
        var counted = new long[6, permutations];
        for (var r = 0; r < permutations; r++)
        {
            int[] order = [.. Enumerable.Range(0, events.Length)];
            new SeededRandom(4, r).Shuffle<int>(order);
            for (var i = 0; i < events.Length; i++)
            {
                for (var j = 0; j < i; j++)
                {
                    var (s, t) = (
                        space.Of(events[i].Place.DistanceTo(events[j].Place)),
                        time.Of(Math.Abs(events[order[i]].Time - events[order[j]].Time)));
                    if (s >= 0 && t >= 0)
                        counted[s * 3 + t, r]++;
                }
            }
        }

        var entries = Knox.Table(events, space, time, permutations: permutations, seed: 4).Entries;

        for (var c = 0; c < entries.Count; c++)
        {
            long[] own = [.. Enumerable.Range(0, permutations).Select(r => counted[c, r]).Order()];
            Assert.Equal(own.Average(), entries[c].SimulatedMean);
            Assert.Equal(own[permutations / 2], entries[c].SimulatedMedian);
            Assert.Equal((own.Count(n => n >= entries[c].Observed) + 1.0) / (permutations + 1), entries[c].PGreater);
        }
    }

    [Fact]
    public void Permutations_keep_the_expectation_of_the_margins()
    {
        var random = new SeededRandom(6);
        SpaceTimePoint[] events = [
            .. Enumerable.Range(0, 200)
            .Select(_ => new SpaceTimePoint(random.NextDouble() * 1000, random.NextDouble() * 1000, random.NextDouble() * 365))];

        var bySpace = Assert.Single(Knox.Table(events, Bands.UpTo(100), Bands.UpTo(100), permutations: 999).Entries);
        var byTime = Assert.Single(Knox.Table(events, Bands.UpTo(300), Bands.UpTo(7), permutations: 999).Entries);

        Assert.InRange(bySpace.SimulatedMean!.Value / bySpace.Expected, 0.99, 1.01);
        Assert.InRange(byTime.SimulatedMean!.Value / byTime.Expected, 0.98, 1.02);
    }

    [Fact]
    public void Near_repeats_that_were_planted_are_found_and_the_rest_is_not()
    {
        var random = new SeededRandom(8);
        List<SpaceTimePoint> events = [];
        for (var i = 0; i < 200; i++)
        {
            SpaceTimePoint first = new(random.NextDouble() * 5000, random.NextDouble() * 5000, random.NextDouble() * 365);
            events.Add(first);
            if (i % 4 == 0)
                events.Add(
                    new(first.X + random.NextDouble() * 60, first.Y + random.NextDouble() * 60, first.Time + random.NextDouble() * 6));
        }

        var table = Knox.Table(events, new([0, 100, 500, 1000]), new([0, 7, 28, 56]));

        Assert.Equal(0.001, table.Entries[0].PGreater);
        Assert.True(table.Entries[0].Ratio > 5);
        Assert.True(table.Entries[^1].PGreater > 0.01);
    }

    [Fact]
    public void The_same_seed_gives_the_same_table_and_nothing_gives_no_pairs()
    {
        SpaceTimePoint[] events = [new(0, 0, 0), new(5, 0, 1), new(0, 5, 9), new(50, 50, 3)];

        Assert.Equal(
            Knox.Table(events, Bands.UpTo(10), Bands.UpTo(2), seed: 4).Entries,
            Knox.Table(events, Bands.UpTo(10), Bands.UpTo(2), seed: 4).Entries);
        Assert.Equal(0, Assert.Single(Knox.Table([], Bands.UpTo(10), Bands.UpTo(2)).Entries).Observed);
    }
}
