using System.Text;
using Incidents.Domain;
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

    [Fact]
    public void An_alert_has_the_picture_that_came_with_its_beginning()
    {
        // What happens at once begins and ends by one message.
        foreach (var (state, pictures) in new[] { ("active", new[] { "cid:scene.jpg" }), ("inactive", [null]) })
        {
            var body = PlateReaderTests.Multipart(
                ("a.xml", "text/xml", Alert("linedetection", "1", state)), ("scene.jpg", "image/jpeg", "\u00ff\u00d8scene"));
            Assert.Equal(pictures, Read(body with { DeviceId = "g" }).Reports.Select(r => r.Report.Snapshot?.Uri));
        }
        var pulse = PlateReaderTests.Multipart(
            ("a.json", "application/json", """{"Code":"TrafficAccident","Action":"Pulse","Data":{"RealUTC":1782993605}}"""),
            ("scene.jpg", "image/jpeg", "\u00ff\u00d8scene"));
        Assert.Equal(
            [("raised", "cid:scene.jpg"), ("ended", null)],
            Read(pulse with { Dialect = "dahua", DeviceId = "g" }).Reports.Select(r => (r.Report.Phase, r.Report.Snapshot?.Uri)));
    }

    [Theory]
    [InlineData("frigate", """{"type":"new","after":{"id":"1782993600-x","camera":"own","label":"car","start_time":1782993600}}""")]
    [InlineData("frigate", """{"type":"lpr","id":"1607123955.4-m","plate":"123ABC09","camera":"own","timestamp":1607123958.7}""")]
    [InlineData("frigate", """{"name":"car","camera":"own","event_id":"1751565549.8-b","score":0.85}""")]
    [InlineData("axis", """{"plateUTF8":"123ABC09","capture_timestamp":"1782993600000","camera_info":{"SerialNumber":"own"}}""")]
    [InlineData("axis", """{"topic":"axis:VMD/Camera1","timestamp":1782993600250,"serial":"own","message":{"data":{"active":"1"}}}""")]
    [InlineData("onvif", """{"topic":"axis:VMD/Camera1","timestamp":1782993600250,"serial":"own","message":{"data":{"active":"1"}}}""")]
    public void The_device_of_the_address_goes_before_the_one_that_the_message_names(string dialect, string message)
    {
        Assert.All(Reports(dialect, message, "address"), report => Assert.Equal("address", report.DeviceId));
        Assert.All(Reports(dialect, message), report => Assert.Equal("own", report.DeviceId));
        Assert.NotEmpty(Reports(dialect, message));
    }

    [Fact]
    public void Inputs_of_one_channel_are_states_apart()
    {
        string Key(string port) => Assert.Single(Read(
            "hikvision", Alert("IO", "1", "active").Replace("<eventType>", $"{port}<eventType>"), "g").Reports).Episode!.Key;

        Assert.Equal(
            ["g:io/1", "g:io/1/1", "g:io/1/2", "g:io/1/3"],
            new[]
            {
                "", "<inputIOPortID>1</inputIOPortID>", "<inputIOPortID>2</inputIOPortID>", "<dynInputIOPortID>3</dynInputIOPortID>",
            }.Select(Key));
    }

    [Fact]
    public void A_name_that_a_camera_cut_within_a_letter_loses_that_letter_only()
    {
        var text = $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>{PlateReaderTests.Anpr("123ABC09")}";
        var name = "<channelName>\u041a\u0430\u043c</channelName>"u8;
        byte[] cut = [.. name[..^15], .. "</channelName>"u8];
        Assert.Equal(name.Length - 1, cut.Length);
        var at = text.IndexOf("<channelID>", StringComparison.Ordinal);
        byte[] body = [.. Encoding.UTF8.GetBytes(text[..at]), .. cut, .. Encoding.UTF8.GetBytes(text[at..])];

        Assert.Equal("123ABC09", Assert.Single(Read(Message("hikvision", body, "g")).Reports).Report.Plate);
        // Nothing says what it would be in.
        Assert.Equal(ErrorCode.MessageUnreadable, Read(Message("hikvision", body[38..], "g")).Refusal!.Code);
    }

    private static string Alert(string type, string channel, string state) =>
        $"""
         <EventNotificationAlert version="1.0"><channelID>{channel}</channelID><dateTime>2026-07-02T17:00:00+05:00</dateTime>
         <activePostCount>1</activePostCount><eventType>{type}</eventType><eventState>{state}</eventState></EventNotificationAlert>
         """;
}
