using System.Text;
using Incidents.Api.Dialects;
using Incidents.Domain;
using Xunit;
using static Incidents.Tests.Dialects.DialectOf;

namespace Incidents.Tests.Dialects;

public class PlateReaderTests
{
    [Theory]
    [InlineData("")]
    [InlineData(" xmlns=\"http://www.hikvision.com/ver20/XMLSchema\"")]
    [InlineData(" xmlns=\"http://www.hikvision.com/ver10/XMLSchema\"")]
    [InlineData(" xmlns=\"http://www.std-cgi.com/ver20/XMLSchema\"")]
    [InlineData(" xmlns=\"http://www.isapi.org/ver20/XMLSchema\" version=\"1.0\"")]
    public void Hikvision_is_read_in_every_namespace(string of)
    {
        var report = Assert.Single(Reports("hikvision", Anpr("092 ОВА 09", of: of), "gate-1"));

        Assert.Equal(("plateRead", null, "092OBA09", 0.97), (report.Kind, report.Phase, report.Plate, report.Confidence));
        Assert.Equal("2026-07-02T12:00:00Z", At(report));
    }

    [Fact]
    public void A_time_of_hikvision_without_an_offset_is_the_towns() =>
        Assert.Equal("2026-07-02T17:00:00", At(Reports("hikvision", Anpr("123ABC09").Replace("+05:00", ""), "g")[0]));

    [Theory]
    [InlineData("unknown")]
    [InlineData("noPlate")]
    [InlineData("")]
    public void A_vehicle_without_a_read_plate_is_ignored(string plate) => Assert.Empty(Reports("hikvision", Anpr(plate), "g"));

    [Fact]
    public void A_camera_says_that_it_is_there_by_videoloss_inactive()
    {
        var read = Read("hikvision", Alert("videoloss", "inactive"), "g").Reports;
        var lost = Assert.Single(Read("hikvision", Alert("videoloss", "active"), "g").Reports);

        Assert.Equal(
            [("device", "heartbeat", "g"), ("device", "recovered", "g")],
            read.Select(r => (r.Report.Kind!, r.Report.Phase!, r.Report.DeviceId!)));
        // It ends a loss that is known, and is nothing else.
        Assert.Equal((null, true), (read[0].Episode, read[1].Episode!.OnlyConfirms));
        Assert.Equal((lost.Episode!.Key, "faulted", true), (read[1].Episode!.Key, lost.Report.Phase, lost.Episode.IsActive));
    }

    [Fact]
    public void Motion_of_hikvision_begins_once_however_often_it_is_repeated()
    {
        var begun = Assert.Single(Read("hikvision", Alert("VMD", "active"), "g").Reports);
        var ended = Assert.Single(Read("hikvision", Alert("VMD", "inactive"), "g").Reports);

        Assert.Equal(("raised", "motion"), (begun.Report.Phase, begun.Report.Category));
        Assert.Equal(("ended", begun.Episode!.Key), (ended.Report.Phase, ended.Episode!.Key));
        // The first one may have been lost.
        var again = Assert.Single(
            Read("hikvision", Alert("VMD", "active").Replace("<activePostCount>1<", "<activePostCount>7<"), "g").Reports);
        Assert.Equal(
            (begun.Episode.Key, EpisodeWord.Begins, EpisodeWord.Confirms), (again.Episode!.Key, begun.Episode.Word, again.Episode.Word));
        // Some firmwares do not count.
        var uncounted = Assert.Single(Read("hikvision", Alert("VMD", "active").Replace("activePostCount", "other"), "g").Reports);
        Assert.Equal((begun.Episode.Key, EpisodeWord.Repeats), (uncounted.Episode!.Key, uncounted.Episode.Word));
    }

    [Theory]
    [InlineData("shelteralarm", "tampering")]
    [InlineData("diskfull", "storage")]
    [InlineData("nicbroken", "network")]
    public void Faults_of_hikvision_are_told_of_the_device(string type, string reason) =>
        Assert.Equal(
            ("faulted", reason), Reports("hikvision", Alert(type, "active"), "g").Select(r => (r.Phase!, r.Reason!)).Single());

    [Theory]
    [InlineData("1", 0.01)]
    [InlineData("97", 0.97)]
    [InlineData("0.97", 0.97)]
    public void Confidence_of_hikvision_counts_to_a_hundred(string level, double confidence) => Assert.Equal(
        confidence, Reports("hikvision", Anpr("123ABC09").Replace(">97<", $">{level}<"), "g").Single().Confidence);

