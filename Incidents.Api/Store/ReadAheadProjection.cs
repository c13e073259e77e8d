using System.Collections.Concurrent;
using Incidents.Projections;
using JasperFx.Events;
using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using JasperFx.Events.Subscriptions;
using Marten;
using Marten.Events.Projections;

namespace Incidents.Api.Store;

/// <summary>
/// The read models with the next pages read, deserialised and turned into statements while one is being written. By itself the daemon
/// loads one page for each that it has finished, so that reading and writing wait for each other until new events arrive.
/// </summary>
internal sealed class ReadAheadProjection : ProjectionWrapper<IDocumentOperations, IQuerySession>, ISubscriptionFactory<IDocumentOperations,
    IQuerySession>
{
    /// <summary>Events a page: large enough that set-based statements pay, small enough that readers see a backlog shrink.</summary>
    public const int PageSize = 5_000;

    private const int PagesAhead = 3;

    private readonly ReadModels readModels;

    public ReadAheadProjection(ReadModels readModels) : base(readModels, ProjectionLifecycle.Async)
    {
        this.readModels = readModels;
        Name = ReadModels.Name;
        Options.BatchSize = PageSize;
        Options.MaximumHopperSize = PagesAhead * PageSize;
    }

    ISubscriptionExecution ISubscriptionFactory<IDocumentOperations, IQuerySession>.BuildExecution(
        IEventStore<IDocumentOperations, IQuerySession> store, IEventDatabase database, ILoggerFactory loggerFactory,
        ShardName shardName) =>
        new Execution(shardName, Options, store, database, new(readModels), loggerFactory.CreateLogger<ReadAheadProjection>());

    ISubscriptionExecution ISubscriptionFactory<IDocumentOperations, IQuerySession>.BuildExecution(
        IEventStore<IDocumentOperations, IQuerySession> store, IEventDatabase database, ILogger logger, ShardName shardName) =>
        new Execution(shardName, Options, store, database, new(readModels), logger);

    private sealed class Execution(
        ShardName shardName, AsyncOptions options, IEventStore<IDocumentOperations, IQuerySession> store, IEventDatabase database,
        PreparedPages pages, ILogger logger) :
        ProjectionExecution<IDocumentOperations, IQuerySession>(shardName, options, store, database, pages, logger), ISubscriptionExecution
    {
        ValueTask ISubscriptionExecution.EnqueueAsync(EventPage page, ISubscriptionAgent subscriptionAgent)
        {
            pages.Prepare(page);
            return EnqueueAsync(page, subscriptionAgent);
        }

        protected override async Task<IProjectionBatch> buildBatchAsync(EventRange range)
        {
            // Tells the daemon nothing new, but makes it look whether there is room for another page.
            await range.Agent.MarkRangeBufferedAsync(range.SequenceFloor);
            return await base.buildBatchAsync(range);
        }
    }

    /// <summary>Pages of events on their way to being written, by the sequence of their first event.</summary>
    private sealed class PreparedPages(ReadModels readModels) : IProjection
    {
        private readonly ConcurrentDictionary<long, Task<List<SqlStatement>>> pages = [];

        public void Prepare(IReadOnlyList<IEvent> page)
        {
            if (page.Count > 0)
                pages[page[0].Sequence] = Task.Run(() => readModels.Statements(page));
        }

        public async Task ApplyAsync(IDocumentOperations operations, IReadOnlyList<IEvent> events, CancellationToken cancellation) =>
            ReadModels.Write(operations,
                pages.TryRemove(events[0].Sequence, out var prepared) ? await prepared : readModels.Statements(events));
    }
}
