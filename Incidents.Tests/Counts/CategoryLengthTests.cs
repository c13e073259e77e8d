using Xunit;

namespace Incidents.Tests.Counts;

/// <summary>A category in a query is as long as that of a report at most.</summary>
[Collection(OnSharedHost.Name)]
public sealed class CategoryLengthTests(SharedHost shared)
{
    [Theory]
    [InlineData("""{ trend(from: "2024-01-01", until: "2024-02-01", grain: DAY, filter: { categories: ["%"] }) { from } }""")]
    [InlineData("""{ kpis(from: "2024-01-01", until: "2024-02-01", filter: { categories: ["theft", "%"] }) { from } }""")]
    [InlineData("""{ incidents(first: 1, filter: { categories: ["%"] }) { totalCount } }""")]
    [InlineData("""{ alerts(first: 1, filter: { categories: ["%"] }) { totalCount } }""")]
    [InlineData(
        """mutation { startDecomposition(from: "2024-01-01", until: "2024-03-01", by: "op", filter: { categories: ["%"] }) { id } }""")]
    public async Task A_category_that_is_longer_than_that_of_any_report_is_refused(string query)
    {
        var longest = new string('a', 64);
        Assert.DoesNotContain("BAD_INPUT", (await shared.Host.Answer(query.Replace("%", longest))).GetRawText());
        var answer = (await shared.Host.Answer(query.Replace("%", longest + "b"))).GetRawText();
        Assert.Contains("BAD_INPUT", answer);
        Assert.Contains("A category has at most 64 characters.", answer);
    }
}
