using System.Text;
using Incidents.Domain;
using Xunit;
using static Incidents.Tests.Dialects.DialectOf;

namespace Incidents.Tests.Dialects;

/// <summary>Forms in which plate readers of other firmwares send the same reads.</summary>
public class PlateVariantTests
{
    [Fact]
    public void Hikvision_in_json_with_other_capitals_and_the_plate_elsewhere_is_the_same_read()
    {
        foreach (var json in (string[])[
            """
            {"EventNotificationAlert":{"eventType":"anpr","dateTime":"2026-07-02T17:00:00+0500","channelID":1,
             "ANPR":{"licensePlate":"123ABC09","confidenceLevel":"97%","line":"1"} } }
            """,
            """
            [{"eventType":"vehicleMatchResult","dateTime":"2026-07-02T12:00:00Z","info":{"plateNumber":"KZ 123ABC09","confidence":97}}]
            """,
            """
            {"eventType":"ANPR","ANPR":{"vehicleInfo":{},"plateInfo":{"licensePlate":"123 abc 09"},"confidence":0.97,
             "captureTime":"20260702T170000+0500"}}
            """])
        {
            var report = Assert.Single(Reports("hikvision", json, "g"));
            Assert.Equal(("123ABC09", "2026-07-02T12:00:00Z", 0.97), (report.Plate, At(report), report.Confidence));
        }
    }

    [Fact]
    public void Hikvision_with_prefixes_and_in_capitals_is_the_same_read()
    {
        var usual = PlateReaderTests.Anpr("123ABC09");
        var prefixed = usual.Replace("</", "</h:").Replace("<", "<h:").Replace("<h:/h:", "</h:")
            .Replace("<h:EventNotificationAlert>", "<h:EventNotificationAlert xmlns:h=\"http://www.hikvision.com/ver20/XMLSchema\">");

        Assert.Equal(Reports("hikvision", usual, "g"), Reports("hikvision", prefixed, "g"));
        Assert.Equal("123ABC09", Reports("hikvision", usual.Replace("ANPR", "anpr"), "g").Single().Plate);
    }

    [Fact]
    public void The_list_of_the_last_plates_of_a_hikvision_camera_is_all_of_them()
    {
        const string list =
            """
            <?xml version="1.0" encoding="UTF-8"?><Plates version="2.0" xmlns="http://www.isapi.org/ver20/XMLSchema">
            <Plate><captureTime>20260702T170000+0500</captureTime><plateNumber>123ABC09</plateNumber><laneNo>1</laneNo></Plate>
            <Plate><captureTime>20260702T170005+0500</captureTime><plateNumber>unknown</plateNumber><laneNo>1</laneNo></Plate>
            <Plate><captureTime>20260702T170009+0500</captureTime><plateNumber>456ABC09</plateNumber><laneNo>2</laneNo></Plate></Plates>
            """;

        Assert.Equal(
            [
                ("g:1:1:2026-07-02T12:00:00Z:8d9", null, "g", "2026-07-02T12:00:00Z", null, "123ABC09", null),
                ("g:1:2:2026-07-02T12:00:09Z:b40", null, "g", "2026-07-02T12:00:09Z", null, "456ABC09", null),
            ],
            Reports("hikvision", list, "g").Select(Short));
        // The same read as its notification.
        Assert.Equal("g:1:1:2026-07-02T12:00:00Z:8d9", Reports("hikvision", PlateReaderTests.Anpr("123ABC09"), "g").Single().Id);
    }

    [Theory]
    [InlineData("duration")]
    [InlineData("PeopleCounting")]
    public void A_count_or_a_service_message_of_hikvision_is_a_state(string type) => Assert.Empty(Reports(
        "hikvision", $"<EventNotificationAlert><eventType>{type}</eventType></EventNotificationAlert>", "g"));