    [Fact]
    public void An_event_that_nobody_knows_is_no_alert()
    {
        Assert.Equal(ErrorCode.MessageUnknown, Refused("hikvision", Alert("firmwareUpgrade", "active"), "g"));
        Assert.Equal(ErrorCode.MessageUnknown, Refused("dahua", "Code=Novelty;action=Start;index=0", "g"));
    }

    [Theory]
    [InlineData("TrafficAccident", "traffic-accident")]
    [InlineData("TrafficJam", "traffic-jam")]
    [InlineData("TrafficPedestrian", "pedestrian")]
    public void What_happens_on_a_road_needs_no_plate(string code, string category)
    {
        var line = $"Code={code};action=Pulse;index=0;data={{\"RealUTC\":1782993605}}";

        Assert.Equal([("raised", category), ("ended", category)], Reports("dahua", line, "g").Select(r => (r.Phase!, r.Category!)));
        Assert.Empty(Reports("dahua", line.Replace(code, "TrafficJunction"), "g"));
    }

    [Fact]
    public void A_text_of_thousands_of_sections_is_read_whole()
    {
        var sections = string.Concat(Enumerable.Repeat("<![CDATA[a]]>", 15_000));

        Assert.Equal(15_000, XmlPart.All(Encoding.UTF8.GetBytes($"<r>{sections}</r>"))[0].Text.Length);
    }

