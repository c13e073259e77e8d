using System.Text.Json;
using Incidents.Api.Boundaries;
using Incidents.Tests.Boundaries;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Incidents.Tests.Dispatch;

/// <summary>The register lists the incidents that a part of the map counts, and no others.</summary>
[Collection(OnSharedHost.Name)]
public sealed class RegisterAreaTests(SharedHost shared)
{
    private const double Latitude = 44.55;
    private const string Query =
        "query($filter: IncidentFilterInput!) { incidents(filter: $filter, first: 100) { totalCount nodes { sourceId } } }";

    private readonly RunningHost host = shared.Host;

    // On a parallel of 44.55° a degree is 79.25 km: 0.001° is 79.2 m.
    [Fact]
    public async Task Incidents_near_a_point_are_those_within_its_distance()
    {
        var city = await Town((67.000, null), (67.001, null), (67.0126, null), (67.0127, null), (67.2, null));

        Assert.Equal("0", await Near(1));
        Assert.Equal("0 1", await Near(79.3));
        Assert.Equal("0", await Near(79.1));
        Assert.Equal("0 1 2", await Near(1_000));
        Assert.Equal("0 1 2 3", await Near(10_000));
        Assert.Equal("BAD_INPUT", await Code(new { near = new { latitude = Latitude, longitude = 67, radiusMetres = 10_001 } }));
        Assert.Equal("BAD_INPUT", await Code(new { near = new { latitude = Latitude, longitude = 67, radiusMetres = 0 } }));
        Assert.Equal("BAD_INPUT", await Code(new { near = new { latitude = 91, longitude = 67, radiusMetres = 5 } }));
        Assert.Null(await Code(new { near = new { latitude = 89.999, longitude = -180, radiusMetres = 10_000 } }));

        Task<string> Near(double metres) =>
            Found(new { cities = new[] { city }, near = new { latitude = Latitude, longitude = 67.0, radiusMetres = metres } });
    }

    [Fact]
    public async Task Incidents_within_a_polygon_are_found_and_one_that_crosses_itself_is_refused()
    {
        var city = await Town((67.5, null), (67.6, null), (67.7, null), (null, null));

        // A triangle whose edge passes between the first and the second.
        double[][] triangle = [[67.55, 44.4], [67.55, 44.7], [67.9, 44.55]];
        Assert.Equal("1 2", await Within(triangle));
        Assert.Equal("1 2", await Within([.. triangle, triangle[0]]));
        Assert.Equal("0 1 2", await Within([[67.4, 44.5], [67.8, 44.5], [67.8, 44.6], [67.4, 44.6]]));
        foreach (var bad in (double[][][])[
            [], [[67, 44], [68, 45]], [[67, 44], [68, 45], [67, 44]], [[67, 44], [68, 45], [68, 44], [67, 45]],
            [[67, 44], [68, 45], [181, 44]], [[67, 44], [68, 45], [69, 46]],
            [.. Enumerable.Range(0, 501).Select(i => (double[])[67 + Math.Cos(i / 501.0 * 6.28), 44 + Math.Sin(i / 501.0 * 6.28)])]])
            Assert.Equal("BAD_INPUT", await Code(new { within = Points(bad) }));
        Assert.Null(await Code(new
        {
            within = Points(
                [.. Enumerable.Range(0, 500).Select(i => (double[])[67 + Math.Cos(i / 500.0 * 6.28), 44 + Math.Sin(i / 500.0 * 6.28)])]),
        }));

        Task<string> Within(double[][] points) => Found(new { cities = new[] { city }, within = Points(points) });
        static object Points(double[][] points) => points.Select(p => new { longitude = p[0], latitude = p[1] });
    }

