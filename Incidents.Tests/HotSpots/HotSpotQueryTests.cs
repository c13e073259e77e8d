using System.Text.Json;
using Incidents.Domain;
using Incidents.Projections.Heatmaps;
using Incidents.Statistics.Spatial;
using Incidents.Tests.Analyses;
using NodaTime;
using Xunit;

namespace Incidents.Tests.HotSpots;

/// <summary>Hot spots through GraphQL, against the pure functions over counts taken from the events.</summary>
[Collection(OnSharedHost.Name)]
public sealed class HotSpotQueryTests(SharedHost shared)
{
    private const int Zoom = 16;

    private const string Ask =
        """
        query ($bounds: GeoBoundsInput!, $zoom: Int!, $categories: [String!], $distance: Float, $method: HotSpotMethod!,
            $significance: Significance!, $permutations: Int!,
            $empty: Boolean!, $known: Date, $until: Date!, $q: Float!) {
          hotSpots(
              bounds: $bounds, zoom: $zoom, from: "2026-01-01", until: $until,
              distanceMetres: $distance, method: $method,
              significance: $significance, permutations: $permutations, empty: $empty, asKnownOn: $known, q: $q,
                  filter: { categories: $categories }) {
            basis { method source observations count measure from until categories asKnownOn ledgerPosition parameters { name value } }
            cellMetres studyArea { marginCells cells occupiedCells } classes { class cells }
            cells { x y count isTooFew neighbours value z p q class } columns { x y count z p q class } } }
        """;

    private static readonly LocalDate First = new(2026, 1, 1);
    private static readonly GridCell Corner = GridCell.At(new(73.1, 49.8), Zoom);
    private readonly RunningHost host = shared.Host;

    [Fact]
    public async Task Hot_spots_are_those_of_the_jurisdiction_that_counts()
    {
        var (one, other) = (await CountedWorld.In(host), await CountedWorld.In(host));
        for (var i = 0; i < 5; i++)
            one.Add(Corner.Centre(), First);
        for (var i = 0; i < 7; i++)
            other.Add(Corner.Centre(), First);
        await one.Settle();
        await other.Settle();

        foreach (var (world, count) in new[] { (one, 5), (other, 7) })
        {
            var found = (await host.Ask(
                $$"""
                  { hotSpots(bounds: { west: 73.08, south: 49.79, east: 73.12, north: 49.81 }, zoom: {{Zoom}}, from: "2026-01-01",
                      until: "2026-02-01", filter: { cities: ["{{world.City}}"] }) { basis { count cities } cells { count } } }
                  """)).GetProperty("hotSpots");
            Assert.Equal(count, found.GetProperty("basis").GetProperty("count").GetInt32());
            Assert.Contains(found.GetProperty("cells").EnumerateArray(), cell => cell.GetProperty("count").GetInt32() == count);
        }
    }

