using Xunit;
using static Incidents.Tests.Dialects.DialectOf;

namespace Incidents.Tests.Dialects;

/// <summary>What cameras of some makers write in their own places.</summary>
public class MakerVariantTests
{
    [Fact]
    public void The_text_of_a_dahua_vehicle_is_its_make_and_no_plate()
    {
        Assert.Empty(Reports(
            "dahua",
            """
            {"Code":"TrafficJunction","Action":"Pulse","Data":{"RealUTC":1782993605,"TrafficCar":{"PlateNumber":""},
             "Object":{"ObjectType":"Vehicle","Text":"Toyota"},"Vehicle":{"ObjectType":"Vehicle","Text":"Toyota"}}}
            """, "d"));
        var read = Assert.Single(Reports(
            "dahua",
            """
            {"Code":"TrafficJunction","Action":"Pulse","Data":{"RealUTC":1782993605,
             "TrafficCar":{"PlateNumber":"123ABC09","Confidence":97}}}
            """, "d"));
        Assert.Equal(("123ABC09", 0.97), (read.Plate, read.Confidence));
    }

    [Theory]
    [InlineData("tns1:RuleEngine/MyRuleDetector/DogCatDetect", "State", "animal")]
    [InlineData("tns1:RuleEngine/PeopleDetector/People", "IsPeople", "person")]
    [InlineData("tns1:RuleEngine/TPSmartEventDetector/TPSmartEvent", "IsVehicle", "vehicle")]
    public void What_a_maker_detects_has_its_category(string topic, string item, string category) =>
        Assert.Equal(category, Assert.Single(Reports("onvif", OnvifTests.Xml(topic, item, "true"), "c")).Category);

    [Fact]
    public void A_temperature_within_its_limits_is_no_fault_and_one_that_is_again_is_a_recovery()
    {
        Assert.Empty(Reports("onvif", OnvifTests.Xml("tns1:Device/tnsaxis:Status/Temperature/Inside", "sensor_level", "1"), "c"));
        Assert.Equal(
            ["recovered"],
            Reports("onvif", OnvifTests.Xml("tns1:Device/tnsaxis:Status/Temperature/Above", "sensor_level", "0"), "c")
                .Select(report => report.Phase));
    }

    [Theory]
    [InlineData("2026-07-02T17:00:00+5:00")]
    [InlineData("1782993600.0")]
    public void A_time_is_read_as_makers_write_it(string time) => Assert.Equal(
        "2026-07-02T12:00:00Z",
        At(Assert.Single(Reports("hikvision", PlateReaderTests.Anpr("123ABC09").Replace("2026-07-02T17:00:00+05:00", time), "g"))));
}
