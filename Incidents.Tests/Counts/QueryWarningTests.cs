using System.Text.Json;
using Xunit;

namespace Incidents.Tests.Counts;

/// <summary>Warnings about what a filter names and nobody has ever seen.</summary>
[Collection(OnSharedHost.Name)]
public sealed class QueryWarningTests(SharedHost shared)
{
    private const string Period = """from: "2026-01-01", until: "2026-02-01" """;
    private readonly RunningHost host = shared.Host;

    [Fact]
    public async Task A_category_or_district_that_was_never_seen_is_a_warning_and_the_answer_stands()
    {
        var (city, other) = (await host.NewCity(), await host.NewCity());
        await host.Covers(city);
        await host.Covers(other);
        var sent = await host.PostLines(
            new
            {
                source = city,
                id = "1",
                kind = "incident",
                city,
                district = "Город",
                category = $"{city}-seen",
                occurredAt = "2026-01-05T10:00:00",
            });
        Assert.Equal(["accepted"], sent.Statuses);
        await host.CaughtUp();

        var answer = await host.Answer(
            $$"""
            {
              trend({{Period}}, grain: MONTH, filter: {
                  categories: ["bulgary", "burglary", "{{city}}-seen"],
                  districts: [{ city: "{{city}}", name: "Город" }, { city: "{{other}}", name: "Город" }, { city: "{{other}}" }] }) {
                series { total } }
              again: kpis({{Period}}, filter: { cities: ["{{city}}"], categories: ["bulgary"] }) { city }
            }
            """);

        Assert.Equal(1, answer.GetProperty("data").GetProperty("trend").GetProperty("series")[0].GetProperty("total").GetInt32());
        // The key figures are of all cities, whose sources begin and end.
        var warnings = answer.GetProperty("extensions").GetProperty("warnings").EnumerateArray()
            .Where(w => !w.GetProperty("code").GetString()!.StartsWith("COVERAGE_", StringComparison.Ordinal)).ToArray();
        Assert.Equal(
            [("CATEGORY_NEVER_SEEN", "filter.categories", "\"bulgary\""),
                ("DISTRICT_NEVER_SEEN", "filter.districts", $$"""{"city":"{{other}}","name":"Город"}""")],
            warnings.Select(w => (
                w.GetProperty("code").GetString()!, w.GetProperty("field").GetString()!,
                JsonSerializer.Serialize(w.GetProperty("value"), Plain))));
        Assert.All(warnings, w => Assert.NotEmpty(w.GetProperty("message").GetString()!));
    }

    [Fact]
    public async Task A_request_whose_filters_are_known_has_no_warnings()
    {
        var city = await host.NewCity();
        await host.Covers(city);
        await host.CaughtUp();
        var answer = await host.Answer(
            $$"""{ trend({{Period}}, grain: MONTH, filter: { cities: ["{{city}}"], categories: ["burglary"] }) { grain } }""");

        Assert.False(answer.GetProperty("extensions").TryGetProperty("warnings", out _));
    }

    private static readonly JsonSerializerOptions Plain = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
