using CsCheck;
using Incidents.Domain;
using Incidents.Projections.Ledgers;
using Xunit;

namespace Incidents.Tests.Heatmaps;

public class CellRangesTests
{
    private static readonly Gen<(int Zoom, int Stored, (int West, int North, int East, int South) Extent)> Extents =
        from zoom in Gen.Int[0, 7]
        from finer in Gen.Int[0, 2]
        from a in Gen.Int[0, (1 << zoom) - 1]
        from b in Gen.Int[0, (1 << zoom) - 1]
        from c in Gen.Int[0, (1 << zoom) - 1]
        from d in Gen.Int[0, (1 << zoom) - 1]
        select (zoom, zoom + finer, (Math.Min(a, b), Math.Min(c, d), Math.Max(a, b), Math.Max(c, d)));

    // Every cell of the extent is in a range; where there are fewer ranges than the most, no other cell is.
    [Fact]
    public void Ranges_hold_the_cells_of_the_extent_and_no_others_unless_gaps_had_to_be_closed() => Extents.Sample(drawn =>
    {
        var ranges = CellRanges.Covering(drawn.Extent, drawn.Zoom, drawn.Stored);
        var inside = new HashSet<long>();
        for (var x = drawn.Extent.West; x <= drawn.Extent.East; x++)
        {
            for (var y = drawn.Extent.North; y <= drawn.Extent.South; y++)
                inside.Add(GridCell.Of(x, y, drawn.Zoom).Code);
        }
        var shift = 2 * (drawn.Stored - drawn.Zoom);
        var all = 1L << (2 * drawn.Stored);
        for (var code = 0L; code < all; code++)
        {
            var wanted = inside.Contains(code >> shift);
            var found = ranges.Any(r => code >= r.First && code <= r.Last);
            if (wanted ? !found : found && ranges.Count < CellRanges.Most)
                return false;
        }
        return ranges.Count <= CellRanges.Most && ranges.Zip(ranges.Skip(1)).All(p => p.First.Last + 1 < p.Second.First);
    }, iter: TestScale.Of(300, 10_000));

    [Fact]
    public void The_cells_that_touch_a_rectangle_are_those_of_its_corners_and_between()
    {
        // At zoom 1 the world is four cells; a rectangle around (0, 0) touches all of them.
        Assert.Equal((0, 0, 1, 1), CellRanges.Extent(new(-1, -1, 1, 1), 1));
        Assert.Equal((1, 0, 1, 0), CellRanges.Extent(new(73, 49, 74, 50), 1));
    }
}
