using System.Text.Json;
using Incidents.Domain;
using Incidents.Tests.Analyses;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Impacts;

/// <summary>
/// A row of twelve cells, every third one of a part of the world where no other test counts: six a week in each for four weeks. Then
/// something comes to the first three, in which one, two and one a week are left for four weeks; in the other nine it goes on with 6, 7 and
/// 5 a week, three times over. Next to the first cell one a week becomes two; far off one stays one.
/// </summary>
[Collection(OnSharedHost.Name)]
public sealed class ImpactQueryTests(SharedHost shared)
{
    private const int Zoom = 16;
    private const string Asked =
        """
        id state failure { code } impact {
            verdict reasons installed leftOut candidates before after basis { method observations count asKnownOn ledgerPosition }
            treated { x y west east before after controls { x before after } }
            effect { estimate low high p } ratio { treatedBefore treatedAfter controlsBefore controlsAfter ratio }
            placeboInSpaceP placeboInTime { estimate }
            displacement { periods bufferCells success quotient difference error: differenceError p } }
        """;

    private static readonly LocalDate First = new(2026, 2, 2);
    private static readonly LocalDate Came = First.PlusDays(28);
    private static readonly LocalDate Over = Came.PlusDays(7);
    private readonly RunningHost host = shared.Host;

    private static async Task<CountedWorld> Town(RunningHost host, GridCell west)
    {
        var world = await CountedWorld.In(host);
        for (var week = 0; week < 4; week++)
        {
            for (var i = 0; i < 12; i++)
            {
                Add(3 * i, 0, week, false, 6);
                Add(3 * i, 0, week, true, i < 3 ? i == 1 ? 2 : 1 : 6 + (i % 3 == 1 ? 1 : i % 3 == 2 ? -1 : 0));
            }
            Add(1, 1, week, false, 1);
            Add(1, 1, week, true, 2);
            Add(30, 2, week, false, 1);
            Add(30, 2, week, true, 1);
        }
        await world.Settle();
        return world;

        void Add(int column, int row, int week, bool after, int n)
        {
            for (var i = 0; i < n; i++)
                world.Add(Cell(west, column, row).Centre(), (after ? Over : First).PlusDays(7 * week + i % 7));
        }
    }

    private static GridCell Cell(GridCell west, int column, int row) => GridCell.Of(west.X + column, west.Y + row, Zoom);

    private async Task<JsonElement> Ask(CountedWorld world, GridCell west, string more, LocalDate? known = null)
    {
        var job = (await host.Ask(Mutation(world, west, more, known))).GetProperty("job");
        Assert.Equal("DONE", job.GetProperty("state").GetString());
        return job.GetProperty("impact");
    }

    private static string Mutation(CountedWorld world, GridCell west, string more, LocalDate? known)
    {
        var (a, b) = (Cell(west, -2, -2).Centre(), Cell(west, 35, 4).Centre());
        return
            $$"""
              mutation { job: startImpact(
                  bounds: { west: {{a.Longitude:R}}, south: {{b.Latitude:R}}, east: {{b.Longitude:R}}, north: {{a.Latitude:R}} },
                  zoom: {{Zoom}}, from: "{{First:uuuu-MM-dd}}", installedFrom: "{{Came:uuuu-MM-dd}}",
                  installedUntil: "{{Over:uuuu-MM-dd}}", until: "{{Over.PlusDays(28):uuuu-MM-dd}}",
                  {{more}},
                  asKnownOn: {{(known is { } day ? $"\"{day:uuuu-MM-dd}\"" : "null")}}, waitSeconds: 8,
                      filter: { cities: ["{{world.City}}"], categories: ["{{world.Category}}"] }) { {{Asked}} } }
              """;
    }

    private static string Places(GridCell west) => string.Join(
        ", ", Enumerable.Range(0, 3).Select(i => Cell(west, 3 * i, 0).Centre()).Select(
            p => FormattableString.Invariant($"{{ longitude: {p.Longitude:R}, latitude: {p.Latitude:R} }}")));

