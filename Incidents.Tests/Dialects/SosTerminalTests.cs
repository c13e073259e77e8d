using Incidents.Domain;
using Xunit;
using static Incidents.Tests.Dialects.DialectOf;

namespace Incidents.Tests.Dialects;

public class SosTerminalTests
{
    [Fact]
    public void A_call_begins_is_answered_and_ends()
    {
        var reports = Reports(
            "sos",
            """
            [{"event":"call","callId":17,"at":"2026-07-02T17:00:00+05:00"},
             {"event":"answered","callId":"17","at":"2026-07-02T17:00:09","operator":"key-4"},
             {"event":"ended","callId":"17","at":"2026-07-02T17:03:00","outcome":"resolved"}]
            """, "sos-1");

        Assert.Equal(
            [
                ("sos-1:17", "placed", "sos-1", "2026-07-02T12:00:00Z", null, null, null),
                ("sos-1:17", "answered", "sos-1", "2026-07-02T17:00:09", null, null, null),
                ("sos-1:17", "ended", "sos-1", "2026-07-02T17:03:00", null, null, null),
            ],
            reports.Select(Short));
        Assert.Equal((null, "key-4", "resolved"), (reports[0].By, reports[1].By, reports[2].Outcome));
        Assert.All(reports, report => Assert.Equal("sosCall", report.Kind));
    }

    [Theory]
    [InlineData(""" "event":"heartbeat" """, "heartbeat", null)]
    [InlineData(""" "event":"tampering","state":true """, "faulted", "tampering")]
    [InlineData(""" "event":"tampering","state":"false" """, "recovered", "tampering")]
    [InlineData(""" "event":"battery","percent":12 """, "faulted", "power")]
    [InlineData(""" "event":"battery","percent":"80" """, "heartbeat", null)]
    [InlineData(""" "event":"battery","low":false """, "recovered", "power")]
    [InlineData(""" "event":"fault","reason":"network" """, "faulted", "network")]
    public void What_a_terminal_says_of_itself_is_told_of_the_device(string message, string phase, string? reason)
    {
        var report = Assert.Single(Reports("sos", $$"""{{{message}},"at":"2026-07-02T17:00:00"}""", "sos-1"));

        Assert.Equal(("device", phase, reason, "sos-1"), (report.Kind, report.Phase, report.Reason, report.DeviceId));
    }

    [Theory]
    [InlineData("""{"event":"call","callId":"1","at":"2026-07-02T17:00:00","deviceId":"sos-2"}""", ErrorCode.DeviceDisagrees)]
    [InlineData("""{"event":"call","callId":"1","at":"2026-07-02T17:00:00","city":"temirtau"}""", ErrorCode.DeviceDisagrees)]
    [InlineData("""{"event":"call","at":"2026-07-02T17:00:00"}""", ErrorCode.IdMissing)]
    [InlineData("""{"event":"call","callId":"1"}""", ErrorCode.TimeMissing)]
    [InlineData("""{"event":"dance","callId":"1","at":"2026-07-02T17:00:00"}""", ErrorCode.MessageUnknown)]
    public void What_cannot_be_read_is_refused_with_the_reason(string message, ErrorCode code) =>
        Assert.Equal(code, Refused("sos", message, "sos-1"));
}
