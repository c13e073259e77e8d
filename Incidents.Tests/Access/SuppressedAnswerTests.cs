using System.Net;
using System.Text.Json;
using GraphQL;
using GraphQL.Types;
using Incidents.Api.Access.Suppression;
using Incidents.Api.Store;
using Incidents.Domain.Access;
using Incidents.Projections;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Incidents.Tests.Access;

[Collection(OnSuppressedTowns.Name)]
public sealed class SuppressedAnswerTests(SuppressedTowns towns)
{
    // Counts that the akimat does not see at all.
    private static readonly string[] Refused =
        ["anomalies", "centrography", "density", "hotSpots", "nowcast", "targetShares"];

    // Counts that have no filter of counts.
    private static readonly string[] OfTotals = ["outcomeTotals"];

    private readonly RunningHost host = towns.Host;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string Year => $"from: \"{SuppressedTowns.Month(1)}\", until: \"{SuppressedTowns.Month(13)}\"";

    private string Filter => $"filter: {{ cities: [\"{towns.Towns[0]}\"] }}";

    private string Everything =>
        $$"""
        {
          kpis({{Year}}, beforeFrom: "{{SuppressedTowns.Month(0)}}", beforeUntil: "{{SuppressedTowns.Month(1)}}", {{Filter}}) {
            city counts { measure count before change isNotable } durations { measure count medianSeconds before { count } } }
          trend({{Year}}, grain: MONTH, splitBy: CATEGORY_GROUP, {{Filter}}) {
            notKnownToStep series { key total per100000 counts points { day count } } }
          durationTrend(measure: DISPATCH_TIME, {{Year}}, grain: MONTH, {{Filter}}) { points { day durations { count medianSeconds } } }
          comparison(until: "{{SuppressedTowns.Month(13)}}", splitBy: CITY, {{Filter}}) {
            series { key changes { span against count before change } } }
          hourByWeekday({{Year}}, {{Filter}}) {
            hours { weekday hour count share perDay } byHour byWeekday }
          heatmap({{Year}}, zoom: 13, bounds: { west: 72, south: 49, east: 75, north: 51 }, {{Filter}}) {
            total max cells { x y count perSquareKm } columns { count } geoJson }
          heatmapScale({{Year}}, zoom: 13, bounds: { west: 72, south: 49, east: 75, north: 51 }, {{Filter}}) {
            max breaks cells basis { method } }
          heatmapChange(from: "{{SuppressedTowns.Month(12)}}", until: "{{SuppressedTowns.Month(13)}}",
            beforeFrom: "{{SuppressedTowns.Month(11)}}", beforeUntil: "{{SuppressedTowns.Month(12)}}", zoom: 12,
            bounds: { west: 72, south: 49, east: 75, north: 51 }, {{Filter}}) { before count cells { x y before count change } }
          outcomeTotals({{Year}}, cities: ["{{towns.Towns[0]}}"]) {
            violations { count: fined } alerts { before: confirmed total: undecided } }
          countsByBoundary({{Year}}, set: "{{SuppressedTowns.Areas}}", {{Filter}}) { total outside counts { name count per100000 } }
        }
        """;

    [Fact]
    public async Task No_count_below_k_and_none_that_is_no_multiple_of_k_is_in_any_answer()
    {
        var data = await towns.AskAsAkimat(Everything);
        string[] counts = ["count", "before", "total", "max", "outside", "counts", "byHour", "byWeekday"];

        var shown = Numbers(data).Where(n => counts.Contains(n.Name)).ToArray();

        Assert.NotEmpty(shown);
        Assert.All(shown, n => Assert.True(n.Value % SuppressedTowns.K == 0, $"{n.Name}: {n.Value}"));
        Assert.Contains("YEAR_TO_DATE", data.GetProperty("comparison").GetRawText());
        Assert.DoesNotContain("\"WEEK\"", data.GetProperty("comparison").GetRawText());
        var heat = data.GetProperty("heatmap");
        Assert.Equal(heat.GetProperty("total").GetInt32(), heat.GetProperty("columns").GetProperty("count").EnumerateArray()
            .Sum(n => n.GetInt32()));
        Assert.Equal(JsonValueKind.Null, data.GetProperty("countsByBoundary").GetProperty("outside").ValueKind);
        Assert.All(data.GetProperty("hourByWeekday").GetProperty("hours").EnumerateArray(), hour => Assert.Equal(
            hour.GetProperty("count").ValueKind, hour.GetProperty("share").ValueKind));
    }

