using System.Text.Json;
using Incidents.Domain;
using Incidents.Projections.Heatmaps;
using Incidents.Statistics.Spatial;
using Incidents.Tests.Analyses;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Heatmaps;

/// <summary>Scales, changes, densities and centres through GraphQL, on worlds that can be counted by hand.</summary>
[Collection(OnSharedHost.Name)]
public sealed class HeatmapQueryTests(SharedHost shared)
{
    private const int Zoom = 16;
    private const string Around = "bounds: { west: 73.05, south: 49.78, east: 73.15, north: 49.82 }";
    private static readonly LocalDate First = new(2026, 1, 1);
    private static readonly GridCell Corner = GridCell.At(new(73.1, 49.8), Zoom);
    private readonly RunningHost host = shared.Host;

    [Fact]
    public async Task A_scale_is_that_of_the_region_and_does_not_move()
    {
        var world = await CountedWorld.In(host);
        // Cells with 1 × 6, 2 × 2, 8 and 20: see ClassBreaksTests. The last lies 20 km away, still in the region.
        foreach (var (n, i) in new[] { 1, 1, 1, 1, 1, 1, 2, 2, 8 }.Select((n, i) => (n, i)))
            Times(n, () => world.Add(Middle(2 * i, 0), First));
        Times(20, () => world.Add(new(72.95, 50.05), First));
        await world.Settle();

        var scale = (await host.Ask(
            $$"""
            { heatmapScale(zoom: {{Zoom}}, from: "2026-01-01", until: "2026-02-01", filter: { categories: ["{{world.Category}}"] })
                { breaks cells max basis { observations count } } }
            """)).GetProperty("heatmapScale");

        Assert.Equal("""{"breaks":[1,8],"cells":[8,2],"max":20,"basis":{"observations":10,"count":38}}""", scale.GetRawText());
    }

    [Fact]
    public async Task A_change_is_scored_by_the_roots_of_counts_scaled_to_the_later_period()
    {
        var world = await CountedWorld.In(host);
        Times(4, () => world.Add(Middle(0, 0), First));
        Times(16, () => world.Add(Middle(0, 0), First.PlusDays(10)));
        Times(3, () => world.Add(Middle(1, 0), First));
        await world.Settle();

        // 2 (√16 − √4) = 4; 2 (0 − √3).
        await Expect("""from: "2026-01-11", until: "2026-01-21" """, (4, 16, 4, true, false), (3, 0, -2 * Math.Sqrt(3), true, true));
        // Against 40 days before, a quarter of each: 2 (√16 − √1) = 6.
        await Expect(
            """from: "2026-01-11", until: "2026-01-21", beforeFrom: "2025-12-02", beforeUntil: "2026-01-11" """,
            (4, 16, 6, true, false), (3, 0, -2 * Math.Sqrt(0.75), false, true));

        async Task Expect(string periods, params (int Before, int Now, double Change, bool Notable, bool TooFew)[] expected)
        {
            var cells = (await host.Ask(
                $$"""
                { heatmapChange({{Around}}, zoom: {{Zoom}}, {{periods}}, filter: { categories: ["{{world.Category}}"] })
                    { cells { before count change isNotable isTooFew } } }
                """))
                .GetProperty("heatmapChange").GetProperty("cells");
            Assert.Equal(expected.Length, cells.GetArrayLength());
            foreach (var (wanted, actual) in expected.Zip(cells.EnumerateArray()))
            {
                Assert.Equal(
                    (wanted.Before, wanted.Now, wanted.Notable, wanted.TooFew),
                    (Int(actual, "before"), Int(actual, "count"), actual.GetProperty("isNotable").GetBoolean(),
                        actual.GetProperty("isTooFew").GetBoolean()));
                Assert.Equal(wanted.Change, actual.GetProperty("change").GetDouble(), 1e-12);
            }
        }
    }

    // Two jurisdictions count in one cell: each has its own, and the map without a city has both.
    [Fact]
    public async Task A_map_is_filtered_by_the_jurisdiction_that_counts()
    {
        var (one, other) = (await CountedWorld.In(host), await CountedWorld.In(host));
        Times(5, () => one.Add(Middle(0, 0), First));
        Times(2, () => one.Add(Middle(1, 0), First));
        Times(7, () => other.Add(Middle(0, 0), First));
        await one.Settle();
        await other.Settle();

        Assert.Equal("[5,2]", await Counts($"cities: [\"{one.City}\"]"));
        Assert.Equal("[7]", await Counts($"cities: [\"{other.City}\"]"));
        Assert.Equal("[12,2]", await Counts($"categories: [\"{one.Category}\", \"{other.Category}\"]"));
        Assert.Equal("[]", await Counts($"cities: [\"{one.City}\"], categories: [\"{other.Category}\"]"));

        async Task<string> Counts(string filter) => (await host.Ask(
            $$"""
              { heatmap({{Around}}, zoom: {{Zoom}}, from: "2026-01-01", until: "2026-02-01", filter: { {{filter}} }) { columns { count } } }
              """)).GetProperty("heatmap").GetProperty("columns").GetProperty("count").GetRawText();
    }

