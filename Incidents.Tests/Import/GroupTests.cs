using Incidents.Api.Import;
using Incidents.Domain;
using Incidents.Tests.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Incidents.Tests.Import;

/// <summary>Files with several rows of one incident.</summary>
[Collection(OnSharedHost.Name)]
public sealed class GroupTests(SharedHost shared)
{
    private const string Rows =
        "CASE,ROW,TYPE,VICTIMS,WHEN,NOTE\nA,1,Robbery,1,2026-01-05T10:00:00,x\nA,2,Homicide,2.0,2026-01-05T11:00:00,x\n"
        + "A,3,Assault,,2026-01-05T10:00:00,x\nB,1,Theft,,2026-01-05T12:00:00,x\nA,2,Assault,2,2026-01-05T11:00:00,x\n"
        + "A,1,Robbery,1,2026-01-05T10:00:00,x\nA,1,Robbery,1,2026-01-05T10:00:00,y\nB,2,Theft,many,2026-01-05T12:00:00,x\n"
        + "B,,Theft,,2026-01-05T12:00:00,x\n";

    private readonly RunningHost host = shared.Host;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rows_of_one_incident_are_its_offences_and_the_summary_counts_conflicts_with_their_lines()
    {
        var city = await host.NewCity();
        var (summary, rejects) = await Import(Rows, Map(city, Group));

        Assert.Equal((9, 4, 2, 1, 3), (summary.Rows, summary.Accepted, summary.Duplicate, summary.DuplicateNotCopy, summary.RefusedRows));
        Assert.Equal(1, summary.Conflict);
        Assert.Equal([6], summary.Lines["REPORT_CONFLICT"]);
        Assert.Equal([9], summary.Lines["VICTIMS_OUT_OF_RANGE"]);
        Assert.Equal([10], summary.Lines["BLANK_IDENTITY"]);
        Assert.Contains("6,REPORT_CONFLICT,category,", rejects);
        await host.CaughtUp();
        var list = await host.Ask(
            $$"""
            { incidents(filter: { cities: ["{{city}}"] }, order: OCCURRED_ASCENDING) { nodes {
                sourceId category offenceCount victims offences { offenceId category } } } }
            """);
        Assert.Equal(
            """[{"sourceId":"A","category":"homicide","offenceCount":3,"victims":3,"offences":["""
            + """{"offenceId":"2","category":"homicide"},{"offenceId":"1","category":"robbery"},{"offenceId":"3","category":"assault"}]},"""
            + """{"sourceId":"B","category":"theft","offenceCount":1,"victims":null,"offences":[{"offenceId":"1","category":"theft"}]}]""",
            list.GetProperty("incidents").GetProperty("nodes").GetRawText());
    }

    // Without a rule of several rows: the second row of A says another category, the last ones differ in a column that nothing maps.
    [Fact]
    public async Task Without_the_rule_another_row_of_a_known_identity_is_a_conflict_and_other_columns_are_told()
    {
        var city = await host.NewCity();
        var (summary, _) = await Import(Rows, Map(city, "\"identity\": { \"columns\": [\"CASE\"] }"));

        Assert.Equal((9, 2, 4, 3, 3), (summary.Rows, summary.Accepted, summary.Duplicate, summary.DuplicateNotCopy, summary.Conflict));
        Assert.Equal([3, 4, 6], summary.Lines["REPORT_CONFLICT"]);
    }

