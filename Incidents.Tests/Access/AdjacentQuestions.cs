using System.Globalization;
using System.Text.Json;
using Incidents.Domain;

namespace Incidents.Tests.Access;

/// <summary>A question that has one count as its answer.</summary>
/// <param name="Text">The field, for GraphQL.</param>
/// <param name="Read">The count in its answer; 0 where it is left out.</param>
/// <param name="Tables">The most runs of rounded tables that the count is a sum of.</param>
internal sealed record CountQuestion(string Text, Func<JsonElement, long> Read, int Tables);

/// <summary>Two questions one step apart: what one counts, the other counts too.</summary>
/// <param name="Kind">The field, and the step.</param>
/// <param name="Less">The question that counts less.</param>
/// <param name="More">The question that counts more.</param>
/// <param name="Tables">The most runs of rounded tables that the difference is a sum of.</param>
internal sealed record AdjacentQuestions(string Kind, CountQuestion Less, CountQuestion More, int Tables)
{
    /// <summary>A random pair.</summary>
    public static AdjacentQuestions Of(SuppressedTowns towns, Random random)
    {
        var from = random.Next(SuppressedTowns.Months - 1);
        var until = random.Next(from + 1, SuppressedTowns.Months);
        var months = until - from;
        var town = towns.Towns[random.Next(towns.Towns.Count)];
        string[] some = [.. towns.Categories.OrderBy(_ => random.Next()).Take(random.Next(1, 4))];
        switch (random.Next(8))
        {
            case 0:
                return new("trend, a month more", Trend(from, until, [town], some), Trend(from, until + 1, [town], some), some.Length);
            case 1:
                var more = towns.Categories.Except(some).First();
                return new(
                    "trend, a category more", Trend(from, until, [town], some), Trend(from, until, [town], [.. some, more]), months);
            case 2:
                return new("trend, all but some categories", Trend(from, until, [town], [.. towns.Categories.Except(some)]),
                    Trend(from, until, [town], [.. towns.Categories]), months * some.Length);
            case 3:
                return new("kpis, a town more", Kpis(from, until, [town]), Kpis(from, until, [.. towns.Towns]), months);
            case 4:
                return new("kpis, a month more", Kpis(from, until, [town]), Kpis(from, until + 1, [town]), 1);
            case 5:
                var cell = GridCell.At(new(73.06 + 0.12 * random.NextDouble(), 49.76 + 0.12 * random.NextDouble()), 13);
                return new("heatmap, a cell within its parent", Heat(from, until, town, cell), Heat(from, until, town, cell.Parent(12)),
                    2 * months);
            case 6:
                var area = random.Next(16);
                return new("countsByBoundary, a month more", Area(from, until, town, area), Area(from, until + 1, town, area), 1);
            default:
                var hour = random.Next(168);
                return new("hourByWeekday, a month more", Hour(from, until, town, hour), Hour(from, until + 1, town, hour), 1);
        }
    }

    private static CountQuestion Trend(int from, int until, string[] cities, string[] categories) => new(
        $"trend({Period(from, until)}, grain: MONTH, filter: {{ cities: {List(cities)}, categories: {List(categories)} }}) "
        + "{ series { total } }",
        answer => Count(answer.GetProperty("series")[0], "total"), (until - from) * cities.Length * categories.Length);

    private static CountQuestion Kpis(int from, int until, string[] cities) => new(
        $"kpis({Period(from, until)}, beforeFrom: \"{SuppressedTowns.Month(from - 1)}\", beforeUntil: \"{SuppressedTowns.Month(from)}\", "
        + $"filter: {{ measure: INCIDENTS, cities: {List(cities)} }}) {{ city counts {{ count }} }}",
        answer => Count(answer[0].GetProperty("counts")[0], "count"), (until - from) * cities.Length);

    private static CountQuestion Heat(int from, int until, string city, GridCell cell)
    {
        var (west, south, east, north) = cell.Bounds();
        const double Within = 1e-5;
        return new(
            string.Create(
                CultureInfo.InvariantCulture,
                $"heatmap({Period(from, until)}, zoom: {cell.Zoom}, bounds: {{ west: {west + Within}, south: {south + Within}, ")
            + string.Create(
                CultureInfo.InvariantCulture,
                $"east: {east - Within}, north: {north - Within} }}, filter: {{ cities: {List([city])} }}) {{ total }}"),
            answer => Count(answer, "total"), until - from);
    }

    private static CountQuestion Area(int from, int until, string city, int area) => new(
        $"countsByBoundary({Period(from, until)}, set: \"{SuppressedTowns.Areas}\", filter: {{ cities: {List([city])} }}) "
        + "{ counts { name count } }",
        answer => Count(answer.GetProperty("counts")[area], "count"), until - from);

    private static CountQuestion Hour(int from, int until, string city, int hour) => new(
        $"hourByWeekday({Period(from, until)}, filter: {{ cities: {List([city])} }}) {{ hours {{ count }} }}",
        answer => Count(answer.GetProperty("hours")[hour], "count"), until - from);

    private static string Period(int from, int until) =>
        $"from: \"{SuppressedTowns.Month(from)}\", until: \"{SuppressedTowns.Month(until)}\"";

    private static string List(string[] codes) => $"[{string.Join(", ", codes.Select(code => $"\"{code}\""))}]";

    private static long Count(JsonElement answer, string field) =>
        answer.GetProperty(field) is { ValueKind: JsonValueKind.Number } count ? count.GetInt64() : 0;
}
