using Incidents.Domain;
using Xunit;

namespace Incidents.Tests;

public class GridCellTests
{
    // OpenStreetMap's own example of the tiling: https://wiki.openstreetmap.org/wiki/Slippy_map_tilenames gives Berlin's
    // Brandenburg Gate (13.37771496361961, 52.51628011262304) at zoom 17 as tile 70406/42987.
    [Fact]
    public void The_Brandenburg_Gate_lies_in_the_published_tile()
    {
        var cell = GridCell.At(new(13.37771496361961, 52.51628011262304), 17);

        Assert.Equal((70406, 42987), (cell.X, cell.Y));
    }

    [Fact]
    public void The_children_of_a_cell_are_one_range_of_codes()
    {
        var parent = GridCell.At(new(73.1, 49.8), 12);
        var (first, last) = parent.Range(14);

        Assert.Equal(16, last - first + 1);
        for (var code = first; code <= last; code++)
            Assert.Equal(parent, new GridCell(14, code).Parent(12));
    }
}
