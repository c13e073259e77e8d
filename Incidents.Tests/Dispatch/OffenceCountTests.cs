using Xunit;

namespace Incidents.Tests.Dispatch;

/// <summary>Incidents with several offences and victims, reported over HTTP, in every count that GraphQL gives.</summary>
[Collection(OnSharedHost.Name)]
public sealed class OffenceCountTests(SharedHost shared)
{
    private const string Period = """from: "2026-01-01", until: "2026-02-01" """;
    private readonly RunningHost host = shared.Host;

    // One robbery with 1 victim, one homicide with 2, one assault of which nobody says how many, all one incident; a theft; an assault
    // without a victim.
    private static object[] Reports(string city) =>
    [
        Row(city, "A", "1", "robbery", victims: 1, gravity: 1), Row(city, "A", "2", "homicide", victims: 2, gravity: 0, hour: 11),
        Row(city, "A", "3", "assault"), Row(city, "B", null, "theft"), Row(city, "C", "1", "assault", victims: 0),
    ];

    [Fact]
    public async Task Incidents_offences_and_victims_are_counted_as_asked()
    {
        var city = await host.NewCity();
        var sent = await host.PostLines(Reports(city));
        Assert.Equal(Enumerable.Repeat("accepted", 5), sent.Statuses);
        Assert.Equal(Enumerable.Repeat("duplicate", 5), (await host.PostLines(Reports(city).Reverse())).Statuses);
        await host.Covers(city);
        await host.CaughtUp();

        Assert.Equal("assault 1, homicide 1, theft 1", await Trend(city, "INCIDENTS"));
        Assert.Equal("assault 2, homicide 1, robbery 1, theft 1", await Trend(city, "OFFENCES"));
        Assert.Equal("homicide 2, robbery 1", await Trend(city, "VICTIMS"));
        Assert.Equal("assault 1, homicide 1", await Trend(city, "INCIDENTS_WITH_VICTIMS"));
        foreach (var (measure, total) in new[] { ("INCIDENTS", 3), ("OFFENCES", 5), ("VICTIMS", 3), ("INCIDENTS_WITH_VICTIMS", 2) })
        {
            var filter = $$"""filter: { cities: ["{{city}}"], measure: {{measure}} }""";
            var asked = await host.Answer(
                $$"""
                { trend({{Period}}, grain: DAY, {{filter}}) { series { total } }
                  inside: trend({{Period}}, grain: WEEK, filter: { cities: ["{{city}}"], measure: {{measure}},
                      bounds: { west: 73, south: 49, east: 74, north: 50 } }) { series { total } }
                  fine: heatmap({{Period}}, zoom: 16, bounds: { west: 73, south: 49, east: 74, north: 50 }, {{filter}}) { total }
                  coarse: heatmap({{Period}}, zoom: 6, bounds: { west: 73, south: 49, east: 74, north: 50 }, {{filter}}) { total }
                  kpis({{Period}}, {{filter}}) { city counts { measure count isNotable } } }
                """);
            var data = asked.GetProperty("data");
            Assert.Equal(total, data.GetProperty("trend").GetProperty("series")[0].GetProperty("total").GetInt32());
            Assert.Equal(total, data.GetProperty("inside").GetProperty("series")[0].GetProperty("total").GetInt32());
            Assert.Equal(total, data.GetProperty("fine").GetProperty("total").GetInt32());
            Assert.Equal(total, data.GetProperty("coarse").GetProperty("total").GetInt32());
            Assert.Equal(
                $$"""[{"measure":"{{measure}}","count":{{total}},"isNotable":{{(measure == "INCIDENTS" ? "true" : "false")}}}]""",
                data.GetProperty("kpis")[1].GetProperty("counts").GetRawText());
            var warnings = asked.TryGetProperty("extensions", out var extensions) && extensions.TryGetProperty("warnings", out var all)
                ? all.GetRawText()
                : "";
            Assert.Equal(measure == "VICTIMS", warnings.Contains("VICTIMS_NOT_GIVEN", StringComparison.Ordinal));
            Assert.Equal(measure == "VICTIMS", warnings.Contains("2 of 3 incidents give their victims", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task An_incident_names_its_offences_the_gravest_first_and_null_is_not_none()
    {
        var city = await host.NewCity();
        var sent = await host.PostLines(Reports(city));
        Assert.Equal(sent.Id(0), sent.Id(2));
        const string Fields = "category occurredAt offenceCount victims offences { offenceId category victims gravity isGravest }";
        var one = await host.Ask(
            $$"""
            query ($a: UUID!, $b: UUID!, $c: UUID!) { a: incident(id: $a) { {{Fields}} } b: incident(id: $b) { {{Fields}} }
                c: incident(id: $c) { victims offenceCount } }
            """,
            new { a = sent.Id(0), b = sent.Id(3), c = sent.Id(4) });
        const string A =
            """{"category":"homicide","occurredAt":"2026-01-05T11:00:00+05:00","offenceCount":3,"victims":3,"offences":["""
            + """{"offenceId":"2","category":"homicide","victims":2,"gravity":0,"isGravest":true},"""
            + """{"offenceId":"1","category":"robbery","victims":1,"gravity":1,"isGravest":false},"""
            + """{"offenceId":"3","category":"assault","victims":null,"gravity":null,"isGravest":false}]}""";
        Assert.Equal(A, one.GetProperty("a").GetRawText());
        Assert.Equal(
            """{"category":"theft","occurredAt":"2026-01-05T10:00:00+05:00","offenceCount":1,"victims":null,"offences":["""
            + """{"offenceId":null,"category":"theft","victims":null,"gravity":null,"isGravest":true}]}""",
            one.GetProperty("b").GetRawText());
        Assert.Equal("""{"victims":0,"offenceCount":1}""", one.GetProperty("c").GetRawText());

        await host.CaughtUp();
        var list = await host.Ask(
            $$"""{ incidents(filter: { cities: ["{{city}}"], categories: ["homicide"] }) { nodes { {{Fields}} } } }""");
        Assert.Equal(A, list.GetProperty("incidents").GetProperty("nodes")[0].GetRawText());
    }

    [Fact]
    public async Task Offences_and_victims_go_and_come_back_with_the_incident()
    {
        var city = await host.NewCity();
        var sent = await host.PostLines(Reports(city));
        async Task<string> After(string mutation)
        {
            await host.Ask($"mutation {{ {mutation.Replace("$a", $"\"{sent.Id(0)}\"").Replace("$b", $"\"{sent.Id(3)}\"")} {{ id }} }}");
            await host.CaughtUp();
            return string.Join("; ", await Trend(city, "INCIDENTS"), await Trend(city, "OFFENCES"), await Trend(city, "VICTIMS"));
        }
        const string Without = "assault 1, theft 1; assault 1, theft 1; ";
        const string With = "assault 1, homicide 1, theft 1; assault 2, homicide 1, robbery 1, theft 1; homicide 2, robbery 1";

        Assert.Equal(Without, await After("withdrawIncident(id: $a, by: \"op\", reasonCode: \"unfounded\")"));
        Assert.Equal(With, await After("reinstateIncident(id: $a, by: \"op\", reason: \"mistake\")"));
        Assert.Equal(Without, await After("mergeIncident(id: $a, targetId: $b, by: \"op\")"));
        Assert.Equal(With, await After("unmergeIncident(id: $a, by: \"op\")"));
        Assert.Equal(
            "assault 1, fraud 1, theft 1; assault 2, homicide 1, robbery 1, theft 1; homicide 2, robbery 1",
            await After("categoriseIncident(id: $a, category: \"fraud\", by: \"op\")"));
        // A row that comes later does not change what the person has said.
        Assert.Equal(["accepted"], (await host.PostLines(Row(city, "A", "4", "homicide", victims: 1, gravity: 0))).Statuses);
        await host.CaughtUp();
        Assert.Equal("assault 1, fraud 1, theft 1", await Trend(city, "INCIDENTS"));
        Assert.Equal("homicide 3, robbery 1", await Trend(city, "VICTIMS"));
    }

    [Fact]
    public async Task A_row_with_other_content_is_a_conflict_and_bad_numbers_are_refused()
    {
        var city = await host.NewCity();
        await host.PostLines(Reports(city));
        var answers = await host.PostLines(
            Row(city, "A", "1", "robbery", victims: 5, gravity: 1), Row(city, "A", "2", "assault", victims: 2, gravity: 0, hour: 11),
            Row(city, "A", "9", "theft", victims: -1), Row(city, "A", "9", "theft", victims: 10_001),
            Row(city, "A", "9", "theft", gravity: 10_001), Row(city, "B", null, "robbery"), Row(city, "A", new('x', 201), "theft"));
        Assert.Equal(
            ["REPORT_CONFLICT", "REPORT_CONFLICT", "VICTIMS_OUT_OF_RANGE", "VICTIMS_OUT_OF_RANGE", "GRAVITY_OUT_OF_RANGE",
                "REPORT_CONFLICT", "TEXT_TOO_LONG"], answers.Codes);
        Assert.Equal("[\"victims\"]", answers.Answers[0].GetProperty("differences").GetRawText());
        Assert.Equal("[\"category\"]", answers.Answers[1].GetProperty("differences").GetRawText());
    }

    [Fact]
    public async Task A_withdrawal_by_the_reference_of_any_row_withdraws_the_incident()
    {
        var city = await host.NewCity();
        var sent = await host.PostLines(
            Row(city, "A", "1", "robbery", reference: "R-1"), Row(city, "A", "2", "assault", reference: "R-2"),
            Row(city, "w", null, "assault", reference: "R-2", phase: "withdrawn"));
        Assert.Equal(["accepted", "accepted", "accepted"], sent.Statuses);
        Assert.Equal(sent.Id(0), sent.Id(2));
        await host.CaughtUp();
        Assert.Equal("", await Trend(city, "OFFENCES"));
    }

    private static object Row(
        string city, string id, string? offenceId, string category, int? victims = null, int? gravity = null, int hour = 10,
        string? reference = null, string? phase = null) => new
        {
            source = city,
            id,
            kind = "incident",
            phase,
            city,
            category,
            offenceId,
            victims,
            gravity,
            reference,
            longitude = 73.1,
            latitude = 49.8,
            occurredAt = $"2026-01-05T{hour}:00:00",
        };

    private async Task<string> Trend(string city, string measure)
    {
        var data = await host.Ask(
            $$"""
            { trend({{Period}}, grain: MONTH, splitBy: CATEGORY, filter: { cities: ["{{city}}"], measure: {{measure}} }) {
                series { key total } } }
            """);
        return string.Join(", ", data.GetProperty("trend").GetProperty("series").EnumerateArray()
            .Where(s => s.GetProperty("total").GetInt32() != 0)
            .Select(s => $"{s.GetProperty("key").GetString()} {s.GetProperty("total").GetInt32()}").Order(StringComparer.Ordinal));
    }
}
