using System.Text.Json;
using System.Text.Json.Nodes;
using Incidents.Api.Boundaries;
using Incidents.Domain;
using Incidents.Tests.Import;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Boundaries;

/// <summary>Boundaries are checked as shapes when they are loaded.</summary>
public sealed class BoundaryCheckTests : IDisposable
{
    private const string Square = "[[73.0,49.7],[73.1,49.7],[73.1,49.8],[73.0,49.8],[73.0,49.7]]";

    private readonly string folder = Directory.CreateTempSubdirectory("boundaries").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    // A bow-tie of no signed area, and a ring that touches itself.
    [InlineData("BOUNDARY_SELF_CROSSING", "[[[73.0,49.7],[73.1,49.8],[73.1,49.7],[73.0,49.8],[73.0,49.7]]]")]
    [InlineData("BOUNDARY_SELF_CROSSING", "[[[73,49],[74,49],[74,50],[73.5,49],[73,50],[73,49]]]")]
    [InlineData("BOUNDARY_HOLE_OUTSIDE", $"[{Square},[[74.0,49.7],[74.1,49.7],[74.1,49.8],[74.0,49.7]]]")]
    [InlineData("BOUNDARY_WITHOUT_AREA", "[[[73.0,49.7],[73.1,49.7],[73.05,49.7],[73.0,49.7]]]")]
    [InlineData("BOUNDARY_WITHOUT_AREA", "[[[73.0,49.7],[73.0,49.7],[73.0,49.7],[73.0,49.7]]]")]
    [InlineData("BOUNDARY_WITHOUT_AREA", $"[{Square},[[73.02,49.75],[73.05,49.75],[73.02,49.75],[73.02,49.75]]]")]
    [InlineData("BOUNDARY_AXES_SWAPPED", "[[[49.7,73.0],[49.7,73.1],[49.8,73.1],[49.8,73.0],[49.7,73.0]]]")]
    [InlineData("BOUNDARY_AXES_SWAPPED", "[[[41.8,-87.7],[41.8,-87.6],[41.9,-87.6],[41.9,-87.7],[41.8,-87.7]]]")]
    [InlineData("BOUNDARY_AXES_SWAPPED", "[[[49.2,-123.2],[49.2,-123.0],[49.3,-123.0],[49.2,-123.2]]]")]
    [InlineData("BOUNDARY_ACROSS_ANTIMERIDIAN", "[[[179,65],[-179,65],[-179,66],[179,66],[179,65]]]")]
    [InlineData("BOUNDARY_ACROSS_ANTIMERIDIAN", "[[[179,65],[181,65],[181,66],[179,66],[179,65]]]")]
    [InlineData("BOUNDARY_SHAPE_INVALID", $"[{Square},[[73.02,49.72],[73.06,49.72],[73.06,49.76],[73.02,49.72]],"
        + "[[73.04,49.73],[73.05,49.73],[73.05,49.74],[73.04,49.73]]]")]
    [InlineData("BOUNDARY_FILE_UNREADABLE", "[[[500000,5500000],[500100,5500000],[500100,5500100],[500000,5500000]]]")]
    [InlineData("BOUNDARY_FILE_UNREADABLE", "[[[73.0,49.7],[73.1,49.7],[73.1,49.8],[73.0,49.8]]]")]
    [InlineData("BOUNDARY_FILE_UNREADABLE", "[[[73.0,49.7],[73.1,\"49.7\"],[73.1,49.8],[73.0,49.7]]]")]
    [InlineData("BOUNDARY_FILE_UNREADABLE", "[[[73.0,49.7],[1e999,49.7],[73.1,49.8],[73.0,49.7]]]")]
    [InlineData("BOUNDARY_FILE_UNREADABLE", "[]")]
    [InlineData("BOUNDARY_FILE_UNREADABLE", "[[]]")]
    [InlineData("BOUNDARY_FILE_UNREADABLE", "null")]
    public void A_shape_that_is_none_is_refused_in_a_sentence(string code, string coordinates) =>
        Assert.Equal(code, Refused(Feature("a", coordinates)).Code.Text());

