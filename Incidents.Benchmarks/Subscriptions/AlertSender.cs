using System.Diagnostics;

namespace Incidents.Benchmarks.Subscriptions;

/// <summary>Sends alerts at a steady pace.</summary>
internal static class AlertSender
{
    private static readonly string[] Categories = ["fight", "fire", "weapon", "crowd"];

    /// <summary>The towns and categories of alerts, each pair once.</summary>
    public static IReadOnlyList<(string City, string Category)> Kinds { get; } =
        [.. new TownPlaces().Towns.Take(6).SelectMany(town => Categories.Select(category => (town.Code, category)))];

    /// <summary>Town and category of an alert.</summary>
    public static (string City, string Category) KindOf(int number) => Kinds[number % Kinds.Count];

    /// <summary>Sends alerts from a thread of its own.</summary>
    /// <param name="way">Which way.</param>
    /// <param name="source">The system that reports them.</param>
    /// <param name="perSecond">How many a second.</param>
    /// <param name="count">How many in all.</param>
    /// <param name="deliveries">Notes when each is sent.</param>
    public static async Task Send(IAlertWay way, string source, int perSecond, int count, Deliveries deliveries)
    {
        await Task.Factory.StartNew(
            () =>
            {
                const int rounds = 20;
                var each = perSecond / rounds;
                var began = Stopwatch.GetTimestamp();
                for (var n = 0; n < count; n += each)
                {
                    var due = TimeSpan.FromSeconds((double)n / perSecond) - Stopwatch.GetElapsedTime(began);
                    if (due > TimeSpan.Zero)
                        Thread.Sleep(due);
                    way.Send(source, n, each, deliveries);
                }
            },
            TaskCreationOptions.LongRunning);
        await way.AllTaken();
    }
}
