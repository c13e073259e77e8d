using System.Diagnostics;
using System.Text.Json;
using Incidents.Benchmarks.Ingest;

namespace Incidents.Benchmarks.Subscriptions;

/// <summary>Sends alerts at a steady pace, as reports over HTTP.</summary>
internal static class AlertSender
{
    private static readonly string[] Categories = ["fight", "fire", "weapon", "crowd"];

    /// <summary>The towns and categories of alerts, each pair once.</summary>
    public static IReadOnlyList<(string City, string Category)> Kinds { get; } =
        [.. new TownPlaces().Towns.Take(6).SelectMany(town => Categories.Select(category => (town.Code, category)))];

    /// <summary>Sends alerts, one of each kind after another.</summary>
    /// <param name="port">Where the host listens.</param>
    /// <param name="source">The system that reports them.</param>
    /// <param name="perSecond">How many a second.</param>
    /// <param name="count">How many in all.</param>
    /// <param name="deliveries">Notes when each is sent.</param>
    public static Task Send(int port, string source, int perSecond, int count, Deliveries deliveries) => Task.Factory.StartNew(
        () =>
        {
            const int rounds = 20;
            var (each, places, random) = (perSecond / rounds, new TownPlaces(), new Random(1));
            using var client = new LoopbackClient(port);
            var began = Stopwatch.GetTimestamp();
            for (var n = 0; n < count; n += each)
            {
                var due = TimeSpan.FromSeconds((double)n / perSecond) - Stopwatch.GetElapsedTime(began);
                if (due > TimeSpan.Zero)
                    Thread.Sleep(due);
                var lines = new MemoryStream();
                foreach (var number in Enumerable.Range(n, each))
                {
                    var (city, category) = Kinds[number % Kinds.Count];
                    JsonSerializer.Serialize(lines, new
                    {
                        source,
                        id = $"{number}",
                        kind = "alert",
                        city,
                        category,
                        longitude = 73.1 + random.NextDouble() / 10,
                        latitude = 49.8 + random.NextDouble() / 10,
                        occurredAt = DateTime.UtcNow.AddSeconds(-1),
                    });
                    lines.WriteByte((byte)'\n');
                    deliveries.Sent(number);
                }
                var answered = ReportPosts.Count(client.Ask(ReportPosts.Request(lines.ToArray())), "accepted");
                if (answered != each)
                    throw new InvalidOperationException($"{answered} of {each} alerts were accepted.");
            }
        },
        TaskCreationOptions.LongRunning);
}