    [Theory]
    [InlineData("The geometry of the boundary 'a' is missing.", "null")]
    [InlineData("The geometry of the boundary 'a' is missing.", "5")]
    [InlineData("The geometry of the boundary 'a' is a Polygon or MultiPolygon, not Point.", """{"type":"Point","coordinates":[1,2]}""")]
    [InlineData("The geometry of the boundary 'a' is a Polygon or MultiPolygon, not one without a type.", """{"coordinates":[]}""")]
    [InlineData("The geometry of the boundary 'a' has no coordinates.", """{"type":"Polygon"}""")]
    [InlineData("The geometry of the boundary 'a' is empty.", """{"type":"Polygon","coordinates":[]}""")]
    [InlineData("The geometry of the boundary 'a' is empty.", """{"type":"Polygon","coordinates":[[]]}""")]
    [InlineData("The geometry of the boundary 'a' is empty.", """{"type":"MultiPolygon","coordinates":[]}""")]
    [InlineData("The coordinates of the boundary 'a' are not rings of pairs of numbers.", """{"type":"Polygon","coordinates":null}""")]
    [InlineData("The coordinates of the boundary 'a' are not rings of pairs of numbers.", """{"type":"Polygon","coordinates":[[[]]]}""")]
    [InlineData(
        "The coordinates of the boundary 'a' are not rings of pairs of numbers.", """{"type":"Polygon","coordinates":[[["1",2]]]}""")]
    [InlineData(
        "A ring of the boundary 'a' has too few points, or does not end where it begins.",
        """{"type":"Polygon","coordinates":[[[1,1],[2,1],[2,2]]]}""")]
    public void What_is_no_geometry_is_refused_in_a_sentence_with_the_name(string message, string geometry)
    {
        var feature = Feature("a", "[]");
        feature["geometry"] = JsonNode.Parse(geometry);
        Assert.Equal(message, Refused(feature).Message);
    }

    [Theory]
    [InlineData(Square)]
    [InlineData($"{Square},[[73.02,49.72],[73.06,49.72],[73.06,49.76],[73.02,49.72]]")]
    // The hole touches the outer ring at one point, which RFC 7946 and OGC allow.
    [InlineData($"{Square},[[73.0,49.7],[73.06,49.72],[73.06,49.76],[73.0,49.7]]")]
    // Far from every city, and from each of them also with its axes swapped.
    [InlineData("[[20,10],[21,10],[21,11],[20,10]]")]
    public void A_valid_shape_is_taken(string rings) => Assert.Single(Load(Feature("a", $"[{rings}]")));

    [Fact]
    public void A_multipolygon_whose_parts_overlap_is_refused()
    {
        var feature = Feature("a", $"[[{Square}],[{Square.Replace("73.1", "73.2")}]]");
        feature["geometry"]!["type"] = "MultiPolygon";
        Assert.Equal(ErrorCode.BoundarySelfCrossing, Refused(feature).Code);
        var apart = Feature("a", $"[[{Square}],[{Square.Replace("73.", "74.")}]]");
        apart["geometry"]!["type"] = "MultiPolygon";
        Assert.Single(Load(apart));
    }

    // A degree of longitude is 72 km here: the second square overlaps the first by half, by 400 m, by 3 m, and not at all.
    [Theory]
    [InlineData("73.05", true)]
    [InlineData("73.0944", true)]
    [InlineData("73.09996", false)]
    [InlineData("73.1", false)]
    [InlineData("73.2", false)]
    public void Two_boundaries_of_a_set_do_not_overlap_by_more_than_a_sliver(string west, bool isRefused)
    {
        var other = Feature("b", $"[[[{west},49.7],[73.3,49.7],[73.3,49.8],[{west},49.8],[{west},49.7]]]");
        if (!isRefused)
        {
            Assert.Equal(2, Load(Feature("a", $"[{Square}]"), other).Count);
            return;
        }
        var fault = Refused(Feature("a", $"[{Square}]"), other);
        Assert.Equal(ErrorCode.BoundariesOverlap, fault.Code);
        Assert.StartsWith("The boundaries 'a' and 'b' overlap, e.g. at 73.", fault.Message);
    }

    [Fact]
    public void One_inside_another_overlaps_it() => Assert.Equal(
        ErrorCode.BoundariesOverlap,
        Refused(
            Feature("a", $"[{Square}]"), Feature("b", "[[[73.02,49.72],[73.06,49.72],[73.06,49.76],[73.02,49.72]]]")).Code);

