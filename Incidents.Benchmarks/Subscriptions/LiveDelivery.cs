using System.Diagnostics;
using System.Globalization;
using Incidents.Api.Store;
using Incidents.Api.Subscriptions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Incidents.Benchmarks.Subscriptions;

/// <summary>Alerts are sent to a host with subscribers; all of them are in this process.</summary>
internal static class LiveDelivery
{
    private const int OpenedAtOnce = 32;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private const string Query =
        """
        subscription($filter: LiveFilterInput) { alertRaised(filter: $filter) {
            position missed { count } alert { id sourceId category city occurredAt knownAt point { longitude latitude } } } }
        """;

    /// <summary>What was seen.</summary>
    /// <param name="Deliveries">The messages.</param>
    /// <param name="Evaluations">How often a selection looked at an event.</param>
    /// <param name="Renderings">How often a message was executed.</param>
    /// <param name="Topics">Number of distinct selections.</param>
    /// <param name="PeakBytes">Most bytes of memory of this process while alerts were sent.</param>
    /// <param name="Opened">Number of incidents that rules had opened when the last message was told.</param>
    /// <param name="Joined">Number of alerts that they had linked to one.</param>
    public sealed record Seen(
        Deliveries Deliveries, long Evaluations, long Renderings, int Topics, long PeakBytes, long Opened, long Joined);

    /// <summary>Measures.</summary>
    /// <param name="context">The run.</param>
    /// <param name="way">By which the alerts come.</param>
    /// <param name="clients">Number of subscribers.</param>
    /// <param name="isFiltered">Whether each has one of the 24 filters; otherwise each is told of all alerts.</param>
    /// <param name="perSecond">Alerts a second.</param>
    /// <param name="seconds">For how long.</param>
    public static async Task<Seen> Measure(
        BenchmarkContext context, IAlertWay way, int clients, bool isFiltered, int perSecond, int seconds)
    {
        await using var database = await context.NewDatabase();
        await using var host = await BenchmarkHost.Start(
            // Rules act meanwhile, as in production.
            database, settings: new Dictionary<string, string?>(way.Settings)
            {
                ["Correlation:Enabled"] = "true",
            }, services: services =>
            {
                services.Replace(ServiceDescriptor.Singleton(new SubscriptionSettings { MostConnectionsOfPerson = clients + 1 }));
                way.AddTo(services);
            });
        await way.Open(host);
        // The first alerts compile and plan everything, and are not counted.
        var warmed = new Deliveries(perSecond);
        using (await LiveClient.Open(host.Port, Query, new { }, warmed))
            await Send(way, perSecond, perSecond, warmed, perSecond);

        var alerts = perSecond * seconds;
        var deliveries = new Deliveries(alerts + perSecond);
        var open = new List<LiveClient>();
        foreach (var some in Enumerable.Range(0, clients).Chunk(OpenedAtOnce))
            open.AddRange(await Task.WhenAll(some.Select(n => LiveClient.Open(host.Port, Query, Variables(n), deliveries))));
        var hub = host.Get<LiveHub>();
        var (evaluations, renderings, peak) = (hub.Evaluations, hub.Renderings, 0L);
        using var done = new CancellationTokenSource();
        var watching = Task.Run(async () =>
        {
            using var process = Process.GetCurrentProcess();
            while (!done.IsCancellationRequested)
            {
                process.Refresh();
                peak = Math.Max(peak, process.WorkingSet64);
                await Task.Delay(200, CancellationToken.None);
            }
        });
        // A number is an id of an alert: these come after those of before.
        var expected = Enumerable.Range(0, alerts).Sum(n => (long)Readers(n));
        await Send(way, perSecond, alerts, deliveries, expected, "live-2");
        await done.CancelAsync();
        await watching;
        for (var n = 0; n < alerts; n++)
        {
            if (deliveries.TimesTold(n) != Readers(n))
                throw new InvalidOperationException($"Alert {n} was told {deliveries.TimesTold(n)} times, not {Readers(n)}.");
        }
        var (opened, joined) = (await Written(database, "incident_opened"), await Written(database, "signal_linked"));
        var seen = new Seen(deliveries, hub.Evaluations - evaluations, hub.Renderings - renderings, hub.TopicCount, peak, opened, joined);
        open.ForEach(client => client.Dispose());
        return seen;

        object Variables(int client)
        {
            if (!isFiltered)
                return new { };
            var (city, category) = AlertSender.Kinds[client % AlertSender.Kinds.Count];
            return new { filter = new { cities = new[] { city }, categories = new[] { category } } };
        }

        int Readers(int alert) => !isFiltered ? clients
            : clients / AlertSender.Kinds.Count + (alert % AlertSender.Kinds.Count < clients % AlertSender.Kinds.Count ? 1 : 0);
    }

    /// <summary>How fast messages came, as notes.</summary>
    public static string Note(Seen seen, IAlertWay way) => string.Create(
        CultureInfo.InvariantCulture,
        $"{seen.Deliveries.Count:#,0} messages, each once; p50 {seen.Deliveries.Percentile(0.5)}, p99 {seen.Deliveries.Percentile(0.99)} "
            + $"and slowest {seen.Deliveries.Percentile(1)} ms from before the alert is {way.What} until its reader has it; "
            + $"meanwhile rules opened {seen.Opened:#,0} incidents and joined {seen.Joined:#,0} alerts; "
            + $"{seen.Renderings:#,0} executions, {seen.Evaluations:#,0} looks at an event by {seen.Topics} selections; the host, "
            + $"the sender and subscribers in one process of {seen.PeakBytes >> 20:#,0} MiB.");

    private static async Task<long> Written(BenchmarkDatabase database, string type)
    {
        await using var command = database.Source.CreateCommand($"select count(*) from {EventStore.Schema}.mt_events where type = $1");
        command.Parameters.Add(new() { Value = type });
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task Send(
        IAlertWay way, int perSecond, int count, Deliveries deliveries, long expected, string source = "live-1")
    {
        await AlertSender.Send(way, source, perSecond, count, deliveries);
        var waited = Stopwatch.GetTimestamp();
        while (deliveries.Count < expected)
        {
            if (deliveries.Failure is { } failure)
                throw new InvalidOperationException($"{deliveries.Count} of {expected} messages were told.", failure);
            if (Stopwatch.GetElapsedTime(waited) > Patience)
                throw new InvalidOperationException($"{deliveries.Count} of {expected} messages were told.");
            await Task.Delay(20);
        }
    }
}
