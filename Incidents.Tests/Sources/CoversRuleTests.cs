using Incidents.Api.Import;
using Xunit;

namespace Incidents.Tests.Sources;

/// <summary>The key <c>covers</c> of a map.</summary>
public sealed class CoversRuleTests
{
    [Fact]
    public void A_map_declares_a_period_with_its_gaps()
    {
        var covers = MapFile.Parse(
            """{ "covers": { "from": "2023-01-01", "until": "2023-09-01", "gaps": [["2023-03-01", "2023-03-08"]] } }""").Covers!;

        Assert.Equal((new(2023, 1, 1), new(2023, 9, 1)), (covers.From, covers.Until!.Value));
        Assert.Equal([new(new(2023, 3, 1), new(2023, 3, 8))], covers.Gaps);
        Assert.Null(MapFile.Parse("""{ "covers": { "from": "2023-01-01" } }""").Covers!.Until);
    }

    [Theory]
    [InlineData("""{ "until": "2023-09-01" }""", "\"covers\": needs \"from\"")]
    [InlineData("""{ "from": "1 January 2023" }""", "\"covers.from\": '1 January 2023' is not a date")]
    [InlineData("""{ "from": "2023-09-01", "until": "2023-09-01" }""", "(COVERAGE_REVERSED)")]
    [InlineData("""{ "from": "2023-01-01", "gaps": ["2023-03-01"] }""", "\"covers.gaps\": is a list of pairs of dates")]
    [InlineData("""{ "from": "2023-01-01", "gaps": [["2022-03-01", "2022-03-08"]] }""", "(COVERAGE_GAP_OUTSIDE)")]
    [InlineData("""{ "from": "2023-01-01", "til": "2023-09-01" }""", "unknown key")]
    public void What_is_wrong_with_it_is_a_problem_of_the_map(string covers, string problem)
    {
        var fault = Assert.Throws<ImportException>(() => MapFile.Parse($$"""{ "covers": {{covers}} }"""));
        Assert.Contains(fault.Problems, p => p.Contains(problem, StringComparison.Ordinal));
    }

    [Fact]
    public void A_city_from_a_column_cannot_be_declared() => Assert.Contains(
        MapFile.Parse("""{ "city": ["town"], "covers": { "from": "2023-01-01" } }""").MissingForImport(),
        p => p.StartsWith("\"covers\"", StringComparison.Ordinal));
}
