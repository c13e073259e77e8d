using Incidents.Domain;
using Incidents.Projections.Heatmaps;
using Incidents.Statistics.Spatial;
using Xunit;

namespace Incidents.Tests.Heatmaps;

public class CellRasterTests
{
    private static readonly CellRaster Town = CellRaster.Touching(new(73.0, 49.75, 73.2, 49.85), 16);

    [Fact]
    public void Its_bounds_touch_its_cells_and_no_others()
    {
        foreach (var raster in (CellRaster[])[Town, Town.With(7), new(18, 0, 0, 1, 1), new(0, 0, 0, 1, 1)])
            Assert.Equal(raster, CellRaster.Touching(raster.Bounds, raster.Zoom));
    }

    [Fact]
    public void A_margin_ends_at_the_end_of_the_world() => Assert.Equal(new(2, 0, 0, 3, 4), new CellRaster(2, 0, 1, 1, 2).With(2));

    [Fact]
    public void The_same_rectangle_in_finer_cells_holds_their_children()
    {
        var fine = Town.In(18);

        Assert.Equal(16 * Town.Count, fine.Count);
        Assert.Equal((Town[0], Town[(int)Town.Count - 1]), (fine[0].Parent(16), fine[(int)fine.Count - 1].Parent(16)));
        Assert.Equal(Town.CellMetres, 4 * fine.CellMetres, 1e-9);
    }

    [Fact]
    public void Cells_and_numbers_belong_together()
    {
        for (var i = 0; i < Town.Count; i += 37)
        {
            Assert.Equal(i, Town.IndexOf(Town[i]));
            var (middle, centre) = (Town.At(Town.Middle(i)), Town[i].Centre());
            Assert.Equal(centre.Longitude, middle.Longitude, 1e-9);
            Assert.Equal(centre.Latitude, middle.Latitude, 1e-9);
            Assert.Equal(Town.Middle(i).X, Town.Middle(Town[i]).X, 1e-6);
            Assert.Equal(Town.Middle(i).Y, Town.Middle(Town[i]).Y, 1e-6);
        }
        Assert.Equal(-1, Town.IndexOf(GridCell.Of(Town.West - 1, Town.North, 16)));
    }

    // A degree of latitude is 111.3 km on a sphere of the equator's radius; of longitude, at 49.8°, cos 49.8° of it: 71.85 km.
    [Fact]
    public void Distances_are_metres_on_the_ground()
    {
        var (west, east) = (Town.Middle(GridCell.At(new(73.0, 49.8), 24)), Town.Middle(GridCell.At(new(73.2, 49.8), 24)));
        var (south, north) = (Town.Middle(GridCell.At(new(73.1, 49.75), 24)), Town.Middle(GridCell.At(new(73.1, 49.85), 24)));

        Assert.Equal(0.2 * 71_852, east.X - west.X, 15.0);
        Assert.Equal(0.1 * 111_319, north.Y - south.Y, 15.0);
        Assert.InRange(Town.ScaleError, 0.0005, 0.0015);
        Assert.Equal(new PlanarPoint(0, 0), Town.Middle(0));
    }

    // 610.6 m × cos 49.8° of an equator of 40,075 km in 2^16 cells: 394.7 m, 0.1558 km².
    [Fact]
    public void A_cell_s_area_is_that_on_the_ground() => Assert.Equal(0.1558, CellRaster.SquareKilometres(GridCell.At(new(73.1, 49.8), 16)), 0.0003);
}
