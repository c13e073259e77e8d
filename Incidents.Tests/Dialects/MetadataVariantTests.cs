using Xunit;
using static Incidents.Tests.Dialects.DialectOf;

namespace Incidents.Tests.Dialects;

/// <summary>Forms in which other cameras and recorders send what happens.</summary>
public class MetadataVariantTests
{
    private const string Motion = "tns1:RuleEngine/CellMotionDetector/Motion";

    [Theory]
    [InlineData("""{"Data":{"State":true},"Source":{"VideoSource":"1"},"PropertyOperation":"Changed","UtcTime":"2026-07-02T12:00:00"}""")]
    [InlineData(
        """
        {"UtcTime":"2026-07-02T12:00:00Z","Source":[{"Name":"VideoSource","Value":1}],"Data":[{"Name":"State","Value":"true"}]}
        """)]
    [InlineData(
        """
        {"Message":{"Message":{"@UtcTime":"2026-07-02T12:00:00Z","@PropertyOperation":"Changed",
         "Source":{"SimpleItem":{"@Name":"VideoSource","@Value":"1"}},"Data":{"SimpleItem":[{"$":{"Name":"State","Value":"1"}}]} } } }
        """)]
    public void Json_of_other_makers_is_the_same_alert(string json)
    {
        var read = Assert.Single(Read("onvif", json, "c", "cams/c/onvif-ej/VideoSource/MotionAlarm").Reports);

        Assert.Equal(("raised", "2026-07-02T12:00:00Z"), (read.Report.Phase, At(read.Report)));
        Assert.Equal(("c:VideoSource/MotionAlarm:VideoSource=1", true), (read.Episode!.Key, read.Episode.IsActive));
    }

    [Fact]
    public void A_stream_with_several_events_and_frames_between_them_is_all_of_them()
    {
        var one = OnvifTests.Xml(Motion, "IsMotion", "true");
        int At(string text) => one.IndexOf(text, StringComparison.Ordinal);
        var notification = one[At("<wsnt:NotificationMessage>")..At("</tt:Event>")];
        var several = one.Replace(
            "</tt:Event>",
            $"{notification.Replace("12:00:00", "12:00:09").Replace("\"true\"", "\"false\"")}</tt:Event><tt:VideoAnalytics>"
            + "<tt:Frame UtcTime=\"2026-07-02T12:00:01Z\"><tt:Object ObjectId=\"1\"/></tt:Frame></tt:VideoAnalytics>");

        Assert.Equal(["raised", "ended"], Reports("onvif", several, "c").Select(r => r.Phase));
        Assert.Empty(Reports(
            "onvif", "<tt:MetadataStream xmlns:tt=\"http://www.onvif.org/ver10/schema\"><tt:VideoAnalytics/></tt:MetadataStream>", "c"));
    }

    [Fact]
    public void A_plate_among_the_metadata_is_a_read()
    {
        const string element =
            """
            <tt:ElementItem Name="LicensePlateInfo"><tt:LicensePlateInfo><tt:PlateNumber Likelihood="0.92">123 ABC 09</tt:PlateNumber>
            <tt:CountryCode>KZ</tt:CountryCode></tt:LicensePlateInfo></tt:ElementItem></tt:Data>
            """;
        const string json =
            """
            {"UtcTime":"2026-07-02T12:00:00Z","Source":{"VideoSource":"1","Rule":"LPR-1"},"Data":{"Likelihood":"0.92",
             "LicensePlateInfo":{"LicensePlateInfo":{"PlateNumber":{"@Likelihood":0.92,"#text":"KZ123ABC09"},
             "CountryCode":{"#text":"KZ"}}}}}
            """;
        var xml = OnvifTests.Xml("tns1:RuleEngine/Recognition/LicensePlate", "ObjectId", "7").Replace("</tt:Data>", element);

        foreach (var report in (Api.Ingest.Report[])[
            Reports("onvif", xml, "c").Single(), Reports("onvif", json, "c", "c/onvif-ej/RuleEngine/Recognition/LicensePlate/&1").Single()])
            Assert.Equal(
                ("plateRead", "123ABC09", "2026-07-02T12:00:00Z", 0.92), (report.Kind, report.Plate, At(report), report.Confidence));
        Assert.Empty(Reports("onvif", xml.Replace("123 ABC 09", "unknown"), "c"));
    }

    [Fact]
    public void A_fault_of_a_camera_that_is_said_again_is_a_state_of_one_name()
    {
        var first = Assert.Single(Read("onvif", OnvifTests.Xml("tnsaxis:Storage/Alert", "alert", "1"), "c").Reports);
        var initial = Assert.Single(Read("onvif", OnvifTests.Xml("tnsaxis:Storage/Alert", "alert", "1", "Initialized"), "c").Reports);
        var over = Assert.Single(Read("onvif", OnvifTests.Xml("tnsaxis:Storage/Alert", "alert", "0"), "c").Reports);

        Assert.Equal(
            [("c:fault/Storage/Alert:VideoSource=1", true, false), (first.Episode!.Key, true, true), (first.Episode.Key, false, false)],
            new[] { first, initial, over }.Select(r => (r.Episode!.Key, r.Episode.IsActive, r.Episode.OnlyConfirms)));
        var lines = Read("dahua", "Code=StorageFailure;action=Start;index=0\r\nCode=StorageFailure;action=Stop;index=0", "g").Reports;
        Assert.Equal(
            [("g:fault/StorageFailure/", true), ("g:fault/StorageFailure/", false)],
            lines.Select(r => (r.Episode!.Key, r.Episode.IsActive)));
    }

    [Theory]
    [InlineData(""" "top_score":null,"score":0.5,"sub_label":["Amazon",0.8],"has_snapshot":true """, 0.5)]
    [InlineData(""" "top_score":null,"sub_label":null,"has_clip":false,"current_zones":[] """, null)]
    [InlineData(""" "data":{"top_score":"0.75","attributes":[]} """, 0.75)]
    public void An_event_of_frigate_of_any_version_is_an_alert(string more, double? score)
    {
        var json = $$"""{"type":"new","after":{"id":"1782993600.5-a","camera":"c","label":"car","start_time":1782993600.5,{{more}} } }""";

        Assert.Equal(
            ("1782993600.5-a", "raised", "c", "2026-07-02T12:00:00.5Z", "car", null, score), Short(Reports("frigate", json).Single()));
    }

    [Fact]
    public void An_end_of_frigate_without_what_was_before_or_after_ends_the_alert()
    {
        const string thing = """{"id":"1782993600.5-a","camera":"c","label":"car","start_time":1782993600.5,"end_time":1782993620}""";

        foreach (var json in (string[])[$$"""{"type":"end","after":{{thing}}}""", $$"""{"type":"end","before":{{thing}},"after":null}"""])
            Assert.Equal(["raised", "ended"], Reports("frigate", json).Select(r => r.Phase));
    }

    [Fact]
    public void A_terminal_that_is_well_again_has_no_fault_left()
    {
        var well = Reports("sos", """{"event":"recovered","at":"2026-07-02T17:00:00"}""", "sos-1").Single();
        var battery = Reports("sos", """{"event":"battery","percent":"12 %","at":"2026-07-02T17:00:00"}""", "sos-1").Single();

        Assert.Equal(("recovered", null, null), (well.Phase, well.Reason, well.Revision));
        Assert.Equal(("faulted", "power"), (battery.Phase, battery.Reason));
        var full = Reports("sos", """{"event":"battery","percent":"80%","at":"2026-07-02T17:00:00"}""", "sos-1").Single();
        Assert.Equal("heartbeat", full.Phase);
    }
}
