using System.Text.Json;
using Incidents.Domain;
using Xunit;

namespace Incidents.Tests.Counts;

/// <summary>Every count, map, trend, key figure and analysis by every restriction, against a count of the incidents themselves.</summary>
[Collection(OnSharedHost.Name)]
public sealed class CountFilterTests(SharedHost shared)
{
    private const string Around = FilteredTowns.Around;
    private const string Period = FilteredTowns.Period;

    private const string Queries =
        $$"""
        query ($filter: CountFilterInput, $set: String!) {
          heatmap({{Around}}, zoom: 13, {{Period}}, filter: $filter) { count: total }
          heatmapScale({{Around}}, zoom: 16, {{Period}}, filter: $filter) { basis { count } }
          heatmapChange({{Around}}, zoom: 16, {{Period}}, filter: $filter) { count }
          density({{Around}}, zoom: 13, {{Period}}, bandwidthMetres: 500, filter: $filter) { basis { count } }
          centrography({{Around}}, {{Period}}, filter: $filter) { basis { count } }
          hotSpots({{Around}}, zoom: 13, {{Period}}, filter: $filter) { basis { count } }
          trend({{Period}}, grain: WEEK, filter: $filter) { series { count: total } }
          hourByWeekday({{Period}}, filter: $filter) { basis { count } }
          comparison(until: "2026-04-01", filter: $filter) { series { changes { span count } } }
          anomalies({{Period}}, weeks: 2, filter: $filter) { basis { count } }
          countsByBoundary({{Period}}, set: $set, filter: $filter) { count: total }
        }
        """;

    // One request each: together they may take longer than the time limit of a request.
    private static readonly string[] Mutations =
    [
        Job("nearRepeats", $"startNearRepeats({Around}, {Period}, permutations: 0"),
        Job("emergingHotSpots", $"startEmergingHotSpots({Around}, zoom: 13, {Period}, stepDays: 9"),
        Job("shuffledHotSpots", $"startShuffledHotSpots({Around}, zoom: 13, {Period}, shuffles: 20"),
        Job("spaceTimeScan", $"startSpaceTimeScan({Around}, zoom: 13, {Period}, replications: 0"),
        Job("decomposition", $"startDecomposition({Period}"),
        Job(
            "impact",
            $"startImpact({Around}, zoom: 13, {Period}, installedFrom: \"2026-02-19\", "
                + "places: [{ longitude: 73.1, latitude: 49.8 }], placebos: 99"),
    ];

    private readonly RunningHost host = shared.Host;

    [Fact]
    public async Task Every_field_counts_by_every_restriction()
    {
        var towns = await FilteredTowns.In(host, 900);
        var set = $"filtered-{Guid.NewGuid():N}";
        await host.Query(
            $$"""
            insert into store.boundary (set_code, name, valid_from, source, shape) values ('{{set}}', 'all', '2000-01-01', 's',
                '{"type":"Polygon","coordinates":[[[73,49.7],[73.3,49.7],[73.3,49.9],[73,49.9],[73,49.7]]]}')
            """);
        string[] both = [towns.One, towns.Other];
        var corner = new { west = 73.0, south = 49.7, east = 73.1, north = 49.8 };
        int[] nights = [.. Enumerable.Range(0, 168).Where(hour => hour % 24 is < 6 or > 21)];
        (object Filter, Func<TownIncident, bool> Holds)[] filters =
        [
            (new { cities = both }, _ => true),
            (new { cities = new[] { towns.Other } }, i => i.City == towns.Other),
            (
                new { districts = new[] { District(towns.One, FilteredTowns.Shared), District(towns.Other, null) } },
                i => (i.City, i.District) == (towns.One, FilteredTowns.Shared) || (i.City, i.District) == (towns.Other, null)),
            (new { cities = both, categories = new[] { "theft", "fire" } }, i => i.Category is "theft" or "fire"),
            (new { cities = both, categoryGroups = new[] { "property" } }, i => i.Category is "theft" or "robbery"),
            (
                new { cities = both, categories = new[] { "theft", "fire" }, categoryGroups = new[] { "property" } },
                i => i.Category is "theft"),
            (new { cities = both, bounds = corner }, InCorner),
            (new { cities = both, hoursOfWeek = nights }, i => nights.Contains(i.HourOfWeek)),
            (
                new
                {
                    measure = "INCIDENTS",
                    cities = both,
                    districts = new[] { District(towns.One, FilteredTowns.Shared), District(towns.One, "Север") },
                    categories = new[] { "theft", "robbery", "assault" },
                    bounds = corner,
                    hoursOfWeek = nights,
                },
                i => i.City == towns.One && i.District is not null && i.Category is not "fire" && InCorner(i)
                    && nights.Contains(i.HourOfWeek)),
        ];
        foreach (var (filter, holds) in filters)
        {
            var expected = towns.Incidents.Count(holds);
            Assert.True(expected > 5, $"{JsonSerializer.Serialize(filter)} leaves hardly anything");
            var counts = Counts(await host.Ask(Queries, new { filter, set })).ToList();
            foreach (var mutation in Mutations)
                counts.AddRange(Counts(await host.Ask(mutation, new { filter })));
            Assert.Equal(17, counts.Count);
            Assert.Equal(counts.Select(c => (c.Field, expected)), counts);
            if (!JsonSerializer.SerializeToElement(filter).TryGetProperty("bounds", out _))
                Assert.Equal(expected, await KeyFigures(filter));
        }

        static object District(string city, string? name) => new { city, name };

        // A cell that touches the bounds is within them, also where its middle is not.
        static bool InCorner(TownIncident incident)
        {
            var (cell, last) = (GridCell.At(incident.Point), GridCell.At(new(73.1, 49.8)));
            return cell.X <= last.X && cell.Y >= last.Y;
        }

        async Task<int> KeyFigures(object filter) => (await host.Ask(
            $$"""
            query ($filter: CountFilterInput) {
              kpis({{Period}}, filter: $filter) { city counts { measure count } }
              durationTrend(measure: DISPATCH_TIME, {{Period}}, grain: WEEK, filter: {}) { targetSeconds } }
            """, new { filter })).GetProperty("kpis")[0].GetProperty("counts").EnumerateArray()
            .Single(c => c.GetProperty("measure").GetString() == "INCIDENTS").GetProperty("count").GetInt32();
    }

