using System.Text.Json;
using Incidents.Domain;
using Incidents.Projections.Heatmaps;
using Incidents.Projections.Trends;
using Incidents.Statistics.Series;
using Incidents.Statistics.Spatial;
using NodaTime;
using Xunit;
using LocalPlane = Incidents.Api.NearRepeats.LocalPlane;

namespace Incidents.Tests.Analyses;

/// <summary>Long computations through GraphQL, against the pure functions over what the events say.</summary>
[Collection(OnSharedHost.Name)]
public sealed class LongAnalysisTests(SharedHost shared)
{
    private const int Zoom = 15;
    private const string Basis =
        "basis { method observations count from until categories asKnownOn ledgerPosition parameters { name value } }";

    private static readonly LocalDate First = new(2026, 1, 1);
    private static readonly LocalDate Until = new(2026, 4, 1);
    private static readonly GridCell Corner = GridCell.At(new(73.1, 49.8), Zoom);
    private readonly RunningHost host = shared.Host;

    [Fact]
    public async Task Near_repeats_are_Knox_s_table_over_the_incidents_themselves()
    {
        var (world, points) = await Burglaries();
        var job = await Ask(
            $$"""
              startNearRepeats(
                  bounds: { west: 73, south: 49.7, east: 73.3, north: 49.9 }, from: "2026-01-01", until: "2026-04-01",
                  filter: { categories: ["{{world.Category}}"] }, spaceMetres: [0, 150, 600], timeDays: [0, 8, 15],
                  permutations: 99, seed: 5, riskAt: "2026-03-20", level: 0.1, waitSeconds: 8)
              """,
            $"nearRepeats {{ {Basis} spaceBands timeBands pairs riskAreas "
                + "entries { space time count isTooFew expected simulatedMean ratio p pLess } "
                + "risk { longitude latitude innerMetres outerMetres ratio until } }");
        var found = job.GetProperty("nearRepeats");

        var (places, _) = LocalPlane.Project([.. points.Select(p => p.Point)]);
        SpaceTimePoint[] events = [.. places.Zip(points, (place, p) => new SpaceTimePoint(place.X, place.Y, TrendReader.Days(p.Day)))];
        Bands space = new([0, 150, 600]), time = new([0, 8, 15]);
        var expected = Knox.Table(events, space, time, permutations: 99, seed: 5);
        Assert.Equal(points.Count * (points.Count - 1) / 2, found.GetProperty("pairs").GetInt32());
        foreach (var (wanted, actual) in expected.Entries.Zip(found.GetProperty("entries").EnumerateArray()))
        {
            Assert.Equal(
                (wanted.Space, wanted.Time, wanted.Observed),
                (actual.GetProperty("space").GetString()!, actual.GetProperty("time").GetString()!,
                    actual.GetProperty("count").GetInt64()));
            Assert.Equal(wanted.Expected, actual.GetProperty("expected").GetDouble(), 1e-9);
        }
        // The order of incidents on one day is that of their ids here: permutations differ, their distribution does not.
        var near = found.GetProperty("entries")[0];
        Assert.Equal(0.01, near.GetProperty("p").GetDouble());
        Assert.True(near.GetProperty("ratio").GetDouble() > 2);
        Assert.False(near.GetProperty("isTooFew").GetBoolean());
        // By hand: only incidents of the last 15 days before 20 March raise the risk.
        var recent = points.Count(p => p.Day > new LocalDate(2026, 3, 5) && p.Day <= new LocalDate(2026, 3, 20));
        Assert.InRange(found.GetProperty("riskAreas").GetInt32(), 1, 2 * recent);
        Assert.All(
            found.GetProperty("risk").EnumerateArray(), r =>
                Assert.True(string.CompareOrdinal(r.GetProperty("until").GetString(), "2026-03-20") > 0));
        Assert.Equal(points.Count, found.GetProperty("basis").GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task Near_repeats_as_known_on_a_day_are_those_of_the_incidents_that_stood_then()
    {
        var world = await CountedWorld.In(host);
        for (var i = 0; i < 6; i++)
            world.Add(new(73.1 + 0.0001 * i, 49.8), First.PlusDays(i), reference: $"r{i}");
        world.Add(new(73.1, 49.8), First, known: First.PlusDays(20), reference: "r0", withdrawn: true);
        world.Add(new(73.1, 49.8), First.PlusDays(2), known: First.PlusDays(30));
        await world.Settle();

        // Six incidents are 15 pairs, five are 10; with the late one six again.
        LocalDate?[] days = [First.PlusDays(5), First.PlusDays(19), First.PlusDays(20), First.PlusDays(30), null];
        var pairs = new List<int>();
        foreach (var day in days)
            pairs.Add(await Pairs(day));
        Assert.Equal([15, 15, 10, 15, 15], pairs);

        async Task<int> Pairs(LocalDate? known) => (await Ask(
            $$"""
              startNearRepeats(
                  bounds: { west: 73, south: 49.7, east: 73.3, north: 49.9 }, from: "2026-01-01", until: "2026-04-01",
                  filter: { categories: ["{{world.Category}}"] },
                  permutations: 0, asKnownOn: {{(known is { } day ? $"\"{day:uuuu-MM-dd}\"" : "null")}}, waitSeconds: 8)
              """,
            "nearRepeats { pairs }")).GetProperty("nearRepeats").GetProperty("pairs").GetInt32();
    }

    [Fact]
    public async Task Emerging_hot_spots_are_those_of_the_cube_in_the_events()
    {
        var (world, _) = await Burglaries();
        var raster = new CellRaster(Zoom, Corner.X - 1, Corner.Y - 1, 5, 4);
        var job = await Ask(
            $$"""
              startEmergingHotSpots(
                  bounds: {{Bounds(raster)}}, zoom: {{Zoom}}, from: "2026-01-01", until: "2026-04-01", stepDays: 7,
                  q: 0.3, waitSeconds: 8, filter: { categories: ["{{world.Category}}"] })
              """,
            $"emergingHotSpots {{ {Basis} steps patterns {{ pattern side cells }} "
                + "cells { x y count pattern side hotSteps coldSteps trendZ trendP slopePerStep lastZ } }");
        var found = job.GetProperty("emergingHotSpots");

        // 90 days are 12 whole weeks; the first six days are left out.
        Assert.Equal(12, found.GetProperty("steps").GetArrayLength());
        Assert.Equal("2026-01-07", found.GetProperty("steps")[0].GetString());
        var (columns, rows) = (7, 6);
        double[][] steps = [.. Enumerable.Range(0, 12).Select(_ => new double[columns * rows])];
        foreach (var (x, y, day, n) in await world.Counts(Zoom))
        {
            var (column, row, step) = (x - Corner.X + 2, y - Corner.Y + 2, Period.DaysBetween(new(2026, 1, 7), day) / 7.0);
            if (column >= 0 && row >= 0 && column < columns && row < rows && step >= 0)
                steps[(int)step][row * columns + column] += n;
        }
        var expected = EmergingHotSpots.Classify(
            steps, Neighbours.Queen([.. Enumerable.Range(0, columns * rows).Select(i => (i % columns, i / columns))]),
            new() { Level = 0.3 });
        var named = Enumerable.Range(0, columns * rows).Where(
                i =>
                    i % columns is > 0 and < 6 && i / columns is > 0 and < 5
                        && expected.Cells[i].Pattern is not EmergingPattern.NoPattern).ToArray();
        Assert.NotEmpty(named);
        Assert.Equal(named.Length, found.GetProperty("cells").GetArrayLength());
        Assert.Equal(20, found.GetProperty("patterns").EnumerateArray().Sum(p => p.GetProperty("cells").GetInt32()));
        foreach (var (i, cell) in named.Zip(found.GetProperty("cells").EnumerateArray()))
        {
            var wanted = expected.Cells[i];
            Assert.Equal(
                (i % columns + Corner.X - 2, i / columns + Corner.Y - 2),
                (cell.GetProperty("x").GetInt32(), cell.GetProperty("y").GetInt32()));
            Assert.Equal(wanted.Pattern.ToString(), cell.GetProperty("pattern").GetString(), ignoreCase: true);
            Assert.Equal(
                (wanted.HotSteps, wanted.ColdSteps), (cell.GetProperty("hotSteps").GetInt32(), cell.GetProperty("coldSteps").GetInt32()));
            Assert.Equal(wanted.Trend.Z, CountedWorld.Number(cell.GetProperty("trendZ")), 1e-9);
            Assert.Equal(wanted.SlopePerStep, CountedWorld.Number(cell.GetProperty("slopePerStep")), 1e-9);
            Assert.Equal(wanted.Z[^1], CountedWorld.Number(cell.GetProperty("lastZ")), 1e-9);
            Assert.Equal(steps.Sum(s => s[i]), cell.GetProperty("count").GetDouble());
        }
    }

    [Fact]
    public async Task A_space_time_scan_finds_what_the_scan_of_the_events_counts_finds()
    {
        var (world, _) = await Burglaries();
        var raster = new CellRaster(Zoom, Corner.X - 3, Corner.Y - 3, 12, 12);
        var job = await Ask(
            $$"""
              startSpaceTimeScan(
                  bounds: {{Bounds(raster)}}, zoom: {{Zoom}}, from: "2026-01-01", until: "2026-04-01", stepDays: 3,
                  replications: 99, seed: 3, waitSeconds: 8, filter: { categories: ["{{world.Category}}"] })
              """,
            $"spaceTimeScan {{ {Basis} cellMetres critical "
                + "clusters { radiusMetres cells from until count expected relativeRisk logLikelihoodRatio p } }");
        var found = job.GetProperty("spaceTimeScan");

        var metres = found.GetProperty("cellMetres").GetDouble();
        var counts = (await world.Counts(Zoom)).Where(c => raster.IndexOf(GridCell.Of(c.X, c.Y, Zoom)) >= 0)
            .GroupBy(c => (Row: c.Y - raster.North, Column: c.X - raster.West)).OrderBy(c => c.Key).ToArray();
        (int, int)[] cases =
        [
            .. counts.SelectMany(
                (place, i) =>
                    place.SelectMany(c => Enumerable.Repeat((i, Step: Period.DaysBetween(First, c.Day) / 3), (int)c.N)).OrderBy(
                        c => c.Step)),
        ];
        var expected = SpaceTimeScan.Permutation(
            [.. counts.Select(c => new PlanarPoint(c.Key.Column * metres, -c.Key.Row * metres))], cases, 30,
            new() { Replications = 99, Seed = 3 });
        Assert.NotEmpty(expected.Clusters);
        Assert.Equal(expected.Critical!.Value, found.GetProperty("critical").GetDouble(), 1e-9);
        Assert.Equal(cases.Length, found.GetProperty("basis").GetProperty("count").GetInt32());
        foreach (var (wanted, actual) in expected.Clusters.Zip(found.GetProperty("clusters").EnumerateArray()))
        {
            Assert.Equal(wanted.LogLikelihoodRatio, actual.GetProperty("logLikelihoodRatio").GetDouble(), 1e-9);
            Assert.Equal(
                (wanted.Observed, wanted.Places.Count),
                (actual.GetProperty("count").GetDouble(), actual.GetProperty("cells").GetInt32()));
            Assert.Equal(wanted.P, actual.GetProperty("p").GetDouble());
            Assert.Equal($"{First.PlusDays(3 * wanted.FirstStep):uuuu-MM-dd}", actual.GetProperty("from").GetString());
            Assert.Equal($"{First.PlusDays(3 * wanted.LastStep + 3):uuuu-MM-dd}", actual.GetProperty("until").GetString());
        }
    }

    [Theory]
    [InlineData("[7]")]
    [InlineData("[7, 30]")]
    public async Task A_decomposition_is_that_of_the_daily_counts_in_the_events(string periods)
    {
        var (world, _) = await Burglaries();
        var job = await Ask(
            $$"""
        startDecomposition(
            from: "2026-01-01", until: "2026-04-01", filter: { cities: ["{{world.City}}"] }, periodsDays: {{periods}}, waitSeconds: 8)
        """,
            $"decomposition {{ {Basis} isTooFew counts seasons {{ periodDays values }} trend remainder weights }}");
        var found = job.GetProperty("decomposition");

        var counts = new double[90];
        foreach (var (_, _, day, n) in await world.Counts(Zoom))
            counts[Period.DaysBetween(First, day)] += n;
        Assert.Equal(counts, Numbers(found.GetProperty("counts")));
        if (periods == "[7]")
        {
            var expected = Stl.Decompose(counts, StlParameters.For(7, 7, robust: true));
            Assert.Equal(expected.Season, Numbers(found.GetProperty("seasons")[0].GetProperty("values")));
            Assert.Equal(expected.Trend, Numbers(found.GetProperty("trend")));
            Assert.Equal(expected.Weights, Numbers(found.GetProperty("weights")));
        }
        else
        {
            var expected = MultipleStl.Decompose(counts, [7, 30], options: new() { Robust = true });
            Assert.Equal(expected.Seasons[1].Values, Numbers(found.GetProperty("seasons")[1].GetProperty("values")));
            Assert.Equal(expected.Remainder, Numbers(found.GetProperty("remainder")));
        }

        static double[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(v => v.GetDouble())];
    }

    [Theory]
    [InlineData("BAD_INPUT", """
        startNearRepeats(bounds: { west: 73, south: 50, east: 74, north: 49 }, from: "2026-01-01", until: "2026-02-01")
        """)]
    [InlineData("BAD_INPUT", """
        startNearRepeats(bounds: { west: 73, south: 49, east: 74, north: 50 }, from: "2026-01-01", until: "2026-02-01", spaceMetres: [2, 1])
        """)]
    [InlineData("BAD_INPUT", """
        startNearRepeats(bounds: { west: 73, south: 49, east: 74, north: 50 }, from: "2026-01-01", until: "2026-02-01", permutations: 10000)
        """)]
    [InlineData("BAD_INPUT", """
        startNearRepeats(bounds: { west: 73, south: 49, east: 74, north: 50 }, from: "2026-01-01", until: "2026-02-01", waitSeconds: 60)
        """)]
    [InlineData("BAD_INPUT", """
        startEmergingHotSpots(bounds: { west: 73, south: 49, east: 74, north: 50 }, zoom: 12, from: "2026-01-01", until: "2026-02-01")
        """)]
    [InlineData("TOO_MANY_CELLS", """
        startEmergingHotSpots(bounds: { west: 73, south: 49, east: 74, north: 50 }, zoom: 18, from: "2025-01-01", until: "2026-02-01")
        """)]
    [InlineData("BAD_INPUT", """
        startSpaceTimeScan(bounds: { west: 73, south: 49, east: 74, north: 50 }, zoom: 12, from: "2025-01-01", until: "2026-02-01")
        """)]
    [InlineData("BAD_INPUT", """startDecomposition(from: "2026-01-01", until: "2026-01-14")""")]
    [InlineData("BAD_INPUT", """startDecomposition(from: "2026-01-01", until: "2026-02-01", seasonal: 4)""")]
    public async Task What_cannot_be_computed_is_refused_before_a_job_is_made(string code, string field) =>
        Assert.Equal(code, (await host.Refused($$"""mutation { {{field}} { id } }""")).Code);

    private static string Bounds(CellRaster raster)
    {
        var b = raster.Bounds;
        return FormattableString.Invariant($"{{ west: {b.West:R}, south: {b.South:R}, east: {b.East:R}, north: {b.North:R} }}");
    }

    private async Task<JsonElement> Ask(string field, string result)
    {
        var job = (await host.Ask($$"""
            mutation { job: {{field}} { id kind state progress ledgerPosition failure { code message } {{result}} } }
            """)).GetProperty("job");
        while (job.GetProperty("state").GetString() is "QUEUED" or "RUNNING")
            job = (await host.Ask($$"""
                query ($id: UUID!) {
                    job: analysis(id: $id, waitSeconds: 8) { id kind state progress ledgerPosition failure { code message } {{result}} } }
                """,
                new { id = job.GetProperty("id").GetGuid() })).GetProperty("job");
        Assert.Equal("DONE", job.GetProperty("state").GetString());
        Assert.Equal(1, job.GetProperty("progress").GetDouble());
        return job;
    }

    // Series of three or four within some metres and days of each other, and as many anywhere.
    private async Task<(CountedWorld World, List<(GeoPoint Point, LocalDate Day)> Points)> Burglaries()
    {
        var world = await CountedWorld.In(host);
        var random = new Random(11);
        var points = new List<(GeoPoint, LocalDate)>();
        for (var series = 0; series < 25; series++)
        {
            var (at, day) = (Anywhere(), random.Next(80));
            for (var i = 0; i < 3 + series % 2; i++)
                points.Add(
                    (new(at.Longitude + random.Next(-5, 6) * 1e-4, at.Latitude + random.Next(-5, 6) * 1e-4),
                        First.PlusDays(day + random.Next(6))));
        }
        for (var i = 0; i < 80; i++)
            points.Add((Anywhere(), First.PlusDays(random.Next(90))));
        for (var i = 0; i < 40; i++)
            points.Add((Corner.Centre(), First.PlusDays(60 + random.Next(30))));
        foreach (var (point, day) in points)
            world.Add(point, day);
        await world.Settle();
        return (world, points);

        GeoPoint Anywhere() => new(73.08 + random.Next(600) * 1e-4, 49.78 + random.Next(400) * 1e-4);
    }
}
