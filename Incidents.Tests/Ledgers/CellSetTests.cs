using Incidents.Domain;
using Incidents.Projections.Ledgers;
using Xunit;

namespace Incidents.Tests.Ledgers;

/// <summary>Sets of cells as ranges contain what the sets of their codes contain.</summary>
public sealed class CellSetTests
{
    [Fact]
    public void Ranges_are_joined_and_taken_away_as_sets_are()
    {
        var random = new Random(3);
        for (var round = 0; round < 300; round++)
        {
            var (a, b) = (Ranges(random), Ranges(random));
            var (ofA, ofB) = (CellSet.Of(a), CellSet.Of(b));

            Assert.Equal(Codes(a), Codes(ofA.Ranges));
            Assert.Equal(Codes(a).Except(Codes(b)).Order(), Codes(ofA.Except(ofB).Ranges));
            Assert.All(
                ofA.Ranges.Zip(ofA.Ranges.Skip(1)), pair => Assert.True(pair.First.Last + 1 < pair.Second.First, $"{ofA.Ranges}"));
        }
    }

    [Fact]
    public void A_set_around_bounds_has_every_cell_that_touches_them()
    {
        var random = new Random(5);
        for (var round = 0; round < 200; round++)
        {
            var (west, south) = (70 + random.NextDouble() * 10, 45 + random.NextDouble() * 8);
            var size = Math.Pow(10, -4 + 5 * random.NextDouble());
            var bounds = new GeoBounds(west, south, west + size, south + size / 2);
            var around = CellSet.Around(bounds);

            Assert.InRange(around.Ranges.Count, 1, 16);
            for (var i = 0; i < 50; i++)
            {
                var code = GridCell.At(new(
                    west + random.NextDouble() * size, south + random.NextDouble() * size / 2)).Code;
                Assert.Contains(around.Ranges, r => r.First <= code && code <= r.Last);
            }
        }
        Assert.NotEmpty(CellSet.Around(new(-180, -90, 180, 90)).Ranges);
    }

    private static List<(long, long)> Ranges(Random random) =>
        [.. Enumerable.Range(0, random.Next(12)).Select(_ => (long)random.Next(60)).Select(f => (f, f + random.Next(5)))];

    private static IEnumerable<long> Codes(IEnumerable<(long First, long Last)> ranges)
    {
        var codes = new SortedSet<long>();
        foreach (var (first, last) in ranges)
        {
            for (var code = first; code <= last; code++)
                codes.Add(code);
        }
        return codes;
    }
}