    [Fact]
    public async Task Districts_of_two_towns_with_one_name_are_two_series_and_no_district_is_one_of_each_town()
    {
        var towns = await FilteredTowns.In(host, 60);
        var data = await host.Ask(
            $$"""
            query ($filter: CountFilterInput) {
              hours: trend({{Period}}, grain: MONTH, splitBy: DISTRICT, filter: $filter) { ...parts }
              register: trend({{Period}}, grain: HOUR_OF_WEEK, splitBy: DISTRICT,
                  filter: { cities: ["{{towns.One}}", "{{towns.Other}}"], {{Around}} }) { ...parts }
              all: trend({{Period}}, grain: MONTH, filter: $filter) { ...parts }
              groups: trend({{Period}}, grain: MONTH, splitBy: CATEGORY_GROUP, filter: $filter) { series { categoryGroup total } }
              categories: trend({{Period}}, grain: MONTH, splitBy: CATEGORY, filter: $filter) {
                  series { category categoryGroup city } }
              cells: trend({{Period}}, grain: WEEK, splitBy: CITY, filter: { cities: ["{{towns.One}}", "{{towns.Other}}"], {{Around}} }) {
                  series { city total } }
            }
            fragment parts on Trend { splitBy series { key city district isWithoutDistrict category total } }
            """, new { filter = new { cities = new[] { towns.One, towns.Other } } });

        var expected = towns.Incidents.GroupBy(i => (i.City, District: i.District ?? ""))
            .Select(g => (g.Key.City, g.Key.District, g.Count()))
            .OrderBy(s => s.City, StringComparer.Ordinal).ThenBy(s => s.District, StringComparer.Ordinal).ToArray();
        Assert.Equal(6, expected.Length);
        foreach (var name in (string[])["hours", "register"])
        {
            var series = data.GetProperty(name).GetProperty("series").EnumerateArray().ToArray();
            Assert.Equal(
                expected, series.Select(s => (Text(s, "city")!, Text(s, "district")!, s.GetProperty("total").GetInt32())));
            Assert.All(series, s => Assert.Equal(Text(s, "district") is "", s.GetProperty("isWithoutDistrict").GetBoolean()));
            Assert.Equal(6, series.Select(s => Text(s, "key")).Distinct().Count());
        }
        var only = Assert.Single(data.GetProperty("all").GetProperty("series").EnumerateArray());
        Assert.Equal("ALL", Text(data.GetProperty("all"), "splitBy"));
        Assert.Equal(((string?)null, (string?)null, false), (Text(only, "city"), Text(only, "district"),
            only.GetProperty("isWithoutDistrict").GetBoolean()));
        Assert.Equal(
            towns.Incidents
                .GroupBy(i => i.Category switch { "theft" or "robbery" => "property", "assault" => "violence", _ => "emergency" })
                .Select(g => (g.Key, g.Count())).OrderBy(g => g.Key, StringComparer.Ordinal),
            data.GetProperty("groups").GetProperty("series").EnumerateArray()
                .Select(s => (Text(s, "categoryGroup")!, s.GetProperty("total").GetInt32())));
        Assert.Contains(
            """{"category":"theft","categoryGroup":"property","city":null}""",
            data.GetProperty("categories").GetProperty("series").EnumerateArray().Select(s => s.GetRawText()));
        Assert.Equal(
            towns.Incidents.GroupBy(i => i.City).Select(g => (g.Key, g.Count())).OrderBy(g => g.Key, StringComparer.Ordinal),
            data.GetProperty("cells").GetProperty("series").EnumerateArray()
                .Select(s => (Text(s, "city")!, s.GetProperty("total").GetInt32())));
    }

