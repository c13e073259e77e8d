using Incidents.Api.Import;
using Xunit;

namespace Incidents.Tests.Import;

public class MapFileTests
{
    public static readonly TheoryData<string> Shipped =
        [.. Directory.GetFiles(ImportRun.ShippedMaps, "*.json").Select(f => Path.GetFileNameWithoutExtension(f))];

    [Theory]
    [MemberData(nameof(Shipped))]
    public void Every_shipped_map_is_complete(string name) => Assert.Empty(MapFile.Load(name, ImportRun.ShippedMaps).MissingForImport());

    [Fact]
    public void The_example_of_the_documentation_is_complete()
    {
        var page = File.ReadAllText(RepositoryFile("docs/import.md"));
        var example = page.Split("```jsonc")[1].Split("```")[0];

        Assert.Empty(MapFile.Parse(example).MissingForImport());
    }

    [Fact]
    public void The_message_for_a_missing_map_lists_the_included_ones() =>
        Assert.Equal(
            [
                "The map 'gotham' does not exist; use the path of a map, or the name of an included one: "
                    + "calgary, chicago, montgomery, st-louis, vancouver.",
            ],
            Problems(() => MapFile.Load("gotham", ImportRun.ShippedMaps)));

    [Fact]
    public void An_unknown_key_names_the_nearest_known_one() =>
        Assert.Equal(
            ["\"place.longitud\": unknown key; did you mean \"longitude\"?", "\"ocurredAt\": unknown key; did you mean \"occurredAt\"?"],
            Problems("""{ "ocurredAt": "date", "place": { "longitud": "lon", "longitude": "x", "latitude": "y" } }"""));

    [Fact]
    public void All_problems_of_a_map_are_reported_together()
    {
        var problems = Problems("""
            {
              "kind": "crime",
              "delimiter": "::",
              "occurredAt": { "column": "date", "patterns": ["dd.MM", "qq uuuu"], "zone": "Asia/Almati" },
              "place": { "x": "X", "y": "Y" },
              "category": { "column": "type", "table": { "Theft": "Petty Theft" }, "patterns": { "(": "other" },
                            "ranges": { "9..1": "other" } },
              "identity": {},
              "withdrawn": { "column": "count" },
            }
            """);

        Assert.Collection(
            problems,
            p => Assert.Equal("\"withdrawn\": needs \"column\" and \"equals\" (one value, or several in brackets []).", p),
            p => Assert.Contains("\"kind\": 'crime' is not one of incident, alert, sosCall, violation", p),
            p => Assert.Equal("\"delimiter\": must be one character.", p),
            p => Assert.Equal("\"occurredAt.patterns\": 'dd.MM' has no year (uuuu or yyyy).", p),
            p => Assert.StartsWith("\"occurredAt.patterns\": 'qq uuuu' is not a NodaTime pattern", p),
            p => Assert.Equal("\"occurredAt.zone\": 'Asia/Almati' is not an IANA time zone; did you mean 'Asia/Almaty'?", p),
            p => Assert.Equal("\"place\": \"x\" and \"y\" need exactly one of \"epsg\", \"wkt\" and \"planar\".", p),
            p => Assert.Equal("\"identity\": needs either \"columns\", \"line\": true or both, or \"content\": true.", p),
            p => Assert.Equal("\"category.ranges\": '9..1' is not a range like \"10000..19999\".", p),
            p => Assert.StartsWith("\"category.patterns\": '(' is not a supported regular expression", p),
            p => Assert.Equal(
                "\"category\": 'Petty Theft' is not a code; use lower-case letters, digits, dots and hyphens, e.g. 'petty-theft'.", p));
    }

    [Fact]
    public void The_message_for_a_map_that_is_not_JSON_has_the_line() => Assert.Contains("LineNumber: 0", Problems("""{ "source": """)[0]);

    [Fact]
    public void The_keys_that_an_import_needs_are_listed()
    {
        var missing = MapFile.Parse("""{ "withdrawn": { "column": "n", "equals": -1 }, "place": { "x": "x", "y": "y", "planar": true } }""")
            .MissingForImport();

        Assert.Equal(
            ["source", "city", "occurredAt", "identity", "category", "reference", "place"],
            missing.Select(m => m.Split('"')[1]));
    }

    [Fact]
    public void The_message_for_an_unsupported_EPSG_code_names_wkt()
    {
        var problem = Assert.Single(Problems("""{ "place": { "x": "x", "y": "y", "epsg": 28413 } }"""));

        Assert.StartsWith("\"place.epsg\": '28413' is not supported", problem);
        Assert.EndsWith("use \"wkt\" with the definition of the system.", problem);
    }

    private static IReadOnlyList<string> Problems(string json) => Problems(() => MapFile.Parse(json));

    private static IReadOnlyList<string> Problems(Func<ImportMap> read) => Assert.Throws<ImportException>(() => read()).Problems;

    private static string RepositoryFile(string path)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Incidents.sln")))
            folder = folder.Parent;
        return Path.Combine(folder!.FullName, path);
    }
}
