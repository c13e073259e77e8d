using System.Text;
using System.Text.Json;
using Incidents.Api.Import;
using Incidents.Api.Ingest;
using Incidents.Domain;
using Incidents.Tests.Postgres;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Sources;

/// <summary>Days of other sources, and times that are not known to the day, are not compared.</summary>
[Collection(OnSharedHost.Name)]
public sealed class LikeWithLikeTests(SharedHost shared)
{
    private readonly RunningHost host = shared.Host;

    // Ten a day until June and one a day throughout: 30 in June against 330 in the 30 days before.
    [Fact]
    public async Task A_source_that_ends_beside_one_that_goes_on_is_neither_a_fall_nor_an_alarm()
    {
        var city = await host.NewCity();
        await Import(city, "big", Daily(new(2024, 1, 1), 152, 10), Covers("2024-06-01"));
        await Import(city, "small", Daily(new(2024, 1, 1), 244, 1), Covers("2024-09-01"));
        await host.CaughtUp();

        var kpis = await host.Answer(
            $$"""{ kpis(from: "2024-06-01", until: "2024-07-01", {{Of(city, ", measure: INCIDENTS")}}) { {{Kpi}} } }""");
        Assert.Equal(
            """{"count":30,"before":330,"isNotable":null,"coverageCode":"COVERAGE_PARTIAL"}""", First(kpis));
        Assert.Contains("COVERAGE_PARTIAL", Codes(kpis));
        var data = (await host.Answer(
            $$"""
            {
              like: kpis(from: "2024-08-01", until: "2024-08-31", {{Of(city, ", measure: INCIDENTS")}}) { {{Kpi}} }
              comparison(until: "2024-06-08", {{Of(city)}}) { series { changes { count before isNotable p coverageCode } } }
              anomalies(from: "2024-05-31", until: "2024-08-01", {{Of(city)}}) { series { judged alarms days { count expected kind } } }
              heatmapChange(from: "2024-06-01", until: "2024-07-01", zoom: 14, {{Around}}, {{Of(city)}}) {
                  count before coverageCode cells { isNotable } }
            }
            """)).GetProperty("data");
        Assert.Equal(
            """{"count":30,"before":30,"isNotable":false,"coverageCode":null}""",
            data.GetProperty("like")[0].GetProperty("counts")[0].GetRawText());
        Assert.Equal(
            """{"count":7,"before":77,"isNotable":null,"p":null,"coverageCode":"COVERAGE_PARTIAL"}""",
            data.GetProperty("comparison").GetProperty("series")[0].GetProperty("changes")[0].GetRawText());
        // 31 May as before; then four weeks without four of the same weekdays of June: 62 days without 28.
        var series = data.GetProperty("anomalies").GetProperty("series")[0];
        Assert.Equal((34, 0), (series.GetProperty("judged").GetInt32(), series.GetProperty("alarms").GetInt32()));
        Assert.Equal("""{"count":11,"expected":11,"kind":"USUAL"}""", series.GetProperty("days")[0].GetRawText());
        Assert.Equal("""{"count":1,"expected":null,"kind":"UNDETERMINED"}""", series.GetProperty("days")[28].GetRawText());
        Assert.Equal("""{"count":1,"expected":1,"kind":"USUAL"}""", series.GetProperty("days")[29].GetRawText());
        Assert.Equal(
            """{"count":30,"before":330,"coverageCode":"COVERAGE_PARTIAL","cells":[{"isNotable":null}]}""",
            data.GetProperty("heatmapChange").GetRawText());
    }

