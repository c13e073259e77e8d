using System.Diagnostics;
using DuckDB.NET.Data;
using Incidents.Projections;
using Incidents.Projections.Ledgers;
using NodaTime;
using Npgsql;

namespace Incidents.Benchmarks.Heatmaps;

/// <summary>How fast a heat map is answered.</summary>
internal sealed class HeatmapRead : IGoal
{
    private const int RegionZoom = 13;

    public string Name => "heatmap-read";

    public string What => "heat maps of a town over 90 days and of the region over three years through GraphQL, against hand-written SQL "
        + "and DuckDB";

    public async Task<GoalResult> Run(BenchmarkContext context)
    {
        var rows = HeatRows.Make(context.Pick(2_000_000, 10_000_000));
        await using var database = await context.NewDatabase();
        await using var host = await BenchmarkHost.Start(database, o => o.RunsDaemon = false);
        await rows.Load(database);
        using var duck = new DuckDBConnection("DataSource=:memory:");
        duck.Open();
        rows.Load(duck);
        await using var connection = await database.Source.OpenConnectionAsync();
        // Hashing is right for each of these sums, and the planner's guesses (see HeatmapReader) are no part of the comparison.
        await using (var command = new NpgsqlCommand("set enable_sort = off", connection))
            await command.ExecuteNonQueryAsync();
        using var sql = new HandWritten(connection);
        var duckHeat = new DuckHeat(duck);
        using var client = new LoopbackClient(host.Port);

        var towns = new TownPlaces().Towns;
        var largest = towns[0].Bounds!.Value;
        var region = towns.Select(t => t.Bounds!.Value).Aggregate((a, b) => new(
            Math.Min(a.West, b.West), Math.Min(a.South, b.South), Math.Max(a.East, b.East), Math.Max(a.North, b.North)));
        LocalDate first = LocalDate.FromDateOnly(HeatRows.First), until = LocalDate.FromDateOnly(HeatRows.Until);
        var town = HeatAsk.OfTown(largest);
        var regionOfOne = CategoryMix.Codes.Select(c => new HeatAsk(region, RegionZoom, first, until, c)).ToArray();
        var regionOfAll = Enumerable.Range(0, 10).Select(i => new HeatAsk(region, RegionZoom - i % 2, first, until, null)).ToArray();
        var uneven = Enumerable.Range(0, 5)
            .Select(i => new HeatAsk(region, RegionZoom, first.PlusDays(9 + i), until.PlusDays(-9 - i), null)).ToArray();

        var rounds = context.Pick(4, 10);
        var cancel = context.Cancellation;
        var graphQL = (HeatAsk ask) =>
        {
            var answer = client.Ask(ask.Post()).ToArray();
            return () => HeatAsk.Total(answer);
        };
        // Code that runs often is compiled again and better: ours, and what reads the SQL's rows, run until that is done.
        for (var i = 0; i < 8 * town.Length; i++)
        {
            graphQL(town[i % town.Length])();
            sql.Walk(town[i % town.Length]);
        }
        var measuredTown = Measure(town, rounds, cancel, graphQL, Row(sql.Walk), Row(sql.Ranges), Row(duckHeat.Total));
        var measuredOne = Measure(regionOfOne, rounds, cancel, graphQL, Row(sql.Months), Row(duckHeat.Total));
        var measuredAll = Measure(regionOfAll, rounds, cancel, graphQL, Row(sql.Months), Row(duckHeat.Total));
        var measuredUneven = Measure(uneven, rounds / 2, cancel, graphQL, Row(sql.MonthsAndEdges), Row(duckHeat.Total));

        double[] p95Town = P95(measuredTown), p95One = P95(measuredOne), p95All = P95(measuredAll);
        var worstRegion = Math.Max(p95One[0], p95All[0]);
        return new(
            [
                .. Variants("town, 90 days, a category", measuredTown, "GraphQL", "SQL, one walk", "SQL, by ranges", "DuckDB"),
                .. Variants("region, 3 years, a category", measuredOne, "GraphQL", "SQL", "DuckDB"),
                .. Variants("region, 3 years, all", measuredAll, "GraphQL", "SQL", "DuckDB"),
                .. Variants("region, uneven ends, all", measuredUneven, "GraphQL", "SQL", "DuckDB"),
            ],
            [
                new("times the SQL for a town", p95Town[0] / Math.Min(p95Town[1], p95Town[2]), Relation.AtMost, 2),
                new("ms for a town", p95Town[0], Relation.Below, 100),
                new("times the SQL for the region and a category", p95One[0] / p95One[1], Relation.AtMost, 2),
                new("times the SQL for the region and all", p95All[0] / p95All[1], Relation.AtMost, 2),
                new("ms for the region", worstRegion, Relation.Below, 300),
            ],
            [
                $"{rows.Count:#,0} rows of {HeatByDay.Table} over 3 years and 20 categories in {rows.Cells:#,0} cells of {towns.Count} "
                    + "towns, "
                    + $"{await database.Scalar<long>($"select count(*) from {ReadModels.Schema}.{HeatByMonth.Table}"):#,0} of "
                    + $"{HeatByMonth.Table}; the town is the largest, {towns[0].Code}.",
                "Figures are 95th percentiles of each round, wants those of all rounds together; the town's SQL is the faster of the two. "
                    + "All variants give the same totals.",
                "The time of GraphQL ends with the last byte; its totals are compared afterwards. SQL and DuckDB are read row by row "
                    + "within the time.",
            ]);

        static Func<HeatAsk, Func<long>> Row(Func<HeatAsk, long> total) => ask =>
        {
            var found = total(ask);
            return () => found;
        };

        static double[] P95(double[][][] measured) =>
            [.. measured.Select(variant => Statistics.Percentile([.. variant.SelectMany(r => r)], 0.95))];

        static IEnumerable<Variant> Variants(string what, double[][][] measured, params string[] names) =>
            names.Zip(measured, (name, variant) =>
            new Variant($"{what}: {name}", "ms", [.. variant.Select(round => Statistics.Percentile(round, 0.95))]));
    }

    /// <summary>
    /// Milliseconds by variant, round and question: for each question the variants take turns, and their totals are compared.
    /// </summary>
    /// <exception cref="InvalidOperationException">Two variants give different totals.</exception>
    private static double[][][] Measure(
        HeatAsk[] asks, int rounds, CancellationToken cancellation, params Func<HeatAsk, Func<long>>[] variants)
    {
        var took = variants.Select(_ => Enumerable.Range(0, rounds).Select(_ => new double[asks.Length]).ToArray()).ToArray();
        // The round before the first warms up.
        for (var round = -1; round < rounds; round++)
        {
            for (var i = 0; i < asks.Length; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                var totals = new long[variants.Length];
                for (var v = 0; v < variants.Length; v++)
                {
                    var started = Stopwatch.GetTimestamp();
                    var answer = variants[v](asks[i]);
                    if (round >= 0)
                        took[v][round][i] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
                    totals[v] = answer();
                }
                if (totals.Distinct().Count() != 1)
                    throw new InvalidOperationException($"{asks[i]}: the totals differ: {string.Join(", ", totals)}.");
            }
        }
        return took;
    }
}