    [Theory]
    [InlineData("heatmap(AROUND, zoom: 12, PERIOD, filter: { measure: ALERTS, hoursOfWeek: [1] }) { total }", "filter.hoursOfWeek")]
    [InlineData("hotSpots(AROUND, zoom: 12, PERIOD, filter: { measure: ALERTS, districts: [] }) { zoom }", "filter.districts")]
    [InlineData("trend(PERIOD, grain: HOUR_OF_WEEK, filter: { measure: ALERTS, AROUND }) { grain }", "filter.bounds")]
    [InlineData("trend(PERIOD, grain: DAY, splitBy: DISTRICT, filter: { measure: SOS_CALLS, AROUND }) { grain }", "filter.bounds")]
    [InlineData("trend(PERIOD, grain: DAY, filter: { measure: ALERTS, hoursOfWeek: [2], AROUND }) { grain }", "filter.hoursOfWeek")]
    [InlineData("kpis(PERIOD, filter: { AROUND }) { city }", "filter.bounds")]
    [InlineData("durationTrend(measure: ANSWER_TIME, PERIOD, grain: DAY, filter: { AROUND }) { grain }", "filter.bounds")]
    [InlineData("durationTrend(measure: ANSWER_TIME, PERIOD, grain: DAY, filter: { measure: ALERTS }) { grain }", "filter.measure")]
    public async Task A_restriction_that_a_field_cannot_count_by_is_refused_by_its_name(string field, string restriction)
    {
        var text = field.Replace("AROUND", Around).Replace("PERIOD", Period);
        var answer = await host.Answer($"{{ {text} }}");

        var extensions = Assert.Single(answer.GetProperty("errors").EnumerateArray()).GetProperty("extensions");
        Assert.Equal(("FILTER_UNSUPPORTED", restriction), (Text(extensions, "code"), Text(extensions, "field")));
    }

    [Theory]
    [InlineData("""{ cities: ["atlantis"] }""", "CITY_UNKNOWN")]
    [InlineData("""{ districts: [{ city: "atlantis", name: "x" }] }""", "CITY_UNKNOWN")]
    [InlineData("""{ categoryGroups: ["propety"] }""", "CATEGORY_GROUP_UNKNOWN")]
    [InlineData("""{ hoursOfWeek: [168] }""", "BAD_INPUT")]
    [InlineData("""{ bounds: { west: 74, south: 49, east: 73, north: 50 } }""", "BAD_INPUT")]
    [InlineData("""{ measure: ANSWER_TIME }""", "VALIDATION_FAILED")]
    public async Task A_value_that_nothing_has_is_refused(string filter, string code) => Assert.Equal(
        code, (await host.Refused($"{{ trend({Period}, grain: DAY, filter: {filter}) {{ grain }} }}")).Code);

    private static string Job(string result, string start) => $"mutation ($filter: CountFilterInput) {{ {result}: {start}, "
        + $"filter: $filter, waitSeconds: 8) {{ {result} {{ basis {{ count }} }} }} }}";

    private static IEnumerable<(string Field, int Count)> Counts(JsonElement data) => data.EnumerateObject().Select(field => (
        field.Name, field.Name == "comparison"
            ? field.Value.GetProperty("series")[0].GetProperty("changes").EnumerateArray().Last().GetProperty("count").GetInt32()
            : Deepest(field.Value)));

    private static int Deepest(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => Deepest(Assert.Single(value.EnumerateObject()).Value),
        JsonValueKind.Array => Deepest(Assert.Single(value.EnumerateArray())),
        _ => value.GetInt32(),
    };

    private static string? Text(JsonElement of, string name) => of.GetProperty(name).GetString();
}
