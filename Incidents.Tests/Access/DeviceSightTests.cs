using System.Text.Json;
using Incidents.Domain;
using Incidents.Domain.Access;
using Incidents.Tests.Values;
using Xunit;

namespace Incidents.Tests.Access;

/// <summary>Of devices an analyst sees neither the place, nor the street, nor when they reported: these are those of rows.</summary>
[Collection(OnTwoTowns.Name)]
public sealed class DeviceSightTests(TwoTowns towns)
{
    private const string Lists =
        "{ devices { nodes { city deviceId point { longitude latitude } place { city point { longitude latitude } } } } }";

    private const string Moment = "2026-02-03T04:05:06";

    // Away from the heat maps of the other tests, whose cells say which share of them devices watch.
    private static readonly GeoPoint Exact = new(73.8234567, 49.4534567);
    private static readonly GeoPoint Seen = GridCell.At(Exact).Centre();
    private static readonly string[] Marks = ["73.8234567", "49.4534567"];

    // In a list, alone, and by the search on the map: the middle of the cell.
    [Fact]
    public async Task An_analyst_sees_a_device_in_the_middle_of_its_cell()
    {
        var town = await Device();
        var analyst = Of(Role.Analyst, town);
        var listed = (await analyst.Ask(Lists)).GetProperty("devices").GetProperty("nodes").EnumerateArray().Single();
        var one = (await analyst.Ask($$"""{ device(city: "{{town}}", deviceId: "{{town}}-cam") { point { longitude latitude } } }"""))
            .GetProperty("device");
        Assert.Equal([Seen, Seen, Seen], [Point(listed), Point(listed.GetProperty("place")), Point(one)]);
        Assert.NotEqual(Exact, Seen);
        foreach (var role in (Role[])[Role.Supervisor, Role.Administrator])
            Assert.Equal(Exact, Point((await Of(role, town).Ask(Lists)).GetProperty("devices").GetProperty("nodes")[0]));
    }