    [Fact]
    public async Task Where_it_came_incidents_fell_against_cells_that_went_the_same_way_before()
    {
        var west = GridCell.At(new(76.5, 47.3), Zoom);
        var world = await Town(host, west);

        var found = await Ask(world, west, $"places: [{Places(west)}]");

        Assert.Equal("FELL", found.GetProperty("verdict").GetString());
        Assert.Empty(found.GetProperty("reasons").EnumerateArray());
        Assert.Equal(
            ["2026-02-02", "2026-02-09", "2026-02-16", "2026-02-23"],
            found.GetProperty("before").EnumerateArray().Select(d => d.GetString()));
        Assert.Equal("2026-03-09", found.GetProperty("after")[0].GetString());
        // 38 × 7 cells, less three treated ones and the eight around each.
        Assert.Equal(38 * 7 - 27, found.GetProperty("candidates").GetInt32());
        Assert.Equal(12, found.GetProperty("basis").GetProperty("observations").GetInt32());
        // 4 weeks × 12 × 6 before, 4 × (1 + 2 + 1 + 9 × 6) after, and 4 × (1 + 2 + 1 + 1) beside and far off.
        Assert.Equal(288 + 232 + 20, found.GetProperty("basis").GetProperty("count").GetInt32());
        var first = found.GetProperty("treated")[0];
        Assert.Equal(
            (west.X, west.Y, 24, 4),
            (first.GetProperty("x").GetInt32(), first.GetProperty("y").GetInt32(), first.GetProperty("before").GetInt32(),
                first.GetProperty("after").GetInt32()));
        // The job keeps its zoom, so that the edges are those of the cell after it was stored.
        Assert.Equal(west.Bounds().West, first.GetProperty("west").GetDouble());
        Assert.Equal([9, 18, 27], first.GetProperty("controls").EnumerateArray().Select(c => c.GetProperty("x").GetInt32() - west.X));
        // Changes a week: −5, −4, −5 against 0, 1, −1 three times. Welch: 1/3 / 3 and 3/4 / 9.
        var effect = found.GetProperty("effect");
        Assert.Equal(-14.0 / 3, effect.GetProperty("estimate").GetDouble(), 1e-9);
        Assert.True(effect.GetProperty("high").GetDouble() < 0);
        Assert.Equal(16.0 / 72, found.GetProperty("ratio").GetProperty("ratio").GetDouble(), 1e-9);
        // Of C(12, 3) choices only the true one goes so far.
        Assert.Equal(1.0 / 220, found.GetProperty("placeboInSpaceP").GetDouble(), 1e-12);
        Assert.Equal(0, found.GetProperty("placeboInTime").GetProperty("estimate").GetDouble(), 1e-12);
        // Treated 72 → 16, nearest controls 72 → 72, buffer 4 → 8, its control 4 → 4.
        var moved = found.GetProperty("displacement");
        Assert.Equal((4, 24), (moved.GetProperty("periods").GetInt32(), moved.GetProperty("bufferCells").GetInt32()));
        Assert.Equal(-1.0 / 14, moved.GetProperty("quotient").GetDouble(), 1e-9);
        Assert.Equal(-52, moved.GetProperty("difference").GetDouble(), 1e-9);
        Assert.Equal(Math.Sqrt(252), moved.GetProperty("error").GetDouble(), 1e-9);
    }

    [Fact]
    public async Task Cameras_are_found_in_the_registry_and_cells_that_had_one_before_tell_nothing()
    {
        var west = GridCell.At(new(76.5, 46.9), Zoom);
        var world = await Town(host, west);
        // Three during installation; one of them where another has stood for years. One more in a control cell, and one that came and went
        // before.
        await Register(
            ("a", 0, Came), ("b", 3, Came.PlusDays(6)), ("c", 6, Came.PlusDays(1)), ("old", 6, First.PlusDays(-900)),
            ("elsewhere", 9, First.PlusDays(3)));

        var found = await Ask(world, west, "devices: [CAMERA]");

        Assert.Equal((3, 1), (found.GetProperty("installed").GetInt32(), found.GetProperty("leftOut").GetInt32()));
        Assert.Equal([0, 3], found.GetProperty("treated").EnumerateArray().Select(c => c.GetProperty("x").GetInt32() - west.X));
        Assert.DoesNotContain(
            9, found.GetProperty("treated").EnumerateArray().SelectMany(c => c.GetProperty("controls").EnumerateArray()).Select(
                c => c.GetProperty("x").GetInt32() - west.X));
        Assert.Equal(48, found.GetProperty("ratio").GetProperty("treatedBefore").GetInt32());
        var none = await Ask(world, west, "devices: [SOS_TERMINAL]");
        Assert.Equal("CANNOT_TELL", none.GetProperty("verdict").GetString());
        Assert.Contains("no-treated-area", none.GetProperty("reasons").EnumerateArray().Select(r => r.GetString()));

        async Task Register(params (string Id, int Column, LocalDate Day)[] cameras)
        {
            var answer = await host.PostLines([.. cameras.Select(c => (object)new
            {
                source = "test",
                id = $"{world.City}-{c.Id}",
                kind = "device",
                deviceKind = "camera",
                deviceId = c.Id,
                city = world.City,
                occurredAt = $"{c.Day:uuuu-MM-dd}T12:00:00",
                longitude = Cell(west, c.Column, 0).Centre().Longitude,
                latitude = Cell(west, c.Column, 0).Centre().Latitude,
            })]);
            Assert.All(answer.Statuses, status => Assert.Equal("accepted", status));
            await host.CaughtUp();
        }
    }

    [Fact]
    public async Task As_known_before_anything_was_reported_there_are_no_data_and_nothing_is_compared()
    {
        var west = GridCell.At(new(76.5, 46.5), Zoom);
        var world = await Town(host, west);

        Assert.Equal(
            "COVERAGE_NONE", (await host.Refused(Mutation(world, west, $"places: [{Places(west)}]", First.PlusDays(-1)))).Code);
    }

    [Theory]
    [InlineData("places: [], devices: [CAMERA]", "places")]
    [InlineData("stepDays: 7", "places")]
    [InlineData("devices: [CAMERA], stepDays: 60", "installedFrom")]
    [InlineData("devices: [CAMERA], confidence: 1", "confidence")]
    [InlineData("places: [{ longitude: 10, latitude: 10 }]", "places")]
    [InlineData("devices: [CAMERA], bufferCells: 11", "bufferCells")]
    public async Task What_cannot_be_asked_is_refused_by_its_field(string more, string field)
    {
        var answer = await host.Answer(
            $$"""
              mutation { startImpact(
                  bounds: { west: 73, south: 49.7, east: 73.3, north: 49.9 }, zoom: 15, from: "2026-01-01", installedFrom: "2026-02-01",
                  until: "2026-03-01", {{more}}) { id } }
              """);

        Assert.Equal(("BAD_INPUT", field), Assert.Single(RunningHost.ErrorsOf(answer)));
    }
}
