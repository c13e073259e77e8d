using Incidents.Api.Dialects;
using Incidents.Domain;
using Xunit;
using static Incidents.Tests.Dialects.DialectOf;

namespace Incidents.Tests.Dialects;

public class OnvifTests
{
    [Fact]
    public void Changed_to_true_begins_an_alert_and_changed_to_false_ends_the_one_of_the_same_state()
    {
        var begun = Assert.Single(Read("onvif", Xml("tns1:RuleEngine/CellMotionDetector/Motion", "IsMotion", "true"), "cam-1").Reports);
        var ended = Assert.Single(Read("onvif", Xml("tns1:RuleEngine/CellMotionDetector/Motion", "IsMotion", "false"), "cam-1").Reports);

        Assert.Equal(
            ("cam-1:RuleEngine/CellMotionDetector/Motion:VideoSource=1:2026-07-02T12:00:00Z", "raised", "cam-1", "2026-07-02T12:00:00Z",
                "motion", null, null),
            Short(begun.Report));
        Assert.Equal((null, "ended", "motion"), (ended.Report.Id, ended.Report.Phase, ended.Report.Category));
        Assert.Equal((begun.Episode!.Key, true, false), (ended.Episode!.Key, begun.Episode.IsActive, ended.Episode.IsActive));
    }

    [Fact]
    public void Prefixes_mean_nothing_and_namespaces_everything()
    {
        var usual = Xml("tns1:RuleEngine/CellMotionDetector/Motion", "IsMotion", "true");
        var other = usual.Replace("tt:", "a:").Replace("xmlns:tt", "xmlns:a").Replace("wsnt:", "b:").Replace("xmlns:wsnt", "xmlns:b");

        Assert.Equal(Reports("onvif", usual, "c"), Reports("onvif", other, "c"));
        var foreign = usual.Replace("http://www.onvif.org/ver10/schema", "http://example.org/schema");
        Assert.Equal(ErrorCode.MessageUnknown, Refused("onvif", foreign, "c"));
    }

    [Fact]
    public void The_state_at_the_time_of_subscribing_raises_nothing_but_a_fault_that_lasts()
    {
        Assert.Empty(Reports("onvif", Xml("tns1:RuleEngine/CellMotionDetector/Motion", "IsMotion", "true", "Initialized"), "c"));
        var well = Assert.Single(Read("onvif", Xml("tnsaxis:Storage/Alert", "alert", "0", "Initialized"), "c").Reports);
        Assert.Equal(("recovered", EpisodeWord.Confirms), (well.Report.Phase, well.Episode!.Word));

        var fault = Assert.Single(Reports("onvif", Xml("tnsaxis:Storage/Alert", "alert", "1", "Initialized"), "c"));
        Assert.Equal(("device", "faulted", "storage", "c"), (fault.Kind, fault.Phase, fault.Reason, fault.DeviceId));
    }

    [Fact]
    public void What_is_no_more_at_the_time_of_subscribing_ends_what_is_open_and_is_nothing_where_it_cannot()
    {
        var gone = Xml("tns1:RuleEngine/CellMotionDetector/Motion", "IsMotion", "false", "Initialized");
        var read = Assert.Single(Read("onvif", gone, "c").Reports);
        var begun = Assert.Single(Read("onvif", gone.Replace("Initialized", "Changed").Replace("\"false\"", "\"true\""), "c").Reports);

        Assert.Equal(
            ("ended", null, begun.Episode!.Key, false, EpisodeWord.Restates),
            (read.Report.Phase, read.Report.Id, read.Episode!.Key, read.Episode.IsActive, read.Episode.Word));
        // Without a time it is a state as before, and no letter.
        Assert.Empty(Reports("onvif", gone.Replace("UtcTime=\"2026-07-02T12:00:00Z\"", ""), "c"));
        Assert.Empty(Reports("onvif", gone.Replace("2026-07-02T12:00:00Z", "soon"), "c"));
    }

    [Theory]
    [InlineData("tns1:VideoSource/GlobalSceneChange/ImagingService", "State", "1", "faulted", "tampering")]
    [InlineData("tns1:RuleEngine/TamperDetector/Tamper", "IsTamper", "true", "faulted", "tampering")]
    [InlineData("tnsaxis:Storage/Alert", "alert", "0", "recovered", "storage")]
    [InlineData("tns1:Device/HardwareFailure/PowerSupplyFailure", "Failed", "true", "faulted", "power")]
    [InlineData("tns1:VideoSource/SignalLoss", "State", "false", "recovered", "other")]
    public void Faults_of_the_device_are_told_of_the_device(string topic, string item, string value, string phase, string reason)
    {
        var report = Assert.Single(Reports("onvif", Xml(topic, item, value), "c"));

        Assert.Equal(("device", phase, reason, "c"), (report.Kind, report.Phase, report.Reason, report.DeviceId));
    }

    [Fact]
    public void A_time_without_a_zone_is_utc_as_its_name_says()
    {
        var without = Xml("tns1:Device/Sensor/PIR", "State", "1").Replace("12:00:00Z", "12:00:00");

        Assert.Equal("2026-07-02T12:00:00Z", At(Reports("onvif", without, "c")[0]));
    }

