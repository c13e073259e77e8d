using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using GraphQL.Execution;
using GraphQLParser.AST;
using Incidents.Benchmarks.Dispatch;
using Incidents.Benchmarks.Heatmaps;
using Incidents.Domain;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NodaTime;

namespace Incidents.Benchmarks.Execution;

/// <summary>What lists written directly as JSON save of the response time of heavy queries.</summary>
internal sealed class GraphQLJson : IGoal
{
    private const string Register =
        """
        { incidents(first: 500) { nodes {
            id version source sourceId city district street point { longitude latitude } category status description
            occurredAt knownAt lastKnownAt } } }
        """;

    private const string Parameters = "($bounds: GeoBoundsInput!, $zoom: Int!, $from: Date!, $until: Date!)";
    private const string Arguments = "(bounds: $bounds, zoom: $zoom, from: $from, until: $until)";

    public string Name => "graphql-json";

    public string What => "response time of heavy queries with lists written directly as JSON, against GraphQL.NET";

    public async Task<GoalResult> Run(BenchmarkContext context)
    {
        var rows = HeatRows.Make(context.Pick(500_000, 5_000_000));
        await using var database = await context.NewDatabase();
        await using var direct = await BenchmarkHost.Start(database, o => o.RunsDaemon = false);
        await using var library = await BenchmarkHost.Start(database, o => o.RunsDaemon = false, PlainEndpoint.Map, services =>
        {
            services.RemoveAll<ExecutionStrategyRegistration>();
            services.AddSingleton(new ExecutionStrategyRegistration(new ParallelExecutionStrategy(), OperationType.Query));
        });
        await rows.Load(database);
        await RegisterRows.Fill(database, 30_000);
        using LoopbackClient ours = new(direct.Port), theirs = new(library.Port);

        var towns = new TownPlaces().Towns.Select(t => t.Bounds!.Value).ToArray();
        var region = towns.Aggregate((a, b) => new(
            Math.Min(a.West, b.West), Math.Min(a.South, b.South), Math.Max(a.East, b.East), Math.Max(a.North, b.North)));
        LocalDate first = LocalDate.FromDateOnly(HeatRows.First), until = LocalDate.FromDateOnly(HeatRows.Until);
        var map = new HeatAsk(region, 13, first, until, null);
        var town = new HeatAsk(towns[0], GridCell.FineZoom, first, until, null);
        var spots = new HeatAsk(towns[0], GridCell.FineZoom, first, first.PlusDays(90), null);
        const string Cells = $"query Heat{Parameters} {{ heatmap{Arguments} {{ cells {{ x y longitude latitude count }} }} }}";
        const string Columns = $"query Heat{Parameters} {{ heatmap{Arguments} {{ total columns {{ x y count }} }} }}";
        const string Spots = $"query Spots{Parameters} {{ hotSpots{Arguments} {{ columns {{ x y count z p q class }} }} }}";
        (string Name, string Query, object? Variables, bool HasObjects)[] queries =
        [
            ("500 incidents", Register, null, true),
            ("cells of a town", Cells, Variables(town), true),
            ("columns of the region", Columns, Variables(map), false),
            ("columns of hot spots", Spots, Variables(spots), false),
        ];

        var rounds = context.Pick(7, 11);
        var repeats = context.Pick(8, 20);
        var variants = new List<Variant>();
        var wants = new List<Want>();
        var notes = new List<string>
        {
            $"{rows.Count:#,0} rows of the heat ledger; one client, {repeats} requests of each variant by turns in a round, "
                + "lower quartiles of a round.",
        };
        foreach (var (name, query, variables, hasObjects) in queries)
        {
            var body = JsonSerializer.SerializeToUtf8Bytes(new { query, variables });
            byte[] host = LoopbackClient.Post("/graphql", "application/json", body), plain =
                LoopbackClient.Post(PlainEndpoint.Path, "application/json", body);
            Func<byte[]>[] ways = [() => ours.Ask(host).ToArray(), () => theirs.Ask(host).ToArray(), () => theirs.Ask(plain).ToArray()];
            MustAgree(name, [.. ways.Select(way => way())]);
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"{name}: {ways[0]().Length:#,0} bytes."));
            var took = Measure(ways, rounds, repeats, context.Cancellation);
            string[] names = ["direct", "library's execution", "library's execution and serializer"];
            variants.AddRange(names.Zip(took, (way, figures) => new Variant($"{name}: {way}", "ms", figures)));
            if (!hasObjects)
                continue;
            wants.Add(new($"of the time with the library's execution: {name}", Statistics.Median(took[0]) / Statistics.Median(took[1]),
                Relation.AtMost, 0.75));
        }
        return new(variants, wants, notes);
    }

    private static List<double>[] Measure(Func<byte[]>[] ways, int rounds, int repeats, CancellationToken cancellation)
    {
        var took = ways.Select(_ => new List<double>()).ToArray();
        // The rounds below 0 warm up, until the code is compiled with optimization.
        for (var round = -4; round < rounds; round++)
        {
            var milliseconds = ways.Select(_ => new List<double>()).ToArray();
            for (var i = 0; i < repeats; i++)
            {
                for (var way = 0; way < ways.Length; way++)
                {
                    cancellation.ThrowIfCancellationRequested();
                    var started = Stopwatch.GetTimestamp();
                    ways[way]();
                    milliseconds[way].Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                }
            }
            for (var way = 0; way < ways.Length && round >= 0; way++)
                took[way].Add(Statistics.Percentile(milliseconds[way], 0.25));
        }
        return took;
    }

    private static object Variables(HeatAsk ask) => new
    {
        bounds = new { west = ask.Bounds.West, south = ask.Bounds.South, east = ask.Bounds.East, north = ask.Bounds.North },
        zoom = ask.Zoom,
        from = ask.From.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture),
        until = ask.Until.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture),
    };

    /// <exception cref="InvalidOperationException">The responses have errors or different data.</exception>
    private static void MustAgree(string name, byte[][] responses)
    {
        using var expected = JsonDocument.Parse(responses[0]);
        foreach (var response in responses)
        {
            using var other = JsonDocument.Parse(response);
            if (other.RootElement.TryGetProperty("errors", out var errors))
                throw new InvalidOperationException($"{name}: {errors}");
            if (!JsonElement.DeepEquals(expected.RootElement.GetProperty("data"), other.RootElement.GetProperty("data")))
                throw new InvalidOperationException($"{name}: the responses differ.");
        }
    }
}
