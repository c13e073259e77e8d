using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Incidents.Api.FileAnalyses;
using Incidents.Domain;
using Incidents.Projections.Heatmaps;
using Incidents.Statistics;
using Incidents.Statistics.Spatial;
using Incidents.Tests.Analyses;
using NodaTime;
using Xunit;

namespace Incidents.Tests.FileAnalyses;

/// <summary>
/// GraphQL and the command line give the same answer for the same data: random incidents in the middles of cells of zoom 18, which is where
/// the ledger has them, go through both.
/// </summary>
[Collection(OnSharedHost.Name)]
public sealed partial class AgreementTests(SharedHost shared) : IDisposable
{
    private const int Zoom = 16;
    private const int Days = 84;
    private static readonly LocalDate First = new(2026, 1, 5);
    private static readonly CellRaster Coarse = CellRaster.Touching(new(73.08, 49.79, 73.12, 49.81), Zoom);
    private static readonly CellRaster Fine = Coarse.In(GridCell.FineZoom);
    private static readonly GeoBounds Bounds = Inside(Coarse[0].Bounds(), Coarse[(int)Coarse.Count - 1].Bounds());
    private static readonly string Period = $"from: \"{First:uuuu-MM-dd}\", until: \"{First.PlusDays(Days):uuuu-MM-dd}\"";
    private static readonly string Part = string.Create(
        CultureInfo.InvariantCulture,
        $"bounds: {{ west: {Bounds.West}, south: {Bounds.South}, east: {Bounds.East}, north: {Bounds.North} }}");

    private readonly RunningHost host = shared.Host;
    private readonly string folder = Directory.CreateTempSubdirectory("agreement").FullName;

    // All of the cells, and no part of others.
    private static GeoBounds Inside(GeoBounds northWest, GeoBounds southEast) =>
        new(northWest.West + 1e-7, southEast.South + 1e-7, southEast.East - 1e-7, northWest.North - 1e-7);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Places_of_one_set_have_one_density_and_one_centre(long seed)
    {
        var (world, incidents) = await World(seed);
        var plane = CellRaster.Touching(Bounds, Zoom);
        var points = Points(incidents.Select(i => plane.Middle(i.Cell)));
        var side = plane.CellMetres;
        string[] grid =
        [
            "--grid", $"{plane.Columns}x{plane.Rows}", "--bounds",
            Text(-side / 2, -(plane.Rows - 0.5) * side, (plane.Columns - 0.5) * side, side / 2),
        ];
        foreach (var (kernel, bandwidth) in
            new[] { ("QUARTIC", 700.0), ("GAUSSIAN", 400), ("QUARTIC", double.NaN), ("GAUSSIAN", double.NaN) })
        {
            var given = double.IsNaN(bandwidth) ? "" : $", bandwidthMetres: {Text(bandwidth)}";
            var asked = (await host.Ask(
                $"{{ density({Part}, zoom: {Zoom}, {Period}, kernel: {kernel}{given}, {Filter(world)}) "
                + "{ bandwidthMetres columns { x y perSquareKm } } }")).GetProperty("density");
            var answered = Answer(
                ["kde", "--points", points, "--kernel", kernel.ToLowerInvariant(), "--bandwidth",
                    double.IsNaN(bandwidth) ? "scott" : Text(bandwidth), .. grid]);

            Assert.Equal(asked.GetProperty("bandwidthMetres").GetDouble(), Number(answered["basis"]!["parameters"]!["bandwidth"]), 1e-6);
            var columns = asked.GetProperty("columns");
            for (var i = 0; i < columns.GetProperty("x").GetArrayLength(); i++)
            {
                var row = plane.North + plane.Rows - 1 - columns.GetProperty("y")[i].GetInt32();
                var cell = row * plane.Columns + columns.GetProperty("x")[i].GetInt32() - plane.West;
                var wanted = Number(answered["cells"]![cell]!["density"]) * 1e6;
                Assert.Equal(wanted, columns.GetProperty("perSquareKm")[i].GetDouble(), 1e-9 + 1e-7 * wanted);
            }
        }

        var centre = (await host.Ask(
            $"{{ centrography({Part}, {Period}, {Filter(world)}) {{ standardDistanceMetres circleRadiusMetres hullSquareKm }} }}"))
            .GetProperty("centrography");
        var own = Answer(["centrography", "--points", Points(incidents.Select(i => Fine.Middle(i.Cell)))]);
        Assert.Equal(Number(own["standardDistance"]), centre.GetProperty("standardDistanceMetres").GetDouble(), 1e-6);
        Assert.Equal(Number(own["boundingCircle"]!["radius"]), centre.GetProperty("circleRadiusMetres").GetDouble(), 1e-6);
        Assert.Equal(Number(own["hullArea"]) / 1e6, centre.GetProperty("hullSquareKm").GetDouble(), 1e-9);
    }

