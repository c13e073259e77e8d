using System.Text.Json;
using Incidents.Api.Boundaries;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Boundaries;

/// <summary>
/// Two adjacent squares whose border changes once: it is 68.2° until June 2022, then 68.3°, and the east leaves the region.
/// </summary>
[Collection(OnSharedHost.Name)]
public sealed class BoundaryTests(SharedHost shared) : IDisposable
{
    private static readonly LocalDate Redrawn = new(2022, 6, 8);

    private readonly RunningHost host = shared.Host;
    private readonly string folder = Directory.CreateTempSubdirectory("boundaries").FullName;
    private readonly string set = $"squares-{Guid.NewGuid():N}";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Counts_follow_the_boundaries_of_any_day_with_and_without_what_left_the_region()
    {
        var city = await host.NewCity();
        // Three in the west, two between the old border and the new one, four in the east, one beyond, inside the rectangle of neither.
        double[] longitudes = [68.05, 68.1, 68.15, 68.25, 68.26, 68.35, 68.36, 68.37, 68.38, 68.9];
        var answer = await host.PostLines(longitudes.Select((x, i) => new
        {
            source = "squares",
            id = $"{city}-{i}",
            kind = "incident",
            category = "theft",
            city,
            occurredAt = "2021-03-01T12:00:00+06:00",
            longitude = x,
            latitude = 44.55,
        }));
        Assert.All(answer.Statuses, s => Assert.Equal("accepted", s));
        await host.CaughtUp();
        Assert.Equal(2, await Load(Squares(68.2, "a"), new(1990, 1, 1), "before"));
        Assert.Equal(2, await Load(Squares(68.3, "a"), Redrawn, "since"));

        Assert.Equal(["total 9", "east of a 6", "west of a 3"], await Counts("2022-06-07"));
        Assert.Equal(["total 9", "east of b 4", "west of a 5"], await Counts("2022-06-08"));
        Assert.Equal(["total 5", "west of a 5"], await Counts("2026-01-01", "a"));
        Assert.Equal("BOUNDARIES_UNKNOWN", (await host.Refused(Query, Variables("1989-12-31"))).Code);
        Assert.Equal("BOUNDARIES_UNKNOWN", (await host.Refused(Query, Variables("2026-01-01", "c"))).Code);

        var data = await host.Ask(
            "query($set: String) { boundaries(at: \"2000-01-01\", set: $set) { name validFrom validUntil source geoJson } }", new { set });
        var listed = data.GetProperty("boundaries");
        Assert.Equal(["east", "west"], listed.EnumerateArray().Select(b => b.GetProperty("name").GetString()));
        Assert.Equal("2022-06-08", listed[0].GetProperty("validUntil").GetString());
        Assert.Equal("Polygon", listed[0].GetProperty("geoJson").GetProperty("type").GetString());
    }

    // Three of 1,500 are 200 of 100,000. The residents of the east are unknown, so it has no rate.
    [Fact]
    public async Task Counts_are_set_against_the_residents_of_the_boundary_where_these_are_known()
    {
        var city = await host.NewCity();
        var answer = await host.PostLines(Enumerable.Range(0, 4).Select(i => new
        {
            source = "squares",
            id = $"{city}-{i}",
            kind = "incident",
            category = $"{city}-theft",
            city,
            occurredAt = "2019-03-01T12:00:00+06:00",
            longitude = i < 3 ? 68.1 : 68.3,
            latitude = 44.55,
        }));
        Assert.All(answer.Statuses, s => Assert.Equal("accepted", s));
        await host.CaughtUp();
        var path = Path.Combine(folder, "squares.geojson");
        await File.WriteAllTextAsync(path,
            Squares(68.2, "a").Replace("\"name\":\"west\"", "\"name\":\"west\",\"people\":1500")
                .Replace("\"name\":\"east\"", "\"name\":\"east\",\"people\":null"), Cancellation);
        await Store.Load(path, new(set, "name", null, Redrawn, null, "people"), Cancellation);

        var counts = (await host.Ask(
            """
            query($set: String!, $categories: [String!]) {
              countsByBoundary(from: "2019-01-01", until: "2020-01-01", set: $set, boundariesAt: "2022-06-08",
                  filter: { categories: $categories }) {
                counts { name count residents per100000 } } }
            """, new { set, categories = new[] { $"{city}-theft" } })).GetProperty("countsByBoundary").GetProperty("counts");

        Assert.Equal(
            """[{"name":"east","count":1,"residents":null,"per100000":null},{"name":"west","count":3,"residents":1500,"per100000":200}]""",
            counts.GetRawText());
        Assert.Contains("whole number",
            (await Assert.ThrowsAsync<BoundaryException>(
                () => Store.Load(path, new(set, "name", null, Redrawn, null, "name"), Cancellation))).Message);
        Assert.Contains("no number 'souls'",
            (await Assert.ThrowsAsync<BoundaryException>(
                () => Store.Load(path, new(set, "name", null, Redrawn, null, "souls"), Cancellation))).Message);
    }

