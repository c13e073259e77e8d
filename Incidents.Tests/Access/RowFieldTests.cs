using System.Text.Json;
using System.Text.Json.Nodes;
using GraphQL.Types;
using Incidents.Api.Access.Rows;
using Incidents.Domain.Access;
using Incidents.Tests.Values;
using Xunit;

namespace Incidents.Tests.Access;

/// <summary>Who sees one town gets of every field of <c>Query</c> what there is of this town, whatever the arguments.</summary>
[Collection(OnTwoTowns.Name)]
public sealed class RowFieldTests(TwoTowns towns)
{
    private readonly TownCaller ofA = towns.As(Role.Supervisor, towns.A);

    [Fact]
    public void A_field_without_a_line_and_a_line_without_a_field_are_found()
    {
        var query = new ObjectGraphType { Name = "Query" };
        query.AddField(new() { Name = "everything", Type = typeof(StringGraphType) });
        var fault = Assert.Throws<InvalidOperationException>(() => RowLimits.Check(new Schema { Query = query }));
        Assert.Contains("Query.everything", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Query.incidents", fault.Message, StringComparison.Ordinal);
        Assert.All(RowLimits.All, limit => Assert.NotEmpty(limit.Text));
    }

    // Without towns, with both, with its own, with null: the answer of who sees all to its own town. With the other town: to no town.
    [Fact]
    public async Task Counts_are_those_of_the_town_whatever_is_asked()
    {
        var schema = await SchemaArguments.Of(towns.Host);
        var tried = 0;
        foreach (var field in schema.Queries)
        {
            var way = RowLimits.Of($"Query.{field.Name}").Way;
            if (way is not (RowWay.Filter or RowWay.Cities))
                continue;
            Dictionary<string, string> Given(string cities) => way is RowWay.Cities
                ? new() { ["cities"] = cities }
                : new() { ["filter"] = $"{{\"cities\":{cities}}}" };
            var (own, other, both) = ($"[\"{towns.A.Code}\"]", $"[\"{towns.B.Code}\"]", $"[\"{towns.B.Code}\",\"{towns.A.Code}\"]");
            var expected = await Data(towns.All, schema.Request(field, [], "", Given(own)));
            var none = await Data(towns.All, schema.Request(field, [], "", Given("[]")));
            var all = await Data(towns.All, schema.Request(field, [], ""));
            Assert.NotEqual(none, expected);
            Assert.NotEqual(all, expected);
            foreach (var cities in (string[])[own, both, "null"])
                Assert.Equal(expected, await Data(ofA, schema.Request(field, [], "", Given(cities))));
            Assert.Equal(expected, await Data(ofA, schema.Request(field, [], "")));
            Assert.Equal(none, await Data(ofA, schema.Request(field, [], "", Given(other))));
            tried++;
        }
        Assert.True(tried >= 17, $"{tried} tried");
    }

    // All fields with sound arguments, with the ids of the other town's things, and its words and places.
    [Fact]
    public async Task No_field_contains_anything_of_another_town()
    {
        var schema = await SchemaArguments.Of(towns.Host);
        foreach (var field in schema.Queries.Where(f => f.Name is not ("cities" or "__schema" or "__type")))
        {
            var leaves = schema.Leaves(field).Select(leaf => leaf.Path).ToArray();
            var requests = new List<string> { schema.Request(field, [], "") };
            requests.AddRange(leaves.Where(path => path[^1] == "id").SelectMany(path => Array.ConvertAll(
                [towns.B.Open[0], towns.B.Alerts[2], towns.B.Calls[1], towns.B.Violations[1], towns.B.Job],
                id => schema.Request(field, path, $"\"{id}\""))));
            requests.AddRange(leaves.Where(path => path[^1] is "search" or "text").Select(path => schema.Request(
                field, path, $"\"{towns.B.Word}\"")));
            requests.AddRange(leaves.Where(path => path[^1] is "city").Select(path => schema.Request(field, path, $"\"{towns.B.Code}\"")));
            foreach (var request in requests)
            {
                var answer = await ofA.Post(request);
                Assert.All(towns.B.Marks, mark => Assert.False(
                    answer.Contains(mark, StringComparison.Ordinal) && !request.Contains(mark.Trim('"'), StringComparison.Ordinal),
                    $"{mark} in the answer to {request}: {answer}"));
                Assert.DoesNotContain(
                    towns.B.Marks, mark => request.Contains(mark.Trim('"'), StringComparison.Ordinal)
                        && DataOf(answer).Contains(mark, StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public async Task Lists_single_things_and_exports_have_the_town_s_rows_only()
    {
        foreach (var (list, own) in new (string, Guid[])[]
        {
            ("incidents", [.. towns.A.Incidents]), ("alerts", towns.A.Alerts), ("sosCalls", towns.A.Calls),
            ("violations", towns.A.Violations),
        })
        {
            Assert.Equal(own.Order(), await ofA.Listed(list));
            Assert.Equal(own.Order(), await ofA.Listed(list, $"cities: [\"{towns.B.Code}\", \"{towns.A.Code}\"]"));
            Assert.Empty(await ofA.Listed(list, $"cities: [\"{towns.B.Code}\"]"));
            // A cursor of who sees more, aliases and fragments.
            var cursor = (await towns.All.Ask($"{{ {list}(first: 1) {{ edges {{ cursor }} }} }}"))
                .GetProperty(list).GetProperty("edges")[0].GetProperty("cursor").GetString();
            var answer = await ofA.Post(JsonSerializer.Serialize(new
            {
                query = $"query Q {{ a: {list}(after: \"{cursor}\") {{ ...F }} "
                    + $"b: {list}(filter: {{ cities: [\"{towns.B.Code}\"] }}) {{ ...F }} }} "
                    + $"fragment F on {char.ToUpperInvariant(list[0])}{list[1..^1]}Connection {{ totalCount nodes {{ id city }} }}",
            }));
            Assert.DoesNotContain(towns.B.Marks, mark => DataOf(answer).Contains(mark, StringComparison.Ordinal));
            Assert.Contains($"\"totalCount\":{own.Length}", answer, StringComparison.Ordinal);
        }
        Assert.Empty(await ofA.Listed("incidents", $"search: \"{towns.B.Word}\""));
        Assert.Equal(towns.A.Incidents.Order(), await ofA.Listed("incidents", $"search: \"{towns.A.Word}\""));
        foreach (var format in (string[])["csv", "ndjson"])
        {
            using var export = await ofA.Get($"/export/incidents.{format}");
            var text = await export.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.Equal($"{towns.A.Incidents.Count()}", export.Headers.GetValues("Incidents-Count").Single());
            Assert.DoesNotContain(towns.B.Marks, mark => text.Contains(mark.Trim('"'), StringComparison.Ordinal));
            Assert.Contains(towns.A.Word, text, StringComparison.Ordinal);
        }
    }

    // A word that only the other town has must not decide whether a word with a typing error is looked for.
    [Fact]
    public async Task That_another_town_has_a_word_changes_no_search()
    {
        var (typo, city) = (towns.A.Word[..^1] + "q", await towns.Host.NewCity());
        var before = await ofA.Listed("incidents", $"search: \"{typo}\"");
        await towns.Host.Ask(
            $$"""
            mutation { openIncident(console: "typo", key: "1", category: "theft", place: { city: "{{city}}" },
                description: "{{typo}}") { id } }
            """);
        await towns.Host.CaughtUp();
        Assert.NotEmpty(before);
        Assert.Equal(before, await ofA.Listed("incidents", $"search: \"{typo}\""));
    }

    [Fact]
    public async Task A_job_is_shown_to_who_sees_its_towns()
    {
        Assert.Equal([towns.A.Job], await Jobs(ofA));
        var both = await Jobs(towns.As(Role.Analyst, towns.A, towns.B));
        Assert.Contains(towns.A.Job, both);
        Assert.Contains(towns.B.Job, both);
        Assert.Equal(["NOT_FOUND"], await ofA.Codes($$"""mutation { cancelAnalysis(id: "{{towns.B.Job}}") { id } }"""));
        // The same request of who sees less is another job, and one that reads the own town only.
        var job = await Started(ofA);
        Assert.NotEqual(job, await Started(towns.All));
        Assert.Contains(job, await Jobs(towns.As(Role.Analyst, towns.A)));
        var basis = (await ofA.Ask($$"""{ analysis(id: "{{job}}", waitSeconds: 8) { decomposition { basis { cities } } } }"""))
            .GetProperty("analysis").GetProperty("decomposition").GetProperty("basis").GetProperty("cities");
        Assert.Equal([towns.A.Code], basis.EnumerateArray().Select(c => c.GetString()));

        async Task<Guid[]> Jobs(TownCaller asker) => await asker.Listed("analyses");

        async Task<Guid> Started(TownCaller asker) => (await asker.Ask(
            """mutation { startDecomposition(from: "2026-01-01", until: "2026-03-20", waitSeconds: 8) { id } }"""))
            .GetProperty("startDecomposition").GetProperty("analysisJob").GetProperty("id").GetGuid();
    }

    private static string DataOf(string answer) =>
        JsonDocument.Parse(answer).RootElement.TryGetProperty("data", out var data) ? data.GetRawText() : "";

    // Data and errors, without the trace and what else differs from request to request.
    private async Task<string> Data(TownCaller asker, string request)
    {
        var answer = JsonNode.Parse(await asker.Post(request))!.AsObject();
        var faults = string.Join('\n', towns.Log.Entries.Select(entry => $"{entry.Message} {entry.Exception}"));
        Assert.True(faults is "", $"{request}: {faults}");
        answer.Remove("extensions");
        return answer.ToJsonString();
    }
}
