using Incidents.Api.Dialects;
using Xunit;
using static Incidents.Tests.Dialects.DialectOf;

namespace Incidents.Tests.Dialects;

/// <summary>The id of a read stays when its plate is masked: it does not hold the plate.</summary>
public class PlateIdTests
{
    public static TheoryData<string, string> Reads => new()
    {
        { "hikvision", PlateReaderTests.Anpr("123ABC09") },
        { "hikvision", PlateReaderTests.Anpr("123ABC09").Replace("</ANPR>", "</ANPR><UUID>2026070217000000FlERI</UUID>") },
        {
            "hikvision",
            "<Plates><Plate><captureTime>20260702T170000+0500</captureTime><plateNumber>123ABC09</plateNumber></Plate></Plates>"
        },
        { "dahua", """{"Code":"TrafficJunction","Action":"Pulse","Data":{"RealUTC":1782993605,"PlateNumber":"123ABC09"}}""" },
        { "axis", """{"carID":"7","plateUTF8":"123ABC09","capture_timestamp":"1782993600000"}""" },
        { "axis", """{"plateUTF8":"123ABC09","capture_timestamp":"1782993600000"}""" },
        { "openalpr", """{"data_type":"alpr_group","best_plate_number":"123ABC09","epoch_start":1782993600000}""" },
        { "frigate", """{"type":"lpr","id":"1607123955.4-m","plate":"123ABC09","camera":"c","timestamp":1607123958.7}""" },
        {
            "onvif",
            OnvifTests.Xml("tns1:RuleEngine/Recognition/LicensePlate", "PlateNumber", "123ABC09")
        },
        { "webhook.gate", """{"plate_masked":"123ABC09","event_time_local":"2026-07-02T17:00:00"}""" },
    };

    [Theory, MemberData(nameof(Reads))]
    public void The_id_of_a_read_holds_no_plate_and_is_the_same_again(string dialect, string message)
    {
        var read = Assert.Single(Read(dialect, message, "g").Reports);
        Assert.Equal(("plateRead", "123ABC09"), (read.Report.Kind, read.Report.Plate));

        Assert.All(
            new[] { read.Report.Id, read.Report.Revision, read.Episode?.Key }, text => Assert.DoesNotContain("123ABC", text ?? ""));
        Assert.Equal(read.Report.Id, Read(dialect, message, "g").Reports[0].Report.Id);
        // Two cars of one moment are two reads, where the reader has no id of its own.
        var other = Read(dialect, message.Replace("123ABC09", "456KLM02"), "g").Reports[0].Report;
        Assert.Equal(!message.Contains("UUID", StringComparison.Ordinal), read.Report.Id != other.Id);
    }

    [Fact]
    public void Thousands_of_plates_have_the_mark_of_one()
    {
        var marks = Enumerable.Range(0, 20_000).Select(i => DialectValues.PlateId($"{i:00000}ABC09", "g", "t")[4..]).ToList();

        Assert.All(marks, mark => Assert.Equal(3, mark.Length));
        // 4,096 marks among 20,000 plates.
        Assert.InRange(marks.Distinct().Count(), 3_900, 4_096);
    }

    [Fact]
    public void Several_plates_of_one_notification_are_several_reads_and_a_happening_has_its_data_in_no_name()
    {
        var two = PlateReaderTests.Anpr("123ABC09").Replace(
            "</EventNotificationAlert>",
            "<ANPR><licensePlate>456KLM02</licensePlate></ANPR><UUID>2026070217000000FlERI</UUID></EventNotificationAlert>");
        var reads = Reports("hikvision", two, "g");
        Assert.Equal(["123ABC09", "456KLM02"], reads.Select(r => r.Plate));
        Assert.All(reads, read => Assert.Matches("^2026070217000000FlERI:[0-9a-f]{3}$", read.Id));
        Assert.Equal(2, reads.Select(r => r.Id).Distinct().Count());

        var crossed = OnvifTests.Xml("tns1:RuleEngine/LineDetector/Crossed", "VehiclePlateText", "123ABC09");
        Assert.All(Reports("onvif", crossed, "g"), report => Assert.DoesNotContain("123ABC", report.Id));
    }
}