    [Fact]
    public async Task A_rate_is_the_count_for_each_square_kilometre()
    {
        var world = await CountedWorld.In(host);
        Times(6, () => world.Add(Middle(0, 0), First));
        await world.Settle();

        var cell = (await host.Ask(
            $$"""
            { heatmap({{Around}}, zoom: {{Zoom}}, from: "2026-01-01", until: "2026-02-01", filter: { categories: ["{{world.Category}}"] })
                { cells { count perSquareKm } } }
            """))
            .GetProperty("heatmap").GetProperty("cells")[0];

        // A cell of zoom 16 has 0.15595 km² there: see Wgs84Tests.
        Assert.Equal(6 / 0.15595, cell.GetProperty("perSquareKm").GetDouble(), 0.01);
    }

    [Theory]
    [InlineData("QUARTIC", 700.0)]
    [InlineData("GAUSSIAN", 300.0)]
    [InlineData("QUARTIC", null)]
    public async Task A_density_is_the_sum_of_kernels_over_the_places_counted(string kernel, double? bandwidth)
    {
        var world = await CountedWorld.In(host);
        var random = new Random(3);
        var fine = Enumerable.Range(0, 40).Select(
            _ => GridCell.Of(((Corner.X + 4) << 2) + random.Next(-20, 21), ((Corner.Y + 4) << 2) + random.Next(-20, 21), 18)).ToArray();
        foreach (var cell in fine)
            world.Add(cell.Centre(), First);
        await world.Settle();
        var raster = new CellRaster(Zoom, Corner.X, Corner.Y, 9, 8);
        var b = raster.Bounds;

        var found = (await host.Ask(
            """
            query ($bounds: GeoBoundsInput!, $zoom: Int!, $categories: [String!], $kernel: Kernel!, $bandwidth: Float) {
              density(
                  bounds: $bounds, zoom: $zoom, from: "2026-01-01", until: "2026-02-01",
                  kernel: $kernel, bandwidthMetres: $bandwidth, filter: { categories: $categories }) {
                bandwidthMetres max columns { x y perSquareKm } basis { method observations } } }
            """,
            new
            {
                bounds = new { west = b.West, south = b.South, east = b.East, north = b.North },
                zoom = Zoom,
                categories = (string[])[world.Category],
                kernel,
                bandwidth,
            }))
            .GetProperty("density");

        var h = found.GetProperty("bandwidthMetres").GetDouble();
        if (bandwidth is null)
        {
            var inside = fine.Where(c => raster.IndexOf(c.Parent(Zoom)) >= 0).Select(c => raster.Middle(c)).ToArray();
            Assert.Equal(KernelDensity.BandwidthByScott(inside, Kernel.Quartic), h, h * 1e-3);
        }
        var columns = found.GetProperty("columns");
        var (x, y, values) = (columns.GetProperty("x"), columns.GetProperty("y"), columns.GetProperty("perSquareKm"));
        Assert.True(x.GetArrayLength() > 20);
        var actual = Enumerable.Range(0, x.GetArrayLength()).ToDictionary(
            i => GridCell.Of(x[i].GetInt32(), y[i].GetInt32(), Zoom), i => values[i].GetDouble());
        for (var i = 0; i < raster.Count; i++)
        {
            var middle = raster.Middle(i);
            var sum = fine.Sum(c => Weight(middle.DistanceTo(raster.Middle(c)))) * 1e6;
            // A Gaussian kernel is cut at four bandwidths and a cell, where it is below 4 in 10,000 of its height.
            Assert.Equal(sum, actual.GetValueOrDefault(raster[i]), kernel == "GAUSSIAN" ? fine.Length * 4e-4 * Weight(0) * 1e6 : 1e-6);
        }

        double Weight(double distance) => kernel == "GAUSSIAN" ? Math.Exp(-distance * distance / 2 / h / h) / (2 * Math.PI * h * h)
            : distance >= h ? 0 : 3 / (Math.PI * h * h) * Math.Pow(1 - distance * distance / h / h, 2);
    }

