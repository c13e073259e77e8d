using System.Text.Json;
using Incidents.Tests.Postgres;
using Xunit;

namespace Incidents.Tests.Values;

/// <summary>What lists, cities and cursors mean, in every field of the schema that takes one.</summary>
public sealed class FilterTests(PostgresFixture postgres)
{
    private const string Then = "2026-02-01T10:00:00";

    // The lists that are what is analysed, not which rows: an empty one is refused.
    private static readonly string[] NoFilters = ["periodsDays", "spaceMetres", "timeDays", "places", "devices"];
    private static readonly string[] Counts = ["total", "totalCount", "count", "reports", "inService", "pairs"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_empty_list_means_none_everywhere()
    {
        await using var host = await World();
        var schema = await SchemaArguments.Of(host);
        var (tried, all) = (0, 0L);
        foreach (var field in schema.Queries)
        {
            foreach (var leaf in schema.Leaves(field).Where(l => l.IsList))
            {
                var where = $"{field.Name}({string.Join('.', leaf.Path)}: [])";
                var answer = await QueryValueTests.Answer(host, schema.Request(field, leaf.Path, "[]"));
                if (NoFilters.Contains(leaf.Path[^1]))
                {
                    Assert.True(answer.Codes is ["BAD_INPUT"], $"{where}: {answer.Text}");
                    continue;
                }
                Assert.True(answer.Codes is [] or ["NOTHING_COUNTED"] or ["NO_BANDWIDTH"], $"{where}: {answer.Text}");
                if (answer.Codes is [])
                    Assert.True(Counted(answer.Json) == 0, $"{where}: {answer.Text}");
                all += Counted((await QueryValueTests.Answer(host, schema.Request(field, [], ""))).Json);
                tried++;
            }
        }
        Assert.True(tried > 30 && all > 30, $"{tried} tried, {all} counted without them");
    }

    [Fact]
    public async Task A_city_that_nobody_knows_is_refused_everywhere()
    {
        await using var host = await World();
        var schema = await SchemaArguments.Of(host);
        var tried = 0;
        foreach (var field in schema.Queries)
        {
            foreach (var leaf in schema.Leaves(field).Where(l => l.Path[^1] == "cities"))
            {
                foreach (var unknown in (string[])["[\"karagandy\"]", "[\"karaganda\", \"\"]", "[\"KARAGANDA\"]"])
                    Assert.Equal(["CITY_UNKNOWN"], (await QueryValueTests.Answer(host, schema.Request(field, leaf.Path, unknown))).Codes);
                var known = await QueryValueTests.Answer(host, schema.Request(field, leaf.Path, "[\"karaganda\"]"));
                Assert.True(known.Codes is [] or ["NO_BANDWIDTH"], known.Text);
                tried++;
            }
            foreach (var leaf in schema.Leaves(field).Where(l => l.Path is [.., "districts", "city"]))
            {
                var answer = await QueryValueTests.Answer(host, schema.Request(field, leaf.Path, "\"karagandy\""));
                Assert.Equal(["CITY_UNKNOWN"], answer.Codes);
            }
        }
        Assert.True(tried >= 15, $"{tried} tried");
    }

    [Fact]
    public async Task A_cursor_of_another_list_or_another_order_is_refused()
    {
        await using var host = await World();
        var schema = await SchemaArguments.Of(host);
        var lists = schema.Queries.Where(q => q.Type.EndsWith("Connection", StringComparison.Ordinal)).SelectMany(q =>
            Orders(schema, q).Select(order => (Field: q, Order: order))).ToArray();
        Assert.True(lists.Length >= 7, $"{lists.Length} lists");
        var cursors = new List<string>();
        foreach (var (field, order) in lists)
        {
            var page = (await host.Answer($"{{ list: {field.Name}(first: 1{order}) {{ edges {{ cursor }} }} }}")).GetProperty("data");
            cursors.Add(Assert.Single(page.GetProperty("list").GetProperty("edges").EnumerateArray()).GetProperty("cursor").GetString()!);
        }
        foreach (var (i, (field, order)) in lists.Index())
        {
            foreach (var (j, cursor) in cursors.Index())
            {
                foreach (var (size, from) in Directions(schema, field))
                {
                    var query = $"{{ list: {field.Name}({size}: 1, {from}: \"{cursor}\"{order}) {{ edges {{ cursor }} }} }}";
                    var answer = await host.Answer(query);
                    Assert.True(answer.TryGetProperty("errors", out var errors) == (i != j), $"{query} of list {j}: {answer.GetRawText()}");
                    if (i != j)
                        Assert.Equal("CURSOR_MALFORMED", errors[0].GetProperty("extensions").GetProperty("code").GetString());
                }
            }
        }
    }

    [Fact]
    public async Task A_mutation_that_fails_does_not_hide_one_that_was_done()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase());
        var answer = await host.Answer(
            $$"""
            mutation {
              first: openIncident(console: "c", key: "1", category: "theft", place: { city: "karaganda" }) { category }
              second: closeIncident(id: "{{Guid.NewGuid()}}", by: "op") { id }
              third: openIncident(console: "c", key: "2", category: "theft", place: { city: "karaganda" }) { category }
            }
            """);

