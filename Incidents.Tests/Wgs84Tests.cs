using Incidents.Domain;
using Xunit;

namespace Incidents.Tests;

public class Wgs84Tests
{
    // Moritz, Geodetic Reference System 1980, Journal of Geodesy 74, 2000; of WGS 84 to the metre²: 510,065,621.724 km².
    [Fact]
    public void The_whole_ellipsoid_has_its_published_area() =>
        Assert.Equal(510_065_621.724, Wgs84.SquareKilometres(new(-180, -90, 180, 90)), 0.001);

    // IOGP Publication 373-7-2, Geomatics Guidance Note 7 part 2, example of Lambert Azimuthal Equal Area: q at 50°, 52° and 90° N on GRS
    // 80, which differs from WGS 84 in the eleventh digit. The zone from the equator to a parallel has the area π a² q.
    [Theory, InlineData(50, 1.525832247), InlineData(52, 1.569825704), InlineData(90, 1.995531087)]
    public void A_zone_has_the_area_of_its_published_q(double latitude, double q)
    {
        var expected = Math.PI * 6378.137 * 6378.137 * q;

        Assert.Equal(expected, Wgs84.SquareKilometres(new(-180, 0, 180, latitude)), 1e-9 * expected);
        Assert.Equal(expected / 4, Wgs84.SquareKilometres(new(10, -latitude, 100, 0)), 1e-9 * expected);
    }

    // Lengths of a degree of longitude and of latitude on WGS 84 in km, by the National Geospatial-Intelligence Agency's length-of-a-degree
    // tables.
    [Theory, InlineData(30, 96.486, 110.852), InlineData(45, 78.847, 111.132), InlineData(60, 55.800, 111.412)]
    public void A_cell_has_the_area_of_its_degrees(double latitude, double longitudeKilometres, double latitudeKilometres)
    {
        var cell = GridCell.At(new(73.1, latitude), GridCell.FineZoom);
        var edges = cell.Bounds();
        var expected = (edges.East - edges.West) * longitudeKilometres * (edges.North - edges.South) * latitudeKilometres;

        Assert.Equal(expected, cell.SquareKilometres(), 1e-4 * expected);
    }

    [Fact]
    public void The_children_of_a_cell_have_its_area()
    {
        var cell = GridCell.At(new(73.1, 49.8), 12);
        var (first, last) = cell.Range(15);

        var sum = Enumerable.Range(0, (int)(last - first) + 1).Sum(i => new GridCell(15, first + i).SquareKilometres());

        Assert.Equal(cell.SquareKilometres(), sum, 1e-9);
    }
}