    [Theory]
    [InlineData("GETIS_ORD", "SKEW_CORRECTED", null)]
    [InlineData("GETIS_ORD", "SKEW_CORRECTED", 900.0)]
    [InlineData("GETIS_ORD", "NORMAL", 900.0)]
    [InlineData("GETIS_ORD", "PERMUTATION", null)]
    [InlineData("LOCAL_MORAN", "SKEW_CORRECTED", 900.0)]
    [InlineData("LOCAL_MORAN", "PERMUTATION", null)]
    public async Task The_answer_is_the_pure_function_over_the_counts_in_the_events(string method, string significance, double? distance)
    {
        var world = await Town();
        var answer = await Answer(world, 9, 7, method, significance, distance, empty: true);

        var metres = answer.GetProperty("cellMetres").GetDouble();
        var margin = distance is { } d ? (int)(d / metres) : 1;
        var (columns, rows) = (9 + 2 * margin, 7 + 2 * margin);
        var counts = new double[columns * rows];
        foreach (var (x, y, day, n) in await world.Counts(Zoom))
        {
            var (column, row) = (x - Corner.X + margin, y - Corner.Y + margin);
            if (column >= 0 && row >= 0 && column < columns && row < rows)
                counts[row * columns + column] += n;
        }
        var near = distance is { } within
            ? Neighbours.WithinDistance(
                [.. Enumerable.Range(0, counts.Length).Select(i => new PlanarPoint(i % columns * metres, i / columns * metres))], within)
            : Neighbours.Queen([.. Enumerable.Range(0, counts.Length).Select(i => (i % columns, i / columns))]);
        LocalTest test = new()
        {
            Significance = Enum.Parse<Significance>(significance.Replace("_", ""), ignoreCase: true),
            Permutations = significance == "PERMUTATION" ? 199 : 0,
        };
        var expected = method == "GETIS_ORD" ? GetisOrd.Local(counts, near, test: test) : LocalMoran.Of(counts, near, test);

        Assert.Equal(63, answer.GetProperty("cells").GetArrayLength());
        foreach (var cell in answer.GetProperty("cells").EnumerateArray())
        {
            var index =
                (cell.GetProperty("y").GetInt32() - Corner.Y + margin) * columns + cell.GetProperty("x").GetInt32() - Corner.X + margin;
            var place = expected.Places[index];
            var p =
                significance switch { "NORMAL" => place.PNormal, "PERMUTATION" => place.PPermutation!.Value, _ => place.PSkewCorrected };
            Assert.Equal(counts[index], cell.GetProperty("count").GetDouble());
            Assert.Equal(counts[index] < 5, cell.GetProperty("isTooFew").GetBoolean());
            Assert.Equal(place.Neighbours, cell.GetProperty("neighbours").GetInt32());
            Same(place.Value, cell, "value");
            Same(place.Z, cell, "z");
            Same(p, cell, "p");
            Same(place.Q, cell, "q");
            Assert.Equal(place.Class.ToString(), cell.GetProperty("class").GetString()!.Replace("_", ""), ignoreCase: true);
        }
        var basis = answer.GetProperty("basis");
        Assert.Equal(
            (expected.Basis.Method, expected.Basis.Source),
            (basis.GetProperty("method").GetString(), basis.GetProperty("source").GetString()));
        Assert.Equal((counts.Length, counts.Sum()), (basis.GetProperty("observations").GetInt32(), basis.GetProperty("count").GetDouble()));
        Assert.True(basis.GetProperty("ledgerPosition").GetInt64() > 0);
        var parameters = basis.GetProperty("parameters").EnumerateArray()
            .ToDictionary(p => p.GetProperty("name").GetString()!, p => p.GetProperty("value"));
        Assert.Equal(significance, parameters["significance"].GetString());
        Assert.Equal(0.05, parameters["falseDiscoveryRate"].GetDouble());
        Assert.Equal(["EXACT"], parameters["distribution"].EnumerateArray().Select(d => d.GetString()));
        Assert.Equal(["west", "south", "east", "north"], parameters["bounds"].EnumerateObject().Select(p => p.Name));
        if (distance is not null)
            Assert.Equal(("INCLUSIVE", distance), (parameters["edge"].GetString(), parameters["distanceMetres"].GetDouble()));

        static void Same(double wanted, JsonElement cell, string name) =>
            Assert.Equal(
                double.IsFinite(wanted) ? wanted : double.NaN, CountedWorld.Number(cell.GetProperty(name)),
                Math.Abs(wanted) * 1e-12 + 1e-15);
    }

    // By hand: 49 cells (5 × 5 and a margin of one), 9 incidents in the middle one. Mean 9/49, variance 81/49 − (9/49)² = 1.619325; of a
    // neighbourhood of nine cells the sum is 9, expected 81/49, with variance 1.619325 × 9 × 40 / 48: z = 7.346939 / 3.484960.
    [Fact]
    public async Task One_busy_cell_in_an_empty_town()
    {
        var world = await CountedWorld.In(host);
        for (var i = 0; i < 9; i++)
            world.Add(Middle(2, 2), First.PlusDays(i));
        await world.Settle();

        var answer = await Answer(world, 5, 5, q: 0.2, significance: "NORMAL");

        Assert.Equal(49, answer.GetProperty("studyArea").GetProperty("cells").GetInt32());
        Assert.Equal(1, answer.GetProperty("studyArea").GetProperty("occupiedCells").GetInt32());
        var cells = answer.GetProperty("cells").EnumerateArray().ToArray();
        Assert.Equal(9, cells.Length);
        Assert.All(cells, c => Assert.Equal(2.108185, c.GetProperty("z").GetDouble(), 5e-6));
        Assert.All(cells, c => Assert.Equal("HOT", c.GetProperty("class").GetString()));
        Assert.Equal([0, 0, 0, 0, 9, 0, 0, 0, 0], cells.Select(c => c.GetProperty("count").GetInt32()));
        Assert.Equal(
            [("NOT_SIGNIFICANT", 16), ("HOT", 9)],
            answer.GetProperty("classes").EnumerateArray().Select(
                c => (c.GetProperty("class").GetString()!, c.GetProperty("cells").GetInt32())));
        var columns = answer.GetProperty("columns");
        foreach (var name in (string[])["x", "y", "count", "z", "p", "q", "class"])
            Assert.Equal(
                cells.Select(c => c.GetProperty(name).GetRawText()),
                columns.GetProperty(name).EnumerateArray().Select(v => v.GetRawText()));
    }

    [Fact]
    public async Task A_neighbour_beyond_the_bounds_counts_and_is_not_answered()
    {
        var world = await CountedWorld.In(host);
        for (var i = 0; i < 9; i++)
            world.Add(Middle(-1, 2), First.PlusDays(i));
        await world.Settle();

        var answer = await Answer(world, 5, 5, q: 0.3, significance: "NORMAL");

        Assert.Equal(3, answer.GetProperty("cells").GetArrayLength());
        Assert.All(answer.GetProperty("cells").EnumerateArray(), c => Assert.Equal((0, 0, "HOT"),
            (c.GetProperty("count").GetInt32(), c.GetProperty("x").GetInt32() - Corner.X, c.GetProperty("class").GetString()!)));
    }

