using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using NetTopologySuite.Geometries;
using Xunit;

namespace Incidents.Tests.BaseMaps;

[Collection(OnTownHost.Name)]
public sealed class BaseMapTests(TownHost town)
{
    private const int Zoom = 14;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void The_report_counts_what_the_extract_has()
    {
        Assert.Equal(9, town.Report.Counts.WaysOnMap);
        Assert.Equal((3, 2), (town.Report.Streets, town.Report.Places));
        Assert.Equal(0, town.Report.Counts.MissingNodes + town.Report.Counts.WithoutShape + town.Report.Counts.BrokenRelations);
        Assert.Equal("2026-01-01T00:00:00Z", town.Report.DataAt?.ToString());
    }

    [Fact]
    public async Task Roads_have_their_names_class_and_place_within_a_pixel()
    {
        var (x, y) = TileText.At(73.105, 49.801, Zoom);
        var roads = TileText.Layer((await town.Tile(Zoom, 73.105, 49.801))!, Zoom, x, y, "roads");
        var road = Assert.Single(roads, r => r.Text("class") == "primary");

        Assert.Equal("Бұқар жырау даңғылы", road.Text("name"));
        Assert.Equal("проспект Бухар-Жырау", road.Text("name_ru"));
        Assert.Equal("Бұқар жырау даңғылы", road.Text("name_kk"));
        // Both ways are one line, on which their common node lies. A pixel of 512 is 1.5 m here.
        var line = Assert.IsType<LineString>(road.Geometry);
        Assert.True(line.Distance(new Point(73.105, 49.801)) < 0.00002, $"{line}");
        Assert.All(line.Coordinates, c => Assert.InRange(Math.Abs(c.Y - (49.8 + ((c.X - 73.10) / 5))), 0, 0.00002));
    }

    [Fact]
    public async Task Each_layer_has_what_the_tags_say()
    {
        Assert.Equal("rail True", await First("roads", 73.02, 49.762, f => $"{f.Text("class")} {f.Text("rail")}"));
        Assert.Equal("True", await First("roads", 73.09, 49.795, f => f.Text("oneway")));
        Assert.Equal("river Нұра", await First("waterways", 73.02, 49.86, f => $"{f.Text("class")} {f.Text("name")}"));
        Assert.Equal("park", await First("landuse", 73.06, 49.81, f => f.Text("class")));
        Assert.Equal("city Қарағанды Караганда 520486", await First(
            "places", 73.10, 49.80, f => $"{f.Text("class")} {f.Text("name")} {f.Text("name_ru")} {f.Text("population")}"));
        Assert.Equal("4", await First("boundaries", 73.1, 49.7, f => f.Text("level")));
        Assert.Equal("Polygon", await First("buildings", 73.1202, 49.8002, f => f.Geometry.GeometryType));

        async Task<string?> First(string layer, double longitude, double latitude, Func<NetTopologySuite.Features.IFeature, string?> text)
        {
            var (x, y) = TileText.At(longitude, latitude, Zoom);
            var features = TileText.Layer((await town.Tile(Zoom, longitude, latitude))!, Zoom, x, y, layer);
            return text(features.First(f => f.Geometry.Distance(new Point(longitude, latitude)) < 0.01));
        }
    }

    [Fact]
    public async Task An_island_is_not_water()
    {
        var (x, y) = TileText.At(73.165, 49.845, 12);
        var lake = TileText.Layer((await town.Tile(12, 73.165, 49.845))!, 12, x, y, "water").Select(f => f.Geometry).ToList();

        Assert.False(lake.Exists(l => l.Contains(new Point(73.165, 49.845))));
        Assert.True(lake.Exists(l => l.Contains(new Point(73.155, 49.845))));
    }

    [Fact]
    public async Task Small_things_are_left_out_at_low_zooms_and_the_tile_is_smaller()
    {
        var (x, y) = TileText.At(73.105, 49.801, 8);
        var tile = (await town.Tile(8, 73.105, 49.801))!;

        Assert.Empty(TileText.Layer(tile, 8, x, y, "buildings"));
        Assert.DoesNotContain(TileText.Layer(tile, 8, x, y, "roads"), r => r.Text("class") == "residential");
        Assert.Contains(TileText.Layer(tile, 8, x, y, "places"), p => p.Text("name") == "Қарағанды");
        Assert.Null(await town.Tile(14, 10, 10));
    }

    [Fact]
    public async Task A_tile_is_sent_compressed_and_kept_by_the_browser_where_its_address_has_the_version()
    {
        var data = await town.Host.Ask("{ baseMap { kind url tiles attribution bounds { west south east north } dataAt } }");
        var map = data.GetProperty("baseMap");
        var template = map.GetProperty("tiles").GetString()!;
        var (x, y) = TileText.At(73.105, 49.801, Zoom);
        var address = template.Replace("{z}", "14").Replace("{x}", $"{x}").Replace("{y}", $"{y}");

        Assert.Equal("VECTOR", map.GetProperty("kind").GetString());
        Assert.Equal("© OpenStreetMap contributors", map.GetProperty("attribution").GetString());
        Assert.InRange(map.GetProperty("bounds").GetProperty("west").GetDouble(), 72.8999, 72.9001);
        Assert.StartsWith("2026-01-01T00:00:00", map.GetProperty("dataAt").GetString());
        using var first = await Get(address, "gzip");
        Assert.Equal("application/vnd.mapbox-vector-tile", first.Content.Headers.ContentType?.MediaType);
        Assert.Equal("gzip", Assert.Single(first.Content.Headers.ContentEncoding));
        Assert.Contains("immutable", first.Headers.CacheControl!.ToString());
        using var plain = await Get(address, null);
        using var unzipped = new GZipStream(await first.Content.ReadAsStreamAsync(Cancellation), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        await unzipped.CopyToAsync(bytes, Cancellation);
        Assert.Equal(await plain.Content.ReadAsByteArrayAsync(Cancellation), bytes.ToArray());
        using var again = await Get(address.Split('?')[0], "gzip", first.Headers.ETag);
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Equal("no-cache", again.Headers.CacheControl?.ToString());
    }

    [Theory]
    [InlineData("/tiles/15/0/0.mvt", HttpStatusCode.NotFound)]
    [InlineData("/tiles/0/1/0.mvt", HttpStatusCode.NotFound)]
    [InlineData("/tiles/3/-1/0.mvt", HttpStatusCode.NotFound)]
    [InlineData("/tiles/99999999999/0/0.mvt", HttpStatusCode.NotFound)]
    [InlineData("/tiles/3/0/0.png", HttpStatusCode.NotFound)]
    [InlineData("/tiles/3/0/0.mvt", HttpStatusCode.NoContent)]
    public async Task An_address_without_a_tile_says_so(string address, HttpStatusCode status)
    {
        using var response = await Get(address, null);

        Assert.Equal(status, response.StatusCode);
    }

    private async Task<HttpResponseMessage> Get(string address, string? encoding, EntityTagHeaderValue? tag = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (encoding is not null)
            request.Headers.AcceptEncoding.Add(new(encoding));
        if (tag is not null)
            request.Headers.IfNoneMatch.Add(tag);
        return await town.Host.Client.SendAsync(request, Cancellation);
    }
}
