using Incidents.Tests.Import;
using Xunit;
using static Incidents.Tests.Dialects.DialectOf;

namespace Incidents.Tests.Dialects;

/// <summary>
/// Every sample of devices beside the repository through its dialect. What is expected was read from the samples by hand; the three digits
/// at the end of ids of reads are by <c>printf 'ID\nPLATE' | sha256sum</c>.
/// </summary>
public class SharedDeviceTests
{
    [Fact]
    public void A_frigate_event_is_an_alert_with_the_plate_that_was_recognised()
    {
        Assert.Equal(
            [
                ("1607123955.475377-mxklsc", "raised", "front_door", "2020-12-04T23:19:15.475377Z", "person", null, null),
                ("1607123955.475377-mxklsc", "updated", "front_door", "2020-12-04T23:19:22.082975Z", "person", "ABC12345", 0.958984),
            ],
            Reports("frigate", Sample("frigate/01_frigate_events.json")).Select(Short));
    }

    [Fact]
    public void A_plate_that_frigate_reads_is_a_plate_read()
    {
        var report = Assert.Single(Reports("frigate", Sample("frigate/04_license_plate_recognition_update.json")));

        Assert.Equal(
            ("1607123955.475377-mxklsc:9a3", null, "driveway_cam", "2020-12-04T23:19:18.748393Z", null, "123ABC", 0.95), Short(report));
        Assert.Equal("plateRead", report.Kind);
    }

    [Theory]
    [InlineData("02_generative_ai_description_update")]
    [InlineData("03_face_recognition_update")]
    [InlineData("05_object_classification_update")]
    [InlineData("06_object_classification_update")]
    public void What_frigate_thinks_of_an_object_is_no_happening(string file) =>
        Assert.Empty(Reports("frigate", Sample($"frigate/{file}.json")));

    [Fact]
    public void A_frigate_trigger_is_an_alert_of_its_name() => Assert.Equal(
        [
            ("1751565549.853251-b69j73:car_trigger", "raised", "driveway", "2025-07-03T17:59:09.853251Z", "car-trigger", null, 0.85),
            ("1751565549.853251-b69j73:car_trigger", "ended", "driveway", "2025-07-03T17:59:09.853251Z", "car-trigger", null, null),
        ],
        Reports("frigate", Sample("frigate/08_frigate_triggers.json")).Select(Short));

    [Fact]
    public void A_frigate_review_is_one_alert_through_all_its_steps()
    {
        (string?, string?, string?, string, string?, string?, double?) Step(string phase, string at) =>
            ("1773840946.10543-review1", phase, "driveway", at, "person", null, null);
        const string began = "2026-03-18T13:35:46.10543Z";

        Assert.Equal([Step("raised", began)], Reports("frigate", Sample("frigate/review_new_payload.json")).Select(Short));
        Assert.Equal(
            [Step("raised", began), Step("updated", began)],
            Reports("frigate", Sample("frigate/review_update_payload.json")).Select(Short));
        Assert.Equal(
            [Step("raised", began), Step("updated", began), Step("ended", "2026-03-18T13:36:31.854811Z")],
            Reports("frigate", Sample("frigate/review_end_payload.json")).Select(Short));
        Assert.Equal(
            [
                ("1718987129.308396-fqk5ka", "raised", "front_cam", "2024-06-21T16:25:29.308396Z", "person", null, null),
                ("1718987129.308396-fqk5ka", "updated", "front_cam", "2024-06-21T16:25:48.879516Z", "person", null, null),
            ],
            Reports("frigate", Sample("frigate/07_frigate_reviews.json")).Select(Short));
    }

    [Fact]
    public void The_events_of_the_api_are_alerts_that_are_over()
    {
        var reports = Reports("frigate", Sample("frigate/api_events_front_door.json"));

        Assert.Equal(
            [
                ("1623454583.525913-y14xk9", "raised", "front_door", "2021-06-11T23:36:23.525913Z", "person", null, null),
                ("1623454583.525913-y14xk9", "updated", "front_door", "2021-06-11T23:36:23.525913Z", "person", null, 0.720703),
                ("1623454583.525913-y14xk9", "ended", "front_door", "2021-06-11T23:36:32.311938Z", "person", null, null),
            ],
            reports.Take(3).Select(Short));
        var count = Sample("frigate/api_events_front_door.json").Split("\"start_time\"").Length - 1;
        Assert.Equal((count, count), (reports.Count(r => r.Phase == "raised"), reports.Count(r => r.Phase == "ended")));
        Assert.Equal(count, reports.Select(r => r.Id).Distinct().Count());
    }

