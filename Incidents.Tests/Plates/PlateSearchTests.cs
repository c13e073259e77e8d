using System.Text.Json;
using Incidents.Domain.Access;
using Incidents.Tests.Access;
using Incidents.Tests.Values;
using Xunit;

namespace Incidents.Tests.Plates;

/// <summary>Reads of plates are found by the plate, by a pattern and by likeness, by those who may, with a purpose, on record.</summary>
[Collection(OnSharedHost.Name)]
public sealed class PlateSearchTests(SharedHost shared)
{
    private readonly RunningHost host = shared.Host;

    [Fact]
    public async Task Reads_of_alerts_and_violations_are_found_by_plate_pattern_and_likeness()
    {
        var city = await host.NewCity();
        var sent = await host.PostLines(
            Reads.Violation(city, 1, "371 QWB 09"), Reads.Alert(city, 2, "371QW809"), Reads.Alert(city, 3, "371-QBW-09"),
            Reads.Violation(city, 4, "372QWB09"), Reads.Alert(city, 5, null), Reads.Violation(city, 6, "K371QWB"));
        Assert.All(sent.Statuses, status => Assert.Equal("accepted", status));
        await host.CaughtUp();

        Assert.Equal([1], await Found(new { plate = "371qwв09" }));
        Assert.Equal([1, 2], await Found(new { plate = "371QWB09", maxDistance = 0 }));
        Assert.Equal([1, 2, 3, 4], await Found(new { plate = "371QWB09", maxDistance = 1 }));
        Assert.Equal([1, 2, 3, 4], await Found(new { plate = "371WQB09", maxDistance = 2 }));
        Assert.Equal([1, 4], await Found(new { pattern = "37?QWB*" }));
        Assert.Equal([1, 4, 6], await Found(new { pattern = "* QWB *" }));
        Assert.Equal([1], await Found(new { pattern = "3?1?W?09", kinds = new[] { "VIOLATION" } }));
        Assert.Equal([2, 3], await Found(new { pattern = "371*09", kinds = new[] { "ALERT" } }));
        Assert.Equal([], await Found(new { pattern = "37?QWB" }));
        Assert.Equal([2], await Found(new { pattern = "371*", from = "2026-01-02", until = "2026-01-03" }));
        Assert.Equal([3], await Found(new { pattern = "371*", deviceIds = new[] { "cam-3" } }));
        Assert.Equal([1, 2], await Found(
            new { pattern = "371*", near = new { latitude = 49.8, longitude = 73.015, radiusMetres = 600 } }));

        Task<List<int>> Found(object filter) => Reads.Found(host, city, filter);
    }

    [Fact]
    public async Task A_plate_that_an_update_corrects_is_found_by_the_later_one_in_whatever_order_they_arrive()
    {
        var city = await host.NewCity();
        // The second alert's beginning comes after its update.
        await host.PostLines(
            Reads.Alert(city, 1, "581ZZA09"), Reads.Update(city, 1, "583ZZA09", 20), Reads.Update(city, 2, "586ZZA09", 20));
        await host.CaughtUp();
        Assert.Equal([2], await Reads.Found(host, city, new { plate = "586ZZA09" }));
        await host.PostLines(Reads.Update(city, 1, "582ZZA09", 10), Reads.Alert(city, 2, "585ZZA09"));
        await host.CaughtUp();

        Assert.Equal([1], await Reads.Found(host, city, new { plate = "583ZZA09" }));
        Assert.Equal([2], await Reads.Found(host, city, new { plate = "586ZZA09" }));
        Assert.Equal([1, 2], await Reads.Found(host, city, new { pattern = "58?ZZA09" }));
        var plates = (await host.Ask(
            """
            query($f: PlateReadFilterInput!) @purpose(reason: AUDIT, reference: "7") {
              plates(filter: $f) { plate reads form { format region } } }
            """, new { f = new { pattern = "58?ZZA09", cities = new[] { city } } })).GetProperty("plates");
        Assert.Equal(
            """[{"plate":"583ZZA09","reads":1,"form":{"format":"KAZAKHSTAN_THREE_LETTERS","region":"KARAGANDA_REGION"}},"""
            + """{"plate":"586ZZA09","reads":1,"form":{"format":"KAZAKHSTAN_THREE_LETTERS","region":"KARAGANDA_REGION"}}]""",
            plates.GetRawText());
    }