    [Fact]
    public async Task The_answer_is_the_same_again_on_another_host_and_after_a_rebuild_and_says_that_it_is_rounded()
    {
        Grant akimat = new(Role.Akimat, null);
        var first = await SuppressedTowns.AnswerAs(host, Everything, akimat);
        Assert.Contains(
            first.GetProperty("extensions").GetProperty("warnings").EnumerateArray(), w =>
                w.GetProperty("code").GetString() == "COUNTS_ROUNDED"
                && w.GetProperty("value").GetProperty("smallestCount").GetInt32() == SuppressedTowns.K);

        Assert.Equal(Data(first), Data(await SuppressedTowns.AnswerAs(host, Everything, akimat)));
        await using (var other = await RunningHost.Start(host.ConnectionString, options => options.RunsDaemon = false))
            Assert.Equal(Data(first), Data(await SuppressedTowns.AnswerAs(other, Everything, akimat)));
        var readModels = host.Services.GetRequiredService<ReadModelStore>();
        foreach (var projection in host.Services.GetRequiredService<ReadModels>().Projections)
            await readModels.Rebuild(projection, _ => { }, Cancellation);
        Assert.Equal(Data(first), Data(await SuppressedTowns.AnswerAs(host, Everything, akimat)));
    }

    [Fact]
    public async Task Whoever_sees_counts_by_another_role_sees_them_unchanged()
    {
        Grant akimat = new(Role.Akimat, null);
        Grant analyst = new(Role.Analyst, null);
        var exact = await SuppressedTowns.AnswerAs(host, Everything, analyst);

        Assert.Equal(Data(exact), Data(await SuppressedTowns.AnswerAs(host, Everything, analyst, akimat)));
        Assert.NotEqual(Data(exact), Data(await SuppressedTowns.AnswerAs(host, Everything, akimat)));
        Assert.False(exact.GetProperty("extensions").TryGetProperty("warnings", out var warnings)
            && warnings.GetRawText().Contains("COUNTS_ROUNDED"));
    }

    [Theory]
    [InlineData("trend(from: \"2025-01-02\", until: \"2025-03-01\", grain: MONTH) { notKnownToStep }", "from", "2025-01-01 2025-02-01")]
    [InlineData("trend(from: \"2025-01-01\", until: \"2025-02-28\", grain: MONTH) { notKnownToStep }", "until", "2025-02-01 2025-03-01")]
    [InlineData("trend(from: \"2025-01-01\", until: \"2025-02-01\", grain: DAY) { notKnownToStep }", "grain", "MONTH")]
    [InlineData(
        "trend(from: \"2025-01-01\", until: \"2025-02-01\", grain: MONTH, splitBy: DISTRICT) { notKnownToStep }", "splitBy", "CITY")]
    [InlineData(
        "trend(from: \"2025-01-01\", until: \"2025-02-01\", grain: MONTH, filter: { hoursOfWeek: [1] }) { notKnownToStep }",
        "filter.hoursOfWeek", null)]
    [InlineData(
        "trend(from: \"2025-01-01\", until: \"2025-02-01\", grain: MONTH, filter: { categories: [\"unheard-of\"] }) { notKnownToStep }",
        "filter.categories", null)]
    [InlineData("kpis(from: \"2025-03-01\", until: \"2025-04-01\") { city }", "beforeFrom", "2025-02-01 2025-03-01")]
    [InlineData(
        "kpis(from: \"2025-03-01\", until: \"2025-04-01\", beforeFrom: \"2025-02-02\", beforeUntil: \"2025-03-01\") { city }",
        "beforeFrom", "2025-02-01 2025-03-01")]
    [InlineData(
        "kpis(from: \"2025-03-01\", until: \"2025-04-01\", asKnownOn: \"2025-04-01\", beforeFrom: \"2025-02-01\", "
        + "beforeUntil: \"2025-03-01\") { city }", "asKnownOn", null)]
    [InlineData(
        "durationTrend(measure: ANSWER_TIME, from: \"2025-01-01\", until: \"2025-02-01\", grain: WEEK) { targetSeconds }",
        "grain", "MONTH")]
    [InlineData(
        "hourByWeekday(from: \"2025-01-01\", until: \"2025-02-01\", filter: { categoryGroups: [\"violence\"] }) { isTooFew }",
        "filter.categories", null)]
    [InlineData("comparison(until: \"2025-02-10\") { series { key } }", "until", "2025-02-01 2025-03-01")]
    [InlineData(
        "heatmap(from: \"2025-01-01\", until: \"2025-02-01\", zoom: 14, bounds: { west: 72, south: 49, east: 75, north: 51 }) { total }",
        "zoom", "13")]
    [InlineData(
        "heatmapChange(from: \"2025-03-01\", until: \"2025-04-01\", beforeUntil: \"2025-03-01\", zoom: 13, "
        + "bounds: { west: 72, south: 49, east: 75, north: 51 }) { zoom }", "beforeFrom", "2025-02-01 2025-03-01")]
    [InlineData(
        "countsByBoundary(from: \"2025-01-01\", until: \"2025-02-01\", filter: { bounds: { west: 72, south: 49, east: 75, north: 51 } }) "
        + "{ total }", "filter.bounds", null)]
    [InlineData(
        "countsByBoundary(from: \"2025-01-01\", until: \"2025-02-01\", filter: { districts: [{ city: \"karaganda\" }] }) { total }",
        "filter.districts", null)]
    public async Task A_question_off_the_edges_is_refused_with_the_nearest_edges(string field, string argument, string? nearest)
    {
        var answer = await SuppressedTowns.AnswerAs(host, $"{{ {field} }}", new Grant(Role.Akimat, null));

        var error = Assert.Single(answer.GetProperty("errors").EnumerateArray()).GetProperty("extensions");
        Assert.Equal("NOT_FIXED_EDGES", error.GetProperty("code").GetString());
        Assert.Equal(argument, error.GetProperty("field").GetString());
        Assert.Equal(
            nearest,
            error.TryGetProperty("nearest", out var edges) ? string.Join(' ', edges.EnumerateArray().Select(e => e.ToString())) : null);
    }

