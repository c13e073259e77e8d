using System.IO.Compression;
using System.Text;
using Incidents.Api.Import;
using Incidents.Domain;
using Xunit;

namespace Incidents.Tests.Import;

/// <summary>Files as spreadsheets, old programs and web services write them.</summary>
public sealed class PeopleFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("import").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("sep=;\nx;y\na,b;c\n", "{}", "3:a,b|c")]
    [InlineData("\uFEFFsep=;\r\nx;y\r\na,b;c\r\n", "{}", "3:a,b|c")]
    [InlineData("SEP=|\nx|y\na,b|c\n", """{ "delimiter": "|" }""", "3:a,b|c")]
    [InlineData("sep=;\nx;y\na,b;c\n", """{ "delimiter": "," }""", "3:a,b|c")]
    [InlineData("sep=\t\nx\ty\na,b\tc\n", """{ "format": "tsv" }""", "3:a,b|c")]
    [InlineData("\"sep=;\"\nx;y\na,b;c\n", "{}", "3:a,b|c")]
    [InlineData("sep=,,,\nx,y\n\"a,b\",c\n", "{}", "3:a,b|c")]
    [InlineData("sep=^\n\nx^y\na,b^c\n", "{}", "4:a,b|c")]
    [InlineData("sep=;\na,b;c\n", """{ "columns": ["x", "y"] }""", "2:a,b|c")]
    public void A_sep_line_names_the_delimiter_and_is_no_row(string text, string map, string row)
    {
        using var file = Open("a.csv", text, map);
        Assert.Equal(["x", "y"], file.Rows.Columns);
        Assert.Equal([row], Rows(file));
    }

    [Theory]
    [InlineData("sep=a,b\n1,2\n", "sep=a")]
    [InlineData("sep=,b\n1,2\n", "sep=")]
    [InlineData("\"sep=\",b\n1,2\n", "sep=")]
    public void A_column_may_be_called_like_a_sep_line(string text, string first)
    {
        using var file = Open("a.csv", text);
        Assert.Equal([first, "b"], file.Rows.Columns);
    }

    [Fact]
    public void A_file_of_a_sep_line_alone_is_empty() =>
        Assert.Equal("The file is empty.", Assert.Throws<ImportException>(() => Open("a.csv", "sep=;\n")).Message);

    [Theory]
    [InlineData("x,y\ra,b\rc,d\r")]
    [InlineData("x,y\ra,b\rc,d")]
    [InlineData("x,y\ra,b\r\nc,d\r\r\r")]
    public void Lines_may_end_with_a_carriage_return_alone(string text)
    {
        using var file = Open("a.csv", text);
        Assert.Equal(["2:a|b", "3:c|d"], Rows(file));
    }

    [Fact]
    public void A_carriage_return_ends_lines_across_the_ends_of_buffers()
    {
        var lines = Enumerable.Range(0, 30_000).Select(i => $"{i},{i % 7}").ToList();
        using var file = Open("a.csv", "x,y\r" + string.Join('\r', lines));
        Assert.Equal(lines.Select((line, i) => $"{i + 2}:{line.Replace(',', '|')}"), Rows(file));
    }

    [Theory]
    [InlineData("x,y\r\n\"a\rb\",c\r\n", "2:a\rb|c")]
    [InlineData("x,y\n\"a\rb\",c\n", "2:a\rb|c")]
    [InlineData("x,y\r\r\na,c\r\r\n", "2:a|c\r")]
    [InlineData("x,y\r\"a\nb\",c\r", "2:a\nb|c")]
    public void A_carriage_return_inside_a_field_ends_no_line(string text, string row)
    {
        using var file = Open("a.csv", text);
        Assert.Equal([row], Rows(file));
    }

    [Theory]
    [InlineData("a.json", """[{"id":7,"at":{"lon":73.1}},{"id":8}]""")]
    [InlineData("a.json", "\uFEFF[\n {\"id\": 7,\n  \"at\": {\"lon\": 73.1} }\n , {\"id\": 8}\n]\n")]
    [InlineData("download", """  [{"id":"7","at":{"lon":"73.1"}},{"id":"8","x":"]},{\\\""}]""")]
    [InlineData("a.jsonl", """[{"id":7,"at":{"lon":73.1}},{"id":8},]""")]
    public void A_JSON_array_of_objects_is_read(string name, string text)
    {
        using var file = Open(name, text);
        Assert.Equal(["7|73.1", "8|"], Rows(file).Select(r => string.Join('|', r.Split(':')[1].Split('|').Take(2))));
        Assert.Equal("json", file.Facts.Format);
    }

    [Fact]
    public void A_value_that_is_no_object_costs_one_row_and_has_the_number_of_its_line()
    {
        using var file = Open("a.json", "[{\"id\":1},\n 2, [3],\n\"four\", null, {\"id\" 5},\n{\"id\":6}]");
        Assert.Equal(["1:1", "2!", "2!", "3!", "3!", "3!", "4:6"], Rows(file).Select(r => r.Contains('!') ? r[..2] : r));
    }

    [Theory]
    [InlineData("""{"type":"FeatureCollection","features":[%1,%2]}""")]
    [InlineData("""{"features":[%1,%2],"type":"FeatureCollection"}""")]
    [InlineData("""
        {
        "type": "FeatureCollection",
        "name": "a", "crs": { "type": "name", "properties": { "name": "urn:ogc:def:crs:OGC:1.3:CRS84" } },
        "features": [
        %1,
        %2
        ]
        }
        """)]
    public void The_features_of_a_collection_are_rows_with_their_properties_and_coordinates(string text)
    {
        const string one = """
            { "type": "Feature", "id": 9, "properties": { "n": "1", "kind": { "code": "theft" }, "latitude": "wrong" },
              "geometry": { "type": "Point", "coordinates": [73.1, 49.8, 550] } }
            """;
        const string two = """{"type":"Feature","properties":{"n":"2","kind":null},"geometry":null}""";
        using var file = Open("a.geojson", text.Replace("%1", one).Replace("%2", two));
        var columns = file.Rows.Columns;
        Assert.Equal(
            ["n", "kind.code", "properties.latitude", "feature.id", "geometry.type", "longitude", "latitude", "kind"], columns);
        Assert.Equal(["1|theft|wrong|9|Point|73.1|49.8|", "2|||||||"], Rows(file).Select(r => r[(r.IndexOf(':') + 1)..]));
    }

    [Fact]
    public void Places_of_features_are_mapped_by_their_columns()
    {
        const string text = """
            {"type":"FeatureCollection","features":[
            {"type":"Feature","properties":{"n":1,"t":"2024-02-03"},"geometry":{"type":"MultiPoint","coordinates":[[73.1,49.8]]}},
            {"type":"Feature","properties":{"n":2,"t":"2024-02-03"},"geometry":{"type":"LineString","coordinates":[[73.1,49.8],[73,49]]}}
            ]}
            """;
        var map = MapFile.Parse(
            """
            { "source": "s", "city": "karaganda", "occurredAt": "t", "place": { "longitude": "longitude", "latitude": "latitude" },
              "category": { "value": "theft" }, "identity": { "columns": ["n"] } }
            """);
        using var file = Open("a.geojson", text);
        var mapper = new RowMapper(map, file.Rows.Columns, ImportOf.Cities);
        Assert.Equal((73.1, 49.8), mapper.Map(file.Rows.Read()!).Report is { } r ? (r.Longitude, r.Latitude) : default);
        Assert.Null(mapper.Map(file.Rows.Read()!).Report!.Longitude);
    }

    [Theory]
    [InlineData("""{"meta":{"rows":2},"data":[[1,2]]}""" + "\n\n", "a.json", "{}", false)]
    [InlineData("{\n\"meta\": {\"rows\": 2},\n\"data\": [[1,2]]\n}", "a.json", "{}", true)]
    [InlineData("""{"meta":{"rows":2},"data":[[1,2]]}""", "a.csv", """{ "format": "json" }""", true)]
    [InlineData("[]", "a.json", "{}", true)]
    [InlineData("[[1,2],[3,4]]", "a.json", "{}", true)]
    [InlineData("{\n}", "a.json", "{}", true)]
    [InlineData("[1,2", "a.json", "{}", true)]
    [InlineData("[", "a.json", "{}", true)]
    [InlineData("x,y\n1,2\n", "a.csv", """{ "format": "json" }""", true)]
    [InlineData("{\"a\" 1}", "a.csv", """{ "format": "json" }""", true)]
    public void Other_JSON_is_refused_in_a_sentence(string text, string name, string map, bool isRefused)
    {
        if (!isRefused)
        {
            using var file = Open(name, text, map);
            Assert.Equal("ndjson", file.Facts.Format);
            return;
        }
        var fault = Assert.Throws<ImportException>(() => Open(name, text, map));
        Assert.Equal(ErrorCode.FileUnreadable, fault.Code);
        Assert.EndsWith(".", fault.Message);
    }

    [Fact]
    public void A_large_array_is_read_without_being_kept_and_its_end_must_come()
    {
        var text = "[" + string.Join(",", Enumerable.Range(0, 40_000).Select(i => $$"""{"id":{{i}},"t":"a \"] b"}"""));
        using (var file = Open("a.json", text + "]"))
            Assert.Equal(40_000, Rows(file).Count);
        using var cut = Open("a.json", text);
        var rows = 0;
        Assert.Throws<InvalidDataException>(() =>
        {
            while (cut.Rows.Read() is not null)
                rows++;
        });
        Assert.Equal(40_000, rows);
    }

    [Fact]
    public void A_value_that_is_too_long_costs_one_row()
    {
        using var file = Open("a.json", $$"""[{"id":1},{"id":"{{new string('x', 2 * LineReader.MaxLength)}}"},{"id":3}]""");
        Assert.Equal(["1:1", "1! The row is longer than 1048576 characters.", "1:3"], Rows(file));
    }

    [Fact]
    public void What_operating_systems_add_to_an_archive_is_no_data_file()
    {
        var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            string[] names = [".DS_Store", "data/.DS_Store", "__MACOSX/data/._a.csv", "data/._a.csv", "Thumbs.db", "data/a.csv"];
            foreach (var name in names)
            {
                using var writer = new StreamWriter(zip.CreateEntry(name).Open());
                writer.Write("x,y\n1,2\n");
            }
        }
        File.WriteAllBytes(Path.Combine(folder, "a.zip"), bytes.ToArray());
        using var file = DataFile.Open(Path.Combine(folder, "a.zip"), new());
        Assert.Equal(("data/a.csv", "a.csv", ','), (file.Facts.Entry, file.Rows.File, file.Facts.Delimiter));
    }

    // Whatever the bytes are, there are rows or a sentence.
    [Fact]
    public void No_bytes_are_a_fault_of_the_program()
    {
        var random = new Random(TestScale.Seed);
        const string alphabet = "[]{}\",:;\\\r\n\t sep=ae1\u0000\u0001\uFEFFя";
        for (var i = 0; i < TestScale.Of(600, 50_000); i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(60)).Select(_ => alphabet[random.Next(alphabet.Length)]));
            (string, string)[] ways = [("a.csv", "{}"), ("a.json", "{}"), ("a", """{ "format": "json" }""")];
            foreach (var (name, map) in ways)
            {
                try
                {
                    using var file = Open(name, text, map);
                    while (file.Rows.Read() is not null)
                    {
                    }
                }
                catch (Exception e) when (e is ImportException or InvalidDataException)
                {
                    Assert.NotEmpty(e.Message);
                }
            }
        }
    }

    private static List<string> Rows(DataFile file)
    {
        var rows = new List<string>();
        while (file.Rows.Read() is { } row)
            rows.Add(row.Problem is { } problem ? $"{row.Line}! {problem.Message}" : $"{row.Line}:{string.Join('|', row.Fields)}");
        return rows;
    }

    private DataFile Open(string name, string text, string map = "{}")
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text, new UTF8Encoding(false));
        return DataFile.Open(path, MapFile.Parse(map).Layout);
    }
}