    [Fact]
    public async Task A_track_has_the_speed_of_each_leg_and_marks_what_no_vehicle_does()
    {
        var city = await host.NewCity();
        await host.PostLines(
            Reads.At(city, 1, "614TRK09", "2026-02-01T10:00:00", "r-1", 73.0, 49.8),
            Reads.At(city, 2, "614TRK09", "2026-02-01T10:10:00", "r-2", 73.1, 49.8),
            Reads.At(city, 3, "614TRK09", "2026-02-01T10:11:00", "r-3", 73.2, 49.8),
            Reads.At(city, 4, "614TRK09", "2026-02-01T10:11:05", "r-3", 73.205, 49.8),
            Reads.At(city, 5, "614TRK09", "2026-02-01", "r-5", 80, 49.8));
        await host.CaughtUp();
        var track = (await host.Ask(
            """
            query($p: String!, $c: [String!]) @purpose(reason: INVESTIGATION, reference: "7") { plateTrack(plate: $p, cities: $c) {
                impossibleKmPerHour clockUncertaintySeconds reads { deviceId }
                legs { distanceMetres seconds kmPerHour leastKmPerHour isImpossible } } }
            """, new { p = "614 trk 09", c = new[] { city } })).GetProperty("plateTrack");

        Assert.Equal(5, track.GetProperty("reads").GetArrayLength());
        // One degree of longitude at 49.8° is 111,195.08 m · cos 49.8°: 0.1° is 7,177.2 m.
        Assert.Equal(
            [
                """{"distanceMetres":7177.2,"seconds":600,"kmPerHour":43.1,"leastKmPerHour":41.7,"isImpossible":false}""",
                """{"distanceMetres":7177.2,"seconds":60,"kmPerHour":430.6,"leastKmPerHour":323,"isImpossible":true}""",
                """{"distanceMetres":358.9,"seconds":5,"kmPerHour":258.4,"leastKmPerHour":258.4,"isImpossible":true}""",
            ],
            track.GetProperty("legs").EnumerateArray().Select(leg => leg.GetRawText()));
    }

    [Fact]
    public async Task Vehicles_that_travel_together_are_listed_before_those_that_meet_by_chance()
    {
        var city = await host.NewCity();
        var (reads, random) = (new List<object>(), new Random(16));
        for (var i = 0; i < 12; i++)
        {
            reads.Add(Reads.At(city, reads.Count, "701LED09", $"2026-03-{1 + i:00}T{8 + i % 5:00}:00:00", $"r-{i % 4}", 73, 49.8));
            reads.Add(Reads.At(city, reads.Count, "702FOL09", $"2026-03-{1 + i:00}T{8 + i % 5:00}:02:00", $"r-{i % 4}", 73, 49.8));
            // Often there, at any hour, and two once at its hour.
            if (i < 2)
            {
                reads.Add(Reads.At(
                    city, reads.Count, $"80{i}OTH{10 + i}", $"2026-03-{1 + i:00}T{8 + i:00}:03:00", $"r-{i}", 73, 49.8));
            }
            for (var day = 1; day <= 15; day++)
            {
                reads.Add(Reads.At(
                    city, reads.Count, $"80{i % 10}OTH{10 + i}", $"2026-03-{day:00}T{8 + random.Next(6):00}:{random.Next(60):00}:00",
                    $"r-{random.Next(4)}", 73, 49.8));
            }
        }
        await host.PostLines(reads);
        await host.CaughtUp();
        var answer = (await host.Ask(
            """
            query($p: String!) @purpose(reason: INVESTIGATION, reference: "7") {
              plateCompanions(plate: $p, from: "2026-03-01", until: "2026-04-01", fewestDays: 1) {
                readsOfPlate devices daysOfPlate vehiclesCompared
                companions { plate meetings devices visits daysMet expected probability adjusted firstMetAt } } }
            """, new { p = "701LED09" })).GetProperty("plateCompanions");

        Assert.Equal((12, 4, 12, 13), (
            answer.GetProperty("readsOfPlate").GetInt32(), answer.GetProperty("devices").GetInt32(),
            answer.GetProperty("daysOfPlate").GetInt32(), answer.GetProperty("vehiclesCompared").GetInt32()));
        var first = answer.GetProperty("companions")[0];
        Assert.Equal(("702FOL09", 12, 4, 12, 12), (
            first.GetProperty("plate").GetString(), first.GetProperty("meetings").GetInt32(), first.GetProperty("devices").GetInt32(),
            first.GetProperty("visits").GetInt32(), first.GetProperty("daysMet").GetInt32()));
        Assert.True(first.GetProperty("adjusted").GetDouble() < 0.001, first.GetRawText());
        var others = answer.GetProperty("companions").EnumerateArray().Skip(1).ToArray();
        Assert.NotEmpty(others);
        Assert.All(
            others,
            other => Assert.True(other.GetProperty("adjusted").GetDouble() > 0.05, other.GetRawText()));
    }

