using System.Text.Json;
using Incidents.Domain;
using Incidents.Projections.Heatmaps;
using Incidents.Statistics.Spatial;
using Incidents.Tests.Analyses;
using NodaTime;
using Xunit;

namespace Incidents.Tests.HotSpots;

/// <summary>Spots beside those of shuffled maps, through GraphQL, against the pure functions over counts taken from the events.</summary>
[Collection(OnSharedHost.Name)]
public sealed class ShuffledHotSpotTests(SharedHost shared)
{
    private const int Zoom = 16;
    private static readonly LocalDate First = new(2026, 1, 1);
    private static readonly GridCell Corner = GridCell.At(new(73.1, 49.8), Zoom);
    private readonly RunningHost host = shared.Host;

    [Theory]
    [InlineData("GETIS_ORD")]
    [InlineData("LOCAL_MORAN")]
    public async Task Shuffled_maps_are_those_of_the_counts_in_the_events(string method)
    {
        var world = await CountedWorld.In(host);
        var random = new Random(5);
        for (var i = 0; i < 160; i++)
        {
            var (x, y) = i < 60 ? (3 + random.Next(2), 2 + random.Next(2)) : (random.Next(-3, 12), random.Next(-3, 10));
            world.Add(GridCell.Of(Corner.X + x, Corner.Y + y, Zoom).Centre(), First.PlusDays(random.Next(50)));
        }
        await world.Settle();
        var (columns, rows) = (11, 9);
        var bounds = new CellRaster(Zoom, Corner.X, Corner.Y, columns - 2, rows - 2).Bounds;
        var answer = await host.Ask(
            $$"""
            mutation ($bounds: GeoBoundsInput!, $categories: [String!]) {
              job: startShuffledHotSpots(
                  bounds: $bounds, zoom: {{Zoom}}, from: "2026-01-01", until: "2026-04-01", method: {{method}}, q: 0.1, shuffles: 60,
                  seed: 4, waitSeconds: 8, filter: { categories: $categories }) {
                kind state
                shuffledHotSpots {
                  basis { method observations count parameters { name value } } method shuffles
                  spots { class cells shareAsMany shareAny } } } }
            """,
            new
            {
                bounds = new { west = bounds.West, south = bounds.South, east = bounds.East, north = bounds.North },
                categories = (string[])[world.Category],
            });
        var job = answer.GetProperty("job");
        Assert.Equal(("SHUFFLED_HOT_SPOTS", "DONE"), (job.GetProperty("kind").GetString(), job.GetProperty("state").GetString()));
        var found = job.GetProperty("shuffledHotSpots");

        var counts = new double[columns * rows];
        foreach (var (x, y, _, n) in await world.Counts(Zoom))
        {
            var (column, row) = (x - Corner.X + 1, y - Corner.Y + 1);
            if (column >= 0 && row >= 0 && column < columns && row < rows)
                counts[row * columns + column] += n;
        }
        LocalTest test = new() { FalseDiscoveryRate = 0.1 };
        var (expected, local) = method == "GETIS_ORD"
            ? (ShuffledMaps.GiStar(counts, columns, Stencil.Queen, test, 60, 4, IsAsked), RasterStatistics.GiStar(
                counts, columns, Stencil.Queen, test))
            : (ShuffledMaps.LocalMoran(counts, columns, Stencil.Queen, test, 60, 4, IsAsked), RasterStatistics.LocalMoran(
                counts, columns, Stencil.Queen, test));
        // The margin is shuffled with the rest, and its spots do not count.
        Assert.Equal(
            expected.Hot, Enumerable.Range(0, counts.Length).Count(i => IsAsked(i) && local[i].Class is SpotClass.Hot));
        Assert.Equal(
            [
                ("HOT", expected.Hot, expected.ShareAsManyHot, expected.ShareAnyHot),
                ("COLD", expected.Cold, expected.ShareAsManyCold, expected.ShareAnyCold),
            ],
            found.GetProperty("spots").EnumerateArray().Select(Spot));
        Assert.True(expected is { Hot: > 0, ShareAsManyHot: < 0.1 }, $"{expected}");
        Assert.Equal((method, 60), (found.GetProperty("method").GetString(), found.GetProperty("shuffles").GetInt32()));
        var basis = found.GetProperty("basis");
        Assert.Equal(
            (counts.Length, counts.Sum()), (basis.GetProperty("observations").GetInt32(), basis.GetProperty("count").GetDouble()));
        var parameters = basis.GetProperty("parameters").EnumerateArray()
            .ToDictionary(p => p.GetProperty("name").GetString()!, p => p.GetProperty("value").GetRawText());
        Assert.Equal(("60", "4", "[\"EXACT\"]"), (parameters["shuffles"], parameters["seed"], parameters["distribution"]));

        bool IsAsked(int cell) =>
            cell % columns is > 0 && cell % columns < columns - 1 && cell / columns is > 0 && cell / columns < rows - 1;

        static (string, int, double, double) Spot(JsonElement spot) => (
            spot.GetProperty("class").GetString()!, spot.GetProperty("cells").GetInt32(), spot.GetProperty("shareAsMany").GetDouble(),
            spot.GetProperty("shareAny").GetDouble());
    }

    [Theory]
    [InlineData("BAD_INPUT", "zoom: 12, significance: PERMUTATION")]
    [InlineData("BAD_INPUT", "zoom: 12, shuffles: 1000")]
    [InlineData("BAD_INPUT", "zoom: 12, shuffles: 19")]
    [InlineData("BAD_INPUT", "zoom: 12, q: 0")]
    [InlineData("TOO_MANY_CELLS", "zoom: 18")]
    public async Task What_cannot_be_compared_is_refused(string code, string arguments) =>
        Assert.Equal(code, (await host.Refused($$"""
            mutation {
              startShuffledHotSpots(
                  bounds: { west: 73, south: 49, east: 74, north: 50 }, from: "2026-01-01", until: "2026-02-01", {{arguments}}) { id } }
            """)).Code);
}