    [Fact]
    public async Task The_current_month_is_not_over()
    {
        var next = $"{SuppressedTowns.Last.PlusMonths(1):uuuu-MM-dd}";
        var answer = await SuppressedTowns.AnswerAs(
            host, $"{{ trend(from: \"{SuppressedTowns.Month(12)}\", until: \"{next}\", grain: MONTH) {{ notKnownToStep }} }}",
            new Grant(Role.Akimat, null));

        Assert.Equal([("NOT_FIXED_EDGES", "until")], RunningHost.ErrorsOf(answer));
    }

    [Fact]
    public async Task Every_field_that_counts_has_a_rule_or_is_refused()
    {
        var fields = host.Services.GetRequiredService<ISchema>().Query.Fields
            .Where(f => f.Arguments?.Any(a => a.ResolvedType?.GetNamedType().Name == "CountFilterInput") is true)
            .Select(f => f.Name).Order(StringComparer.Ordinal).ToArray();

        Assert.Equal(
            fields.Concat(OfTotals).Order(StringComparer.Ordinal),
            SuppressionStage.Rules.Keys.Concat(Refused).Order(StringComparer.Ordinal));
        var refused = await SuppressedTowns.AnswerAs(
            host, "{ hotSpots(from: \"2025-01-01\", until: \"2025-02-01\", zoom: 13, "
            + "bounds: { west: 72, south: 49, east: 75, north: 51 }) { zoom } }",
            new Grant(Role.Akimat, null));
        Assert.Equal("ACCESS_DENIED", RunningHost.CodeOf(refused));
    }

    [Fact]
    public async Task The_public_summary_is_served_without_sign_in_where_it_is_switched_on()
    {
        using var anonymous = new HttpClient { BaseAddress = host.Client.BaseAddress };
        using var response = await anonymous.GetAsync("/public/summary", Cancellation);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var summary = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancellation)).RootElement;

        Assert.Equal(SuppressedTowns.K, summary.GetProperty("smallestCount").GetInt32());
        var month = summary.GetProperty("month");
        Assert.Equal(SuppressedTowns.Month(12), month.GetProperty("from").GetString());
        var incidents = month.GetProperty("kpis").EnumerateArray().First().GetProperty("counts").EnumerateArray()
            .Single(c => c.GetProperty("measure").GetString() == "INCIDENTS");
        Assert.Equal(0, incidents.GetProperty("count").GetInt32() % SuppressedTowns.K);
        var asked = await towns.AskAsAkimat(
            $$"""
            { kpis(from: "{{SuppressedTowns.Month(12)}}", until: "{{SuppressedTowns.Month(13)}}",
                beforeFrom: "{{SuppressedTowns.Month(11)}}", beforeUntil: "{{SuppressedTowns.Month(12)}}") { counts { measure count } } }
            """);
        Assert.Equal(
            asked.GetProperty("kpis")[0].GetProperty("counts")[0].GetProperty("count").GetInt32(),
            incidents.GetProperty("count").GetInt32());
    }

    private static string Data(JsonElement answer) => answer.GetProperty("data").GetRawText();

    private static IEnumerable<(string Name, double Value)> Numbers(JsonElement element, string name = "") => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(p => Numbers(p.Value, p.Name)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(e => Numbers(e, name)),
        JsonValueKind.Number => [(name, element.GetDouble())],
        _ => [],
    };
}
