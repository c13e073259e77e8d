using Incidents.Domain;
using Incidents.Domain.Units;
using Xunit;

namespace Incidents.Tests.Units;

public class UnitRankingTests
{
    private static readonly GeoPoint Place = new(73.1, 49.8);

    // A degree of latitude is 111,195 m on the sphere of the mean radius.
    private static readonly UnitCandidate Near = new("P-2", UnitKind.Patrol, new(73.1, 49.81), UnitPlace.Reported);
    private static readonly UnitCandidate Far = new("P-1", UnitKind.Patrol, new(73.1, 49.9), UnitPlace.StandBy);
    private static readonly UnitCandidate Ambulance = new("A-1", UnitKind.Ambulance, new(73.1, 49.85), UnitPlace.Reported);

    [Fact]
    public void Units_come_by_the_straight_line_at_one_speed()
    {
        var ranked = UnitRanking.Of(Place, [Far, Ambulance, Near], [], 36);

        Assert.Equal(["P-2", "A-1", "P-1"], ranked.Select(r => r.Unit.CallSign));
        Assert.Equal([1_112, 5_560, 11_120], ranked.Select(r => Math.Round(r.Metres)));
        // 36 km/h are 10 m/s.
        Assert.Equal([111, 556, 1_112], ranked.Select(r => Math.Round(r.Seconds)));
    }

    [Fact]
    public void The_kinds_that_are_wanted_come_first_and_equal_ways_by_call_sign()
    {
        Assert.Equal(
            ["A-1", "P-2", "P-1"], UnitRanking.Of(Place, [Far, Near, Ambulance], [UnitKind.Ambulance], 30).Select(r => r.Unit.CallSign));
        Assert.Equal(
            ["P-2", "P-3"],
            UnitRanking.Of(Place, [Near with { CallSign = "P-3" }, Near], [], 30).Select(r => r.Unit.CallSign));
        Assert.Empty(UnitRanking.Of(Place, [], [], 30));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-30)]
    public void A_speed_at_which_nobody_arrives_is_no_speed(double speed) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => UnitRanking.Of(Place, [Near], [], speed));
}
