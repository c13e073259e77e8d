using System.Text;
using System.Text.Json;
using Incidents.Api.Boundaries;
using Incidents.Domain;
using Incidents.Tests.Postgres;
using Microsoft.Extensions.DependencyInjection;
using NetTopologySuite.Algorithm.Locate;
using NetTopologySuite.Geometries;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Boundaries;

/// <summary>Shapes in memory: they say the same as the geometry, and are read once for each version.</summary>
public sealed class BoundaryShapeTests(PostgresFixture postgres)
{
    private static readonly LocalDate Day = new(2022, 6, 8);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void A_hole_is_outside_and_the_edge_is_inside()
    {
        var shape = Shape("""[[[[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]], [[1, 1], [3, 1], [3, 3], [1, 3], [1, 1]]]]""");

        Assert.True(shape.Contains(new(0.5, 0.5)));
        Assert.True(shape.Contains(new(4, 2)));
        Assert.False(shape.Contains(new(2, 2)));
        Assert.False(shape.Contains(new(4.1, 2)));
    }

    // Stars of many points with holes in them, a long comb, and shapes whose points share their latitudes.
    [Theory]
    [InlineData(1, 12, 1_000)]
    [InlineData(2, 5_000, 1_000)]
    [InlineData(3, 300, 7)]
    [InlineData(4, 3, 2)]
    public void It_contains_the_points_that_the_geometry_contains(int seed, int points, int steps)
    {
        var random = new Random(seed);
        var text = $"[{Star(10, 10, 5)}, {Star(30, 12, 3)}, {Comb()}]";
        var shape = Shape(text);
        var geometry = Geometry(text);
        var expected = new IndexedPointInAreaLocator(geometry);
        var (inside, edges) = (0, 0);

        foreach (var point in geometry.Coordinates.Take(2_000).Concat(Enumerable.Range(0, 5_000).Select(_ => Anywhere())))
        {
            var location = expected.Locate(point);
            Assert.Equal(location is not Location.Exterior, shape.Contains(new(point.X, point.Y)));
            inside += location is Location.Interior ? 1 : 0;
            edges += location is Location.Boundary ? 1 : 0;
        }

        Assert.InRange(inside, 100, 5_000);
        Assert.InRange(edges, 10, 7_000);
        // The bands of the comb's long edges do not multiply.
        Assert.InRange(shape.LengthBytes, 16L * geometry.NumPoints, 60L * geometry.NumPoints + 100);

        Coordinate Anywhere() => new(Rounded(4 + 40 * random.NextDouble()), Rounded(4 + 20 * random.NextDouble()));

        double Rounded(double value) => Math.Round(value * steps) / steps;

        string Star(double x, double y, double radius) => $"[{Ring(x, y, radius, 0.5)}, {Ring(x, y, radius * 0.4, 0.5)}]";

        string Ring(double x, double y, double radius, double least)
        {
            var around = Enumerable.Range(0, points).Select(i =>
            {
                var (angle, reach) = (2 * Math.PI * i / points, radius * (least + (1 - least) * random.NextDouble()));
                return (X: Rounded(x + reach * Math.Cos(angle)), Y: Rounded(y + reach * Math.Sin(angle)));
            }).ToArray();
            return $"[{string.Join(",", around.Append(around[0]).Select(p => FormattableString.Invariant($"[{p.X:R},{p.Y:R}]")))}]";
        }

        // Teeth from 5 to 20 degrees of latitude.
        string Comb()
        {
            var many = Math.Min(points, 200);
            var teeth = Enumerable.Range(0, many).SelectMany(i => (double[][])[[40 + 4.0 * i / many, 5], [40 + 4.0 * i / many, 20]]);
            var all = teeth.Append([44, 5]).Append([44, 4]).Append([40, 4]).ToArray();
            return $"[[{string.Join(",", all.Append(all[0]).Select(p => FormattableString.Invariant($"[{p[0]:R},{p[1]:R}]")))}]]";
        }
    }

    [Fact]
    public async Task Each_version_of_a_shape_is_read_once_however_many_ask()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase());
        var cache = host.Services.GetRequiredService<BoundaryShapeCache>();
        await Load(host, 68.2);
        await Names(host);
        Assert.Equal(0, cache.ReadCount);

        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Count(host)));
        Assert.Equal(2, cache.ReadCount);
        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Shapes(host)));
        Assert.Equal(4, cache.ReadCount);

        await Load(host, 68.3);
        Assert.Contains("68.3", await Shapes(host));
        await Count(host);
        Assert.Equal(8, cache.ReadCount);
    }

    [Fact]
    public async Task Shapes_that_take_more_memory_than_is_allowed_are_read_for_every_answer()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase());
        await Load(host, 68.2);
        using var cache = new BoundaryShapeCache(host.Database, 50);
        var store = new BoundaryStore(host.Database, cache, host.Services.GetRequiredService<Cities>());

        for (var i = 1; i <= 3; i++)
        {
            var shapes = await store.At("squares", Day, _ => true, ShapeForm.Text, Cancellation);
            Assert.Equal(2, shapes.Count);
            Assert.Equal(2 * i, cache.ReadCount);
        }
    }

    [Fact]
    public async Task Boundaries_of_an_earlier_version_of_the_table_get_a_version_each()
    {
        var connection = await postgres.CreateDatabase();
        await using (var host = await RunningHost.Start(connection))
        {
            await Load(host, 68.2);
            await host.Query("alter table store.boundary drop column version");
        }

        await using var next = await RunningHost.Start(connection);

        Assert.Contains("68.2", await Shapes(next));
        Assert.Equal(2L, (await next.Query("select count(distinct version) from store.boundary"))[0][0]);
    }

    private static BoundaryShape Shape(string coordinates) => ShapeForm.Located.Read(Encoding.UTF8.GetBytes(Json(coordinates)));

    private static Geometry Geometry(string coordinates)
    {
        using var document = JsonDocument.Parse(Json(coordinates));
        return BoundaryShapes.Of(document.RootElement);
    }

    private static string Json(string coordinates) => $$"""{ "type": "MultiPolygon", "coordinates": {{coordinates}} }""";

    private static async Task Load(RunningHost host, double border)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "squares.geojson");
        await File.WriteAllTextAsync(path, BoundaryTests.Squares(border, "a"), Cancellation);
        await host.Services.GetRequiredService<BoundaryStore>().Load(path, new("squares", "name", null, Day, null), Cancellation);
    }

    private static Task Names(RunningHost host) => host.Ask("""{ boundaries(at: "2022-06-08") { name residents } }""");

    private static async Task<string> Shapes(RunningHost host) =>
        (await host.Ask("""{ boundaries(at: "2022-06-08") { ... on Boundary { name shape: geoJson } } }""")).GetRawText();

    private static Task Count(RunningHost host) => host.Ask(
        """{ countsByBoundary(from: "2026-01-01", until: "2026-02-01", set: "squares") { total counts { name } } }""");
}
