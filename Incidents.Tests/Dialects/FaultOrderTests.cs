using Incidents.Projections;
using Xunit;

namespace Incidents.Tests.Dialects;

/// <summary>Faults of devices and their recoveries, in whatever order and however often they are said.</summary>
public sealed class FaultOrderTests(DialectHost dialects) : IClassFixture<DialectHost>
{
    private const string Type = "application/xml";

    // A fault from :00 to :10 and one from :20 to :30, and the order in which they come.
    [Theory]
    [InlineData(0, 10, 20, 30)]
    [InlineData(0, 20, 10, 30)]
    [InlineData(0, 20, 30, 10)]
    [InlineData(20, 30, 0, 10)]
    [InlineData(30, 10, 20, 0)]
    public async Task Two_faults_of_a_camera_are_two_in_whatever_order_they_come(params int[] order)
    {
        var city = await dialects.Host.NewCity();
        foreach (var second in order)
        {
            // Twice, as brokers deliver.
            for (var time = 0; time < 2; time++)
            {
                var posted = await dialects.Post(
                    "onvif", Storage(second, second is 0 or 20), $"city={city}&source=onvif-{city}&device=cam-1", Type);
                Assert.Equal((200, null), (posted.Status, posted.Code));
            }
        }
        await dialects.Host.CaughtUp();

        Assert.Equal([("00", "10"), ("20", "30")], await Outages(city));
    }

    [Fact]
    public async Task A_fault_that_a_camera_says_again_and_again_is_one()
    {
        var city = await dialects.Host.NewCity();
        string Line(string action, int second) =>
            $$"""Code=StorageFailure;action={{action}};index=0;data={"RealUTC":{{1_782_993_600 + second}}}""";
        foreach (var (action, second) in new[] { ("Start", 0), ("Start", 10), ("Start", 20), ("Stop", 30), ("Stop", 40) })
            await dialects.Post("dahua", Line(action, second), $"city={city}&source=dahua-{city}&device=cam-1", "application/json");
        await dialects.Host.CaughtUp();

        Assert.Equal([("00", "30")], await Outages(city));
    }

    [Fact]
    public async Task A_recovery_without_a_reason_that_overtakes_its_fault_ends_it()
    {
        var city = await dialects.Host.NewCity();
        string Report(string phase, int second, string reason) =>
            $$"""
              {"source":"s-{{city}}","id":"{{phase}}-{{second}}","kind":"device","phase":"{{phase}}","deviceId":"cam-1","city":"{{city}}",
               {{reason}}"occurredAt":"2026-07-02T12:00:{{second:00}}Z"}
              """;
        await dialects.Host.Post(Report("recovered", 10, ""));
        await dialects.Host.Post(Report("faulted", 0, "\"reason\":\"power\","));
        await dialects.Host.CaughtUp();

        Assert.Equal([("00", "10")], await Outages(city));
    }

    private static string Storage(int second, bool isFaulty) =>
        OnvifTests.Xml("tnsaxis:Storage/Alert", "alert", isFaulty ? "1" : "0").Replace("12:00:00Z", $"12:00:{second:00}Z");

    // Of each outage the seconds of its minute: from when until when.
    private async Task<List<(string, string)>> Outages(string city) =>
    [
        .. (await dialects.Host.Query(
            $"""
             select to_char(began at time zone 'UTC', 'SS'), coalesce(to_char(ended at time zone 'UTC', 'SS'), 'open')
             from {ReadModels.Schema}.device_outage where city = '{city}' and device_id = 'cam-1' order by began
             """)).Select(row => ((string)row[0], (string)row[1])),
    ];
}
