using System.Net;
using System.Text;
using System.Text.Json;
using Incidents.Domain.Access;
using Incidents.Tests.Access;
using Incidents.Tests.Exports;
using Xunit;

namespace Incidents.Tests.Upkeep;

/// <summary>The export of tasks of municipal property has the rows of their list.</summary>
[Collection(OnSharedHost.Name)]
public sealed class UpkeepExportTests(SharedHost shared)
{
    private const string Everywhere = "west: 73, south: 49, east: 74, north: 50";

    private readonly RunningHost host = shared.Host;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // Three far apart: one open, one done in time, one of another kind. Snow is due after 24 hours where the street is not known.
    [Fact]
    public async Task All_tasks_come_with_their_deadlines_and_what_came_of_them()
    {
        var city = await Town();

        using var answer = await Get("csv", $$"""{ "cities": ["{{city}}"] }""", "&order=OCCURRED_ASCENDING&language=ru");
        var text = Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync(Cancellation));
        var rows = Csv.Rows(text[1..]);

        Assert.Equal(
            ["Номер", "Источник", "Состояние", "Категория", "Город", "Район", "Улица", "Класс улицы", "Широта", "Долгота"], rows[0][..10]);
        Assert.All(rows, row => Assert.Equal(25, row.Count));
        Assert.Equal(
            [
                "1 OPEN snow-uncleared 49.8 2026-01-10T12:00:00+05:00 2026-01-11T12:00:00+05:00 true  ",
                "2 DONE snow-uncleared 49.9 2026-01-10T13:00:00+05:00 2026-01-11T13:00:00+05:00 false 2026-01-11T08:00:00+05:00 true",
                "3 OPEN light-out 48.5",
            ],
            rows[1..].Select(row => row[3] == "light-out"
                ? $"{row[0]} {row[2]} {row[3]} {row[8]}"
                : $"{row[0]} {row[2]} {row[3]} {row[8]} {row[10]} {row[12]} {row[13]} {row[14]} {row[15]}"));
        Assert.Equal("3", answer.Headers.GetValues("Incidents-Count").Single());
        Assert.Equal("attachment; filename=\"upkeepTasks.csv\"", answer.Content.Headers.GetValues("Content-Disposition").Single());
    }

    [Fact]
    public async Task The_list_and_the_export_have_the_same_rows_within_bounds_and_by_status()
    {
        var city = await Town();
        foreach (var (filter, ids) in new (string, string[])[]
            {
                ($$"""bounds: { {{Everywhere}} }""", ["1", "2"]), ("statuses: [DONE]", ["2"]), ("categories: [\"light-out\"]", ["3"]),
                ("isOverdue: false, categories: [\"snow-uncleared\"]", ["2"]), ("from: \"2026-01-11\"", ["3"]),
            })
        {
            var listed = (await host.Ask(
                    $$"""
                    { upkeepTasks(filter: { cities: ["{{city}}"], {{filter}} }, order: OCCURRED_ASCENDING) {
                        totalCount nodes { sourceId } } }
                    """))
                .GetProperty("upkeepTasks");
            Assert.Equal(ids, listed.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("sourceId").GetString()));
            var json = System.Text.RegularExpressions.Regex.Replace(filter, "([A-Za-z]+):", "\"$1\":")
                .Replace("[DONE]", "[\"DONE\"]", StringComparison.Ordinal);
            using var answer = await Get(
                "ndjson", $$"""{ "cities": ["{{city}}"], {{json}} }""", "&columns=sourceId,isOverdue&order=OCCURRED_ASCENDING");
            var lines = (await answer.Content.ReadAsStringAsync(Cancellation)).TrimEnd('\n').Split('\n')
                .Select(line => JsonElement.Parse(line)).ToArray();
            Assert.Equal(ids, lines[..^1].Select(line => line.GetProperty("sourceId").GetString()));
            Assert.Equal(ids.Length, lines[^1].GetProperty("facts").GetProperty("count").GetInt32());
        }
    }

    [Theory]
    [InlineData("{ \"bounds\": { \"west\": 74, \"south\": 49, \"east\": 73, \"north\": 50 } }", "", "BAD_INPUT")]
    [InlineData("{ \"from\": \"2026-01-11\", \"until\": \"2026-01-10\" }", "", "BAD_INPUT")]
    [InlineData("{ \"search\": \"x\" }", "", "VALIDATION_FAILED")]
    [InlineData("{}", "&columns=outcome", "BAD_INPUT")]
    [InlineData("{}", "&order=KNOWN_ASCENDING", "VALIDATION_FAILED")]
    public async Task What_the_list_refuses_the_export_refuses(string filter, string more, string code)
    {
        using var answer = await Get("csv", filter, more);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var refusal = JsonElement.Parse(await answer.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(code, refusal.GetProperty("code").GetString());
    }

    [Fact]
    public async Task Who_sees_no_tasks_exports_none()
    {
        var (status, text) = await new RoleAsker(host, Role.Unit).Read("/export/upkeepTasks.csv");

        Assert.Equal((403, "ACCESS_DENIED"), (status, JsonElement.Parse(text).GetProperty("code").GetString()));
    }

    private Task<HttpResponseMessage> Get(string extension, string filter, string more) => host.Client.GetAsync(
        $"/export/upkeepTasks.{extension}?filter={Uri.EscapeDataString(filter)}{more}", Cancellation);

    private async Task<string> Town()
    {
        var city = await host.NewCity();
        var sent = await host.PostLines(
            Report("1", "snow-uncleared", "2026-01-10T12:00:00+05:00", 49.8),
            Report("2", "snow-uncleared", "2026-01-10T13:00:00+05:00", 49.9),
            Report("2", "snow-uncleared", "2026-01-11T08:00:00+05:00", 49.9, "done"),
            Report("3", "light-out", "2026-01-12T12:00:00+05:00", 48.5));
        Assert.All(sent.Statuses, status => Assert.Equal("accepted", status));
        await host.CaughtUp();
        return city;

        object Report(string id, string category, string at, double latitude, string? phase = null) => new
        {
            source = city,
            id,
            kind = "upkeep",
            phase,
            city,
            category,
            occurredAt = at,
            by = phase is null ? null : "brigade",
            longitude = 73.1,
            latitude,
        };
    }
}
