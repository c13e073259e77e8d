using System.Globalization;
using System.Text;
using System.Text.Json;
using Incidents.Domain;
using Incidents.Projections.Heatmaps;
using Incidents.Projections.Ledgers;
using NodaTime;

namespace Incidents.Benchmarks.Heatmaps;

/// <summary>One heat map, as a request in each of the forms compared.</summary>
internal sealed record HeatAsk(GeoBounds Bounds, int Zoom, LocalDate From, LocalDate Until, string? Category)
{
    private const string Query =
        """
        query Heat($bounds: GeoBoundsInput!, $zoom: Int!, $from: Date!, $until: Date!, $categories: [String!]) {
          heatmap(bounds: $bounds, zoom: $zoom, from: $from, until: $until,
              filter: { categories: $categories }) { total columns { x y count } } }
        """;

    /// <summary>Heat maps of a town over 90 days, each of another category and time.</summary>
    public static HeatAsk[] OfTown(GeoBounds town)
    {
        var first = LocalDate.FromDateOnly(HeatRows.First);
        return
        [
            .. CategoryMix.Codes.Select((category, i) => (Category: category, From: first.PlusDays(53 * i))).Select(ask =>
                new HeatAsk(town, GridCell.FineZoom, ask.From, ask.From.PlusDays(90), ask.Category)),
        ];
    }

    /// <summary>The request to our reader.</summary>
    public HeatmapRequest Request => new(
        new(Measure.Incidents, From, Until) { Categories = Category is null ? null : [Category] }, Bounds, Zoom);

    /// <summary>Columns and rows that the answer can contain.</summary>
    public (int West, int North, int East, int South) Extent => CellRanges.Extent(Bounds, Zoom);

    /// <summary>The request to <c>/graphql</c>.</summary>
    /// <param name="signIn">Value of <c>Authorization</c>; null for the token with all roles, empty for none.</param>
    public byte[] Post(string? signIn = null) => LoopbackClient.Query(
        Query,
        new
        {
            bounds = new { west = Bounds.West, south = Bounds.South, east = Bounds.East, north = Bounds.North },
            zoom = Zoom,
            from = From.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture),
            until = Until.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture),
            categories = Category is null ? null : (string[])[Category],
        },
        signIn);

    /// <summary>The total of a GraphQL answer.</summary>
    /// <exception cref="InvalidOperationException">The answer has errors.</exception>
    public static long Total(ReadOnlySpan<byte> answer)
    {
        var reader = new Utf8JsonReader(answer);
        using var json = JsonDocument.ParseValue(ref reader);
        if (json.RootElement.TryGetProperty("errors", out _))
            throw new InvalidOperationException(Encoding.UTF8.GetString(answer));
        var heat = json.RootElement.GetProperty("data").GetProperty("heatmap");
        var total = heat.GetProperty("total").GetInt64();
        var summed = heat.GetProperty("columns").GetProperty("count").EnumerateArray().Sum(n => n.GetInt64());
        return total == summed ? total : throw new InvalidOperationException($"The total is {total}, and the sum of the cells {summed}.");
    }
}