    [Fact]
    public async Task Only_investigators_find_plates_in_their_towns_with_a_purpose_and_on_record()
    {
        var (city, other) = (await host.NewCity(), await host.NewCity());
        await host.PostLines(
            Reads.Violation(city, 1, "911SEE09"), Reads.Violation(other, 2, "911SEE09"), Reads.Alert(other, 3, "912SEE09"));
        await host.CaughtUp();
        const string Fields =
            """
            plateReads(filter: { pattern: "91?SEE09" }) { totalCount nodes { place { city } } }
            plates(filter: { pattern: "91?SEE09" }) { plate }
            plateTrack(plate: "911SEE09") { reads { id } }
            plateCompanions(plate: "911SEE09", from: "2026-01-01", until: "2026-02-01", fewestDays: 1) { readsOfPlate }
            """;
        const string Purpose = "query @purpose(reason: INVESTIGATION, reference: \"case 91\")";
        foreach (var role in Enum.GetValues<Role>().Where(role => role is not Role.Investigator))
        {
            var (status, refused) = await new RoleAsker(host, role).Ask($"{Purpose} {{ {Fields} }}");
            Assert.Equal((403, "ACCESS_DENIED"), (status, RoleAsker.Codes(refused).First()));
        }
        Assert.Equal(["PURPOSE_MISSING"], RoleAsker.Codes((await new RoleAsker(host, Role.Investigator).Ask($"{{ {Fields} }}")).Answer));

        var (_, body) = await host.As(city, $"{Purpose} {{ {Fields} }}", null, new Grant(Role.Investigator, [city]));
        var data = JsonDocument.Parse(body).RootElement.GetProperty("data");
        Assert.Equal($$$"""{"totalCount":1,"nodes":[{"place":{"city":"{{{city}}}"}}]}""", data.GetProperty("plateReads").GetRawText());
        Assert.Equal("""[{"plate":"911SEE09"}]""", data.GetProperty("plates").GetRawText());
        Assert.Equal(1, data.GetProperty("plateTrack").GetProperty("reads").GetArrayLength());
        Assert.Equal(1, data.GetProperty("plateCompanions").GetProperty("readsOfPlate").GetInt32());
        var logged = Assert.Single(await host.LoggedOf(city));
        Assert.Equal("case 91", logged.GetProperty("purposeReference").GetString());
        var details = logged.GetProperty("details").GetRawText();
        Assert.Contains("911SEE09", details, StringComparison.Ordinal);
        Assert.Contains("91?SEE09", details, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ }", "BAD_INPUT")]
    [InlineData("""{ "plate": "1", "pattern": "123*" }""", "BAD_INPUT")]
    [InlineData("""{ "plate": "" }""", "PLATE_MALFORMED")]
    [InlineData("""{ "plate": "1" }""", "PLATE_MALFORMED")]
    [InlineData("""{ "plate": "12'or 1=1" }""", "PLATE_MALFORMED")]
    [InlineData("""{ "plate": "123ABC", "maxDistance": 3 }""", "BAD_INPUT")]
    [InlineData("""{ "plate": "123ABC", "maxDistance": -1 }""", "BAD_INPUT")]
    [InlineData("""{ "plate": "12345", "maxDistance": 2 }""", "PATTERN_TOO_WIDE")]
    [InlineData("""{ "plate": "123", "maxDistance": 1 }""", "PATTERN_TOO_WIDE")]
    [InlineData("""{ "pattern": "123*", "maxDistance": 1 }""", "BAD_INPUT")]
    [InlineData("""{ "pattern": "" }""", "PATTERN_TOO_WIDE")]
    [InlineData("""{ "pattern": "***???***" }""", "PATTERN_TOO_WIDE")]
    [InlineData("""{ "pattern": "1*2*" }""", "PATTERN_TOO_WIDE")]
    [InlineData("""{ "pattern": "12%3_" }""", "PATTERN_MALFORMED")]
    [InlineData("""{ "pattern": "123\\\\" }""", "PATTERN_MALFORMED")]
    [InlineData("""{ "pattern": "123'; --" }""", "PATTERN_MALFORMED")]
    [InlineData("""{ "pattern": "??????????????????????123" }""", "PATTERN_MALFORMED")]
    [InlineData("""{ "pattern": "123*", "kinds": ["SOS_CALL"] }""", "BAD_INPUT")]
    [InlineData("""{ "pattern": "123*", "bounds": { "west": 2, "south": 1, "east": 1, "north": 2 } }""", "BAD_INPUT")]
    [InlineData("""{ "pattern": "123*", "near": { "latitude": 91, "longitude": 1, "radiusMetres": 5 } }""", "BAD_INPUT")]
    [InlineData("""{ "pattern": "123*", "near": { "latitude": 9, "longitude": 1, "radiusMetres": 0 } }""", "BAD_INPUT")]
    [InlineData("""{ "pattern": "Ж*Щ?Ұ" }""", null)]
    [InlineData("""{ "pattern": "*1*2*3*4*5*6*7*8*9*0*1*2" }""", null)]
    [InlineData("""{ "plate": "京A12345", "maxDistance": 2 }""", null)]
    [InlineData("""{ "plate": "123QQQ09", "from": "0001-01-01", "until": "9999-12-31" }""", null)]
    public async Task What_is_no_plate_is_refused_or_finds_nothing(string filter, string? code)
    {
        var answer = await host.Answer(Reads.Query, new { f = JsonSerializer.Deserialize<JsonElement>(filter) });

        Assert.Equal(code, RunningHost.CodeOf(answer));
    }

    [Fact]
    public async Task Hostile_texts_are_no_internal_error()
    {
        string[] hostile =
        [
            "a\0b", "\ud800", "123\udc00", new string('1', 10_000), new string('*', 10_000), "\u202e123", "１２３ＡＢＣ", "😀😀😀",
        ];
        foreach (var text in hostile)
        {
            foreach (var (query, variables) in new (string, object)[]
            {
                (Reads.Query, new { f = new { plate = text } }), (Reads.Query, new { f = new { pattern = text } }),
                (Reads.Query, new { f = new { plate = text, maxDistance = 2 } }),
                ("query($p: String!) @purpose(reason: AUDIT, reference: \"7\") { plateTrack(plate: $p) { plate } }", new { p = text }),
                ("query($p: String!) @purpose(reason: AUDIT, reference: \"7\") "
                    + "{ plateCompanions(plate: $p, from: \"0001-01-01\", until: \"0001-01-02\") { plate } }", new { p = text }),
            })
            {
                var code = RunningHost.CodeOf(await host.Answer(query, variables));
                Assert.DoesNotContain(code, (string?[])["INTERNAL", "STORE_AWAY"]);
            }
        }
    }

    [Fact]
    public async Task A_rebuild_gives_the_same_reads_and_plates()
    {
        var city = await host.NewCity();
        await host.PostLines(
            Reads.Alert(city, 1, "341RBD09"), Reads.Update(city, 1, "342RBD09", 5), Reads.Violation(city, 2, null),
            Reads.Update(city, 3, "343RBD09", 5), Reads.Alert(city, 3, null));

        await ReadModelsAfter.AreRunningAndEqualTheirRebuild(host);
    }
}
