using System.Text.Json;
using Xunit;

namespace Incidents.Tests.GraphQL;

public sealed class SchemaContributorTests
{
    [Fact]
    public async Task Fields_of_several_classes_are_one_query_type()
    {
        await using var server = await SampleServer.Start();

        var response = await server.Execute(
            """{ echoText(value: "сәлем") greeting lamp(id: "00000005-0000-0000-0000-000000000000") { number state note } }""");

        Assert.Equal("""{"echoText":"сәлем","greeting":"сәлем","lamp":{"number":5,"state":"LIT","note":"шам"}}""",
            response.GetProperty("data").GetRawText());
    }

    [Fact]
    public async Task Times_and_long_numbers_are_written_exactly()
    {
        await using var server = await SampleServer.Start();

        var response = await server.Execute("""
            {
              lamp(id: "00000002-0000-0000-0000-000000000000") { id seen seenThere erected burning code at { longitude latitude } }
              small: echoLong(value: 9007199254740991) great: echoLong(value: "9007199254740993")
              least: echoLong(value: -9223372036854775808)
              short: echoDuration(value: "PT0.25S") negative: echoDuration(value: "-PT5S")
              days: echoDuration(value: "P1DT90M") none: echoDuration(value: "PT0S")
              moment: echoMoment(value: "2024-03-01T05:00:00.123456+05:00")
            }
            """);

        using var expected = JsonDocument.Parse("""
                {
                  "lamp": { "id": "00000002-0000-0000-0000-000000000000", "seen": "2024-03-01T00:00:02Z",
                            "seenThere": "2024-03-01T05:00:00+05:00",
                            "erected": "2024-03-01", "burning": "PT2M", "code": 2, "at": { "longitude": 73.002, "latitude": 49.8 } },
                  "small": 9007199254740991, "great": "9007199254740993", "least": "-9223372036854775808",
                  "short": "PT0.25S", "negative": "-PT5S", "days": "PT25H30M", "none": "PT0S",
                  "moment": "2024-03-01T00:00:00.123456Z"
                }
                """);
        Assert.True(JsonElement.DeepEquals(expected.RootElement, response.GetProperty("data")), response.GetRawText());
    }

    [Fact]
    public async Task Optional_arguments_and_input_fields_have_the_defaults_of_the_code()
    {
        await using var server = await SampleServer.Start();

        var response = await server.Execute(
            "query($s: StretchInput!) { countLamps(stretch: $s) whole: countLamps(stretch: { west: 73.1, east: 73.11 }) "
            + "lampsByState { number } }",
            new { s = new { west = 73.1 } });

        // Lamps 100, 102, … 120 stand at 73.100, 73.102, … 73.120; those up to 73.11 are 100 … 110. Two of three lamps are lit.
        Assert.Equal(11, response.GetProperty("data").GetProperty("countLamps").GetInt32());
        Assert.Equal(6, response.GetProperty("data").GetProperty("whole").GetInt32());
        Assert.Equal(80, response.GetProperty("data").GetProperty("lampsByState").GetArrayLength());
    }

    [Fact]
    public async Task Mutations_are_merged_too()
    {
        await using var server = await SampleServer.Start();

        var response = await server.Execute(
            "mutation { a: switchLamp(input: { number: 1 }) { result } b: switchLamp(input: { number: 2, on: false }) { result } }");

        Assert.Equal("""{"a":{"result":"1 on"},"b":{"result":"2 off"}}""", response.GetProperty("data").GetRawText());
    }

    [Fact]
    public async Task Methods_of_a_type_that_is_not_marked_are_no_fields()
    {
        await using var server = await SampleServer.Start();

        Assert.Equal("FIELDS_ON_CORRECT_TYPE", await server.ErrorCode("{ lampsByState { secret } }"));
    }

    [Fact]
    public async Task The_schema_is_described_by_the_code()
    {
        await using var server = await SampleServer.Start();

        var response = await server.Execute("""
            {
              lamp: __type(name: "Lamp") { description fields(includeDeprecated: true) {
                name description deprecationReason type { kind name ofType { name } } } }
              state: __type(name: "LampState") { enumValues { name description } }
              query: __type(name: "Query") { fields { name description args { name description defaultValue } } }
              point: __type(name: "GeoPoint") { description fields { description } }
              stretch: __type(name: "StretchInput") { inputFields { name defaultValue description } }
              connection: __type(name: "LampConnection") { fields { name } }
            }
            """);

        var data = response.GetProperty("data");
        Assert.Equal("A lamp of the sample schema, described by `ON_AND_OFF` and `code`.",
            data.GetProperty("lamp").GetProperty("description").GetString());
        var fields =
            data.GetProperty("lamp").GetProperty("fields").EnumerateArray().ToDictionary(field => field.GetProperty("name").GetString()!);
        Assert.Equal("Its number in the street.", fields["number"].GetProperty("description").GetString());
        Assert.Equal("Use number.", fields["name"].GetProperty("deprecationReason").GetString());
        Assert.Equal("Int", fields["number"].GetProperty("type").GetProperty("ofType").GetProperty("name").GetString());
        Assert.Equal("String", fields["note"].GetProperty("type").GetProperty("name").GetString());
        Assert.Equal("The next lamp.", fields["next"].GetProperty("description").GetString());
        Assert.Equal(
            """[{"name":"LIT","description":"It shines."},{"name":"ON_AND_OFF","description":"It flickers on and off."}]""",
            data.GetProperty("state").GetProperty("enumValues").GetRawText());
        var lamps = data.GetProperty("query").GetProperty("fields").EnumerateArray()
            .Single(field => field.GetProperty("name").GetString() == "lamps");
        Assert.Equal("The lamps in order.", lamps.GetProperty("description").GetString());
        Assert.Equal("How many, 1 to 1000.", lamps.GetProperty("args")[0].GetProperty("description").GetString());
        Assert.Equal(
            "A point on the WGS 84 ellipsoid (EPSG:4326), in degrees.", data.GetProperty("point").GetProperty("description").GetString());
        Assert.StartsWith(
            "Degrees east of Greenwich", data.GetProperty("point").GetProperty("fields")[0].GetProperty("description").GetString());
        var east = data.GetProperty("stretch").GetProperty("inputFields").EnumerateArray()
            .Single(field => field.GetProperty("name").GetString() == "east");
        Assert.Equal("180", east.GetProperty("defaultValue").GetString());
        Assert.Equal(["edges", "pageInfo", "nodes", "totalCount"],
            data.GetProperty("connection").GetProperty("fields").EnumerateArray().Select(f => f.GetProperty("name").GetString()!));
    }
}