    [Theory]
    [InlineData("daynight_init")]
    [InlineData("first_message")]
    public void A_state_without_a_happening_at_the_time_of_subscribing_tells_nothing(string file) =>
        Assert.Empty(Reports("onvif", Sample($"onvif/{file}.xml"), "cam-1"));

    [Theory]
    [InlineData("fence_guard_init", "ended")]
    [InlineData("global_scene_change", "recovered")]
    [InlineData("loitering_guard_init", "ended")]
    [InlineData("motion_guard_init", "ended")]
    [InlineData("object_analytics_init", "ended")]
    [InlineData("pir_init", "ended")]
    [InlineData("port_0_init", "ended")]
    [InlineData("rule_engine_region_detector_init", "ended")]
    [InlineData("storage_alert_init", "recovered")]
    [InlineData("vmd3_init", "ended")]
    [InlineData("vmd4_c1p1_init", "ended")]
    public void A_state_that_is_false_at_the_time_of_subscribing_raises_nothing_and_ends_what_is_open(string file, string phase)
    {
        var sample = Sample($"onvif/{file}.xml");

        var read = Assert.Single(Read("onvif", sample, "cam-1").Reports);
        Assert.Equal((phase, false, true), (read.Report.Phase, read.Episode!.IsActive, read.Episode.OnlyConfirms));
        Assert.Null(Read("onvif", sample, "cam-1").Refusal);
    }

    [Theory]
    [InlineData(
        "object_analytics_any_change", "person", "2024-10-07T21:09:26.046851Z",
        "cam-1:CameraApplicationPlatform/ObjectAnalytics/Device1Scenario1:")]
    [InlineData("pir_change", "motion", "2019-03-12T23:48:28.425164Z", "cam-1:Device/Sensor/PIR:sensor=0")]
    [InlineData("vmd4_c1p1_change", "motion", "2019-03-13T00:03:30.256685Z", "cam-1:CameraApplicationPlatform/VMD/Camera1Profile1:")]
    public void A_state_that_changed_to_true_is_an_alert(string file, string category, string at, string key)
    {
        var read = Assert.Single(Read("onvif", Sample($"onvif/{file}.xml"), "cam-1").Reports);

        Assert.Equal(($"{key}:{at}", "raised", "cam-1", at, category, null, null), Short(read.Report));
        Assert.Equal((key, true), (read.Episode!.Key, read.Episode.IsActive));
    }

    [Theory]
    [InlineData("analytics_L2998")]
    [InlineData("analytics_L3012")]
    [InlineData("analytics_L3026")]
    public void A_measured_value_is_a_state(string file) => Assert.Empty(Reports("onvif", Sample($"onvif/{file}.json"), "cam-1"));

    [Theory]
    [InlineData("core_L8580", "RuleEngine/FieldDetector/ObjectsInside", "intrusion", "2008-10-10T12:24:57.321Z")]
    [InlineData("core_L8637", "", "sensor-threshold", "2025-07-15T14:30:00Z")]
    [InlineData("core_L8652", "", "sensor-threshold", "2025-07-15T14:30:00Z")]
    public void An_event_in_json_without_a_state_happens_at_once(string file, string topic, string category, string at)
    {
        var reports = Reports("onvif", Sample($"onvif/{file}.json"), "cam-1", $"onvif-ej/{topic}");

        Assert.Equal([("raised", category, at), ("ended", category, at)], reports.Select(r => (r.Phase!, r.Category!, At(r))));
        Assert.Single(reports.Select(r => r.Id).Distinct());
    }

    [Fact]
    public void Hikvision_reads_plates_in_three_generations()
    {
        Assert.Equal(
            ("2024011911172144900FlERIduqg06eKsYuvLX072NugIxaHw22mHG5D5KBmWqX", null, "d4:e8:53:bc:4c:02", "2024-01-19T03:17:19Z", null,
                "PECT600", 0.97),
            Short(Assert.Single(Reports("hikvision", Sample("anpr/hikvision_isapi_anpr_v2.xml")))));
        Assert.Equal(
            ("gate-1:1:1:2026-07-05T19:44:40Z:6f4", null, "gate-1", "2026-07-05T19:44:40Z", null, "WX1234A", 0.92),
            Short(Assert.Single(Reports("hikvision", Sample("anpr/hikvision_deepinview_v5_8.xml"), "gate-1"))));
        Assert.Equal(
            ("camera-001:1:1:2025-01-21T12:34:56Z:8e9", null, "camera-001", "2025-01-21T12:34:56Z", null, "123ABC02", 0.95),
            Short(Assert.Single(Reports("hikvision", Sample("anpr/hikvision_kz_plate.xml")))));
    }

