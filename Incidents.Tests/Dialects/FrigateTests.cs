using Incidents.Domain;
using Xunit;
using static Incidents.Tests.Dialects.DialectOf;

namespace Incidents.Tests.Dialects;

public class FrigateTests
{
    [Fact]
    public void A_new_event_raises_an_alert_with_how_sure_it_is()
    {
        var report = Assert.Single(Reports("frigate", Event("new", """ "top_score":0.7 """)));

        Assert.Equal(("1782993600.5-abc", "raised", "cam-1", "2026-07-02T12:00:00.5Z", "person", null, 0.7), Short(report));
        Assert.Equal(("s", "alert", "karaganda"), (report.Source, report.Kind, report.City));
    }

    [Fact]
    public void A_step_says_the_beginning_again_so_that_a_start_that_was_missed_is_no_loss()
    {
        var reports = Reports("frigate", Event("end", """ "top_score":0.9,"frame_time":1782993610.25,"end_time":1782993620 """));

        Assert.Equal(
            [
                ("1782993600.5-abc", "raised", "cam-1", "2026-07-02T12:00:00.5Z", "person", null, null),
                ("1782993600.5-abc", "updated", "cam-1", "2026-07-02T12:00:10.25Z", "person", null, 0.9),
                ("1782993600.5-abc", "ended", "cam-1", "2026-07-02T12:00:20Z", "person", null, null),
            ],
            reports.Select(Short));
    }

    [Fact]
    public void An_end_without_its_time_ends_at_the_last_frame() =>
        Assert.Equal(
            "2026-07-02T12:00:10.25Z",
            At(Reports("frigate", Event("end", """ "frame_time":1782993610.25,"end_time":null """)).Single(r => r.Phase == "ended")));

    [Fact]
    public void A_step_is_the_same_step_where_it_says_the_same_of_the_same_frame()
    {
        string? Revision(string more) => Reports("frigate", Event("update", more)).Single(r => r.Phase == "updated").Revision;

        Assert.Equal(
            Revision(""" "top_score":0.9,"frame_time":1782993610 """), Revision(""" "top_score":0.9,"frame_time":1782993610.0 """));
        // What becomes again what it was is another step.
        Assert.NotEqual(
            Revision(""" "top_score":0.9,"frame_time":1782993610 """), Revision(""" "top_score":0.9,"frame_time":1782993615 """));
        Assert.NotEqual(
            Revision(""" "top_score":0.9,"frame_time":1782993610 """), Revision(""" "top_score":0.95,"frame_time":1782993610 """));
    }

    [Theory]
    [InlineData(""" "recognized_license_plate":"123 авс 09" """)]
    [InlineData(""" "recognized_license_plate":["123ABC09",0.93] """)]
    [InlineData(""" "data":{"recognized_license_plate":"123-ABC-09"} """)]
    public void A_plate_that_was_recognised_stands_in_one_spelling(string plate) =>
        Assert.Equal("123ABC09", Reports("frigate", Event("update", plate)).Single(r => r.Phase == "updated").Plate);

    [Fact]
    public void A_false_positive_and_messages_without_a_happening_are_ignored()
    {
        foreach (var message in (string[])[
            Event("new", """ "false_positive":true """), "online", " offline\n",
            """{"type":"description","id":"1-a","description":"a car"}""",
            """{"cameras":{"cam-1":{"camera_fps":5}},"service":{}}"""])
            Assert.Empty(Reports("frigate", message));
    }

    [Fact]
    public void A_review_keeps_its_alert_and_names_a_person_before_all_else()
    {
        const string review =
            """
            {"type":"update","before":{},"after":{"id":"1782993600-r","camera":"c","start_time":1782993600,"end_time":null,
             "severity":"detection","data":{"detections":["1782993605.5-a","x"],"objects":["car","person-verified"]}}}
            """;

        Assert.Equal(
            [
                ("1782993600-r", "raised", "c", "2026-07-02T12:00:00Z", "person", null, null),
                ("1782993600-r", "updated", "c", "2026-07-02T12:00:05.5Z", "person", null, null),
            ],
            Reports("frigate", review).Select(Short));
    }

    [Fact]
    public void Steps_of_a_review_differ_where_their_data_do()
    {
        string? Revision(string data) => Reports(
            "frigate",
            $$"""
              {"type":"update","after":{"id":"1782993600-r","camera":"c","start_time":1782993600,"severity":"alert","data":{{data}} } }
              """).Single(r => r.Phase == "updated").Revision;

        const string one = """{"objects":["car"],"detections":["1782993605.5-a"],"zones":["gate"]}""";
        Assert.Equal(Revision(one), Revision(one));
        Assert.NotEqual(Revision(one), Revision(one.Replace("gate", "yard")));
    }

    [Theory]
    [InlineData("frigate/front_door/person", "1")]
    [InlineData("frigate/front_door/motion", "ON")]
    [InlineData("frigate/front_door/person/snapshot", "\u00ff\u00d8")]
    [InlineData("incidents/karaganda/frigate/site-1/front_door/car", "2")]
    [InlineData("incidents/karaganda/frigate/site-1/stats", """{"cpu":1}""")]
    public void Other_topics_of_frigate_tell_nothing_that_happened(string topic, string message)
    {
        Assert.Empty(Reports("frigate", message, path: topic));
        foreach (var own in (string[])["", "events", "frigate/events", "incidents/karaganda/frigate/site-1", "a/b/reviews"])
            Assert.NotEmpty(Reports("frigate", Event("new", ""), path: own));
    }

    [Theory]
    [InlineData("{}", ErrorCode.MessageUnknown)]
    [InlineData("[]", ErrorCode.MessageUnreadable)]
    [InlineData("""{"type":"resume","after":{"id":"1"}}""", ErrorCode.MessageUnknown)]
    [InlineData("""{"type":"new","after":{"camera":"c","label":"person","start_time":1}}""", ErrorCode.IdMissing)]
    [InlineData("""{"type":"new","after":{"id":"1","label":"person"}}""", ErrorCode.TimeMissing)]
    [InlineData("""{"type":"new","after":{"id":"1","label":"person","start_time":1e300}}""", ErrorCode.TimeMalformed)]
    [InlineData("""{"type":"new","after":{"id":"1","label":"person","start_time":"soon"}}""", ErrorCode.TimeMalformed)]
    [InlineData("""{"type":"new","after":{"id":"1","start_time":1782993600}}""", ErrorCode.CategoryMissing)]
    [InlineData("""{"type":"new","after":{"id":"\ud800","label":"person","start_time":1782993600}}""", ErrorCode.MessageUnreadable)]
    [InlineData("not json", ErrorCode.MessageUnreadable)]
    public void What_cannot_be_read_is_refused_with_the_reason(string message, ErrorCode code) =>
        Assert.Equal(code, Refused("frigate", message));

    [Fact]
    public void Of_several_events_those_that_can_be_read_are_taken()
    {
        var reading = Read("frigate", $"[{Event("new", "")},{{}},{Event("new", "").Replace("-abc", "-def")}]");

        Assert.Equal(["1782993600.5-abc", "1782993600.5-def"], reading.Reports.Select(r => r.Report.Id));
        Assert.Equal(ErrorCode.MessageUnknown, reading.Refusal!.Code);
    }

    private static string Event(string type, string more)
    {
        var rest = more.Trim().Length > 0 ? "," + more : "";
        return $$"""
                 {"type":"{{type}}","before":null,"after":{"id":"1782993600.5-abc","camera":"cam-1","label":"person",
                  "start_time":1782993600.5{{rest}} } }
                 """;
    }
}
