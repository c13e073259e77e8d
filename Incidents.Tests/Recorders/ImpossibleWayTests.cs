using Incidents.Domain;
using Incidents.Domain.Recorders;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Recorders;

public class ImpossibleWayTests
{
    private static readonly Instant Noon = Instant.FromUtc(2026, 3, 1, 12, 0);

    // A tenth of a degree of latitude is 11,119.5 m; less 200 m for what the devices see, 10,919.5 m.
    private static readonly GeoPoint South = new(73.1, 49.8), North = new(73.1, 49.9);

    private static PlateSighting Read(string device, GeoPoint point, double seconds, double doubt = 10) =>
        new(Guid.NewGuid(), "karaganda", device, point, Noon + Duration.FromSeconds(seconds), doubt);

    // 10,919.5 m in 180 s + 2 · 10 s: 196.6 km/h; in 170 s + 20 s: 206.9 km/h.
    [Theory]
    [InlineData(180, null)]
    [InlineData(170, 206.9)]
    [InlineData(-170, 206.9)]
    public void A_way_is_impossible_only_if_it_is_so_however_the_clocks_are_wrong(double seconds, double? expected)
    {
        var way = ImpossibleWay.Of(Read("rec-1", South, 0), Read("rec-2", North, seconds), 200);

        Assert.Equal(expected, way?.LeastKmPerHour is { } speed ? Math.Round(speed, 1) : null);
        if (way is not null)
        {
            Assert.Equal((170, 11_119.5), (way.Seconds, Math.Round(way.DistanceMetres, 1)));
            Assert.False(way.IsAtOnce);
        }
    }

    [Fact]
    public void Reads_within_the_doubt_of_the_clocks_are_two_places_at_once()
    {
        Assert.True(ImpossibleWay.Of(Read("rec-1", South, 0), Read("rec-2", North, 15), 200)!.IsAtOnce);
        var exact = ImpossibleWay.Of(Read("rec-1", South, 0, 0), Read("rec-2", North, 0, 0), 200)!;
        Assert.Equal((null, true), (exact.LeastKmPerHour, exact.IsAtOnce));
    }

    [Fact]
    public void One_device_and_devices_that_see_each_other_show_nothing()
    {
        Assert.Null(ImpossibleWay.Of(Read("rec-1", South, 0), Read("rec-1", North, 1), 200));
        // 0.0017° are 189 m.
        Assert.Null(ImpossibleWay.Of(Read("rec-1", South, 0), Read("rec-2", South with { Latitude = 49.8017 }, 0), 200));
    }

    [Fact]
    public void The_same_id_in_two_towns_is_two_devices() =>
        Assert.NotNull(ImpossibleWay.Of(
            Read("rec-1", South, 0), Read("rec-1", North, 20) with { City = "temirtau" }, 200));
}