    [Fact]
    public void A_tricycle_without_a_plate_is_no_read_of_dahua()
    {
        var sample = Sample("anpr/dahua_notifyEventStream_TrafficJunction.json");
        Assert.Empty(Reports("dahua", sample));

        // The same with a plate: RealUTC 1706600095 and 305 ms; the clock of the camera is at +7.
        var read = Assert.Single(Reports("dahua", sample.Replace("\"PlateColor\": \"Unknown\",\n      \"PlateType\"",
            "\"PlateNumber\": \"123 ABC 09\",\n      \"PlateType\"")));
        Assert.Equal(("8M049B2PAJF3085", "2024-01-30T07:34:55.305Z", "123ABC09"), (read.DeviceId, At(read), read.Plate));
    }

    [Fact]
    public void Axis_reads_a_plate_with_the_time_of_its_capture() => Assert.Equal(
        ("ACCC8ED3290D:2021-06-11:1144696:d58", null, "ACCC8ED3290D", "2021-06-11T10:05:38.252Z", null, "RLE11684", 0.719034),
        Short(Assert.Single(Reports("axis", Sample("anpr/axis_fflprapp_event.json")))));

    [Fact]
    public void Openalpr_reads_groups_and_results_and_says_that_its_camera_speaks()
    {
        const string agent = "YYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYY-1234-";
        Assert.Equal(
            ($"{agent}1562681122676", null, "1234", "2019-07-09T14:05:21.504Z", null, "D2651BF", 0.938771),
            Short(Assert.Single(Reports("openalpr", Sample("anpr/openalpr_alpr_group.json")))));
        Assert.Equal(
            [
                ($"{agent}1562681608425:0", null, "1234", "2019-07-09T14:13:28.425Z", null, "D2651BF", 0.929419),
                ($"{agent}1562681608425:1", null, "1234", "2019-07-09T14:13:28.425Z", null, "CG3L5Y", 0.947376),
            ],
            Reports("openalpr", Sample("anpr/openalpr_alpr_results.json")).Select(Short));
        var heard = Assert.Single(Reports("openalpr", Sample("anpr/openalpr_heartbeat.json")));
        Assert.Equal(("device", "heartbeat", "1234", "2019-07-09T14:18:24.008Z"), (heard.Kind, heard.Phase, heard.DeviceId, At(heard)));
    }

    [Fact]
    public void The_245_reads_of_a_gate_come_in_by_a_map()
    {
        var reports = Reports("webhook.gate", Sample("anpr/kz_anpr_events_masked.csv"), "gate-1");
        var rows = Sample("anpr/kz_anpr_events_masked.csv").Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)
            .Select(line => line.TrimEnd('\r').Split(',')).ToArray();

        Assert.Equal(245, reports.Count);
        Assert.Equal(rows.Select(r => (r[0], r[2])), reports.Select(r => (r.Plate!, At(r))));
        Assert.All(reports, r => Assert.Equal(("plateRead", "gate-1", "s"), (r.Kind, r.DeviceId, r.Source)));
        Assert.Equal(245, reports.Select(r => r.Id).Distinct().Count());
    }

    [Fact]
    public void The_same_reads_come_in_one_by_one_as_json()
    {
        var rows = Sample("anpr/kz_anpr_events_masked.csv").Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)
            .Select(line => line.TrimEnd('\r').Split(',')).ToArray();
        var whole = Reports("webhook.gate", Sample("anpr/kz_anpr_events_masked.csv"), "gate-1");

        Assert.Equal(
            whole,
            rows.SelectMany(r => Reports(
                "webhook.gate", $$"""{"plate_masked":"{{r[0]}}","event_time_local":"{{r[2]}}","other":{"a":1} }""", "gate-1")));
    }

    [Fact]
    public void Every_sample_is_named_here()
    {
        var folder = Path.GetDirectoryName(Path.GetDirectoryName(ImportOf.SharedData("devices/anpr/axis_fflprapp_event.json")))!;
        var source = File.ReadAllText(Path.Combine(SourceTree.Root, "Incidents.Tests", "Dialects", "SharedDeviceTests.cs"));

        Assert.All(
            Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(Path.GetFileNameWithoutExtension),
            name => Assert.Contains(name!, source, StringComparison.Ordinal));
    }
}
