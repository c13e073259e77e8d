using System.Globalization;
using System.Text.Json;
using CsCheck;
using Incidents.Domain;
using Incidents.Domain.Access;
using Xunit;

namespace Incidents.Tests.Access;

/// <summary>What each role sees of the rows of its towns: all, what is open, or places snapped to cells.</summary>
[Collection(OnTwoTowns.Name)]
public sealed class RowSightTests(TwoTowns towns)
{
    private const string Rows = "{ incidents(first: 1000) { nodes { id city status point { longitude latitude } } } }";

    private static readonly Role[] Readers = [Role.Operator, Role.Unit, Role.Supervisor, Role.Analyst, Role.Investigator, Role.Akimat];

    private static readonly string[] Ended = ["CLOSED", "WITHDRAWN", "MERGED", "REGISTERED"];

    [Theory, InlineData(Role.Operator), InlineData(Role.Unit)]
    public async Task Operators_and_units_see_what_is_open_in_their_towns(Role role)
    {
        var asker = towns.As(role, towns.A);
        Assert.Equal(towns.A.Open.Order(), await asker.Listed("incidents"));
        Assert.Equal(towns.A.Alerts[2..].Order(), await asker.Listed("alerts"));
        Assert.Equal(towns.A.Calls[1..].Order(), await asker.Listed("sosCalls"));
        Assert.Equal(towns.A.Violations[1..].Order(), await asker.Listed("violations"));
        Assert.Empty(await asker.Listed("incidents", "statuses: [CLOSED, REGISTERED]"));
        Assert.Equal(towns.A.Open.Order(), await asker.Listed("incidents", $"search: \"{towns.A.Word}\""));
        foreach (var (field, id, isSeen) in new[]
        {
            ("incident", towns.A.Open[0], true), ("incident", towns.A.Closed, false), ("incident", towns.A.Registered[0], false),
            ("incident", towns.B.Open[0], false), ("alert", towns.A.Alerts[0], false), ("alert", towns.A.Alerts[1], false),
            ("alert", towns.A.Alerts[2], true), ("sosCall", towns.A.Calls[0], false), ("sosCall", towns.A.Calls[1], true),
            ("violation", towns.A.Violations[0], false), ("violation", towns.A.Violations[1], true),
        })
        {
            var (now, then) = (await asker.Ask($$"""{ one: {{field}}(id: "{{id}}") { id } }"""), await asker.Ask(
                $$"""{ one: {{field}}AsKnown(id: "{{id}}", asKnownAt: "2999-01-01T00:00:00Z") { id } }"""));
            Assert.Equal(isSeen, now.GetProperty("one").ValueKind is JsonValueKind.Object);
            Assert.Equal(isSeen, then.GetProperty("one").ValueKind is JsonValueKind.Object);
        }
        using var export = await asker.Get("/export/incidents.csv");
        Assert.Equal($"{towns.A.Open.Length}", export.Headers.GetValues("Incidents-Count").Single());
    }

    // Analyst in one town, operator in the other: open things of the other with streets, all of the first without.
    [Fact]
    public async Task Each_grant_shows_what_its_role_sees_in_its_towns()
    {
        var asker = towns.As(new Grant(Role.Analyst, [towns.A.Code]), new Grant(Role.Operator, [towns.B.Code]));
        Assert.Equal(towns.A.Incidents.Concat(towns.B.Open).Order(), await asker.Listed("incidents"));
        var streets = (await asker.Ask("{ incidents(first: 1000) { totalCount nodes { id street description } } }"))
            .GetProperty("incidents");
        Assert.Equal(towns.B.Open.Length, streets.GetProperty("totalCount").GetInt32());
        Assert.All(streets.GetProperty("nodes").EnumerateArray(), node =>
            Assert.Contains(node.GetProperty("id").GetGuid(), towns.B.Open));
        // Counts are of both.
        string Kpis(string cities) =>
            $$"""
            { kpis(from: "2026-01-01", until: "2026-04-01", filter: { measure: INCIDENTS, cities: {{cities}} }) {
                city counts { count } } }
            """;
        var both = (await towns.All.Ask(Kpis($"[\"{towns.A.Code}\", \"{towns.B.Code}\"]"))).GetRawText();
        Assert.Equal(both, (await asker.Ask(Kpis("null"))).GetRawText());
    }

    [Fact]
    public Task Lists_of_any_grants_are_the_list_of_all_as_far_as_they_see()
    {
        string[]?[] jurisdictions = [null, [], [towns.A.Code], [towns.B.Code], [towns.B.Code, towns.A.Code]];
        var grant = from role in Gen.Int[0, Readers.Length - 1]
                    from held in Gen.Int[0, jurisdictions.Length - 1]
                    select new Grant(Readers[role], jurisdictions[held]);
        return grant.Array[1, 3].SampleAsync(async grants =>
        {
            var all = Read(await towns.All.Ask(Rows));
            var answer = await towns.As(grants).Answer(Rows);
            // The akimat sees no rows at all: then the field is refused.
            var seen = answer.TryGetProperty("data", out var data) && data.ValueKind is JsonValueKind.Object ? Read(data) : [];
            var expected = all.Where(row => grants.Any(g => Shows(g, row))).Select(row =>
                grants.Any(g => Shows(g, row) && g.Role is not Role.Analyst) ? row : row with { Point = GridCell.At(row.Point).Centre() });
            Assert.Equal(expected, seen);
        }, iter: TestScale.Of(25, 1_000), threads: 1);

        static bool Shows(Grant grant, Row row) => grant.Covers(row.City) && grant.Role switch
        {
            Role.Akimat => false,
            Role.Operator or Role.Unit => !Ended.Contains(row.Status),
            _ => true,
        };
    }