    [Fact]
    public void What_has_no_state_happens_at_once_and_is_over()
    {
        var reports = Reports("onvif", Xml("tns1:RuleEngine/LineDetector/Crossed", "ObjectId", "15"), "c");

        Assert.Equal([("raised", "line-crossing"), ("ended", "line-crossing")], reports.Select(r => (r.Phase!, r.Category!)));
        Assert.Equal(reports[0].Id, reports[1].Id);
        Assert.NotNull(reports[0].Id);
    }

    [Fact]
    public void A_stream_holds_one_document_after_another()
    {
        var one = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + Xml("tns1:Device/Sensor/PIR", "State", "1");

        Assert.Equal(2, Reports("onvif", one + one.Replace("12:00:00", "12:00:05"), "c").Count);
    }

    [Fact]
    public void Json_over_mqtt_has_its_topic_in_that_of_the_message()
    {
        const string json =
            """
            {"UtcTime":"2026-07-02T12:00:00Z","PropertyOperation":"Changed","Source":{"VideoSource":"1"},"Data":{"State":true}}
            """;

        var report = Assert.Single(Reports("onvif", json, "c", "site/onvif-ej/VideoSource/MotionAlarm"));

        Assert.Equal(("raised", "motion"), (report.Phase, report.Category));
    }

    [Fact]
    public void The_json_of_axis_names_topic_and_milliseconds_itself()
    {
        const string json =
            """
            {"topic":"axis:CameraApplicationPlatform/ObjectAnalytics/Device1Scenario1","timestamp":1782993600250,"serial":"ACCC8E",
             "message":{"source":{},"key":{},"data":{"active":"1","classTypes":"human","objectId":"7"}}}
            """;

        var report = Assert.Single(Reports("onvif", json, "c"));

        Assert.Equal(("raised", "person", "2026-07-02T12:00:00.25Z"), (report.Phase, report.Category, At(report)));
    }

    [Fact]
    public void Json_with_capital_names_is_that_of_the_specification()
    {
        const string json =
            """
            {"Topic":"tns1:VideoSource/MotionAlarm","Message":{"UtcTime":"2026-07-02T12:00:00Z","PropertyOperation":"Changed",
             "Source":{"VideoSource":"1"},"Data":{"State":true}}}
            """;

        foreach (var text in (string[])[json, json.Replace("\"Topic\"", "\"topic\"").Replace("\"Message\"", "\"message\"")])
        {
            var report = Assert.Single(Reports("onvif", text, "c"));
            Assert.Equal(("raised", "motion", "2026-07-02T12:00:00Z"), (report.Phase, report.Category, At(report)));
        }
    }

    [Theory]
    [InlineData("tns1:Device/Licence/Expiration")]
    [InlineData("tns1:Vendor/Faceplate/Removed")]
    [InlineData("tns1:RuleEngine/Novelty/Seen")]
    public void A_topic_that_nobody_knows_is_no_alert(string topic)
    {
        Assert.Equal(ErrorCode.MessageUnknown, Refused("onvif", Xml(topic, "State", "true"), "c"));
        // As a state at the time of subscribing it tells nothing.
        Assert.Empty(Reports("onvif", Xml(topic, "State", "true", "Initialized"), "c"));
    }

    [Fact]
    public void A_profile_that_changed_is_a_state() =>
        Assert.Empty(Reports("onvif", Xml("tns1:Media/ProfileChanged", "Token", "p1"), "c"));

    [Fact]
    public void An_external_entity_a_document_type_and_a_deep_document_are_refused()
    {
        var usual = Xml("tns1:Device/Sensor/PIR", "State", "1");
        string[] hostile =
        [
            "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]>" + usual.Replace("PIR", "&b;"),
            "<!DOCTYPE a [<!ENTITY b \"bbbb\"><!ENTITY c \"&b;&b;\">]><a>&c;</a>",
            string.Concat(Enumerable.Repeat("<a>", 5_000)) + string.Concat(Enumerable.Repeat("</a>", 5_000)),
            "<a>" + string.Concat(Enumerable.Repeat("<b/>", 30_000)) + "</a>", "<a>", usual[..^20], "<", "plain", "",
        ];

        Assert.All(hostile, text => Assert.Equal(ErrorCode.MessageUnreadable, Refused("onvif", text, "c")));
    }

    internal static string Xml(string topic, string item, string value, string operation = "Changed") =>
        $"""
         <tt:MetadataStream xmlns:tt="http://www.onvif.org/ver10/schema" xmlns:wsnt="http://docs.oasis-open.org/wsn/b-2"
           xmlns:tns1="http://www.onvif.org/ver10/topics" xmlns:tnsaxis="http://www.axis.com/2009/event/topics"><tt:Event>
         <wsnt:NotificationMessage><wsnt:Topic>{topic}</wsnt:Topic><wsnt:Message>
         <tt:Message UtcTime="2026-07-02T12:00:00Z" PropertyOperation="{operation}">
         <tt:Source><tt:SimpleItem Name="VideoSource" Value="1"/></tt:Source>
         <tt:Data><tt:SimpleItem Name="{item}" Value="{value}"/></tt:Data></tt:Message></wsnt:Message></wsnt:NotificationMessage>
         </tt:Event></tt:MetadataStream>
         """;
}
