using Incidents.Domain;
using Incidents.Domain.Devices;
using Xunit;

namespace Incidents.Tests.Devices;

public class CameraViewTests
{
    private static readonly GeoPoint Pole = new(73.1, 49.8);

    // 111,195 metres are a degree of latitude; a degree of longitude has 0.6455 of that at 49.8° N.
    private static GeoPoint At(double north, double east) => new(73.1 + east / (111_195 * 0.64546), 49.8 + north / 111_195);

    [Theory]
    [InlineData(100, 0, 0)]
    [InlineData(0, 100, 90)]
    [InlineData(-100, 0, 180)]
    [InlineData(0, -100, 270)]
    [InlineData(100, 100, 45)]
    public void A_bearing_is_counted_clockwise_from_north(double north, double east, double degrees) =>
        Assert.Equal(degrees, CameraView.Bearing(Pole, At(north, east)), 0.1);

    [Theory]
    [InlineData(100, 0, true)]
    [InlineData(100, 45, true)]
    [InlineData(100, -45, true)]
    [InlineData(100, 75, false)]
    [InlineData(-100, 0, false)]
    [InlineData(151, 0, false)]
    public void A_camera_looks_at_what_is_within_its_field_and_range(double north, double east, bool sees) =>
        // North, 60 degrees wide, 150 metres far.
        Assert.Equal(sees, CameraView.Sees(new(0, 60, 150), Pole, At(north, east)));

    [Fact]
    public void A_field_across_north_is_one_field()
    {
        Assert.True(CameraView.Sees(new(350, 60, null), Pole, At(100, 10)));
        Assert.True(CameraView.Sees(new(10, 60, null), Pole, At(100, -10)));
    }

    [Fact]
    public void Where_the_register_does_not_say_where_it_looks_that_is_not_known()
    {
        Assert.Null(CameraView.Sees(DeviceDetails.None, Pole, At(100, 0)));
        Assert.Null(CameraView.Sees(new(0), Pole, At(100, 0)));
        Assert.True(CameraView.Sees(new(FieldOfViewDegrees: 360), Pole, At(100, 0)));
        Assert.True(CameraView.Sees(DeviceDetails.None, Pole, At(3, 0)));
        Assert.False(CameraView.Sees(new(RangeMetres: 50), Pole, At(100, 0)));
    }
}
