using System.Text.Json;
using Incidents.Domain;
using Incidents.Tests.Analyses;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Heatmaps;

/// <summary>Cells of maps as objects, as columns and as GeoJSON: the same cells with the same edges.</summary>
[Collection(OnSharedHost.Name)]
public sealed class MapCellTests(SharedHost shared)
{
    private const int Zoom = 16;
    private const string Edges = "x y west south east north";
    private const string Around = "bounds: { west: 73.05, south: 49.78, east: 73.15, north: 49.82 }, zoom: 16";
    private static readonly string[] EdgeNames = ["west", "south", "east", "north"];
    private static readonly LocalDate First = new(2026, 1, 1);
    private readonly RunningHost host = shared.Host;

    [Fact]
    public async Task Cells_of_maps_have_their_edges_in_degrees_in_every_form()
    {
        var world = await CountedWorld.In(host);
        GridCell one = GridCell.At(new(73.1, 49.8), Zoom), other = GridCell.Of(one.X + 3, one.Y + 1, Zoom);
        for (var i = 0; i < 7; i++)
            world.Add(one.Centre(), First.PlusDays(i));
        world.Add(other.Centre(), First);
        await world.Settle();

        var data = await host.Ask(
            $$"""
            query ($filter: CountFilterInput) {
              heatmap({{Around}}, from: "2026-01-01", until: "2026-02-01", filter: $filter) {
                cells { {{Edges}} longitude latitude count isTooFew perSquareKm } columns { {{Edges}} count } geoJson }
              hotSpots({{Around}}, from: "2026-01-01", until: "2026-02-01", filter: $filter) {
                cells { {{Edges}} count z class } columns { {{Edges}} count z class } geoJson
                studyArea { x y columns rows bounds { west north } } }
              heatmapChange({{Around}}, from: "2026-01-04", until: "2026-01-08", filter: $filter) { cells { {{Edges}} } }
              density({{Around}}, from: "2026-01-01", until: "2026-02-01", bandwidthMetres: 300, filter: $filter) { columns { {{Edges}} } }
            }
            """, new { filter = new { categories = new[] { world.Category } } });

        foreach (var map in (string[])["heatmap", "hotSpots"])
        {
            var (cells, columns) = (data.GetProperty(map).GetProperty("cells").EnumerateArray().ToArray(), data.GetProperty(map));
            Assert.All(cells, HasEdges);
            columns = columns.GetProperty("columns");
            foreach (var name in columns.EnumerateObject().Select(c => c.Name))
                Assert.Equal(
                    cells.Select(c => c.GetProperty(name).GetRawText()),
                    columns.GetProperty(name).EnumerateArray().Select(v => v.GetRawText()));
            var collection = data.GetProperty(map).GetProperty("geoJson");
            Assert.Equal("FeatureCollection", collection.GetProperty("type").GetString());
            foreach (var (cell, feature) in cells.Zip(collection.GetProperty("features").EnumerateArray(), (c, f) => (c, f)))
                IsFeatureOf(cell, feature);
            Assert.Equal(cells.Length, collection.GetProperty("features").GetArrayLength());
        }
        Assert.Equal(2, data.GetProperty("heatmap").GetProperty("cells").GetArrayLength());
        Assert.All(data.GetProperty("heatmapChange").GetProperty("cells").EnumerateArray(), HasEdges);
        var density = data.GetProperty("density").GetProperty("columns");
        Assert.Equal(
            GridCell.Of(density.GetProperty("x")[0].GetInt32(), density.GetProperty("y")[0].GetInt32(), Zoom).Bounds().West,
            density.GetProperty("west")[0].GetDouble());
        var area = data.GetProperty("hotSpots").GetProperty("studyArea");
        var corner = GridCell.Of(area.GetProperty("x").GetInt32(), area.GetProperty("y").GetInt32(), Zoom).Bounds();
        Assert.Equal(
            (corner.West, corner.North),
            (area.GetProperty("bounds").GetProperty("west").GetDouble(), area.GetProperty("bounds").GetProperty("north").GetDouble()));
    }

    private static void HasEdges(JsonElement cell)
    {
        var edges = GridCell.Of(cell.GetProperty("x").GetInt32(), cell.GetProperty("y").GetInt32(), Zoom).Bounds();
        Assert.Equal([edges.West, edges.South, edges.East, edges.North], EdgeNames.Select(name => cell.GetProperty(name).GetDouble()));
    }

    private static void IsFeatureOf(JsonElement cell, JsonElement feature)
    {
        Assert.Equal($"{Zoom}/{cell.GetProperty("x")}/{cell.GetProperty("y")}", feature.GetProperty("id").GetString());
        var ring = feature.GetProperty("geometry").GetProperty("coordinates")[0];
        double[] edges = [.. EdgeNames.Select(name => cell.GetProperty(name).GetDouble())];
        Assert.Equal(
            [(edges[0], edges[1]), (edges[2], edges[1]), (edges[2], edges[3]), (edges[0], edges[3]), (edges[0], edges[1])],
            ring.EnumerateArray().Select(point => (point[0].GetDouble(), point[1].GetDouble())));
        string[] notInProperties = [.. EdgeNames, "longitude", "latitude"];
        foreach (var property in cell.EnumerateObject().Where(p => !notInProperties.Contains(p.Name)))
            Assert.Equal(property.Value.GetRawText(), feature.GetProperty("properties").GetProperty(property.Name).GetRawText());
    }
}