    // Three a month from January to August, known to the month.
    [Fact]
    public async Task Months_are_no_days_without_incidents()
    {
        var city = await host.NewCity();
        var months = Enumerable.Range(1, 8).SelectMany(month => Enumerable.Repeat($"2024-{month:00}", 3));
        await Import(city, "months", months, Covers("2024-09-01"));
        await host.CaughtUp();

        var kpis = await host.Answer(
            $$"""{ kpis(from: "2024-03-10", until: "2024-03-20", {{Of(city, ", measure: INCIDENTS")}}) { {{Kpi}} } }""");
        Assert.Equal("""{"count":0,"before":3,"isNotable":null,"coverageCode":null}""", First(kpis));
        Assert.Contains("TIME_NOT_KNOWN_TO_STEP", Codes(kpis));
        var data = (await host.Answer(
            $$"""
            {
              comparison(until: "2024-09-01", {{Of(city)}}) { series { changes { count isNotable coverageCode } } }
              trend(from: "2024-03-01", until: "2024-03-04", grain: DAY, {{Of(city)}}) { series { total counts coverageCode } }
              months: trend(from: "2024-03-01", until: "2024-05-01", grain: MONTH, {{Of(city)}}) { series { counts coverageCode } }
              anomalies(from: "2024-02-01", until: "2024-09-01", {{Of(city)}}) { series { judged alarms days { count kind } } }
              hourByWeekday(from: "2025-01-06", until: "2025-01-13", {{Of(city)}}) { byWeekday aoristic { hours } }
            }
            """)).GetProperty("data");
        Assert.Equal(
            """{"count":null,"isNotable":null,"coverageCode":"TIME_NOT_KNOWN_TO_STEP"}""",
            data.GetProperty("comparison").GetProperty("series")[0].GetProperty("changes")[5].GetRawText());
        Assert.Equal(
            """[{"total":null,"counts":[null,null,null],"coverageCode":"TIME_NOT_KNOWN_TO_STEP"}]""",
            data.GetProperty("trend").GetProperty("series").GetRawText());
        Assert.Equal("""[{"counts":[3,3],"coverageCode":null}]""", data.GetProperty("months").GetProperty("series").GetRawText());
        var series = data.GetProperty("anomalies").GetProperty("series")[0];
        Assert.Equal((0, 0), (series.GetProperty("judged").GetInt32(), series.GetProperty("alarms").GetInt32()));
        Assert.Equal("""{"count":null,"kind":"UNDETERMINED"}""", series.GetProperty("days")[0].GetRawText());
        Assert.Equal(
            """{"byWeekday":[null,null,null,null,null,null,null],"aoristic":null}""", data.GetProperty("hourByWeekday").GetRawText());
    }

    private const string Kpi = "counts { count before isNotable coverageCode }";
    private const string Around = "bounds: { west: 73.0, south: 49.7, east: 73.2, north: 49.9 }";

    private static string Of(string city, string more = "") => $$"""filter: { cities: ["{{city}}"]{{more}} }""";

    private static string Covers(string until) => $$""" "covers": { "from": "2024-01-01", "until": "{{until}}" }, """;

    private static IEnumerable<string> Daily(LocalDate first, int days, int each) =>
        from day in Enumerable.Range(0, days) from n in Enumerable.Range(10, each) select $"{first.PlusDays(day):uuuu-MM-dd}T12:{n}";

    private static string First(JsonElement answer) =>
        answer.GetProperty("data").GetProperty("kpis")[0].GetProperty("counts")[0].GetRawText();

    private static string?[] Codes(JsonElement answer) =>
        [.. answer.GetProperty("extensions").GetProperty("warnings").EnumerateArray().Select(w => w.GetProperty("code").GetString())];

    private async Task Import(string city, string source, IEnumerable<string> times, string covers)
    {
        var map = MapFile.Parse(
            $$"""
              { "source": "{{city}}-{{source}}", "city": "{{city}}", "occurredAt": "when", {{covers}}
                "place": { "longitude": "x", "latitude": "y" }, "category": { "value": "theft" }, "identity": { "columns": ["id"] } }
              """);
        var text = new StringBuilder("id,when,x,y\n");
        foreach (var (id, when) in times.Index())
            text.Append(id).Append(',').Append(when).Append(",73.1,49.8\n");
        using var folder = new TemporaryFolder();
        using var rejects = new RejectsFile(Path.Combine(folder.Path, "rejects.csv"));
        var batch = await host.Services.GetRequiredService<HistoricBatches>()
            .Begin(city, source, false, TestContext.Current.CancellationToken);
        using var rows = Tests.Import.ImportOf.Rows(text.ToString(), map);
        await new Importer(host.Services.GetRequiredService<ImportSink>().For(batch!), rejects, new())
            .Run(rows, map, host.Services.GetRequiredService<Cities>(), TestContext.Current.CancellationToken);
        await batch!.End(TestContext.Current.CancellationToken);
    }
}