        Assert.Equal(
            [("first", "theft", null), ("second", null, "NOT_FOUND"), ("third", "theft", null)],
            answer.GetProperty("data").EnumerateObject().Select(payload => (
                payload.Name, Thing(payload.Value)?.GetProperty("category").GetString(),
                payload.Value.GetProperty("errors") is { ValueKind: JsonValueKind.Array } errors
                    ? errors[0].GetProperty("code").GetString()
                    : null)));

        static JsonElement? Thing(JsonElement payload) =>
            payload.EnumerateObject().First().Value is { ValueKind: JsonValueKind.Object } thing ? thing : null;
    }

    private static IEnumerable<string> Orders(SchemaArguments schema, SchemaField field) =>
        schema.Leaves(field).FirstOrDefault(l => l.Path is ["order"]) is { } order
            ? schema.ValuesOf(order.Scalar).Select(value => $", order: {value}")
            : [""];

    private static IEnumerable<(string Size, string From)> Directions(SchemaArguments schema, SchemaField field) =>
        schema.Leaves(field).Any(l => l.Path is ["before"]) ? [("first", "after"), ("last", "before")] : [("first", "after")];

    private static long Counted(JsonElement json, string? name = null) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().Where(p => p.Name is not "extensions").Sum(p => Counted(p.Value, p.Name)),
        JsonValueKind.Array => name is "nodes" ? json.GetArrayLength() : json.EnumerateArray().Sum(item => Counted(item, name)),
        JsonValueKind.Number when Counts.Contains(name) => (long)json.GetDouble(),
        _ => 0,
    };

    private async Task<RunningHost> World()
    {
        var host = await RunningHost.Start(await postgres.CreateDatabase());
        foreach (var id in (string[])["1", "2", "3", "4", "5"])
        {
            var answer = await host.PostLines(
                new
                {
                    source = "s",
                    id,
                    kind = "incident",
                    city = "karaganda",
                    category = "theft",
                    occurredAt = Then,
                    longitude = 73.1,
                    latitude = 49.75,
                    deviceId = "cam-1",
                    district = "d",
                },
                new { source = "s", id, kind = "sosCall", city = "karaganda", occurredAt = Then },
                new { source = "s", id, kind = "sosCall", phase = "answered", by = "op", city = "karaganda", occurredAt = Then },
                new { source = "s", id, kind = "none", city = "karaganda", occurredAt = Then });
            Assert.Equal(["accepted", "accepted", "accepted", "KIND_UNKNOWN"], answer.Codes);
            await host.Ask(
                $$"""mutation { registerDevice(deviceId: "cam-{{id}}", kind: CAMERA, place: { city: "karaganda" }) { id } }""");
            await host.Query(
                $"""
                 insert into read.forecast (id, plan, method, city, zoom, west, south, east, north, first_day, until_day, missed, noted_at)
                 values (gen_random_uuid(), 'p{id}', 'LastPeriod', 'karaganda', 14, 73, 49, 74, 50, '2026-02-01', '2026-02-08', true, now())
                 """);
        }
        await host.Query(
            """
            insert into store.boundary (set_code, name, valid_from, region, source, shape) values ('districts', 'd', '2000-01-01', 'r', 's',
                '{"type":"Polygon","coordinates":[[[73,49.7],[73.2,49.7],[73.2,49.8],[73,49.8],[73,49.7]]]}')
            """);
        await host.Query(
            """
            insert into store.quarantine (read_model, seq_id, stream_id, version, type, reason)
            select 'ledger', n, gen_random_uuid(), 1, 'alert_raised', 'r' from generate_series(1, 2) as n
            """);
        await host.CaughtUp();
        return host;
    }
}