    [Theory]
    [InlineData(18)]
    [InlineData(13)]
    [InlineData(5)]
    public async Task A_cell_s_incidents_are_as_many_as_the_heat_map_counts(int zoom)
    {
        var random = new Random(zoom);
        var city = await Town([.. Enumerable.Range(0, 60).Select(_ => At(Math.Round(71 + random.NextDouble() * 0.02, 3)))]);
        var ids = await host.Query($"select id from read.incident where city = '{city}' order by source_id limit 3");
        await host.Ask($$"""mutation { withdrawIncident(id: "{{ids[0][0]}}", by: "op", reasonCode: "x") { id } }""");
        await host.Ask($$"""mutation { mergeIncident(id: "{{ids[1][0]}}", targetId: "{{ids[2][0]}}", by: "op") { id } }""");
        await host.CaughtUp();

        var map = (await host.Ask(
            """
            query($city: String!, $zoom: Int!) {
              heatmap(bounds: { west: 70, south: 44, east: 72, north: 45 }, zoom: $zoom, from: "2026-01-01", until: "2026-02-01",
                filter: { cities: [$city] }) { total cells { x y count } } }
            """, new { city, zoom })).GetProperty("heatmap");

        Assert.Equal(58, map.GetProperty("total").GetInt32());
        List<string> cells = [];
        foreach (var cell in map.GetProperty("cells").EnumerateArray())
        {
            cells.Add($"{zoom}/{cell.GetProperty("x")}/{cell.GetProperty("y")}");
            Assert.Equal(cell.GetProperty("count").GetInt32(), await Count(cells[^1..]));
        }
        Assert.Equal(58, await Count(cells));
        Assert.Equal(0, await Count([]));

        Task<int> Count(List<string> of) => RegisterAreaTests.Count(host, new
        {
            cities = new[] { city },
            isCounted = true,
            from = "2026-01-01",
            until = "2026-02-01",
            cells = of,
        });
    }

    [Fact]
    public async Task Cells_are_zoom_and_column_and_row()
    {
        foreach (var bad in (string[])[
            "", "18", "18/1", "19/0/0", "-1/0/0", "1/2/0", "1/0/2", "1/0/0/0", "a/b/c", "1/ 0/0", "1/0/99999999999", "١/0/0"])
            Assert.Equal("BAD_INPUT", await Code(new { cells = new[] { bad } }));
        Assert.Null(await Code(new { cells = Enumerable.Range(0, 5_000).Select(i => $"18/{i * 3}/{i * 7}") }));
        Assert.Equal("BAD_INPUT", await Code(new { cells = Enumerable.Repeat("0/0/0", 5_001) }));
        Assert.Null(await Code(new { cells = new[] { "0/0/0" } }));
    }

    // A cell of zoom 18 is 0.00137° wide: 67.0007 and 67.0006 are on both sides of a centre, wherever the border of the squares is.
    [Fact]
    public async Task A_boundary_s_incidents_are_as_many_as_its_count()
    {
        var set = $"areas-{Guid.NewGuid():N}";
        var path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, BoundaryTests.Squares(68.2, "a"), TestContext.Current.CancellationToken);
        await host.Services.GetRequiredService<BoundaryStore>().Load(
            path, new(set, "name", "since", new(1990, 1, 1), null), TestContext.Current.CancellationToken);
        File.Delete(path);
        var city = await Town(
            [.. Enumerable.Range(0, 41).Select(i => At(68.19 + i * 0.0005)), At(67.9), (null, null)]);

        var counts = (await host.Ask(
            """
            query($set: String!, $city: String!) {
              countsByBoundary(from: "2026-01-01", until: "2026-02-01", set: $set, filter: { cities: [$city] }) {
                counts { name count } } }
            """, new { set, city })).GetProperty("countsByBoundary").GetProperty("counts");

