using System.Diagnostics;
using Incidents.Api.Addresses;
using Incidents.Api.Correlation;
using Incidents.Api.Data;
using Incidents.Api.Reactions;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Alerts;
using Incidents.Domain.Correlation;
using NodaTime;

namespace Incidents.Benchmarks.Correlation;

/// <summary>What the rules cost an alert in a town with many open incidents.</summary>
internal sealed class CorrelateGrowth : IGoal
{
    private const int Many = 10_000;
    private const int Few = 10;

    private static readonly OffsetDateTime Now = Instant.FromUtc(2026, 7, 3, 7, 0).WithOffset(Offset.FromHours(5));

    public string Name => "correlate-growth";

    public string What => $"an alert that the rules decide on and keep, with {Many:#,0} open incidents in the town against {Few}";

    public async Task<GoalResult> Run(BenchmarkContext context)
    {
        var (rounds, perRound) = (context.Pick(5, 9), context.Pick(500, 2_000));
        await using var many = await Side.Open(context, Many);
        await using var few = await Side.Open(context, Few);
        var (ours, other) = (new List<double>(), new List<double>());
        for (var round = 0; round <= rounds; round++)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            var onMany = await many.React(round, perRound, context.Cancellation);
            var onFew = await few.React(round, perRound, context.Cancellation);
            // The first round warms up.
            if (round == 0)
                continue;
            ours.Add(onMany);
            other.Add(onFew);
        }
        Variant large = new($"an alert beside {Many:#,0} open incidents", "µs", ours),
            small = new($"… beside {Few}", "µs", other);
        return new(
            [large, small],
            [new($"times an alert beside {Few} open incidents", large.Median / small.Median, Relation.AtMost, 2)],
            [
                $"{perRound:#,0} alerts a round in pages of {Side.PageSize}, all over the town, each decided and written with its command "
                + "in the transaction of the cursor; what a page opens is taken back after it.",
            ]);
    }

    /// <summary>A database with so many open incidents.</summary>
    private sealed class Side(BenchmarkDatabase database, BenchmarkHost host, CorrelationReaction reaction) : IAsyncDisposable
    {
        public const int PageSize = 100;

        private readonly TownPlaces places = new(seed: 2);

        public static async Task<Side> Open(BenchmarkContext context, int count)
        {
            var database = await context.NewDatabase();
            var host = await BenchmarkHost.Start(database, o => o.RunsDaemon = false);
            await using var connection = await database.Source.OpenConnectionAsync(context.Cancellation);
            var (random, places) = (new Random(1), new TownPlaces());
            CorrelatedIncident[] incidents =
            [
                .. Enumerable.Range(0, count).Select(i => new CorrelatedIncident(
                    Guid.CreateVersion7(), "karaganda", i % 2 == 0 ? "fire" : "theft", InTown(places, random), null, Now.ToInstant(),
                    SignalMoments.None)),
            ];
            foreach (var some in incidents.Chunk(5_000))
                await CorrelationTable.Write(connection, some, context.Cancellation);
            return new(database, host, new(
                database.Source, host.Get<EventReader>(), host.Get<Gazetteer>(), Catalogues.CorrelationRules(Catalogues.Categories())));
        }

        /// <summary>Microseconds that an alert takes.</summary>
        public async Task<double> React(int round, int alerts, CancellationToken cancellation)
        {
            var random = new Random(round);
            var events = Enumerable.Range(0, alerts).Select(i =>
            {
                var origin = new Origin("benchmark", $"{round}-{i}");
                return new ReactionEvent(
                    i, Identity.Stream(RaiseAlert.Kind, origin.Source, origin.Id), 1,
                    new AlertRaised(origin, "fire", 0.9, null, new("karaganda", Point: InTown(places, random)), null, null, null, Now, Now))
                {
                    Id = Guid.CreateVersion7(),
                    AppendedAt = Now.ToInstant(),
                };
            }).ToArray();
            await using var connection = await database.Source.OpenConnectionAsync(cancellation);
            var elapsed = TimeSpan.Zero;
            foreach (var some in events.Chunk(PageSize))
            {
                await using var transaction = await connection.BeginTransactionAsync(cancellation);
                // What is open is read before the clock starts: a host reads it once.
                await reaction.React(new([], 0, connection, transaction), cancellation);
                var started = Stopwatch.GetTimestamp();
                var page = new ReactionPage(some, 0, connection, transaction);
                await reaction.React(page, cancellation);
                await ReactionTables.Keep(connection, CorrelationReaction.ReactionName, page.Sent, cancellation);
                elapsed += Stopwatch.GetElapsedTime(started);
                // What the alerts open must not be there for the next ones.
                await transaction.RollbackAsync(cancellation);
                reaction.Forget();
            }
            return elapsed.TotalMicroseconds / alerts;
        }

        public async ValueTask DisposeAsync()
        {
            await host.DisposeAsync();
            await database.DisposeAsync();
        }

        private static GeoPoint InTown(TownPlaces places, Random random)
        {
            while (true)
            {
                if (places.Next(random) is { City: "karaganda", Point: { } point })
                    return point;
            }
        }
    }
}