    [Fact]
    public void Parts_of_any_name_in_any_order_with_line_feeds_only_are_one_read_with_its_picture()
    {
        var body =
            "--x\nContent-Disposition: form-data; name=\"Picture_Name\"\n\n777.jpg\n"
            + "--x\nContent-Disposition: form-data; name=\"picture\"; filename=\"a.png\"\n\n\u0089PNG\r\n1\n"
            + "--x\nContent-Disposition: form-data; name=\"Event_Type\"\nContent-Type: application/octet-stream\n\n"
            + $"{PlateReaderTests.Anpr("123ABC09")}\n"
            + "--x\nContent-Type: image/pjpeg\nContent-Length: 0\n\n\n--x--\n";
        var message = Message("hikvision", Encoding.Latin1.GetBytes(body), "g") with { ContentType = "multipart/form-data; boundary=x" };

        var reading = Read(message);

        Assert.Null(reading.Refusal);
        var report = Assert.Single(reading.Reports).Report;
        Assert.Equal(("123ABC09", "cid:a.png"), (report.Plate, report.Snapshot!.Uri));
    }

    [Fact]
    public void A_text_in_an_encoding_that_only_its_header_names_is_read()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var bytes = Encoding.GetEncoding(1251).GetBytes(PlateReaderTests.Anpr("123авс09"));
        var message = Message("hikvision", bytes, "g");