    [Fact]
    public async Task A_vintage_loaded_again_takes_its_own_place_and_one_that_overlaps_another_changes_nothing()
    {
        await Load(Squares(68.3, "a"), Redrawn, "since");
        await Load(Squares(68.3, "a"), Redrawn, "before");
        Assert.Equal("a", (await Store.At(set, Redrawn, Cancellation))[0].Region);

        await Assert.ThrowsAsync<BoundaryException>(() => Load(Squares(68.2, "a"), new(1990, 1, 1), "before"));
        Assert.Empty(await Store.At(set, new(2000, 1, 1), Cancellation));
        await Load(Squares(68.2, "a"), new(1990, 1, 1), "before", Redrawn);
        Assert.Equal(2, (await Store.At(set, new(2000, 1, 1), Cancellation)).Count);
    }

    [Theory]
    [InlineData("no features", """{ "type": "FeatureCollection", "features": [] }""")]
    [InlineData("not Point",
        """{ "features": [{ "properties": { "name": "x", "since": "a" }, "geometry": { "type": "Point", "coordinates": [1, 2] } }] }""")]
    [InlineData("no text 'since'",
        """
        { "features": [{ "properties": { "name": "x" },
          "geometry": { "type": "Polygon", "coordinates": [[[1, 1], [2, 1], [2, 2], [1, 1]]] } }] }
        """)]
    [InlineData("degrees",
        """
        { "features": [{ "properties": { "name": "x", "since": "a" },
          "geometry": { "type": "Polygon", "coordinates": [[[1, 1], [900, 1], [2, 2], [1, 1]]] } }] }
        """)]
    [InlineData("does not end where it begins",
        """
        { "features": [{ "properties": { "name": "x", "since": "a" },
          "geometry": { "type": "Polygon", "coordinates": [[[1, 1], [2, 1], [2, 2]]] } }] }
        """)]
    [InlineData("not a GeoJSON FeatureCollection", "boundaries")]
    public async Task A_file_that_cannot_be_used_is_refused_with_its_reason(string reason, string text) =>
        Assert.Contains(reason, (await Assert.ThrowsAsync<BoundaryException>(() => Load(text, Redrawn, "since"))).Message);

    private const string Query =
        """
        query($set: String!, $at: Date!, $regions: [String!]) {
          countsByBoundary(from: "2021-01-01", until: "2022-01-01", set: $set, boundariesAt: $at, regions: $regions) {
                total outside counts { name region count } } }
        """;

    private BoundaryStore Store => host.Services.GetRequiredService<BoundaryStore>();

    private object Variables(string at, params string[] regions) => new { set, at, regions = regions.Length == 0 ? null : regions };

    private async Task<IEnumerable<string>> Counts(string at, params string[] regions)
    {
        var counts = (await host.Ask(Query, Variables(at, regions))).GetProperty("countsByBoundary");
        return counts.GetProperty("counts").EnumerateArray()
            .Select(c => $"{c.GetProperty("name")} of {c.GetProperty("region")} {c.GetProperty("count")}")
            .Prepend($"total {counts.GetProperty("total")}");
    }

    private async Task<int> Load(string text, LocalDate from, string region, LocalDate? until = null)
    {
        var path = Path.Combine(folder, "squares.geojson");
        await File.WriteAllTextAsync(path, text, Cancellation);
        return await Store.Load(path, new(set, "name", region, from, until), Cancellation);
    }

    internal static string Squares(double border, string region)
    {
        object Square(string name, double west, double east, string since) => new
        {
            type = "Feature",
            properties = new { name, before = region, since },
            geometry = new
            {
                type = "Polygon",
                coordinates = new[] { new double[][] { [west, 44.5], [east, 44.5], [east, 44.6], [west, 44.6], [west, 44.5] } }
            },
        };
        return JsonSerializer.Serialize(
            new { type = "FeatureCollection", features = new[] { Square("west", 68, border, region), Square("east", border, 68.4, "b") } });
    }
}