    [Theory]
    [InlineData("TEXT_TOO_LONG", 20_000, "")]
    [InlineData("TEXT_MALFORMED", 3, "\0")]
    [InlineData("BOUNDARY_FILE_UNREADABLE", 0, "")]
    public void A_name_that_the_store_cannot_keep_is_refused(string code, int letters, string end)
    {
        var fault = Refused(Feature(new string('x', letters) + end, $"[{Square}]"));
        Assert.Equal(code, fault.Code.Text());
        Assert.InRange(fault.Message.Length, 10, 300);
    }

    [Fact]
    public void Two_boundaries_do_not_have_the_same_name() => Assert.Equal(
        ErrorCode.BoundaryNameTwice, Refused(Feature("a", $"[{Square}]"), Feature("a", $"[{Square.Replace("73.", "74.")}]")).Code);

    [Fact]
    public void What_else_a_geometry_contains_is_not_stored()
    {
        var feature = Feature("a", $"[{Square}]");
        feature["geometry"]!["note"] = "a\0b";
        Assert.DoesNotContain("note", Assert.Single(Load(feature)).GeoJson.ToString());
    }

    [Theory]
    [InlineData("has no list of features.", "[]")]
    [InlineData("has no list of features.", "{}")]
    [InlineData("has no list of features.", "5")]
    [InlineData("has no list of features.", "{\"features\": 5}")]
    [InlineData("has no properties.", "{\"features\": [5]}")]
    [InlineData("has no properties.", "{\"features\": [{}]}")]
    [InlineData("has no properties.", "{\"features\": [{\"properties\": null, \"geometry\": null}]}")]
    [InlineData("The geometry of the boundary 'a' is missing.", "{\"features\": [{\"properties\": {\"name\": \"a\"}}]}")]
    [InlineData(
        "contains a text that is not valid Unicode.",
        """{"features": [{"properties": {"name": "\ud800"}, "geometry": {"type": "Polygon", "coordinates": [[]]}}]}""")]
    public void A_file_of_another_form_is_refused_in_a_sentence(string message, string text)
    {
        var fault = Assert.Throws<BoundaryException>(() => LoadText(text));
        Assert.Equal(ErrorCode.BoundaryFileUnreadable, fault.Code);
        Assert.EndsWith(message, fault.Message);
    }

    [Fact]
    public void A_byte_order_mark_is_no_fault() =>
        Assert.Single(LoadText("\uFEFF" + new JsonObject { ["features"] = new JsonArray(Feature("a", $"[{Square}]")) }.ToJsonString()));

    // Real files, whose neighbours share borders that were drawn twice.
    [Theory]
    [InlineData("karaganda_region_geoboundaries_pre2022.geojson", "shapeName")]
    [InlineData("karaganda_region_osm_adm6_partial.geojson", "name")]
    public void Published_boundaries_are_taken(string file, string name) => Assert.Equal(9, Shared(file, name).Count);

    // The rectangle of the centre overlaps the south-east by some kilometres.
    [Fact]
    public void Approximate_districts_that_overlap_are_refused() => Assert.Equal(
        ErrorCode.BoundariesOverlap,
        Assert.Throws<BoundaryException>(() => Shared("karaganda_city_informal_districts_approx.geojson", "name_ru")).Code);

    private static List<Boundary> Shared(string file, string name) => BoundaryFile.Read(
        ImportOf.SharedData($"geography/{file}"), new("districts", name, null, new LocalDate(2024, 1, 1), null), ImportOf.Cities.All);

    private static JsonObject Feature(string name, string coordinates) => new()
    {
        ["type"] = "Feature",
        ["properties"] = new JsonObject { ["name"] = name },
        ["geometry"] = new JsonObject { ["type"] = "Polygon", ["coordinates"] = JsonNode.Parse(coordinates) },
    };

    private BoundaryException Refused(params JsonNode[] features) => Assert.Throws<BoundaryException>(() => Load(features));

    private List<Boundary> Load(params JsonNode[] features) =>
        LoadText(JsonSerializer.Serialize(new { type = "FeatureCollection", features }));

    private List<Boundary> LoadText(string text)
    {
        var path = Path.Combine(folder, "a.geojson");
        File.WriteAllText(path, text);
        return BoundaryFile.Read(path, new("districts", "name", null, new LocalDate(2024, 1, 1), null), ImportOf.Cities.All);
    }
}
