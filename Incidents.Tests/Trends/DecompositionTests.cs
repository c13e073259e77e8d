using System.Text.Json;
using Incidents.Domain;
using Incidents.Statistics.Series;
using Incidents.Tests.Analyses;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Trends;

/// <summary>Options of decompositions through GraphQL.</summary>
[Collection(OnSharedHost.Name)]
public sealed class DecompositionTests(SharedHost shared)
{
    private static readonly LocalDate First = new(2026, 1, 5);
    private readonly RunningHost host = shared.Host;

    // 28 days with one incident at noon, and one more at 22:00 on Saturdays.
    [Fact]
    public async Task Hourly_counts_are_decomposed_with_periods_in_hours()
    {
        var world = await CountedWorld.In(host);
        var counts = new double[28 * 24];
        for (var day = 0; day < 28; day++)
        {
            Add(day, 12);
            if (day % 7 == 5)
                Add(day, 22);
        }
        await world.Settle();

        var found = (await host.Ask(
            $$"""
              mutation { job: startDecomposition(from: "2026-01-05", until: "2026-02-02", periodsHours: [168, 24], windows: [9, 11],
                  robust: false, filter: { cities: ["{{world.City}}"] }, waitSeconds: 8) {
                      decomposition { stepHours withoutHour counts trend seasons { periodDays periodHours values }
                          basis { observations parameters { name value } } } } }
              """)).GetProperty("job").GetProperty("decomposition");
        var within = (await host.Ask(
            $$"""
              mutation { job: startDecomposition(from: "2026-01-05", until: "2026-02-02", periodsHours: [24], waitSeconds: 8,
                  filter: { cities: ["{{world.City}}"], bounds: { west: 73, south: 49, east: 74, north: 50 } }) {
                      decomposition { counts } } }
              """)).GetProperty("job").GetProperty("decomposition");

        Assert.Equal(counts, Numbers(found.GetProperty("counts")));
        Assert.Equal(counts, Numbers(within.GetProperty("counts")));
        Assert.Equal((1, 0), (found.GetProperty("stepHours").GetInt32(), found.GetProperty("withoutHour").GetInt32()));
        var expected = MultipleStl.Decompose(counts, [24, 168], [11, 9]);
        Assert.Equal(expected.Trend, Numbers(found.GetProperty("trend")));
        Assert.Equal(expected.Seasons[1].Values, Numbers(found.GetProperty("seasons")[1].GetProperty("values")));
        Assert.Equal(
            [(JsonValueKind.Null, 24), (JsonValueKind.Null, 168)],
            found.GetProperty("seasons").EnumerateArray()
                .Select(s => (s.GetProperty("periodDays").ValueKind, s.GetProperty("periodHours").GetInt32())));
        var parameters = found.GetProperty("basis").GetProperty("parameters").EnumerateArray()
            .ToDictionary(p => p.GetProperty("name").GetString()!, p => p.GetProperty("value").GetRawText());
        Assert.Equal(
            ("[11,9]", "[1,1,1]", "5", "1"),
            (parameters["windows"], parameters["degrees"], parameters["inner"], parameters["stepHours"]));

        void Add(int day, int hour)
        {
            world.Add(new GeoPoint(73.1, 49.8), First.PlusDays(day), hour: hour);
            counts[day * 24 + hour]++;
        }
    }

    [Theory]
    [InlineData("seasonalDegree", "seasonalDegree: 2")]
    [InlineData("trendDegree", "trendDegree: -1")]
    [InlineData("lowPassDegree", "lowPassDegree: 2147483647")]
    [InlineData("inner", "inner: 0")]
    [InlineData("inner", "inner: 10000000")]
    [InlineData("outer", "outer: -1")]
    [InlineData("outer", "outer: 10000000")]
    [InlineData("iterations", "iterations: 0")]
    [InlineData("iterations", "iterations: 10000000")]
    [InlineData("seasonalJump", "seasonalJump: 0")]
    [InlineData("trendJump", "trendJump: -2147483648")]
    [InlineData("lowPassJump", "lowPassJump: 40001")]
    [InlineData("seasonal", "seasonal: 8")]
    [InlineData("trend", "trend: 22")]
    [InlineData("trend", "trend: 1")]
    [InlineData("lowPass", "lowPass: 2147483647")]
    [InlineData("windows", "windows: [9]")]
    [InlineData("windows", "periodsDays: [7, 14], windows: [9, 12]")]
    [InlineData("windows", "periodsDays: [7, 14], windows: [9]")]
    [InlineData("periodsHours", "periodsDays: [7], periodsHours: [24]")]
    [InlineData("periodsHours", "periodsHours: []")]
    [InlineData("periodsHours", "periodsHours: [24, 24]")]
    [InlineData("periodsHours", "periodsHours: [-24]")]
    [InlineData("until", "periodsHours: [100000]")]
    [InlineData("until", "periodsDays: [46]")]
    public async Task What_is_out_of_bounds_is_refused_with_its_argument(string field, string arguments)
    {
        await host.Covered();
        var answer = await host.Answer(
            $$"""mutation { startDecomposition(from: "2026-01-01", until: "2026-04-01", {{arguments}}) { id } }""");

        Assert.Equal(("BAD_INPUT", field), Assert.Single(RunningHost.ErrorsOf(answer)));
    }

    // Each alone is within its bounds; together they are days of work.
    [Fact]
    public async Task Too_many_rounds_of_too_long_spans_are_refused_together()
    {
        await host.Covered();
        Assert.Equal("TOO_MUCH_WORK", (await host.Refused(
            """
            mutation { startDecomposition(from: "1980-01-01", until: "2026-01-01", periodsDays: [7, 365, 1000], trend: 9999, inner: 100,
                outer: 100, iterations: 100) { id } }
            """)).Code);
    }

    private static double[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(v => v.GetDouble())];
}
