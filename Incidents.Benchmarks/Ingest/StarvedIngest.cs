using System.Buffers;
using System.Net.Http.Json;
using Incidents.Benchmarks.Dispatch;
using Incidents.Benchmarks.Heatmaps;
using Npgsql;

namespace Incidents.Benchmarks.Ingest;

/// <summary>How long one report takes while others compute and read as much as they are allowed to.</summary>
internal sealed class StarvedIngest : IGoal
{
    private const int Senders = 4;
    private const int Analysts = 60;
    private const int StuckReaders = 150;
    private static readonly TimeSpan ComeAgainAfter = TimeSpan.FromSeconds(1);

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? line;

    private readonly ReportStock stock = new();
    private int reports;

    public string Name => "starved-ingest";

    public string What => $"one report a request with {Analysts} of the heaviest analyses and {StuckReaders} readers stuck on a lock, "
        + "against the same without them";

    public async Task<GoalResult> Run(BenchmarkContext context)
    {
        var time = TimeSpan.FromSeconds(context.Pick(4, 10));
        var rounds = context.Pick(3, 5);
        await using var database = await context.NewDatabase();
        await using var host = await BenchmarkHost.Start(database);
        await HeatRows.Make(context.Pick(200_000, 2_000_000)).Load(database);
        await RegisterRows.Fill(database, 9_000);
        var (quiet, starved, worst) = (new List<double>(), new List<double>(), new List<double>());
        var answers = new Answers();
        await Send(host, TimeSpan.FromSeconds(6));
        for (var round = 0; round < rounds; round++)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            quiet.Add(Statistics.Percentile((await Send(host, time)).Milliseconds, 0.99));
            await using var locked = await Locked(database);
            using var over = CancellationTokenSource.CreateLinkedTokenSource(context.Cancellation);
            using var client = new HttpClient { BaseAddress = new($"http://127.0.0.1:{host.Port}"), Timeout = TimeSpan.FromMinutes(1) };
            client.DefaultRequestHeaders.Authorization = new("Bearer", BenchmarkSignIn.Token);
            var others = Enumerable.Range(0, StuckReaders).Select(_ => Ask(client, _ => Stuck, answers, over.Token))
                .Concat(Enumerable.Range(0, Analysts).Select(n => Ask(client, time => Heavy(n, time), answers, over.Token))).ToArray();
            await answers.UntilBusy(over.Token);
            var measured = await Send(host, time);
            starved.Add(Statistics.Percentile(measured.Milliseconds, 0.99));
            worst.Add(measured.Milliseconds.Max());
            await over.CancelAsync();
            await Task.WhenAll(others);
        }

        Variant loaded = new("with analyses and stuck readers, 99th percentile", "ms", starved),
            alone = new("without, 99th percentile", "ms", quiet);
        return new(
            [loaded, alone, new("with, slowest", "ms", worst)],
            [new("of the 99th percentile without", loaded.Median / alone.Median, Relation.AtMost, 5)],
            [$"{Senders} senders; {time.TotalSeconds:0} s a round; the others were answered {answers.Done} times and told to come again "
                + $"{answers.Busy} times; the daemon projects, and the clients run in the host's process."]);
    }

    private Task<Crowd> Send(BenchmarkHost host, TimeSpan time) => ClientThreads.Run(host.Port, Senders, time, (client, _) =>
    {
        var buffer = line ??= new();
        buffer.ResetWrittenCount();
        stock.Write(buffer, Interlocked.Increment(ref reports));
        ReportPosts.Count(client.Ask(ReportPosts.Request(buffer.WrittenSpan)), "accepted");
    });

    private static async Task<NpgsqlConnection> Locked(BenchmarkDatabase database)
    {
        var connection = new NpgsqlConnection($"{database.ConnectionString};Pooling=false");
        await connection.OpenAsync();
        // Nothing is projected into it by the events of this goal.
        await using var command = new NpgsqlCommand("begin; lock table read.forecast in access exclusive mode", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    private static async Task Ask(HttpClient client, Func<int, string> query, Answers answers, CancellationToken cancellation)
    {
        try
        {
            for (var time = 0; ; time++)
            {
                using var response = await client.PostAsJsonAsync("/graphql", new { query = query(time) }, cancellation);
                var text = await response.Content.ReadAsStringAsync(cancellation);
                var isBusy = text.Contains("TOO_BUSY", StringComparison.Ordinal);
                answers.Count(isBusy);
                if (isBusy)
                    await Task.Delay(ComeAgainAfter, cancellation);
                else if (Faults.Any(fault => text.Contains(fault, StringComparison.Ordinal)))
                    throw new InvalidOperationException(text[..Math.Min(500, text.Length)]);
            }
        }
        catch (OperationCanceledException)
        {
            // The round is over.
        }
    }

    // What would make the work lighter than it is meant to be.
    private static readonly string[] Faults = ["VALIDATION_FAILED", "\"BAD_INPUT\"", "TOO_M"];

    private static string Stuck => "{ forecasts(first: 1) { nodes { id } } }";

    // Close to the most work that one answer, or one job, may cost; another seed each time, so that no result is there already.
    private static string Heavy(int analyst, int time) => analyst % 3 == 0
        ? $$"""
          mutation { startNearRepeats(input: {
              by: "analyst", bounds: {west: 72.9, south: 49.7, east: 73.4, north: 50}, from: "2025-01-01", until: "2026-01-01",
              permutations: 9999, seed: {{1_000 * analyst + time}}, waitSeconds: 8 }) {
              analysisJob { state } errors { ... on Error { code } } } }
          """
        : $$"""
          { hotSpots(
              bounds: {west: 72.9, south: 49.7, east: 73.4, north: 50}, zoom: 17, from: "2023-01-01", until: "2026-01-01",
              significance: PERMUTATION, permutations: 600, seed: {{1_000 * analyst + time}}) { classes { class cells } } }
          """;

    private sealed class Answers
    {
        private int busy;
        private int done;

        public int Busy => busy;

        public int Done => done;

        public void Count(bool isBusy) => Interlocked.Increment(ref isBusy ? ref busy : ref done);

        /// <summary>Waits until the others ask for more than is given.</summary>
        public async Task UntilBusy(CancellationToken cancellation)
        {
            var before = busy;
            while (Volatile.Read(ref busy) <= before)
                await Task.Delay(20, cancellation);
        }
    }
}
