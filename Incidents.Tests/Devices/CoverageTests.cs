using System.Diagnostics;
using System.Text.Json;
using Incidents.Domain;
using Incidents.Projections.Devices;
using Incidents.Statistics;
using Xunit;

namespace Incidents.Tests.Devices;

[Collection(OnSharedHost.Name)]
public sealed class CoverageTests(SharedHost shared)
{
    private readonly RunningHost host = shared.Host;

    // By hand: a circle of 60 m about the middle of a cell of zoom 16, 394.7 m wide at 49.8° N, and one beside it.
    [Fact]
    public void A_circle_covers_its_area_and_two_that_overlap_no_more_than_both_together()
    {
        var cell = GridCell.At(new(73.1, 49.8), 16);
        var side = Math.Sqrt(cell.SquareKilometres()) * 1000;
        var share = Math.PI * 60 * 60 / (side * side);

        var one = Assert.Single(WatchedShare.Of([new(cell.Centre(), 60)], 16));
        var same = Assert.Single(WatchedShare.Of([new(cell.Centre(), 60), new(cell.Centre(), 60), new(cell.Centre(), 30)], 16));

        Assert.Equal(cell, one.Cell);
        Assert.InRange(one.Share, share * 0.99, share * 1.01);
        Assert.Equal(one.Share, same.Share, 12);
        Assert.Equal(1, WatchedShare.Of([new(cell.Centre(), 600)], 16).Single(c => c.Cell == cell).Share);
        Assert.InRange(Assert.Single(WatchedShare.Of([new(cell.Centre(), 60)], 14)).Share, share / 16 * 0.99, share / 16 * 1.01);
    }

    [Fact]
    public void A_circle_about_a_corner_is_shared_by_four_cells()
    {
        var corner = GridCell.At(new(73.1, 49.8), 16).Bounds();

        var cells = WatchedShare.Of([new(new(corner.East, corner.South), 60)], 16);

        Assert.Equal(4, cells.Count);
        Assert.All(cells, c => Assert.Equal(cells[0].Share, c.Share, 0.02 * cells[0].Share));
    }

    [Fact]
    public void Five_thousand_devices_are_a_matter_of_a_moment()
    {
        var random = new SeededRandom(5);
        WatchedCircle[] circles =
        [
            .. Enumerable.Range(0, 5_000).Select(
                _ => new WatchedCircle(new(73 + random.NextDouble() * 0.3, 49.7 + random.NextDouble() * 0.2), 60)),
        ];

        var watch = Stopwatch.StartNew();
        var cells = WatchedShare.Of(circles, 18);

        Assert.True(cells.Count > 5_000);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 2);
    }

    [Fact]
    public async Task Coverage_follows_devices_as_they_are_installed_moved_and_retired_and_stands_beside_the_counts()
    {
        var city = await host.NewCity();
        // Somewhere where no other test puts a device.
        var (here, there) = (GridCell.At(new(75.5, 48.1), 16), GridCell.At(new(75.6, 48.1), 16));
        object Camera(string id, GridCell? cell) => new
        {
            source = "test",
            id = $"{city}-{id}",
            kind = "device",
            deviceKind = "camera",
            deviceId = id,
            city,
            occurredAt = "2026-01-10T12:00:00+05:00",
            longitude = cell?.Centre().Longitude,
            latitude = cell?.Centre().Latitude,
        };
        object Theft(GridCell cell) => new
        {
            source = "test",
            id = $"{city}-{cell.Code}",
            kind = "incident",
            category = "theft",
            city,
            occurredAt = "2026-01-20T12:00:00+05:00",
            longitude = cell.Centre().Longitude,
            latitude = cell.Centre().Latitude,
        };
        var answers = await host.PostLines([Camera("c1", here), Camera("c2", null), Theft(here), Theft(there)]);
        Assert.All(answers.Statuses, s => Assert.Equal("accepted", s));
        await host.CaughtUp();

        Assert.Equal(JsonValueKind.Null, (await Coverage("2026-01-09")).GetProperty("cells").ValueKind);
        var standing = await Coverage("2026-01-10");
        Assert.Equal([here.X], standing.GetProperty("cells").GetProperty("x").EnumerateArray().Select(x => x.GetInt32()));
        Assert.InRange(standing.GetProperty("cells").GetProperty("share")[0].GetDouble(), 0.06, 0.08);
        Assert.Equal((1, 60), (standing.GetProperty("devices").GetInt32(), standing.GetProperty("cameraMetres").GetDouble()));
        Assert.True(standing.GetProperty("unplaced").GetInt32() >= 1);

        var map = (await host.Ask(
            """
            { heatmap(bounds: { west: 75.4, south: 48.05, east: 75.7, north: 48.15 }, zoom: 16, from: "2026-01-01", until: "2026-02-01")
                { cells { x count } coverage early: coverage(at: "2026-01-01") } }
            """)).GetProperty("heatmap");
        Assert.Equal(2, map.GetProperty("cells").GetArrayLength());
        var beside = map.GetProperty("cells").EnumerateArray().Zip(map.GetProperty("coverage").EnumerateArray()).ToDictionary(
            c => c.First.GetProperty("x").GetInt32(), c => c.Second.GetDouble());
        Assert.True(beside[here.X] > 0);
        Assert.Equal(0, beside[there.X]);
        Assert.Equal(JsonValueKind.Null, map.GetProperty("early").ValueKind);

        await host.Ask(
            """
            mutation($city: String!, $x: Float!, $y: Float!)
                { relocateDevice(city: $city, deviceId: "c1", place: { city: $city, point: { longitude: $x, latitude: $y } }) { version } }
            """,
            new { city, x = there.Centre().Longitude, y = there.Centre().Latitude });
        await host.CaughtUp();
        Assert.Equal(
            [here.X], (await Coverage("2026-01-10")).GetProperty("cells").GetProperty("x").EnumerateArray().Select(x => x.GetInt32()));
        Assert.Equal([there.X], (await Coverage(null)).GetProperty("cells").GetProperty("x").EnumerateArray().Select(x => x.GetInt32()));

        await host.Ask(
            "mutation($city: String!) { retireDevice(city: $city, deviceId: \"c1\", reasonCode: \"broken\") { version } }", new { city });
        await host.CaughtUp();
        Assert.Equal(JsonValueKind.Null, (await Coverage(null)).GetProperty("cells").ValueKind);
        Assert.Equal(
            "BAD_INPUT", (await host.Refused("{ coverage(bounds: { west: 1, south: 1, east: 2, north: 2 }, zoom: 19) { zoom } }")).Code);

        async Task<JsonElement> Coverage(string? at) => (await host.Ask(
            """
            query($at: Date) { coverage(bounds: { west: 75.4, south: 48.05, east: 75.7, north: 48.15 }, zoom: 16, at: $at)
                { devices unplaced cameraMetres cells { x y share } } }
            """,
            new { at })).GetProperty("coverage");
    }
}