    // Twenty points in one place do not spread: the rule has no bandwidth, wherever the place is.
    [Theory]
    [InlineData(73.0999, 49.8001)]
    [InlineData(73.0837, 49.7937)]
    public async Task Equal_points_have_a_bandwidth_by_rule_in_neither(double longitude, double latitude)
    {
        var world = await CountedWorld.In(host);
        var cell = GridCell.At(new(longitude, latitude));
        for (var i = 0; i < 20; i++)
            world.Add(cell.Centre(), First);
        await world.Settle();
        var points = Points(Enumerable.Repeat(Fine.Middle(cell), 20));
        var degrees = Write("longitude,latitude\n" + string.Join("\n", Enumerable.Repeat(Text(longitude, latitude), 20)));

        var refused = await host.Refused($"{{ density({Part}, zoom: {Zoom}, {Period}, {Filter(world)}) {{ max }} }}");
        Assert.Equal("NO_BANDWIDTH", refused.Code);
        foreach (var file in (string[])[points, degrees])
        {
            var e = Assert.Throws<AnalyseException>(() => Answer(["kde", "--points", file, "--cell", "100"]));
            Assert.Contains("no bandwidth by rule", e.Message);
        }

        // Their centre is where they are, and nothing spreads.
        var centre = (await host.Ask($"{{ centrography({Part}, {Period}, {Filter(world)}) {{ standardDistanceMetres hullSquareKm }} }}"))
            .GetProperty("centrography");
        Assert.Equal(0, centre.GetProperty("standardDistanceMetres").GetDouble());
        Assert.Equal(0, Number(Answer(["centrography", "--points", points])["standardDistance"]));
        Assert.Equal(0, Number(Answer(["centrography", "--points", degrees])["standardDistance"]));
    }

    [Fact]
    public async Task Cells_of_one_set_have_one_statistic()
    {
        var (world, incidents) = await World(3);
        foreach (var (method, command) in new[] { ("GETIS_ORD", "getis-ord"), ("LOCAL_MORAN", "local-moran") })
        {
            var asked = (await host.Ask(
                $"{{ hotSpots({Part}, zoom: {Zoom}, {Period}, method: {method}, empty: true, {Filter(world)}) "
                + "{ studyArea { x y columns rows } cells { x y count z } } }")).GetProperty("hotSpots");
            var area = asked.GetProperty("studyArea");
            CellRaster plane = new(
                Zoom, area.GetProperty("x").GetInt32(), area.GetProperty("y").GetInt32(), area.GetProperty("columns").GetInt32(),
                area.GetProperty("rows").GetInt32());
            var side = plane.CellMetres;
            var answered = Answer(
                [command, "--points", Points(incidents.Select(i => plane.Middle(i.Cell))), "--cell", Text(side), "--grid",
                    $"{plane.Columns}x{plane.Rows}", "--bounds",
                    Text(-side / 2, -(plane.Rows - 0.5) * side, (plane.Columns - 0.5) * side, side / 2)])["places"]!;

            Assert.True(asked.GetProperty("cells").GetArrayLength() > 20);
            foreach (var cell in asked.GetProperty("cells").EnumerateArray())
            {
                var row = plane.North + plane.Rows - 1 - cell.GetProperty("y").GetInt32();
                var own = answered[row * plane.Columns + cell.GetProperty("x").GetInt32() - plane.West]!;
                Assert.Equal(Number(own["observed"]), cell.GetProperty("count").GetInt32());
                Assert.Equal(own["z"] is { } z ? Number(z) : double.NaN, CountedWorld.Number(cell.GetProperty("z")), 1e-9);
            }
        }
    }