    [Theory]
    [InlineData("content", 3)]
    [InlineData("line", 4)]
    public async Task A_row_is_identified_by_its_content_or_its_line(string row, int offences)
    {
        var city = await host.NewCity();
        const string Text = "CASE,TYPE,WHEN\nA,Theft,2026-01-05T10:00:00\nA,Robbery,2026-01-05T10:00:00\nA,Theft,2026-01-05T10:00:00\n"
            + "A,Assault,2026-01-05T10:00:00\n";
        var group = $$"""
            "group": { "incident": "CASE", "row": "{{row}}", "victims": 1, "gravest": ["robbery"] }
            """;
        var (summary, _) = await Import(Text, Map(city, group));

        Assert.Equal((offences, 4 - offences), (summary.Accepted, summary.Duplicate));
        await host.CaughtUp();
        var one = await host.Ask($$"""{ incidents(filter: { cities: ["{{city}}"] }) { nodes { category offenceCount victims } } }""");
        Assert.Equal(
            $$"""[{"category":"robbery","offenceCount":{{offences}},"victims":{{offences}}}]""",
            one.GetProperty("incidents").GetProperty("nodes").GetRawText());
    }

    [Fact]
    public async Task A_category_that_a_graver_row_replaced_is_no_series_in_any_order()
    {
        const string Assault = "A,1,Assault,,2026-01-05T10:00:00";
        const string Robbery = "A,2,Robbery,,2026-01-05T10:00:00";
        foreach (var rows in (string[][])[[Assault, Robbery], [Robbery, Assault]])
        {
            var city = await host.NewCity();
            await host.Covers(city);
            foreach (var row in rows)
            {
                await Import($"CASE,ROW,TYPE,VICTIMS,WHEN\n{row}\n", Map(city, Group));
                await host.CaughtUp();
            }
            var trend = await host.Ask(
                $$"""
                { trend(from: "2026-01-01", until: "2026-02-01", grain: MONTH, splitBy: CATEGORY, filter: { cities: ["{{city}}"] }) {
                    series { category total } } }
                """);
            Assert.Equal(
                """[{"category":"robbery","total":1}]""", trend.GetProperty("trend").GetProperty("series").GetRawText());
        }
    }

    [Theory]
    [InlineData("""{ "row": "ROW", "gravest": ["theft"] }""", "needs \"incident\"")]
    [InlineData("""{ "incident": "CASE", "gravest": ["theft"] }""", "needs \"row\"")]
    [InlineData("""{ "incident": "CASE", "row": "ROW" }""", "needs \"gravest\"")]
    [InlineData("""{ "incident": "CASE", "row": "ROW", "gravest": ["A b"] }""", "'A b' is not a code")]
    [InlineData("""{ "incident": "CASE", "row": "ROW", "gravest": ["theft"], "victim": 1 }""", "did you mean \"victims\"?")]
    public void A_rule_that_says_too_little_is_refused(string group, string problem) => Assert.Contains(
        problem, Assert.Throws<ImportException>(() => MapFile.Parse($$"""{ "group": {{group}} }""")).Message);

    [Fact]
    public void There_is_one_identity() => Assert.Contains(
        "omit one of the two keys",
        Assert.Throws<ImportException>(() => MapFile.Parse($$"""{ {{Group}}, "identity": { "columns": ["CASE"] } }""")).Message);

    private const string Group =
        """
        "group": { "incident": ["CASE"], "row": ["ROW"], "victims": "VICTIMS", "gravest": ["homicide", "robbery"] }
        """;

    private static string Map(string city, string identity) =>
        $$"""{ "source": "{{city}}", "city": "{{city}}", "occurredAt": "WHEN", "category": "TYPE", {{identity}} }""";

    private async Task<(ImportSummary Summary, string Rejects)> Import(string text, string map)
    {
        using var folder = new TemporaryFolder();
        var rules = MapFile.Parse(map);
        Assert.Empty(rules.MissingForImport());
        ImportSummary summary;
        using (var rejects = new RejectsFile(Path.Combine(folder.Path, "rejects.csv")))
        using (var rows = ImportOf.Rows(text, rules))
        {
            var importer = new Importer(host.Services.GetRequiredService<ImportSink>(), rejects, new());
            summary = await importer.Run(rows, rules, host.Services.GetRequiredService<Cities>(), Cancellation);
        }
        var file = Path.Combine(folder.Path, "rejects.csv");
        return (summary, File.Exists(file) ? await File.ReadAllTextAsync(file, Cancellation) : "");
    }
}