    // By hand: one at each of four corners, six cells of zoom 18 apart, and four more at the north-west one.
    [Fact]
    public async Task Centrography_weighs_each_place_by_its_count()
    {
        var world = await CountedWorld.In(host);
        GridCell At(int x, int y) => GridCell.Of((Corner.X << 2) + x, (Corner.Y << 2) + y, 18);
        foreach (var (x, y) in new[] { (0, 0), (6, 0), (0, 6), (6, 6) })
            world.Add(At(x, y).Centre(), First);
        Times(4, () => world.Add(At(0, 0).Centre(), First));
        await world.Settle();

        var found = (await host.Ask(
            $$"""
              { centrography({{Around}}, from: "2026-01-01", until: "2026-02-01", filter: { categories: ["{{world.Category}}"] }) {
                  meanCentre { longitude latitude } medianCentre { longitude latitude } standardDistanceMetres
                  hull { longitude } hullSquareKm circleRadiusMetres
                  ellipse { rotationDegrees sigmaXMetres sigmaYMetres } basis { observations count } } }
              """)).GetProperty("centrography");

        var step = At(1, 0).Centre().Longitude - At(0, 0).Centre().Longitude;
        var metres = CellRaster.Touching(new(73.05, 49.78, 73.15, 49.82), 18).CellMetres;
        // Mean of 0 × 6 and 6 × 2 is 1.5; variance on either axis 6.75; the median centre is the place that holds five of eight.
        Assert.Equal(At(0, 0).Centre().Longitude + 1.5 * step, found.GetProperty("meanCentre").GetProperty("longitude").GetDouble(), 1e-6);
        Assert.Equal(At(0, 0).Centre().Longitude, found.GetProperty("medianCentre").GetProperty("longitude").GetDouble(), 1e-6);
        Assert.Equal(Math.Sqrt(13.5) * metres, found.GetProperty("standardDistanceMetres").GetDouble(), 1e-3);
        Assert.Equal(4, found.GetProperty("hull").GetArrayLength());
        Assert.Equal(36 * metres * metres / 1e6, found.GetProperty("hullSquareKm").GetDouble(), 1e-6);
        Assert.Equal(Math.Sqrt(18) * metres, found.GetProperty("circleRadiusMetres").GetDouble(), 1e-3);
        Assert.Equal("""{"observations":4,"count":8}""", found.GetProperty("basis").GetRawText());
    }

    [Theory]
    [InlineData("BAD_INPUT", """heatmapScale(zoom: 19, from: "2026-01-01", until: "2026-02-01") { max }""")]
    [InlineData("BAD_INPUT", """heatmapScale(zoom: 12, from: "2026-01-01", until: "2026-02-01", classes: 0) { max }""")]
    [InlineData("BAD_INPUT", """
        heatmapChange(bounds: { west: 73, south: 49, east: 74, north: 50 }, zoom: 12, from: "2026-01-01", until: "2026-01-01") { zoom }
        """)]
    [InlineData("BAD_INPUT", """
        heatmapChange(bounds: { west: 73, south: 49, east: 74, north: 50 }, zoom: 12, from: "0001-01-01", until: "0001-02-01") { zoom }
        """)]
    [InlineData("BAD_INPUT", """
        density(bounds: { west: 73, south: 49, east: 74, north: 50 }, zoom: 14, from: "2026-01-01", until: "2026-02-01",
            bandwidthMetres: 50) { zoom }
        """)]
    [InlineData("TOO_MANY_CELLS", """
        density(bounds: { west: 73, south: 49, east: 74, north: 50 }, zoom: 18, from: "2026-01-01", until: "2026-02-01") { zoom }
        """)]
    [InlineData("NO_BANDWIDTH", """
        density(bounds: { west: 73, south: 49, east: 74, north: 50 }, zoom: 14, from: "1990-01-01", until: "1990-02-01") { zoom }
        """)]
    [InlineData("NOTHING_COUNTED", """
        centrography(bounds: { west: 73, south: 49, east: 74, north: 50 }, from: "1990-01-01", until: "1990-02-01") { hullSquareKm }
        """)]
    public async Task What_cannot_be_answered_is_refused_with_a_stable_code(string code, string field) =>
        Assert.Equal(code, (await host.Refused($"{{ {field} }}")).Code);

    private static GeoPoint Middle(int x, int y) => GridCell.Of(Corner.X + x, Corner.Y + y, Zoom).Centre();

    private static int Int(JsonElement of, string name) => of.GetProperty(name).GetInt32();

    private static void Times(int n, Action action)
    {
        for (var i = 0; i < n; i++)
            action();
    }
}