    [Fact]
    public async Task Pairs_and_clusters_of_one_set_are_the_same()
    {
        var (world, incidents) = await World(4);
        var near = (await Job(
            $"startNearRepeats({Part}, {Period}, spaceMetres: [0, 200, 400], timeDays: [0, 7, 14], permutations: 0, {Filter(world)})",
            "nearRepeats { entries { count expected } }")).GetProperty("nearRepeats").GetProperty("entries");
        var degrees = Write("longitude,latitude,time\n" + string.Join("\n", incidents.Select(i =>
            $"{Text(i.Cell.Centre().Longitude, i.Cell.Centre().Latitude)},{i.Day:uuuu-MM-dd}")));
        var own = Answer(["knox", "--points", degrees, "--space", "0,200,400", "--time", "0,7,14", "--whole-days", "--permutations", "0"]);
        Assert.Equal(4, near.GetArrayLength());
        foreach (var (wanted, actual) in own["entries"]!.AsArray().Zip(near.EnumerateArray()))
        {
            Assert.Equal(Number(wanted!["observed"]), actual.GetProperty("count").GetInt32());
            Assert.Equal(Number(wanted["expected"]), actual.GetProperty("expected").GetDouble(), 1e-9);
        }

        var plane = CellRaster.Touching(Bounds, Zoom);
        var side = plane.CellMetres;
        var scan = (await Job(
            $"startSpaceTimeScan({Part}, zoom: {Zoom}, {Period}, stepDays: 7, replications: 0, {Filter(world)})",
            "spaceTimeScan { clusters { logLikelihoodRatio count } }")).GetProperty("spaceTimeScan").GetProperty("clusters");
        // Steps are counted back from the last day; in a file, from the last point: one lies on the last day.
        var timed = Write("x,y,time\n" + string.Join("\n", incidents.Select(i =>
            $"{Text(plane.Middle(i.Cell).X, plane.Middle(i.Cell).Y)},{NodaTime.Period.DaysBetween(First, i.Day)}")));
        var clusters = Answer(
            ["scan", "--points", timed, "--cell", Text(side), "--grid", $"{plane.Columns}x{plane.Rows}", "--bounds",
                Text(-side / 2, -(plane.Rows - 0.5) * side, (plane.Columns - 0.5) * side, side / 2), "--step", "7", "--replications", "0"]);
        Assert.True(scan.GetArrayLength() > 0);
        Assert.Equal(
            Number(clusters["clusters"]![0]!["logLikelihoodRatio"]), scan[0].GetProperty("logLikelihoodRatio").GetDouble(), 1e-9);
    }

    private static void Same(JsonNode own, JsonElement asked)
    {
        Assert.Equal(own.AsArray().Count, asked.GetArrayLength());
        foreach (var (wanted, actual) in own.AsArray().Zip(asked.EnumerateArray()))
            Assert.Equal(Number(wanted), actual.GetDouble(), 1e-9);
    }

    // Half of the incidents about three places, one on the first day and one on the last.
    private async Task<(CountedWorld World, List<(GridCell Cell, LocalDate Day)> Incidents)> World(
        long seed, LocalDate? first = null, int days = Days)
    {
        var world = await CountedWorld.In(host);
        var random = new SeededRandom(seed);
        var incidents = new List<(GridCell, LocalDate)>();
        for (var i = 0; i < 240; i++)
        {
            var index = i % 2 == 0
                ? random.NextInt((int)Fine.Count)
                : (2 + i % 3 * 4) * Fine.Columns + 3 + random.NextInt(2);
            var day = (first ?? First).PlusDays(i == 0 ? 0 : i == 1 ? days - 1 : random.NextInt(days));
            incidents.Add((Fine[index], day));
            world.Add(Fine[index].Centre(), day);
        }

        await world.Settle();
        return (world, incidents);
    }

    private async Task<JsonElement> Job(string mutation, string fields) =>
        (await host.Ask($"mutation {{ job: {mutation[..^1]}, waitSeconds: 8) {{ state failure {{ message }} {fields} }} }}"))
            .GetProperty("job");

    private static string Filter(CountedWorld world) => $"filter: {{ cities: [\"{world.City}\"] }}";

    private static JsonNode Answer(string[] args)
    {
        var (input, problem) = AnalyseCommand.Parse(args);
        Assert.Null(problem);
        return JsonNode.Parse(AnswerJson.ToText(AnalyseMethods.Run(input!)))!["result"]!;
    }

    private string Points(IEnumerable<PlanarPoint> points) => Write("x,y\n" + string.Join("\n", points.Select(p => Text(p.X, p.Y))));

    private string Write(string text, string extension = ".csv")
    {
        var path = Path.Combine(folder, Guid.NewGuid() + extension);
        File.WriteAllText(path, text);
        return path;
    }

    private static string Text(params double[] numbers) =>
        string.Join(",", numbers.Select(n => n.ToString("R", CultureInfo.InvariantCulture)));

    private static double Number(JsonNode? node) => node!.GetValue<double>();
}
