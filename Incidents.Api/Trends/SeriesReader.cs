using System.Text.Json.Serialization;
using Incidents.Domain;
using Incidents.Projections.Trends;

namespace Incidents.Api.Trends;

/// <summary>One of several series: what it is of.</summary>
public abstract record SplitSeries
{
    // Stored with the results of jobs; the other properties follow from it.
    [JsonInclude]
    internal SeriesKey Of { get; init; }

    /// <summary>A text that no other series of the answer has. What the series is of is in the other fields.</summary>
    public string Key => Of.ToString();

    /// <summary>City code; null where the series are not split by city or district.</summary>
    public string? City => Of.City;

    /// <summary>
    /// District as the source names it, empty for what has no district; null where the series are not split by district.
    /// </summary>
    public string? District => Of.District;

    /// <summary>Whether the series is of what has no district in its city.</summary>
    public bool IsWithoutDistrict => Of.District is "";

    /// <summary>Category code; null where the series are not split by category.</summary>
    public string? Category => Of.Category;

    /// <summary>
    /// Code of the group of categories, or of the group of the category, empty for categories of no group; null where the series are not
    /// split by either.
    /// </summary>
    public string? CategoryGroup => Of.CategoryGroup;
}

/// <summary>Reads series, with the groups of the catalogue.</summary>
internal sealed class SeriesReader(TrendReader reader, Categories catalogue)
{
    /// <summary>The series, by key in ordinal order.</summary>
    public async Task<List<CountSeries>> Read(TrendRequest request, CancellationToken cancellation)
    {
        var series = await reader.Read(request, cancellation);
        return request.SplitBy switch
        {
            SplitBy.Category => series.ConvertAll(s => s with { Key = s.Key with { CategoryGroup = Group(s) } }),
            SplitBy.CategoryGroup =>
            [
                .. series.GroupBy(Group).OrderBy(g => g.Key, StringComparer.Ordinal)
                    .Select(g => new CountSeries(new(CategoryGroup: g.Key), Sum([.. g.Select(s => s.Counts)]))),
            ],
            _ => series,
        };
    }

    private string Group(CountSeries series) => catalogue.TryFind(series.Key.Category!, out var category) ? category.Group : "";

    private static long[] Sum(long[][] counts) => [.. Enumerable.Range(0, counts[0].Length).Select(i => counts.Sum(c => c[i]))];
}
