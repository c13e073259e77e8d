using System.Text.Json;
using Xunit;

namespace Incidents.Tests.GraphQL;

/// <summary>What is refused in a request leaves what is beside it.</summary>
[Collection(OnSharedHost.Name)]
public sealed class PanelTests(SharedHost shared)
{
    private readonly RunningHost host = shared.Host;

    [Fact]
    public async Task Of_eight_panels_of_which_two_are_refused_six_answer()
    {
        const string period = "from: \"2026-01-01\", until: \"2026-02-01\"";
        const string bounds = "bounds: { west: 72.9, south: 49.7, east: 73.4, north: 50 }";
        var answer = await host.Answer(
            $$"""
            {
              week: trend({{period}}, grain: WEEK) { series { total } }
              unknownTown: trend({{period}}, grain: DAY, filter: { cities: ["atlantis"] }) { series { total } }
              map: heatmap({{bounds}}, zoom: 14, {{period}}) { total }
              fineSpots: hotSpots(bounds: { west: 60, south: 40, east: 90, north: 60 }, zoom: 18, {{period}}) { cellMetres }
              figures: kpis({{period}}) { from }
              answers: durationTrend(measure: ANSWER_TIME, {{period}}, grain: MONTH) { targetSeconds }
              latest: incidents(first: 5) { nodes { id } }
              towns: cities { code }
            }
            """);

        Assert.True(answer.TryGetProperty("data", out var panels), answer.GetRawText());
        var data = panels.EnumerateObject().ToLookup(
            panel => panel.Value.ValueKind is JsonValueKind.Null, panel => panel.Name);
        Assert.Equal(["unknownTown", "fineSpots"], data[true]);
        Assert.Equal(["week", "map", "figures", "answers", "latest", "towns"], data[false]);
        Assert.Equal(
            [("fineSpots", "TOO_MANY_CELLS"), ("unknownTown", "CITY_UNKNOWN")],
            answer.GetProperty("errors").EnumerateArray()
                .Select(e => (e.GetProperty("path")[0].GetString()!, e.GetProperty("extensions").GetProperty("code").GetString()!))
                .Order());
    }

    [Fact]
    public async Task Of_two_mutations_of_which_the_second_is_refused_the_first_answers()
    {
        var city = await host.NewCity();
        var answer = await host.Answer(
            $$"""
            mutation ($first: OpenIncidentInput!, $second: OpenIncidentInput!) {
              first: openIncident(input: $first) { incident { version category } position errors { __typename } }
              second: openIncident(input: $second) { incident { version } position errors { ... on Error { code message } } }
            }
            """,
            new { first = Opening(city), second = Opening("atlantis") });

        Assert.False(answer.TryGetProperty("errors", out _), answer.GetRawText());
        var (first, second) = (answer.GetProperty("data").GetProperty("first"), answer.GetProperty("data").GetProperty("second"));
        Assert.Equal("theft", first.GetProperty("incident").GetProperty("category").GetString());
        Assert.Equal(JsonValueKind.Null, first.GetProperty("errors").ValueKind);
        Assert.Equal(JsonValueKind.Number, first.GetProperty("position").ValueKind);
        Assert.Equal(JsonValueKind.Null, second.GetProperty("incident").ValueKind);
        Assert.Equal(JsonValueKind.Null, second.GetProperty("position").ValueKind);
        Assert.Equal("CITY_UNKNOWN", Assert.Single(second.GetProperty("errors").EnumerateArray()).GetProperty("code").GetString());

        object Opening(string town) =>
            new { console = city, key = "1", category = "theft", place = new { city = town } };
    }
}