    [Theory]
    [InlineData("street", "Device.street"), InlineData("place { street }", "Place.street"), InlineData("reportCount", "Device.reportCount")]
    [InlineData("firstReportAt", "Device.firstReportAt"), InlineData("lastReportAt", "Device.lastReportAt")]
    [InlineData("clock { from }", "DeviceClock.from"), InlineData("clock { until }", "DeviceClock.until")]
    public async Task An_analyst_is_refused_the_streets_and_reports_of_devices(string selection, string field)
    {
        var town = await Device();
        foreach (var query in (string[])
        [
            $"{{ devices {{ nodes {{ {selection} }} }} }}", $"{{ devices {{ edges {{ node {{ {selection} }} }} }} }}",
            $"{{ device(city: \"{town}\", deviceId: \"{town}-cam\") {{ {selection} }} }}",
        ])
        {
            Assert.Equal([field], RoleAsker.Denied(await Of(Role.Analyst, town).Answer(query)));
            Assert.DoesNotContain("errors", (await Of(Role.Supervisor, town).Answer(query)).GetRawText(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_administrator_sees_which_device_is_silent()
    {
        var town = await Device();
        var device = (await Of(Role.Administrator, town).Ask(
            $$"""{ device(city: "{{town}}", deviceId: "{{town}}-cam") { street reportCount firstReportAt lastReportAt } }"""))
            .GetProperty("device");
        Assert.Equal(($"zz{town} street", 1), (device.GetProperty("street").GetString(), device.GetProperty("reportCount").GetInt32()));
        Assert.Equal(device.GetProperty("firstReportAt").GetString(), device.GetProperty("lastReportAt").GetString());
    }

    // Found by its id and model; not by a street, which would say where in the cell it is.
    [Fact]
    public async Task An_analyst_s_search_on_the_map_knows_no_street_of_a_device()
    {
        var town = await Device();
        foreach (var (text, isSeen) in new[]
        {
            ($"{town}-cam", true), ("maker", true), ($"zz{town} street", false), ($"maker zz{town}", false),
        })
        {
            var found = await Found(Of(Role.Analyst, town), text);
            Assert.Equal(isSeen ? [(Seen, null)] : [], found);
            Assert.Equal([(Exact, $"zz{town} street")], await Found(Of(Role.Supervisor, town), text));
        }

        static async Task<(GeoPoint, string?)[]> Found(TownCaller asker, string text) =>
        [
            .. (await asker.Ask($$"""{ findPlaces(text: "{{text}}") { kind detail point { longitude latitude } } }"""))
                .GetProperty("findPlaces").EnumerateArray().Where(found => found.GetProperty("kind").GetString() == "DEVICE")
                .Select(found => (Point(found), found.GetProperty("detail").GetString())),
        ];
    }

    // Analyst in one town, supervisor in the other: exact devices of the other, and of the first none where streets or reports are asked.
    [Fact]
    public async Task Each_grant_shows_the_devices_as_its_role_sees_them()
    {
        var (own, other) = (await Device(), await Device());
        var asker = towns.As(new Grant(Role.Analyst, [own]), new Grant(Role.Supervisor, [other]));
        var listed = (await asker.Ask(Lists)).GetProperty("devices").GetProperty("nodes").EnumerateArray()
            .ToDictionary(node => node.GetProperty("city").GetString()!, Point);
        Assert.Equal((2, Seen, Exact), (listed.Count, listed[own], listed[other]));
        foreach (var selection in (string[])["street", "place { street }", "lastReportAt"])
        {
            var data = await asker.Ask(
                $$"""
                { devices { totalCount nodes { city {{selection}} } } device(city: "{{own}}", deviceId: "{{own}}-cam") { {{selection}} } }
                """);
            Assert.Equal((1, other), (data.GetProperty("devices").GetProperty("totalCount").GetInt32(),
                data.GetProperty("devices").GetProperty("nodes")[0].GetProperty("city").GetString()));
            Assert.Equal(JsonValueKind.Null, data.GetProperty("device").ValueKind);
        }
    }

    // Two towns whose devices are in different places of one cell: who sees no exact places is told the same of both, however narrow the
    // bounds, at every zoom and beside a heat map.
    [Theory]
    [InlineData(Role.Analyst, true)]
    [InlineData(Role.Akimat, true)]
    [InlineData(Role.Supervisor, false)]
    public async Task Coverage_tells_no_more_than_the_cell_of_a_device(Role role, bool isSame)
    {
        var cell = GridCell.At(Exact).Bounds();
        var elsewhere = new GeoPoint(cell.West + (cell.East - cell.West) * 0.9, cell.South + (cell.North - cell.South) * 0.1);
        string[] told = [await Told(await Device()), await Told(await Device(elsewhere))];
        Assert.Contains("\"share\":[0.", told[0], StringComparison.Ordinal);
        Assert.Equal(isSame, told[0] == told[1]);

        async Task<string> Told(string town)
        {
            var asker = Of(role, town);
            var answers = new List<string>();
            for (var part = 1; part <= 8; part++)
            {
                var (east, north) = (cell.West + (cell.East - cell.West) * part / 8, cell.South + (cell.North - cell.South) * part / 8);
                answers.Add((await asker.Ask(FormattableString.Invariant(
                    $$"""
                    { coverage(zoom: {{10 + part}},
                        bounds: { west: {{cell.West}}, south: {{cell.South}}, east: {{east}}, north: {{north}} }) {
                        devices cells { x y share } } }
                    """))).GetRawText());
            }
            return string.Concat(answers);
        }
    }

    // All that the schema has for an analyst, with the town, the device and its words in every text.
    [Fact]
    public async Task No_field_contains_the_place_or_street_of_a_device()
    {
        var town = await Device();
        var (analyst, supervisor) = (Of(Role.Analyst, town), Of(Role.Supervisor, town));
        string[] texts = [$"{town}-cam", $"zz{town} street", "maker"];
        var (tried, marked) = (0, 0);
        foreach (var asker in (TownCaller[])[analyst, supervisor])
        {
            var schema = await SchemaArguments.Of(asker);
            foreach (var field in schema.Queries.Where(field => !field.Name.StartsWith("__", StringComparison.Ordinal)))
            {
                var device = new Dictionary<string, string> { ["city"] = $"\"{town}\"", ["deviceId"] = $"\"{town}-cam\"" };
                var requests = new List<string> { schema.Request(field, [], "", device) };
                requests.AddRange(schema.Leaves(field).Where(leaf => leaf.Path[^1] is "search" or "text").SelectMany(leaf =>
                    Array.ConvertAll(texts, text => schema.Request(field, leaf.Path, $"\"{text}\""))));
                foreach (var request in requests)
                {
                    var answer = await asker.Post(request);
                    var isMarked = Marks.Append($"zz{town} street").Any(mark => answer.Contains(mark, StringComparison.Ordinal));
                    Assert.False(isMarked && asker == analyst && !request.Contains("zz", StringComparison.Ordinal), $"{request}: {answer}");
                    Assert.DoesNotContain("FIELDS_ON_CORRECT_TYPE", answer, StringComparison.Ordinal);
                    Assert.DoesNotContain("\"ACCESS_DENIED\"", asker == analyst ? answer : "", StringComparison.Ordinal);
                    (tried, marked) = asker == analyst ? (tried + 1, marked) : (tried, marked + (isMarked ? 1 : 0));
                }
            }
        }
        Assert.True(tried > 30 && marked >= 4, $"{tried} tried, {marked} with the place for a supervisor");
    }

    // A town with a device and its only alert.
    private async Task<string> Device(GeoPoint? at = null)
    {
        var point = at ?? Exact;
        var town = await towns.Host.NewCity();
        await towns.Host.Ask(
            FormattableString.Invariant(
                $$"""
                mutation {
                    registerDevice(deviceId: "{{town}}-cam", kind: CAMERA, model: "maker", place: { city: "{{town}}",
                        street: "zz{{town}} street", point: { longitude: {{point.Longitude}}, latitude: {{point.Latitude}} } },
                        installedAt: "2026-01-01T00:00:00Z") { id }
                }
                """));
        var posted = await towns.Host.PostLines(new
        {
            source = town,
            id = "a",
            kind = "alert",
            city = town,
            category = "fight",
            occurredAt = $"{Moment}Z",
            deviceId = $"{town}-cam",
            street = $"zz{town} street",
            longitude = point.Longitude,
            latitude = point.Latitude,
        });
        Assert.Equal(["accepted"], posted.Statuses);
        await towns.Host.CaughtUp();
        return town;
    }

    private TownCaller Of(Role role, string town) => towns.As(new Grant(role, [town]));

    private static GeoPoint Point(JsonElement of) => new(
        of.GetProperty("point").GetProperty("longitude").GetDouble(), of.GetProperty("point").GetProperty("latitude").GetDouble());
}