    [Fact]
    public void Pictures_of_a_message_are_told_apart_and_kept_as_a_hash()
    {
        var body = Multipart(("anpr.xml", "text/xml", Anpr("123ABC09")), ("detectionPicture.jpg", "image/jpeg", "\u00ff\u00d8picture"));

        var report = Assert.Single(Read(body with { DeviceId = "g" }).Reports).Report;

        // echo -ne '\xff\xd8picture' | sha256sum
        Assert.Equal("123ABC09", report.Plate);
        Assert.Equal("cid:detectionPicture.jpg", report.Snapshot!.Uri);
        Assert.Equal(
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData([0xFF, 0xD8, .. "picture"u8])), report.Snapshot.Sha256);
    }

    [Fact]
    public void A_body_of_several_notifications_is_all_of_them()
    {
        var body = Multipart(
            ("", "application/xml", Anpr("123ABC09")), ("a.jpg", "image/jpeg", "\u00ff\u00d8a"),
            ("", "application/xml", Anpr("456ABC09").Replace("17:00:00", "17:00:05")));

        Assert.Equal(["123ABC09", "456ABC09"], Read(body with { ContentType = null }).Reports.Select(r => r.Report.Plate));
    }

    [Fact]
    public void Dahua_tells_the_true_time_beside_that_of_its_clock()
    {
        // 17:00:05 on a clock at +5, as if it were UTC.
        var report = Reports("dahua", Junction("\"RealUTC\":1782993605,\"UTC\":1783011605,\"UTCMS\":250"), "g").Single();
        var local = Reports("dahua", Junction("\"UTC\":1783011605"), "g").Single();

        Assert.Equal(("2026-07-02T12:00:05.25Z", "123ABC09", 0.5), (At(report), report.Plate, report.Confidence));
        Assert.Equal("2026-07-02T17:00:05", At(local));
    }

    [Fact]
    public void Lines_heartbeats_and_faults_of_dahua_are_read()
    {
        Assert.Equal("heartbeat", Reports("dahua", "Heartbeat\r\n", "g").Single().Phase);
        Assert.Equal("heartbeat", Reports("dahua", """{"Active":"keepAlive","DeviceID":"g"}""").Single().Phase);
        Assert.Equal("storage", Reports("dahua", "Code=StorageFailure;action=Start;index=0", "g").Single().Reason);
        Assert.Equal("motion", Reports("dahua", "Code=VideoMotion;action=Start;index=0;data={\"UTC\":1783011605}", "g").Single().Category);
        const string pushed =
            """
            {"Picture":{"Plate":{"PlateNumber":"123ABC09","Confidence":90},"SnapInfo":{"AccurateTime":"2026-07-02 17:00:00"}}}
            """;
        Assert.Equal("123ABC09", Reports("dahua", pushed, "g").Single().Plate);
    }

    [Fact]
    public void A_car_that_axis_says_again_is_the_same_read()
    {
        const string car =
            """
            {"carID":"7","plateUTF8":"123ABC09","plateConfidence":"0.9","capture_timestamp":"1782993600000","carState":"new"}
            """;

        var first = Assert.Single(Read("axis", car, "g").Reports);
        var last = Assert.Single(Read("axis", car.Replace("3600000", "3609000").Replace("new", "lost"), "g").Reports);

        Assert.Equal(first.Report.Id, last.Report.Id);
        Assert.True(last.MayDiffer);
    }

    [Fact]
    public void A_confidence_of_openalpr_is_always_of_a_hundred()
    {
        const string group =
            """
            {"data_type":"alpr_group","best_uuid":"u","best_plate_number":"123ABC09","best_confidence":1,"epoch_start":1782993600000}
            """;

        Assert.Equal(0.01, Reports("openalpr", group, "g").Single().Confidence);
    }

    [Fact]
    public void An_agent_speaks_for_its_cameras_whose_streams_run()
    {
        const string agent =
            """
            {"data_type":"heartbeat","timestamp":1782993600000,"video_streams":[{"camera_id":1,"is_streaming":true},
             {"camera_id":2,"is_streaming":false},{"camera_id":3}]}
            """;

        Assert.Equal(["1", "3"], Reports("openalpr", agent).Select(r => r.DeviceId));
    }

    [Theory]
    [InlineData("hikvision", "<EventNotificationAlert><eventType>ANPR</eventType></EventNotificationAlert>", ErrorCode.TimeMissing)]
    [InlineData("hikvision", "<Other/>", ErrorCode.MessageUnknown)]
    [InlineData("dahua", "{}", ErrorCode.MessageUnknown)]
    [InlineData("dahua", "nonsense", ErrorCode.MessageUnreadable)]
    [InlineData("axis", "{}", ErrorCode.MessageUnknown)]
    [InlineData("axis", """{"plateText":"123ABC09"}""", ErrorCode.TimeMissing)]
    [InlineData("axis", """{"plateText":"?!","capture_timestamp":1}""", ErrorCode.PlateMalformed)]
    [InlineData("openalpr", """{"data_type":"other"}""", ErrorCode.MessageUnknown)]
    [InlineData("openalpr", """{"data_type":"alpr_group","best_plate_number":"123ABC09"}""", ErrorCode.TimeMissing)]
    [InlineData("nobody", "{}", ErrorCode.DialectUnknown)]
    public void What_cannot_be_read_is_refused_with_the_reason(string dialect, string message, ErrorCode code) =>
        Assert.Equal(code, Refused(dialect, message));

    internal static string Anpr(string plate, string of = "") =>
        $"""
         <EventNotificationAlert{of}><ipAddress>10.0.0.7</ipAddress><channelID>1</channelID><dateTime>2026-07-02T17:00:00+05:00</dateTime>
         <eventType>ANPR</eventType><eventState>active</eventState><ANPR><licensePlate>{plate}</licensePlate><line>1</line>
         <confidenceLevel>97</confidenceLevel></ANPR></EventNotificationAlert>
         """;

    internal static DialectMessage Multipart(params (string Name, string Type, string Content)[] parts)
    {
        var body = new StringBuilder();
        foreach (var (name, type, content) in parts)
        {
            body.Append("--boundary\r\nContent-Disposition: form-data; name=\"part\"");
            body.Append(name.Length > 0 ? $"; filename=\"{name}\"" : "").Append($"\r\nContent-Type: {type}\r\n\r\n{content}\r\n");
        }
        body.Append("--boundary--\r\n");
        return Message("hikvision", Encoding.Latin1.GetBytes(body.ToString())) with
        {
            ContentType = "multipart/form-data; boundary=boundary",
        };
    }

    private static string Alert(string type, string state) =>
        $"""
         <EventNotificationAlert version="1.0"><channelID>1</channelID><dateTime>2026-07-02T17:00:00+05:00</dateTime>
         <activePostCount>1</activePostCount><eventType>{type}</eventType><eventState>{state}</eventState></EventNotificationAlert>
         """;

    private static string Junction(string time) =>
        $$"""
          {"params":{"eventList":[{"Action":"Pulse","Code":"TrafficJunction","Data":{"EventID":1,"GroupID":2,"Lane":1,{{time}},
          "Object":{"Confidence":50},"TrafficCar":{"PlateNumber":"123ABC09","MachineName":"M"} } } ] } }
          """;
}
