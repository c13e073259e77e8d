using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Xunit;

namespace Incidents.Tests.Exports;

/// <summary>An export has the rows that the list has, and says what they are.</summary>
[Collection(OnSharedHost.Name)]
public sealed class ExportTests(SharedHost shared)
{
    private const string List =
        """
        query ($filter: IncidentFilterInput!) @purpose(reason: AUDIT, reference: "order 7") { incidents(filter: $filter) { totalCount } }
        """;
    private const string Hostile = "=cmd|' /C calc'!A0\n\"two\", \u2028 lines; 😀\\";

    private readonly RunningHost host = shared.Host;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // Five incidents: one to the minute, one to the day, one within an interval, one withdrawn, one merged into the first; late ones too.
    [Fact]
    public async Task All_rows_come_with_what_is_known_of_them_and_what_they_are()
    {
        var city = await Town();
        var filter = new { cities = new[] { city }, from = "2024-01-01", until = "2026-02-01" };

        using var answer = await Get("csv", filter, "&order=OCCURRED_ASCENDING&language=ru");
        var text = Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync(Cancellation));
        Assert.Equal('\uFEFF', text[0]);
        var rows = Csv.Rows(text[1..]);

        Assert.Equal(6, rows.Count);
        Assert.Equal(["Номер", "Источник", "Состояние", "Учитывается", "Категория", "Город", "Район", "Улица"], rows[0][..8]);
        Assert.Equal(["Данные на", "Последнее событие", "Имитация"], rows[0][^3..]);
        Assert.All(rows, row => Assert.Equal(34, row.Count));
        Assert.Equal(
            ["5 2024-02-03T14:05:00+06:00", "3 2026-01-01T10:00:00+05:00/2026-01-01T12:00:00+05:00", "2 2026-01-02",
                "4 2026-01-03T04+05:00", "1 2026-01-04T12:00:00.5+05:00"],
            rows[1..].Select(row => $"{row[0]} {row[10]}"));
        Assert.Equal("'" + Hostile, rows[^1][17]);
        Assert.Equal(["OPEN", "true", new string('x', 64), city, "Қазыбек би", "'-ул", "44.5", "-67.25"], rows[^1][2..10]);
        Assert.Equal(["MERGED", "WITHDRAWN"], rows[1..].Where(row => row[3] == "false").Select(row => row[2]).Order());
        Assert.Equal("5", answer.Headers.GetValues("Incidents-Count").Single());
        Assert.Equal(rows[1][^3], answer.Headers.GetValues("Incidents-As-Of").Single());
        Assert.Equal(rows[1][^2], answer.Headers.GetValues("Incidents-Sequence").Single());
        Assert.Equal(["false"], rows[1..].Select(row => row[^1]).Distinct());
        var stated = JsonDocument.Parse(answer.Headers.GetValues("Incidents-Filter").Single()).RootElement;
        Assert.Equal(city, stated.GetProperty("cities")[0].GetString());
        Assert.Equal(
            "attachment; filename=\"incidents_2024-01-01_2026-01-31.csv\"",
            answer.Content.Headers.GetValues("Content-Disposition").Single());
        Assert.Equal("text/csv", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Lines_of_JSON_have_the_chosen_columns_and_end_with_the_facts()
    {
        var city = await Town();
        using var answer = await host.Client.PostAsJsonAsync(
            "/export/incidents.ndjson",
            new
            {
                filter = new { cities = new[] { city }, isCounted = true },
                columns = new[] { "sourceId", "description", "longitude", "victims", "simulated" },
                order = "OCCURRED_DESCENDING",
            }, Cancellation);
        var lines = (await answer.Content.ReadAsStringAsync(Cancellation)).Split('\n');

        Assert.Equal(5, lines.Length);
        Assert.Equal("", lines[^1]);
        var rows = lines[..3].Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(["1", "2", "3"], rows.Select(row => row.GetProperty("sourceId").GetString()));
        Assert.Equal(Hostile, rows[0].GetProperty("description").GetString());
        Assert.Equal("""{"sourceId":"2","description":null,"longitude":null,"victims":null,"simulated":false}""", lines[1]);
        Assert.Equal(-67.25, rows[0].GetProperty("longitude").GetDouble());
        var facts = JsonDocument.Parse(lines[^2]).RootElement.GetProperty("facts");
        Assert.Equal(3, facts.GetProperty("count").GetInt32());
        Assert.Equal(city, facts.GetProperty("filter").GetProperty("cities")[0].GetString());
        Assert.Equal("OCCURRED_DESCENDING", facts.GetProperty("order").GetString());
        Assert.Equal(answer.Headers.GetValues("Incidents-As-Of").Single(), facts.GetProperty("asOf").GetString());
        Assert.Equal("attachment; filename=\"incidents.ndjson\"", answer.Content.Headers.GetValues("Content-Disposition").Single());
    }

    [Fact]
    public async Task Each_filter_exports_as_many_rows_as_the_list_counts()
    {
        var city = await Town();
        object[] filters =
        [
            new { }, new { isCounted = true }, new { search = "қазы" }, new { search = "казыбйк" }, new { statuses = new[] { "MERGED" } },
            new { districts = new[] { "казыбек БИ" } }, new { timePrecisions = new[] { "DAY" } }, new { cells = new[] { "0/0/0" } },
            new { near = new { latitude = 44.5, longitude = -67.25, radiusMetres = 10 } }, new { hoursOfWeek = new[] { 156 } },
            new { categories = Array.Empty<string>() }, new { knownFrom = "2020-01-01T00:00:00Z", occurredUntil = "2026-01-02T00:00:00Z" },
        ];
        foreach (var part in filters)
        {
            var filter = JsonSerializer.SerializeToNode(part)!.AsObject();
            filter["cities"] = JsonSerializer.SerializeToNode(new[] { city });
            var count = (await host.Ask(List, new { filter })).GetProperty("incidents").GetProperty("totalCount").GetInt32();
            using var answer = await Get("csv", filter, "&columns=id&purposeReason=AUDIT&purposeReference=order%207");

            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal(count, (await answer.Content.ReadAsStringAsync(Cancellation)).Split("\r\n").Length - 2);
        }
    }

    [Fact]
    public async Task What_the_list_refuses_the_export_refuses_with_the_same_code_and_sentence()
    {
        string[] filters =
        [
            """{ "cities": ["nowhere"] }""", """{ "citys": ["karaganda"] }""", """{ "cities": "\u0000" }""", """{ "search": "\u0000" }""",
            """{ "search": 5 }""", """{ "from": "2026-13-01" }""", """{ "from": "0000-01-01" }""", """{ "statuses": ["NONE"] }""",
            """{ "near": { "latitude": 0, "longitude": 1 } }""", """{ "near": { "latitude": 91, "longitude": 1, "radiusMetres": 5 } }""",
            """{ "near": { "latitude": 1e999, "longitude": 1, "radiusMetres": 5 } }""", """{ "cells": ["1/2/3"] }""",
            """{ "within": [] }""", """{ "bounds": { "west": 5, "south": 5, "east": 4, "north": 6 } }""", """{ "hoursOfWeek": [168] }""",
            """{ "boundary": { "name": "none" } }""", """{ "isCounted": "yes" }""", """{ "occurredFrom": "yesterday" }""",
            $$"""{ "search": "{{new string('я', 201)}}" }""", $$"""{ "categories": ["{{new string('x', 65)}}"] }""",
        ];
        foreach (var filter in filters)
        {
            var query = JsonSerializer.Serialize(List);
            using var asked = await host.Client.PostAsync(
                "/graphql", Json($$"""{ "query": {{query}}, "variables": { "filter": {{filter}} } }"""), Cancellation);
            var listed = JsonDocument.Parse(await asked.Content.ReadAsStringAsync(Cancellation)).RootElement.GetProperty("errors")[0];
            using var posted = await host.Client.PostAsync("/export/incidents.csv", Json($$"""{ "filter": {{filter}} }"""), Cancellation);
            using var got = await host.Client.GetAsync($"/export/incidents.csv?filter={Uri.EscapeDataString(filter)}", Cancellation);
            foreach (var answer in (HttpResponseMessage[])[posted, got])
            {
                var refusal = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
                Assert.True(answer.StatusCode is HttpStatusCode.BadRequest, filter);
                Assert.Equal(listed.GetProperty("extensions").GetProperty("code").GetString(), refusal.GetProperty("code").GetString());
                Assert.NotEmpty(refusal.GetProperty("message").GetString()!);
            }
        }
    }

    [Theory]
    [InlineData("filter=%7B", "BAD_INPUT")]
    [InlineData("filter=5", "BAD_INPUT")]
    [InlineData("filter=%7B%22cities%22%3A%22%5Cud800%22%7D", "BAD_INPUT")]
    [InlineData("filtr=%7B%7D", "BAD_INPUT")]
    [InlineData("columns=", "BAD_INPUT")]
    [InlineData("columns=id,nothing", "BAD_INPUT")]
    [InlineData("columns=id,id", "BAD_INPUT")]
    [InlineData("columns=id&columns=city", "BAD_INPUT")]
    [InlineData("language=fr", "BAD_INPUT")]
    [InlineData("order=SIDEWAYS", "VALIDATION_FAILED")]
    public async Task A_request_that_is_not_as_it_should_be_exports_nothing(string query, string code)
    {
        using var answer = await host.Client.GetAsync($"/export/incidents.csv?{query}", Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(code, (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("code").GetString());
        Assert.False(answer.Content.Headers.Contains("Content-Disposition"));
    }

    [Fact]
    public async Task Other_methods_and_bodies_are_refused_with_a_code()
    {
        Assert.Equal("405 METHOD_NOT_ALLOWED", await Send(HttpMethod.Put, Json("{}")));
        Assert.Equal("415 UNSUPPORTED_MEDIA_TYPE", await Send(HttpMethod.Post, new StringContent("{}", Encoding.UTF8, "text/plain")));
        Assert.Equal("400 BODY_UNREADABLE", await Send(HttpMethod.Post, Json("[]")));
        Assert.Equal("400 BODY_UNREADABLE", await Send(HttpMethod.Post, Json("""{ "columns": [5] }""")));
        Assert.Equal("400 BODY_UNREADABLE", await Send(HttpMethod.Post, Json("""{ "filter": """)));
        Assert.Equal("400 BAD_INPUT", await Send(HttpMethod.Post, Json("""{ "filters": {} }""")));
        Assert.Equal("413 BODY_TOO_LARGE", await Send(HttpMethod.Post, Json(new string(' ', 2 << 20))));

        async Task<string> Send(HttpMethod method, HttpContent body)
        {
            using var answer = await host.Client.SendAsync(new(method, "/export/incidents.csv") { Content = body }, Cancellation);
            var refusal = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
            return $"{(int)answer.StatusCode} {refusal.GetProperty("code").GetString()}";
        }
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private Task<HttpResponseMessage> Get(string extension, object filter, string more) => host.Client.GetAsync(
        $"/export/incidents.{extension}?filter={Uri.EscapeDataString(JsonSerializer.Serialize(filter))}{more}", Cancellation);

    private async Task<string> Town()
    {
        var city = await host.NewCity();
        var sent = await host.PostLines(
            Report(1, "2026-01-04T12:00:00.5+05:00", new string('x', 64), "Қазыбек би", "-ул", Hostile, (-67.25, 44.5)),
            Report(2, "2026-01-02"), Report(3, "2026-01-01T10:00:00+05:00", until: "2026-01-01T12:00:00+05:00"),
            Report(4, "2026-01-03T04+05:00"), Report(5, "2024-02-03T14:05:00+06:00", description: "late"));
        Assert.All(sent.Statuses, s => Assert.Equal("accepted", s));
        await host.Ask($$"""mutation { withdrawIncident(id: "{{sent.Id(3)}}", by: "op", reasonCode: "x") { id } }""");
        await host.Ask($$"""mutation { mergeIncident(id: "{{sent.Id(4)}}", targetId: "{{sent.Id(0)}}", by: "op") { id } }""");
        await host.CaughtUp();
        return city;

        object Report(
            int id, string occurredAt, string category = "theft", string? district = null, string? street = null,
            string? description = null, (double X, double Y)? point = null, string? until = null) => new
            {
                source = city,
                id = $"{id}",
                kind = "incident",
                category,
                city,
                district,
                street,
                description,
                longitude = point?.X,
                latitude = point?.Y,
                occurredAt,
                occurredUntil = until,
            };
    }
}