        var total = 0;
        foreach (var boundary in counts.EnumerateArray())
        {
            var (name, count) = (boundary.GetProperty("name").GetString(), boundary.GetProperty("count").GetInt32());
            Assert.InRange(count, 18, 23);
            Assert.Equal(count, await Count(host, new { cities = new[] { city }, boundary = new { name, set } }));
            total += count;
        }
        Assert.Equal(41, total);
        Assert.Equal("BOUNDARIES_UNKNOWN", await Code(new { boundary = new { name = "north", set } }));
        Assert.Equal("BOUNDARIES_UNKNOWN", await Code(new { boundary = new { name = "west", set, at = "1989-12-31" } }));
        Assert.Equal("BOUNDARIES_UNKNOWN", await Code(new { boundary = new { name = "west", set }, until = "1990-01-01" }));
    }

    // Friday 2 January 2026, 22:00 to Saturday 04:00: hours 118 to 123.
    [Fact]
    public async Task Hours_of_the_week_are_those_of_the_city_and_of_what_is_known_to_the_hour()
    {
        var city = await host.NewCity();
        string[] times =
        [
            "2026-01-02T21:59:59+05:00", "2026-01-02T22:00:00+05:00", "2026-01-03T03:59:59+05:00", "2026-01-03T04:00:00+05:00",
            "2026-01-02", "2026-01-02T18:00:00Z",
        ];
        await host.PostLines(times.Select((occurredAt, i) => new
        {
            source = city,
            id = $"{i}",
            kind = "incident",
            category = "theft",
            city,
            occurredAt,
        }));
        await host.CaughtUp();

        Assert.Equal("1 2 5", await Found(new { cities = new[] { city }, hoursOfWeek = Enumerable.Range(118, 6) }));
        Assert.Equal("", await Found(new { cities = new[] { city }, hoursOfWeek = Array.Empty<int>() }));
        Assert.Equal("BAD_INPUT", await Code(new { hoursOfWeek = new[] { 168 } }));
        Assert.Equal("BAD_INPUT", await Code(new { hoursOfWeek = new[] { -1 } }));
    }

    [Fact]
    public async Task What_is_near_an_incident_in_place_and_time_comes_with_distance_and_difference()
    {
        var city = await Town((69.000, 0), (69.001, 3), (69.002, -2), (69.0005, 30), (69.1, 1), (null, 0));
        var rows = await host.Query($"select id from read.incident where city = '{city}' order by source_id");

        Assert.Equal("1 79.2 10800, 2 158.5 -7200", await Near(0, ""));
        Assert.Equal("1 79.2 10800", await Near(0, "(radiusMetres: 100, hours: 3)"));
        Assert.Equal("3 39.6 108000", await Near(0, "(hours: 48, first: 1)"));
        Assert.Equal("", await Near(5, ""));
        foreach (var bad in (string[])["radiusMetres: 0", "radiusMetres: 10001", "hours: 0", "hours: 8785", "first: 0", "first: 101"])
            Assert.Equal("BAD_INPUT", (await host.Refused(Text(0, $"({bad})"))).Code);
        await host.Ask($$"""mutation { withdrawIncident(id: "{{rows[1][0]}}", by: "op", reasonCode: "x") { id } }""");
        await host.CaughtUp();
        Assert.Equal("2 158.5 -7200", await Near(0, ""));

        string Text(int of, string arguments) =>
            $$"""{ incident(id: "{{rows[of][0]}}") { near{{arguments}} { incident { sourceId } distanceMetres afterSeconds } } }""";

        async Task<string> Near(int of, string arguments) => string.Join(", ", (await host.Ask(Text(of, arguments)))
            .GetProperty("incident").GetProperty("near").EnumerateArray().Select(n =>
                $"{n.GetProperty("incident").GetProperty("sourceId")} {n.GetProperty("distanceMetres")} {n.GetProperty("afterSeconds")}"));
    }

    private static (double? Longitude, int? Hours) At(double longitude) => (longitude, null);

    // Each incident with its number as id, at a longitude and so many hours after noon of 15 January.
    private async Task<string> Town(params (double? Longitude, int? Hours)[] incidents)
    {
        var city = await host.NewCity();
        var sent = await host.PostLines(incidents.Select((incident, i) => new
        {
            source = city,
            id = $"{i}",
            kind = "incident",
            category = "theft",
            city,
            longitude = incident.Longitude,
            latitude = incident.Longitude is null ? (double?)null : Latitude,
            occurredAt = $"{new DateTime(2026, 1, 15, 12, 0, 0).AddHours(incident.Hours ?? 0):yyyy-MM-ddTHH:mm:ss}+05:00",
        }));
        Assert.All(sent.Statuses, s => Assert.Equal("accepted", s));
        await host.CaughtUp();
        return city;
    }

    private async Task<string> Found(object filter)
    {
        var found = (await host.Ask(Query, new { filter })).GetProperty("incidents");
        int[] numbers = [.. found.GetProperty("nodes").EnumerateArray().Select(Number).Order()];
        Assert.Equal(numbers.Length, found.GetProperty("totalCount").GetInt32());
        return string.Join(' ', numbers);

        static int Number(JsonElement node) => int.Parse(node.GetProperty("sourceId").GetString()!);
    }

    private async Task<string?> Code(object filter) => RunningHost.CodeOf(await host.Answer(Query, new { filter }));

    private static async Task<int> Count(RunningHost host, object filter) =>
        (await host.Ask(Query, new { filter })).GetProperty("incidents").GetProperty("totalCount").GetInt32();
}