    [Fact]
    public async Task What_became_known_later_changes_the_past_only_under_a_later_day_of_knowledge()
    {
        var world = await CountedWorld.In(host);
        for (var i = 0; i < 9; i++)
            world.Add(Middle(2, 2), First, reference: $"r{i}");
        await world.Settle();
        var before = await Answer(world, 5, 5, known: First.PlusDays(3));
        world.Add(Middle(1, 1), First.PlusDays(1), known: First.PlusDays(10));
        world.Add(Middle(2, 2), First, known: First.PlusDays(10), reference: "r0", withdrawn: true);
        await world.Settle();

        Assert.Equal(Cells(before), Cells(await Answer(world, 5, 5, known: First.PlusDays(3))));
        Assert.Equal(Cells(before), Cells(await Answer(world, 5, 5, known: First.PlusDays(9))));
        var later = await Answer(world, 5, 5, known: First.PlusDays(10));
        Assert.Equal(
            [1, 8], later.GetProperty("cells").EnumerateArray().Select(c => c.GetProperty("count").GetInt32()).Where(n => n > 0));
        Assert.Equal(Cells(later), Cells(await Answer(world, 5, 5)));

        static string Cells(JsonElement answer) => answer.GetProperty("cells").GetRawText();
    }

    [Theory]
    [InlineData("BAD_INPUT", """bounds: { west: 74, south: 49, east: 73, north: 50 }, zoom: 10""")]
    [InlineData("BAD_INPUT", """bounds: { west: 73, south: 49, east: 74, north: 50 }, zoom: 19""")]
    [InlineData("TOO_MANY_CELLS", """bounds: { west: 60, south: 40, east: 80, north: 55 }, zoom: 18""")]
    [InlineData("BAD_INPUT", """bounds: { west: 73, south: 49, east: 74, north: 50 }, zoom: 10, distanceMetres: 0""")]
    [InlineData("BAD_INPUT", """bounds: { west: 73, south: 49, east: 74, north: 50 }, zoom: 10, distanceMetres: 100""")]
    [InlineData("BAD_INPUT", """bounds: { west: 73, south: 49, east: 74, north: 50 }, zoom: 10, distanceMetres: 1e9""")]
    [InlineData("BAD_INPUT", """bounds: { west: 73, south: 49, east: 74, north: 50 }, zoom: 10, q: 1""")]
    [InlineData("FILTER_UNSUPPORTED", """
        bounds: { west: 73, south: 49, east: 74, north: 50 }, zoom: 10, filter: { measure: ALERTS, hoursOfWeek: [1] }
        """)]
    [InlineData("BAD_INPUT", """
        bounds: { west: 73, south: 49, east: 74, north: 50 }, zoom: 10, significance: PERMUTATION, permutations: 10
        """)]
    [InlineData("TOO_MUCH_WORK", """
        bounds: { west: 73, south: 49, east: 74, north: 50 }, zoom: 16, significance: PERMUTATION, permutations: 9999
        """)]
    public async Task What_cannot_be_answered_is_refused_with_a_stable_code(string code, string arguments) =>
        Assert.Equal(code, (await host.Refused($$"""
            { hotSpots({{arguments}}, from: "2026-01-01", until: "2026-02-01") { zoom } }
            """)).Code);

    private async Task<CountedWorld> Town()
    {
        var world = await CountedWorld.In(host);
        var random = new Random(5);
        for (var i = 0; i < 160; i++)
        {
            var (x, y) = i < 60 ? (3 + random.Next(2), 2 + random.Next(2)) : (random.Next(-3, 12), random.Next(-3, 10));
            world.Add(Middle(x, y), First.PlusDays(random.Next(50)));
        }
        await world.Settle();
        return world;
    }

    private static GeoPoint Middle(int x, int y) => GridCell.Of(Corner.X + x, Corner.Y + y, Zoom).Centre();

    private async Task<JsonElement> Answer(
        CountedWorld world, int columns, int rows, string method = "GETIS_ORD", string significance = "SKEW_CORRECTED",
        double? distance = null, bool empty = false,
        LocalDate? known = null, double q = 0.05)
    {
        var bounds = new CellRaster(Zoom, Corner.X, Corner.Y, columns, rows).Bounds;
        var data = await host.Ask(Ask, new
        {
            bounds = new { west = bounds.West, south = bounds.South, east = bounds.East, north = bounds.North },
            zoom = Zoom,
            categories = (string[])[world.Category],
            distance,
            method,
            significance,
            permutations = 199,
            empty,
            known = known?.ToString("uuuu-MM-dd", null),
            until = "2026-04-01",
            q,
        });
        return data.GetProperty("hotSpots");
    }
}
