using System.Collections.Concurrent;
using Incidents.Projections;
using JasperFx.Events;
using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using JasperFx.Events.Subscriptions;
using Marten;
using Npgsql;

namespace Incidents.Api.Store;

/// <summary>The daemon's shard that reads the events once, and gives every page to all read models.</summary>
/// <remarks>
/// The next pages are read, deserialised and turned into statements while one is being written. By itself the daemon loads one page for
/// each that it has finished, so that reading and writing wait for each other until new events arrive.
/// </remarks>
internal sealed class ReadModelFeed : ProjectionWrapper<IDocumentOperations, IQuerySession>,
    ISubscriptionFactory<IDocumentOperations, IQuerySession>
{
    /// <summary>Events a page: large enough that set-based statements pay, small enough that readers see a backlog shrink.</summary>
    public const int PageSize = 5_000;

    private const int PagesAhead = 3;

    private readonly ReadModels readModels;
    private readonly NpgsqlDataSource source;
    private readonly ReadModelStatus status;
    private readonly EventUpcasts? upcasts;

    public ReadModelFeed(ReadModels readModels, NpgsqlDataSource source, ReadModelStatus status, EventUpcasts? upcasts = null)
        : base(readModels, ProjectionLifecycle.Async)
    {
        (this.readModels, this.source, this.status, this.upcasts) = (readModels, source, status, upcasts);
        Name = ReadModels.Name;
        Options.BatchSize = PageSize;
        Options.MaximumHopperSize = PagesAhead * PageSize;
        IncludeArchivedEvents = true;
    }

    ISubscriptionExecution ISubscriptionFactory<IDocumentOperations, IQuerySession>.BuildExecution(
        IEventStore<IDocumentOperations, IQuerySession> store, IEventDatabase database, ILoggerFactory loggerFactory,
        ShardName shardName) => Build(store, database, loggerFactory.CreateLogger<ReadModelFeed>(), shardName);

    ISubscriptionExecution ISubscriptionFactory<IDocumentOperations, IQuerySession>.BuildExecution(
        IEventStore<IDocumentOperations, IQuerySession> store, IEventDatabase database, ILogger logger, ShardName shardName) =>
        Build(store, database, logger, shardName);

    private Execution Build(
        IEventStore<IDocumentOperations, IQuerySession> store, IEventDatabase database, ILogger logger, ShardName shardName)
    {
        var documents = (IDocumentStore)store;
        var pages = new EventPages(documents, source, new(documents.Options, upcasts));
        return new(
            database, shardName, logger, source,
            [.. readModels.Projections.Select(p => new ReadModelLane(p, source, pages, status, logger))]);
    }

    private sealed class Execution(
        IEventDatabase database, ShardName name, ILogger logger, NpgsqlDataSource source, IReadOnlyList<ReadModelLane> lanes)
        : SubscriptionExecutionBase(database, name, logger), ISubscriptionExecution
    {
        private readonly ConcurrentDictionary<long, Task<ReadModelLane.PreparedPage>[]> prepared = [];

        // At once: what is behind catches up although no event comes.
        private readonly Task begun = Task.WhenAll(lanes.Select(lane => Task.Run(lane.Begin)));

        ValueTask ISubscriptionExecution.EnqueueAsync(EventPage page, ISubscriptionAgent subscriptionAgent)
        {
            prepared[page.Floor] = Prepare(page);
            return EnqueueAsync(page, subscriptionAgent);
        }

        private Task<ReadModelLane.PreparedPage>[] Prepare(IReadOnlyList<IEvent> page) =>
            [.. lanes.Select(lane => Task.Run(() => lane.Prepare(page)))];

        protected override async Task executeRangeAsync(
            IEventDatabase database, EventRange range, ShardExecutionMode mode, CancellationToken cancellationToken)
        {
            // Tells the daemon nothing new, but makes it look whether there is room for another page.
            await range.Agent.MarkRangeBufferedAsync(range.SequenceFloor);
            await begun.WaitAsync(cancellationToken);
            var pages = prepared.TryRemove(range.SequenceFloor, out var found) ? found : Prepare(range.Events);
            var taking = Task.WhenAll(lanes.Select((lane, i) => lane.Take(pages[i], range.SequenceCeiling)));
            var ended = lanes.Select(lane => lane.Ended.Task);
            await await Task.WhenAny([taking, .. ended]).WaitAsync(cancellationToken);
            await Advance(range, cancellationToken);
            await ReadModelNews.TryTell(source, range.SequenceCeiling, cancellationToken);
        }

        private async Task Advance(EventRange range, CancellationToken cancellation)
        {
            await using var command = source.CreateCommand(
                $"""
                 insert into {EventStore.Schema}.mt_event_progression as p (name, last_seq_id, last_updated) values ($1, $3, now())
                 on conflict (name) do update set last_seq_id = excluded.last_seq_id, last_updated = now() where p.last_seq_id = $2
                 """);
            command.Parameters.Add(new() { Value = ShardName.Identity });
            command.Parameters.Add(new() { Value = range.SequenceFloor });
            command.Parameters.Add(new() { Value = range.SequenceCeiling });
            if (await command.ExecuteNonQueryAsync(cancellation) != 1)
                throw new ReadModelTakenException(ReadModels.Name, range.SequenceFloor, null);
        }

        async Task ISubscriptionExecution.HardStopAsync()
        {
            await HardStopAsync();
            await StopLanes();
        }

        async Task ISubscriptionExecution.StopAndDrainAsync(CancellationToken token)
        {
            await StopAndDrainAsync(token);
            await StopLanes();
        }

        async ValueTask IAsyncDisposable.DisposeAsync()
        {
            await DisposeAsync();
            await StopLanes();
        }

        private Task StopLanes() => Task.WhenAll(lanes.Select(lane => lane.Stop()));
    }
}
