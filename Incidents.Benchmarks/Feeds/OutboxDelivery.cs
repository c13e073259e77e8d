using System.Diagnostics;
using System.Text.Json;
using Incidents.Api.Feeds;
using Incidents.Benchmarks.Ingest;
using Incidents.Domain;
using Incidents.Domain.Alerts;
using Incidents.Domain.Feeds;

namespace Incidents.Benchmarks.Feeds;

/// <summary>How soon a receiver has what became known.</summary>
internal sealed class OutboxDelivery : IGoal
{
    private const string Source = "outbox";
    private const int PerSecond = 1_000;
    private const int RoundsPerSecond = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public string Name => "outbox";

    public string What => "1,000 events/s of alerts that are raised and end, until a receiver has the message about each";

    public async Task<GoalResult> Run(BenchmarkContext context)
    {
        await using var database = await context.NewDatabase();
        await using var receiver = await BenchmarkReceiver.Start();
        await using var host = await BenchmarkHost.Start(database, settings: new Dictionary<string, string?>
        {
            ["Feeds:Networks"] = "127.0.0.1/32",
            ["Feeds:AllowsHttp"] = "true",
        });
        await host.Get<FeedSubscriptions>().Create(
            "benchmark", receiver.Address, FeedFormat.Json, new(), [FeedClass.Place, FeedClass.Exact, FeedClass.Person],
            FeedSubscriptions.DefaultInFlight, context.Cancellation);

        // The first messages compile and plan everything, and are not counted.
        var warm = new long[PerSecond];
        await Send(host.Port, "warm", warm);
        await AllCame(receiver, warm.Length);

        var sent = new long[PerSecond * context.Pick(20, 60)];
        var began = Stopwatch.GetTimestamp();
        await Send(host.Port, Source, sent);
        await AllCame(receiver, warm.Length + sent.Length);
        var took = Stopwatch.GetElapsedTime(began);

        var delays = sent.Select((at, n) => receiver.CameAt(ThingOf(Source, n), VersionOf(n)) is { } came
            ? Stopwatch.GetElapsedTime(at, came).TotalMilliseconds
            : double.PositiveInfinity).ToArray();
        return new(
            [
                new("event posted until its message came, p50", "ms", [Statistics.Percentile(delays, 0.5)]),
                new("event posted until its message came, p99", "ms", [Statistics.Percentile(delays, 0.99)]),
            ],
            [
                new("ms at the 99th percentile", Statistics.Percentile(delays, 0.99), Relation.Below, 2_000),
                new("messages a second", sent.Length / took.TotalSeconds, Relation.AtLeast, 0.95 * PerSecond),
                new("messages out of order or twice", receiver.Disordered, Relation.AtMost, 0),
            ],
            [$"{sent.Length} messages; sender, host, database and receiver on this machine, the receiver in this process"]);
    }

    // Even numbers raise an alert, odd ones end the alert before.
    private static Guid ThingOf(string source, int number) => Identity.Stream(RaiseAlert.Kind, source, $"{number / 2}");

    private static long VersionOf(int number) => number % 2 + 1;

    private static async Task Send(int port, string source, long[] sent) => await Task.Factory.StartNew(
        () =>
        {
            const int each = PerSecond / RoundsPerSecond;
            using var client = new LoopbackClient(port);
            var began = Stopwatch.GetTimestamp();
            for (var n = 0; n < sent.Length; n += each)
            {
                var due = TimeSpan.FromSeconds((double)n / PerSecond) - Stopwatch.GetElapsedTime(began);
                if (due > TimeSpan.Zero)
                    Thread.Sleep(due);
                Post(client, source, n, each, sent);
            }
        },
        TaskCreationOptions.LongRunning);

    private static void Post(LoopbackClient client, string source, int first, int count, long[] sent)
    {
        using var lines = new MemoryStream();
        foreach (var number in Enumerable.Range(first, count))
        {
            JsonSerializer.Serialize(lines, new
            {
                source,
                id = $"{number / 2}",
                kind = "alert",
                phase = number % 2 == 0 ? "raised" : "ended",
                city = "karaganda",
                category = "fight",
                deviceId = "cam-1",
                longitude = 73.1,
                latitude = 49.8,
                occurredAt = DateTime.UtcNow.AddSeconds(-1),
            });
            lines.WriteByte((byte)'\n');
            sent[number] = Stopwatch.GetTimestamp();
        }
        var answered = ReportPosts.Count(client.Ask(ReportPosts.Request(lines.ToArray())), "accepted");
        if (answered != count)
            throw new InvalidOperationException($"{answered} of {count} reports were accepted.");
    }

    private static async Task AllCame(BenchmarkReceiver receiver, int count)
    {
        var began = Stopwatch.GetTimestamp();
        while (receiver.Count < count)
        {
            if (Stopwatch.GetElapsedTime(began) > Patience)
                throw new InvalidOperationException($"{receiver.Count} of {count} messages came within {Patience.TotalSeconds} s.");
            await Task.Delay(5);
        }
    }
}
