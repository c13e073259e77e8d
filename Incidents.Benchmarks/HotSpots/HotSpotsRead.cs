using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Incidents.Benchmarks.Heatmaps;
using Incidents.Domain;
using Incidents.Projections.Heatmaps;
using Incidents.Projections.Ledgers;
using NodaTime;

namespace Incidents.Benchmarks.HotSpots;

/// <summary>How fast hot spots are answered.</summary>
internal sealed class HotSpotsRead : IGoal
{
    private const string Query =
        """
        query Spots($bounds: GeoBoundsInput!, $zoom: Int!, $from: Date!, $until: Date!, $categories: [String!], $distance: Float) {
          hotSpots(bounds: $bounds, zoom: $zoom, from: $from, until: $until, distanceMetres: $distance,
              filter: { categories: $categories }) {
            basis { method observations count } columns { x y count z p q class } } }
        """;

    public string Name => "hotspots-read";

    public string What => "hot spots of a town over 90 days through GraphQL, against the heat map of the same cells";

    public async Task<GoalResult> Run(BenchmarkContext context)
    {
        var rows = HeatRows.Make(context.Pick(2_000_000, 10_000_000));
        await using var database = await context.NewDatabase();
        await using var host = await BenchmarkHost.Start(database, o => o.RunsDaemon = false);
        await rows.Load(database);
        using var client = new LoopbackClient(host.Port);

        var town = new TownPlaces().Towns[0].Bounds!.Value;
        var first = LocalDate.FromDateOnly(HeatRows.First);
        var asks = Enumerable.Range(0, 20).Select(i => first.PlusDays(53 * i)).Zip(
            CategoryMix.Codes, (from, category) => new HeatAsk(town, GridCell.FineZoom, from, from.PlusDays(90), category)).ToArray();
        double?[] distances = [null, 300];
        var rounds = context.Pick(4, 10);
        var took = new double[1 + distances.Length][][];
        for (var variant = 0; variant < took.Length; variant++)
            took[variant] = [.. Enumerable.Range(0, rounds).Select(_ => new double[asks.Length])];
        // The round before the first warms up.
        for (var round = -1; round < rounds; round++)
        {
            for (var i = 0; i < asks.Length; i++)
            {
                context.Cancellation.ThrowIfCancellationRequested();
                var total = HeatAsk.Total(Ask(asks[i].Post(), 0, round, i));
                for (var d = 0; d < distances.Length; d++)
                    MustHold(total, Ask(Post(asks[i], distances[d]), 1 + d, round, i));
            }
        }

        byte[] Ask(byte[] request, int variant, int round, int i)
        {
            var started = Stopwatch.GetTimestamp();
            var answer = client.Ask(request).ToArray();
            if (round >= 0)
                took[variant][round][i] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            return answer;
        }

        double[] p95 = [.. took.Select(variant => Statistics.Percentile([.. variant.SelectMany(r => r)], 0.95))];
        var cells = CellRaster.Touching(town, GridCell.FineZoom).Count;
        return new(
            [
                .. ((string[])["hot spots, the eight cells around", "hot spots, within 300 m", "heat map"]).Zip(
                    (double[][][])[took[1], took[2], took[0]],
                    (name, variant) => new Variant(name, "ms", [.. variant.Select(round => Statistics.Percentile(round, 0.95))])),
            ],
            [
                new("times the heat map, the eight cells around", p95[1] / p95[0], Relation.AtMost, 3),
                new("times the heat map, within 300 m", p95[2] / p95[0], Relation.AtMost, 3),
            ],
            [
                $"{rows.Count:#,0} rows of {HeatByDay.Table} over 3 years and 20 categories; {cells:#,0} cells of {GridCell.FineZoom} "
                    + "compared, and a margin; one category.",
                "Figures are 95th percentiles of each round, wants those of all rounds together. Every answer holds the counts of the "
                    + "heat map.",
            ]);
    }

    private static byte[] Post(HeatAsk ask, double? distance) =>
        LoopbackClient.Post("/graphql", "application/json", JsonSerializer.SerializeToUtf8Bytes(new
        {
            query = Query,
            variables = new
            {
                bounds = new { west = ask.Bounds.West, south = ask.Bounds.South, east = ask.Bounds.East, north = ask.Bounds.North },
                zoom = ask.Zoom,
                from = ask.From.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture),
                until = ask.Until.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture),
                categories = (string[])[ask.Category!],
                distance,
            },
        }));

    /// <exception cref="InvalidOperationException">The answer has errors, or its cells have other counts than the heat map.</exception>
    private static void MustHold(long total, ReadOnlySpan<byte> answer)
    {
        var reader = new Utf8JsonReader(answer);
        using var json = JsonDocument.ParseValue(ref reader);
        if (json.RootElement.TryGetProperty("errors", out _))
            throw new InvalidOperationException(Encoding.UTF8.GetString(answer));
        var columns = json.RootElement.GetProperty("data").GetProperty("hotSpots").GetProperty("columns");
        var summed = columns.GetProperty("n").EnumerateArray().Sum(n => n.GetInt64());
        if (summed != total)
            throw new InvalidOperationException($"The heat map's total is {total}, that of the hot spots' cells {summed}.");
    }
}