        var named = Read(message with { ContentType = "text/xml; charset=\"windows-1251\"" });
        Assert.Equal("123ABC09", Assert.Single(named.Reports).Report.Plate);
        Assert.Equal(ErrorCode.MessageUnreadable, Read(message).Refusal!.Code);
    }

    [Fact]
    public void A_line_for_each_value_of_dahua_is_a_read()
    {
        const string lines =
            "Events[0].EventBaseInfo.Code=TrafficJunction\r\nEvents[0].EventBaseInfo.Action=Pulse\r\nEvents[0].EventBaseInfo.Index=0\r\n"
            + "Events[0].CountryCode=KZ\r\nEvents[0].GroupID=7\r\nEvents[0].Lane=2\r\nEvents[0].PTS=42949485818.0\r\n"
            + "Events[0].UTC=1783011605\r\nEvents[0].UTCMS=250\r\nEvents[0].Object.BoundingBox[0]=1\r\nEvents[0].Object.Confidence=87\r\n"
            + "Events[0].TrafficCar.PlateNumber=123 ABC 09\r\n";
        // The clock of the camera as if it were UTC.
        var report = Assert.Single(Reports("dahua", lines, "g"));

        Assert.Equal(("123ABC09", "2026-07-02T17:00:05.25", 0.87), (report.Plate, At(report), report.Confidence));
        var two = Reports("dahua", $"Heartbeat\r\n{lines}{lines.Replace("[0].", "[1].").Replace("123 ABC 09", "456ABC09")}", "g");
        Assert.Equal(["heartbeat", null, null], two.Select(r => r.Phase));
        Assert.Equal([null, "123ABC09", "456ABC09"], two.Select(r => r.Plate));
    }

    [Fact]
    public void A_stream_of_dahua_has_events_in_several_lines_and_signs_of_life_between_them()
    {
        const string stream =
            "--myboundary\r\nContent-Type: text/plain\r\nContent-Length: 99\r\n\r\n"
            + "Code=TrafficJunction;action=Pulse;index=0;data={\n  \"RealUTC\" : 1782993605,\n  \"Note\" : \"CountryCode=7; Code=9\",\n"
            + "  \"TrafficCar\" : { \"PlateNumber\" : \"123ABC09\" }\n}\r\n\r\n"
            + "--myboundary\r\nContent-Type: text/plain\r\nContent-Length:9\r\n\r\nHeartbeat\r\n\r\n"
            + "--myboundary\r\nContent-Type: text/plain\r\n\r\nCode=VideoMotion;action=Start;index=3\r\n\r\n--myboundary--\r\n";
        var reading = Read("dahua", stream, "g");

        Assert.Null(reading.Refusal);
        Assert.Equal([null, "heartbeat", "raised"], reading.Reports.Select(r => r.Report.Phase));
        Assert.Equal("g:VideoMotion/3/", reading.Reports[2].Episode!.Key);
    }

    [Theory]
    [InlineData("""{"Code":"TrafficJunction","Action":"Pulse","Index":0,"Data":{"RealUTC":1782993605,"PlateNumber":"123ABC09"}}""")]
    [InlineData("""{"NotificationEvent":{"Code":"ANPR","Data":{"UTC":1,"RealUTC":1782993605000,"Plate":{"PlateNumber":"123ABC09"}}}}""")]
    [InlineData("""{"Events":[{"EventBaseInfo":{"Code":"TrafficJunction"},"RealUTC":1782993605,"Object":{"Text":"KZ123ABC09"}}]}""")]
    [InlineData("""{"RealUTC":"1782993605","TrafficCar":{"PlateNumber":"123ABC09"}}""")]
    public void An_event_of_dahua_in_any_wrapping_is_the_same_read(string json)
    {
        var report = Assert.Single(Reports("dahua", json, "g"));

        Assert.Equal(("123ABC09", "2026-07-02T12:00:05Z"), (report.Plate, At(report)));
    }

    [Theory]
    [InlineData("""{"plateText":"123ABC09","capture_ts":"1782993605000000","plateConfidence":"90%","serial":"ACCC8E"}""")]
    [InlineData("""{"events":[{"plateUTF8":"123ABC09","capture_timestamp":1782993605,"confidence":90}],"serial":"ACCC8E"}""")]
    [InlineData(
        """
        {"topic":"axis:CameraApplicationPlatform/ALPV.AllPlates","timestamp":1782993605000,"serial":"ACCC8E",
         "message":{"source":{},"key":{},"data":{"text":"","plate":"123ABC09","confidence":"0.9"} } }
        """)]
    [InlineData(
        """
        <event serial="ACCC8E"><timestamp>1782993605000</timestamp>
        <lpr plateText="123ABC09"><plateConfidence>0.9</plateConfidence></lpr></event>
        """)]
    public void A_read_of_axis_in_any_wrapping_is_the_same(string payload)
    {
        var report = Assert.Single(Reports("axis", payload));

        Assert.Equal(("123ABC09", "2026-07-02T12:00:05Z", "ACCC8E", 0.9), (report.Plate, At(report), report.DeviceId, report.Confidence));
    }

    [Fact]
    public void Other_events_of_a_camera_of_axis_are_those_of_onvif()
    {
        const string json =
            """{"topic":"axis:CameraApplicationPlatform/VMD/Camera1","timestamp":1782993600250,"message":{"data":{"active":"1"}}}""";

        Assert.Equal("motion", Reports("axis", json, "c").Single().Category);
        Assert.Equal("motion", Reports("axis", OnvifTests.Xml("tns1:Device/Sensor/PIR", "State", "1"), "c").Single().Category);
    }

    [Theory]
    [InlineData("""{"best_plate":"123abc09","best_uuid":"u","best_confidence":"91.5%","epoch_start":1782993605000}""")]
    [InlineData("""{"data_type":null,"best_plate":{"plate":"123ABC09","confidence":0.915},"uuids":["u"],"epoch_start":1782993605}""")]
    [InlineData(
        """
        {"data_type":"alpr_alert",
         "group":{"best_plate_number":"123ABC09","best_confidence":91.5,"best_uuid":"u","epoch_end":1782993605000}}
        """)]
    [InlineData("""{"data_type":"alpr_alert","plate_number":"123ABC09","confidence":91.5,"uuid":"u","epoch_time":1782993605000}""")]
    public void A_group_of_openalpr_is_the_same_read_however_it_names_its_plate(string json)
    {
        var report = Assert.Single(Reports("openalpr", json, "g"));

        Assert.Equal(("u", "123ABC09", "2026-07-02T12:00:05Z", 0.915), (report.Id, report.Plate, At(report), report.Confidence));
    }

    [Fact]
    public void The_test_of_a_webhook_of_openalpr_is_ignored() => Assert.Empty(Reports("openalpr", """{"openalpr_webhook":"test"}"""));
}