    // By rectangles, by distances and by polygons, half by half: what is left is the middle of the cell, never the place.
    [Fact]
    public async Task An_analyst_finds_no_place_finer_than_its_cell()
    {
        var analyst = towns.As(Role.Analyst, towns.A);
        var id = towns.A.Open[0];
        var exact = Read(await towns.All.Ask(Rows)).Single(row => row.Id == id).Point;
        var cell = GridCell.At(exact);
        var shown = Read(await analyst.Ask(Rows)).Single(row => row.Id == id).Point;
        Assert.Equal(cell.Centre(), shown);
        Assert.NotEqual(exact, shown);
        foreach (var way in (Func<GeoBounds, bool, string>[])[(half, _) => Rectangle(half), (half, _) => Polygon(half), Circle])
        {
            // Some metres, for the arc of a circle.
            var found = await Bisected(way);
            Assert.InRange(found.Longitude, shown.Longitude - 2e-5, shown.Longitude + 2e-5);
            Assert.InRange(found.Latitude, shown.Latitude - 2e-5, shown.Latitude + 2e-5);
        }
        Assert.True(Math.Abs(exact.Longitude - shown.Longitude) > 1e-4 && Math.Abs(exact.Latitude - shown.Latitude) > 1e-4);
        // The whole place is not found by its own coordinates, by words, devices or an export.
        Assert.DoesNotContain(id, await analyst.Listed("incidents", Rectangle(new(
            exact.Longitude - 1e-7, exact.Latitude - 1e-7, exact.Longitude + 1e-7, exact.Latitude + 1e-7))));
        Assert.Equal(
            ["ACCESS_DENIED"],
            await analyst.Codes($"{{ incidents(filter: {{ deviceIds: [\"{towns.A.Word}-cam\"] }}) {{ totalCount }} }}"));
        Assert.Equal(["ACCESS_DENIED"], await analyst.Codes("{ incidents { nodes { street } } }"));

        async Task<GeoPoint> Bisected(Func<GeoBounds, bool, string> way)
        {
            var bounds = cell.Bounds();
            for (var step = 0; step < 16; step++)
            {
                var (x, y) = ((bounds.West + bounds.East) / 2, (bounds.South + bounds.North) / 2);
                var half = step % 2 == 0 ? bounds with { East = x } : bounds with { North = y };
                var isIn = (await analyst.Listed("incidents", way(half, step % 2 == 0))).Contains(id);
                bounds = isIn ? half : step % 2 == 0 ? bounds with { West = x } : bounds with { South = y };
            }
            return new((bounds.West + bounds.East) / 2, (bounds.South + bounds.North) / 2);
        }
    }

    private static string Rectangle(GeoBounds b) => string.Create(
        CultureInfo.InvariantCulture, $"bounds: {{ west: {b.West}, south: {b.South}, east: {b.East}, north: {b.North} }}");

    private static string Polygon(GeoBounds b) => string.Create(CultureInfo.InvariantCulture,
        $$"""
        within: [{ longitude: {{b.West}}, latitude: {{b.South}} }, { longitude: {{b.East}}, latitude: {{b.South}} },
            { longitude: {{b.East}}, latitude: {{b.North}} }, { longitude: {{b.West}}, latitude: {{b.North}} }]
        """);

    // A large circle whose edge is nearly the eastern or northern edge.
    private static string Circle(GeoBounds b, bool isEastern)
    {
        const double metresPerDegree = 111_195.08;
        var (x, y, away) = ((b.West + b.East) / 2, (b.South + b.North) / 2, 0.05);
        var (from, metres) = isEastern
            ? (new GeoPoint(b.East - away, y), away * metresPerDegree * Math.Cos(y * Math.PI / 180))
            : (new GeoPoint(x, b.North - away), away * metresPerDegree);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"near: {{ longitude: {from.Longitude}, latitude: {from.Latitude}, radiusMetres: {metres} }}");
    }

    private static List<Row> Read(JsonElement data) => data.GetProperty("incidents") is not { ValueKind: JsonValueKind.Object } list
        ? []
        : [.. list.GetProperty("nodes").EnumerateArray().Where(node => node.GetProperty("point").ValueKind is JsonValueKind.Object)
            .Select(node => new Row(
                node.GetProperty("id").GetGuid(), node.GetProperty("city").GetString()!, node.GetProperty("status").GetString()!,
                new(node.GetProperty("point").GetProperty("longitude").GetDouble(),
                    node.GetProperty("point").GetProperty("latitude").GetDouble())))];

    private sealed record Row(Guid Id, string City, string Status, GeoPoint Point);
}
