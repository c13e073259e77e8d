using System.Text.Json;

namespace Incidents.Benchmarks.Dispatch;

/// <summary>How fast a list of incidents is answered.</summary>
internal sealed class GraphQLRead : IGoal
{
    private const int Connections = 32;
    private const int Incidents = 50;

    /// <summary>The question.</summary>
    public const string Query = "{ incidents(first: 50) { nodes { id city district street category status occurredAt knownAt } } }";

    public string Name => "graphql-read";

    public string What => "50 incidents with 8 fields at 32 connections through GraphQL, against a bare minimal-API endpoint with the "
        + "same SQL";

    public async Task<GoalResult> Run(BenchmarkContext context)
    {
        var time = TimeSpan.FromSeconds(context.Pick(3, 10));
        var rounds = context.Pick(3, 5);
        var count = context.Pick(30_000, 200_000);
        await using var database = await context.NewDatabase();
        await using var host = await BenchmarkHost.Start(database, o => o.RunsDaemon = false, BareEndpoint.Map);
        await RegisterRows.Fill(database, count);
        var query = LoopbackClient.Query(Query);
        var bare = LoopbackClient.Get(BareEndpoint.Path);
        MustAgree(host, query, bare);

        // Until the code is compiled with optimization, ours of which is more.
        for (var turn = 0; turn < 2; turn++)
        {
            await Ask(query, TimeSpan.FromSeconds(5));
            await Ask(bare, TimeSpan.FromSeconds(2));
        }
        var (ours, theirs, p95, bareP95) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            var crowd = await Ask(query, time);
            ours.Add(crowd.PerSecond);
            p95.Add(Statistics.Percentile(crowd.Milliseconds, 0.95));
            crowd = await Ask(bare, time);
            theirs.Add(crowd.PerSecond);
            bareP95.Add(Statistics.Percentile(crowd.Milliseconds, 0.95));
        }

        Variant graphQL = new("GraphQL", "requests/s", ours), minimal = new("bare minimal API", "requests/s", theirs);
        return new(
            [graphQL, minimal, new("GraphQL, 95th percentile", "ms", p95), new("bare minimal API, 95th percentile", "ms", bareP95)],
            [new("of the bare endpoint", graphQL.Median / minimal.Median, Relation.AtLeast, 0.5)],
            [$"{count:#,0} incidents in the register; {Connections} connections, {time.TotalSeconds:0} s a round; the same client for "
                + "both, in the host's process."]);

        Task<Crowd> Ask(byte[] request, TimeSpan forTime) =>
            ClientThreads.Run(host.Port, Connections, forTime, (client, _) => client.Ask(request));
    }

    /// <exception cref="InvalidOperationException">The two give different incidents.</exception>
    private static void MustAgree(BenchmarkHost host, byte[] query, byte[] bare)
    {
        using var client = new LoopbackClient(host.Port);
        using var graphQL = JsonDocument.Parse(client.Ask(query).ToArray());
        using var minimal = JsonDocument.Parse(client.Ask(bare).ToArray());
        var nodes = graphQL.RootElement.GetProperty("data").GetProperty("incidents").GetProperty("nodes").EnumerateArray().Select(Fields)
            .ToArray();
        var rows = minimal.RootElement.EnumerateArray().Select(Fields).ToArray();
        if (nodes.Length != Incidents || !nodes.SequenceEqual(rows))
            throw new InvalidOperationException($"GraphQL and the bare endpoint differ: {nodes.Length} and {rows.Length} incidents, first "
                + $"{nodes.FirstOrDefault()} and {rows.FirstOrDefault()}.");

        static string Fields(JsonElement incident) => string.Join(
            ' ', new[] { "id", "city", "district", "street", "category" }.Select(name => incident.GetProperty(name).GetString()));
    }
}
