using System.Text.Json;
using Xunit;

namespace Incidents.Tests.Values;

/// <summary>What lists, cities and cursors mean, in every field of the schema that takes one.</summary>
public sealed class FilterTests(ListedHost listed) : IClassFixture<ListedHost>
{
    private const string Purpose = "@purpose(reason: AUDIT, reference: \"lists\")";

    // The lists that are what is analysed, not which rows: an empty one is refused; so is one of a rule that would do nothing.
    private static readonly string[] NoFilters = ["periodsDays", "periodsHours", "windows", "spaceMetres", "timeDays", "places", "devices"];
    private static readonly string[] Counts =
        ["total", "totalCount", "count", "reportCount", "inService", "pairs"];

    private readonly RunningHost host = listed.Host;

    [Fact]
    public async Task An_empty_list_means_none_everywhere()
    {
        var schema = await SchemaArguments.Of(host);
        var (tried, all) = (0, 0L);
        foreach (var field in schema.Queries)
        {
            foreach (var leaf in schema.Leaves(field).Where(l => l.IsList))
            {
                var where = $"{field.Name}({string.Join('.', leaf.Path)}: [])";
                var answer = await QueryValueTests.Answer(host, schema.Request(field, leaf.Path, "[]"));
                if (NoFilters.Contains(leaf.Path[^1]) || leaf.Path is ["rule", "kinds" or "categories" or "joins"])
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
        var schema = await SchemaArguments.Of(host);
        var tried = 0;
        foreach (var field in schema.Queries)
        {
            foreach (var leaf in schema.Leaves(field).Where(l => l.Path[^1] == "cities"))
            {
                foreach (var unknown in (string[])["[\"karagandy\"]", "[\"karaganda\", \"\"]", "[\"KARAGANDA\"]"])
                {
                    var refused = await QueryValueTests.Answer(host, schema.Request(field, leaf.Path, unknown));
                    Assert.True(refused.Codes is ["CITY_UNKNOWN"], $"{field.Name}: {refused.Text}");
                }
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
        var schema = await SchemaArguments.Of(host);
        var lists = schema.Queries.Where(q => q.Type.EndsWith("Connection", StringComparison.Ordinal)).SelectMany(q =>
            Orders(schema, q).Select(order => (Field: q, Order: order))).ToArray();
        Assert.True(lists.Length >= 20, $"{lists.Length} lists");
        var cursors = new List<string>();
        foreach (var (field, order) in lists)
        {
            var page = (await host.Answer($"query {Purpose} {{ list: {field.Name}(first: 1{order}) {{ edges {{ cursor }} }} }}"))
                .GetProperty("data");
            cursors.Add(Assert.Single(page.GetProperty("list").GetProperty("edges").EnumerateArray()).GetProperty("cursor").GetString()!);
        }
        // In ./test those of the list's own orders and a twelfth of the others: others with each seed.
        var parts = TestScale.Of(12, 1);
        var part = new Random(TestScale.Seed).Next(parts);
        foreach (var (i, (field, order)) in lists.Index())
        {
            foreach (var (j, cursor) in cursors.Index())
            {
                if (lists[j].Field != field && (i + j) % parts != part)
                    continue;
                foreach (var (size, from) in Directions(schema, field))
                {
                    var call = $"{field.Name}({size}: 1, {from}: \"{cursor}\"{order})";
                    var query = $"query {Purpose} {{ list: {call} {{ edges {{ cursor }} }} }}";
                    var answer = await host.Answer(query);
                    Assert.True(answer.TryGetProperty("errors", out var errors) == (i != j), $"{query} of list {j}: {answer.GetRawText()}");
                    if (i != j)
                        Assert.Equal("CURSOR_MALFORMED", errors[0].GetProperty("extensions").GetProperty("code").GetString());
                }
            }
        }
    }

    [Fact]
    public async Task Every_list_pages_backwards_through_the_rows_that_it_pages_forwards_through()
    {
        var schema = await SchemaArguments.Of(host);
        foreach (var field in schema.Queries.Where(q => q.Type.EndsWith("Connection", StringComparison.Ordinal)))
        {
            foreach (var order in Orders(schema, field))
            {
                var (forwards, pages) = await Walk(field.Name, order, "first", "after", "endCursor", "hasNextPage");
                var (backwards, _) = await Walk(field.Name, order, "last", "before", "startCursor", "hasPreviousPage");
                Assert.True(pages > 1, $"{field.Name} has {pages} pages");
                Assert.Equal(forwards, backwards.Chunk(2).Reverse().SelectMany(page => page));
            }
        }
    }

    private async Task<(List<string> Cursors, int Pages)> Walk(
        string list, string order, string size, string from, string next, string more)
    {
        var (cursors, pages) = (new List<string>(), 0);
        for (string? cursor = null; ;)
        {
            var page = (await host.Ask(
                $"query ($c: String) {Purpose} {{ list: {list}({size}: 2, {from}: $c{order}) {{ totalCount edges {{ cursor }} "
                + $"pageInfo {{ {more} {next} }} }} }}", new { c = cursor })).GetProperty("list");
            cursors.AddRange(page.GetProperty("edges").EnumerateArray().Select(e => e.GetProperty("cursor").GetString()!));
            pages++;
            if (!page.GetProperty("pageInfo").GetProperty(more).GetBoolean())
            {
                Assert.Equal(cursors.Count, page.GetProperty("totalCount").GetInt32());
                return (cursors, pages);
            }
            cursor = page.GetProperty("pageInfo").GetProperty(next).GetString();
        }
    }

    [Fact]
    public async Task A_mutation_that_fails_does_not_hide_one_that_was_done()
    {
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
            ? schema.ValuesOf(order.Scalar).Select(value => $", order: {value}{Given(field)}")
            // Each reading of the log makes an entry; those of one who asks no more stay as many.
            : [field.Name == "accessLog" ? $", filter: {{ callers: [\"{ListedHost.Reader}\"] }}" : ""];

    // What a list cannot do without.
    private static string Given(SchemaField field) => field.Name == "plateReads" ? ", filter: { plate: \"123ABC09\" }" : "";

    private static IEnumerable<(string Size, string From)> Directions(SchemaArguments schema, SchemaField field) =>
        schema.Leaves(field).Any(l => l.Path is ["before"]) ? [("first", "after"), ("last", "before")] : [("first", "after")];

    private static long Counted(JsonElement json, string? name = null) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().Where(p => p.Name is not "extensions").Sum(p => Counted(p.Value, p.Name)),
        JsonValueKind.Array => name is "nodes" ? json.GetArrayLength() : json.EnumerateArray().Sum(item => Counted(item, name)),
        JsonValueKind.Number when Counts.Contains(name) => (long)json.GetDouble(),
        _ => 0,
    };
}
