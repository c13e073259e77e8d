using System.Text.Json;

namespace Incidents.Benchmarks.Dispatch;

/// <summary>What compressed answers cost.</summary>
internal sealed class CompressedRead : IGoal
{
    private const int Connections = 32;
    private const string Query =
        "query Register($first: Int!) { incidents(first: $first) { nodes { "
        + "id city district street category status occurredAt knownAt } } }";

    private static readonly string?[] Encodings = [null, "br", "gzip"];

    public string Name => "graphql-compressed";

    public string What => "lists of incidents at 32 connections on loopback, compressed and not, by turns";

    public async Task<GoalResult> Run(BenchmarkContext context)
    {
        var time = TimeSpan.FromSeconds(context.Pick(2, 10));
        var rounds = context.Pick(5, 7);
        await using var database = await context.NewDatabase();
        await using var host = await BenchmarkHost.Start(database, o => o.RunsDaemon = false);
        await RegisterRows.Fill(database, context.Pick(30_000, 200_000));

        var (variants, wants, notes) = (new List<Variant>(), new List<Want>(), new List<string>());
        foreach (var first in (int[])[50, 1000])
        {
            var body = JsonSerializer.SerializeToUtf8Bytes(new { query = Query, variables = new { first } });
            var requests = Encodings.Select(encoding => LoopbackClient.Post("/graphql", "application/json", body, encoding)).ToArray();
            var perSecond = requests.Select(_ => new List<double>()).ToArray();
            // The first round warms up.
            for (var round = -1; round < rounds; round++)
            {
                for (var i = 0; i < requests.Length; i++)
                {
                    context.Cancellation.ThrowIfCancellationRequested();
                    var request = requests[i];
                    var crowd = await ClientThreads.Run(host.Port, Connections, time, (client, _) => client.Ask(request));
                    if (round >= 0)
                        perSecond[i].Add(crowd.PerSecond);
                }
            }
            using var client = new LoopbackClient(host.Port);
            notes.Add($"{first} incidents: " + string.Join(
                ", ", requests.Select((request, i) => $"{client.Ask(request).Length:#,0} bytes {Encodings[i] ?? "as they are"}")));
            variants.AddRange(Encodings.Select((encoding, i) => new Variant($"{first} incidents, {encoding ?? "as they are"}", "requests/s",
                perSecond[i])));
            wants.AddRange(Enumerable.Range(1, 2).Select(i => new Want(
                $"of the throughput as they are: {first} incidents, {Encodings[i]}",
                Statistics.Median([.. perSecond[i].Zip(perSecond[0], (ours, plain) => ours / plain)]), Relation.AtLeast, 0.8)));
        }
        return new(variants, wants, notes);
    }
}
