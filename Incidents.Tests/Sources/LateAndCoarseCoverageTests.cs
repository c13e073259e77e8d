using Xunit;

namespace Incidents.Tests.Sources;

/// <summary>What shows nothing of the days on which a source reported.</summary>
[Collection(OnSharedHost.Name)]
public sealed class LateAndCoarseCoverageTests(SharedHost shared)
{
    private readonly RunningHost host = shared.Host;

    // Neither shows that anything was reported in autumn: a report that comes years late, and what is known to the month or year only.
    [Fact]
    public async Task A_late_report_and_coarse_times_cover_no_days_after_a_register()
    {
        var city = await DailyRegister.Import(host, "");
        var sent = await host.PostLines(
            from at in (string[])["2022-12-30T05:00:00", "2023-11", "2023-12", "2021"]
            let source = at.Length > 7 ? $"late.{city}" : city
            select new { source, id = at, kind = "incident", city, category = "theft", occurredAt = at });
        Assert.All(sent.Statuses, status => Assert.Equal("accepted", status));
        await host.CaughtUp();

        var data = await host.Ask(
            $$"""
            { trend(from: "2023-07-01", until: "2024-01-01", grain: MONTH, filter: { cities: ["{{city}}"] }) {
                  series { points { daysCovered } } }
              anomalies(from: "2023-09-01", until: "2024-01-01", weeks: 8, filter: { cities: ["{{city}}"] }) { series { judged alarms } } }
            """);

        Assert.Equal(
            [31, 31, 0, 0, 0, 0],
            data.GetProperty("trend").GetProperty("series")[0].GetProperty("points").EnumerateArray()
                .Select(p => p.GetProperty("daysCovered").GetInt32()));
        Assert.Equal(
            """{"judged":0,"alarms":0}""", data.GetProperty("anomalies").GetProperty("series")[0].GetRawText());
    }

    [Fact]
    public async Task A_city_without_a_source_has_no_nowcast()
    {
        var city = await host.NewCity();

        var answer = await host.Ask(
            $$"""
            { nowcast(from: "2023-01-02", until: "2023-01-09", grain: WEEK, filter: { cities: ["{{city}}"] }) {
                series { points { status count } } } }
            """);

        Assert.Equal(
            """[{"status":"NO_DATA","count":null}]""",
            answer.GetProperty("nowcast").GetProperty("series")[0].GetProperty("points").GetRawText());
    }
}
