using Incidents.Api.Import;
using Xunit;

namespace Incidents.Tests.Import;

public class ReferenceSystemTests
{
    // 32632: the example of the Python package utm, from_latlon(51.2, 7.5) = (395201.3103811303, 5673135.241182375).
    // 32618: the example of pyproj's documentation, Proj("epsg:32618")(-73.97, 40.78) = (586912.6635852784, 4514845.724019826).
    // 3857: the example of IOGP Guidance Note 7-2 for method 1024, 24°22'54.433"N 100°20'00.000"W = (-11169055.58, 2800000.00).
    // 26910: the Krüger series to the fifth order in the third flattening (Karney 2011, doi:10.1007/s00190-011-0445-3), evaluated apart
    // in Python.
    [Theory]
    [InlineData("32632", 395201.3103811303, 5673135.241182375, 7.5, 51.2)]
    [InlineData("EPSG:32618", 586912.6635852784, 4514845.724019826, -73.97, 40.78)]
    [InlineData("3857", -11169055.58, 2800000.00, -100.3333333, 24.3817869)]
    [InlineData("26910", 491295.2384, 5458744.7745, -123.1196867, 49.2813949)]
    [InlineData("4326", 73.1, 49.8, 73.1, 49.8)]
    public void Published_points_are_met_within_two_centimetres(string epsg, double x, double y, double longitude, double latitude)
    {
        Assert.True(ReferenceSystem.TryFromEpsg(epsg, out var system, out _));
        var point = system.ToPoint(x, y)!.Value;

        Assert.Equal(longitude, point.Longitude, 2e-7);
        Assert.Equal(latitude, point.Latitude, 2e-7);
    }

    // EPSG 2227 (California zone 3, US feet) is not supported. Expected: Snyder's inverse of the Lambert conformal conic (Map
    // Projections: A Working Manual, 1987, equations 15-1 to 15-11 and 7-9), evaluated separately in Python.
    [Fact]
    public void Any_other_system_can_be_given_as_well_known_text()
    {
        const string California3 = """
            PROJCS["NAD83 / California zone 3 (ftUS)",GEOGCS["NAD83",
            DATUM["North_American_Datum_1983",SPHEROID["GRS 1980",6378137,298.257222101],TOWGS84[0,0,0,0,0,0,0]],
            PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]],PROJECTION["Lambert_Conformal_Conic_2SP"],
            PARAMETER["standard_parallel_1",38.43333333333333],
            PARAMETER["standard_parallel_2",37.06666666666667],PARAMETER["latitude_of_origin",36.5],PARAMETER["central_meridian",-120.5],
            PARAMETER["false_easting",6561666.667],PARAMETER["false_northing",1640416.667],UNIT["US survey foot",0.3048006096012192]]
            """;

        Assert.True(ReferenceSystem.TryFromWkt(California3.ReplaceLineEndings(""), out var system, out _));
        var point = system.ToPoint(6010936.158609, 2090667.302531)!.Value;

        Assert.Equal(-122.4042528, point.Longitude, 2e-7);
        Assert.Equal(37.7211910, point.Latitude, 2e-7);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("PROJCS[\"x\"]")]
    [InlineData("")]
    public void Text_that_is_not_a_definition_is_refused(string wkt)
    {
        Assert.False(ReferenceSystem.TryFromWkt(wkt, out _, out var problem));
        Assert.StartsWith("is not supported as well-known text", problem);
    }
}
