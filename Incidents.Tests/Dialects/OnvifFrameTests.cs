using Incidents.Api.Dialects;
using Incidents.Domain;
using Xunit;
using static Incidents.Tests.Dialects.DialectOf;

namespace Incidents.Tests.Dialects;

/// <summary>Plates of the objects that frames of ONVIF metadata show.</summary>
public sealed class OnvifFrameTests(DialectHost dialects) : IClassFixture<DialectHost>
{
    [Fact]
    public void An_object_is_one_read_with_the_likeliest_plate_of_its_frames()
    {
        var stream = Stream(
            Frame(0, Object("7", "123A8C09", "0.41")), Frame(1, Object("7", "123 ABC 09", "0.93"), Object("8", "456KLM02", "0.5")),
            Frame(2, Object("7", "123ABC0", "0.6")), Frame(3, Object("9", "unknown", "0.9"), "<tt:Object ObjectId=\"10\"/>"));

        var read = Read("onvif", stream, "cam-1");
        Assert.Null(read.Refusal);
        Assert.Equal(
            [
                ("cam-1:plate//7:2026-07-02T12:00:01Z", null, "cam-1", "2026-07-02T12:00:01Z", null, "123ABC09", 0.93),
                ("cam-1:plate//8:2026-07-02T12:00:01Z", null, "cam-1", "2026-07-02T12:00:01Z", null, "456KLM02", 0.5),
            ],
            read.Reports.Select(r => Short(r.Report)));
        Assert.Equal(
            [("cam-1:plate//7", true, EpisodeWord.Confirms), ("cam-1:plate//8", true, EpisodeWord.Confirms)],
            read.Reports.Select(r => (r.Episode!.Key, r.Episode.IsActive, r.Episode.Word)));
        Assert.All(read.Reports, r => Assert.Equal("plateRead", r.Report.Kind));
    }

    [Fact]
    public void Frames_beside_events_and_in_json_are_read_and_those_without_plates_tell_nothing()
    {
        var analytics = $"<tt:VideoAnalytics>{Frame(5, Object("7", "123ABC09", "0.9"))}</tt:VideoAnalytics>";
        var both = OnvifTests.Xml("tns1:Device/Sensor/PIR", "State", "1")
            .Replace("</tt:MetadataStream>", $"{analytics}</tt:MetadataStream>");
        Assert.Equal(["alert", "plateRead"], Reports("onvif", both, "c").Select(r => r.Kind));

        const string frame =
            """
            {"UtcTime":"2026-07-02T12:00:05Z","Object":[{"ObjectId":7,"Appearance":{"LicensePlateInfo":
             {"PlateNumber":{"@Likelihood":0.9,"#text":"123ABC09"}}}},{"ObjectId":8,"Appearance":{"Shape":{} } }]}
            """;
        foreach (var json in (string[])[$$"""{"Frame":{{frame}}}""", $$"""{"VideoAnalytics":{"Frame":[{{frame}}]} }"""])
            Assert.Equal(
                ("c:plate//7:2026-07-02T12:00:05Z", null, "c", "2026-07-02T12:00:05Z", null, "123ABC09", 0.9),
                Short(Assert.Single(Reports("onvif", json, "c"))));
        Assert.Empty(Reports("onvif", Stream(Frame(0, "<tt:Object ObjectId=\"1\"><tt:Appearance/></tt:Object>")), "c"));
    }

    [Fact]
    public void A_plate_without_a_time_is_told_and_one_without_a_number_is_a_read_of_its_own()
    {
        var frame = Frame(0, Object("7", "123ABC09", "0.9"));
        Assert.Equal(ErrorCode.TimeMissing, Refused("onvif", Stream(frame.Replace("UtcTime=", "Other=")), "c"));
        Assert.Equal(ErrorCode.TimeMissing, Refused("onvif", Stream(frame.Replace("2026-07-02T12:00:00Z", "soon")), "c"));

        var read = Assert.Single(Read("onvif", Stream(frame.Replace(" ObjectId=\"7\"", "")), "c").Reports);
        Assert.Null(read.Episode);
        Assert.Matches("^c::2026-07-02T12:00:00Z:[0-9a-f]{3}$", read.Report.Id);
    }

    [Fact]
    public async Task Messages_that_show_one_object_are_one_read_and_its_number_after_a_minute_is_another()
    {
        var city = await dialects.Host.NewCity();
        var query = $"city={city}&source=onvif-{city}&device=cam-1";
        async Task<string?> Say(int second, string plate) =>
            (await dialects.Post("onvif", Stream(Frame(second, Object("7", plate, "0.9"))), query, "application/xml")).State;

        // The second one overtakes the first.
        List<string?> states =
        [
            await Say(2, "123ABC09"), await Say(0, "123ABC0"), await Say(2, "123ABC09"), await Say(50, "123ABC09"),
            await Say(100, "123ABC09"), await Say(200, "456KLM02"), await Say(210, "456KLM02"),
        ];

        Assert.Equal(["taken", "ignored", "taken", "ignored", "ignored", "taken", "ignored"], states);
        Assert.Equal(["plate_read", "plate_read"], await dialects.Events(city));
        // A camera whose clock is ahead is told so.
        var ahead = Stream(Frame(0, Object("7", "123ABC09", "0.9"))).Replace("2026-07-02", "2096-07-02");
        var posted = await dialects.Post("onvif", ahead, query, "application/xml");
        Assert.Equal((422, "TIME_IN_FUTURE"), (posted.Status, posted.Code));
    }

    private static string Stream(params string[] frames) =>
        $"""
         <tt:MetadataStream xmlns:tt="http://www.onvif.org/ver10/schema"><tt:VideoAnalytics>{string.Concat(frames)}</tt:VideoAnalytics>
         </tt:MetadataStream>
         """;

    private static string Frame(int second, params string[] objects) =>
        $"<tt:Frame UtcTime=\"2026-07-02T12:{second / 60:00}:{second % 60:00}Z\">{string.Concat(objects)}</tt:Frame>";

    private static string Object(string number, string plate, string likelihood) =>
        $"""
         <tt:Object ObjectId="{number}"><tt:Appearance><tt:Class><tt:Type Likelihood="0.8">Vehicle</tt:Type></tt:Class>
         <tt:LicensePlateInfo><tt:PlateNumber Likelihood="{likelihood}">{plate}</tt:PlateNumber></tt:LicensePlateInfo></tt:Appearance>
         </tt:Object>
         """;
}
