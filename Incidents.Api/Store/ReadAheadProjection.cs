using JasperFx.Events;
using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using JasperFx.Events.Subscriptions;
using Marten;
using Marten.Events.Projections;

namespace Incidents.Api.Store;

/// <summary>
/// A projection for which the daemon reads and deserialises the next pages while one is being written. By itself the daemon
/// loads one page for each that it has finished, so that reading and writing wait for each other until new events arrive.
/// </summary>
internal sealed class ReadAheadProjection : ProjectionWrapper<IDocumentOperations, IQuerySession>, ISubscriptionFactory<IDocumentOperations, IQuerySession>
{
    /// <summary>Events a page: large enough that set-based statements pay, small enough that readers see a backlog shrink.</summary>
    public const int PageSize = 5_000;

    private const int PagesAhead = 3;

    private readonly IProjection projection;

    public ReadAheadProjection(IProjection projection, string name) : base(projection, ProjectionLifecycle.Async)
    {
        this.projection = projection;
        Name = name;
        Options.BatchSize = PageSize;
        Options.MaximumHopperSize = PagesAhead * PageSize;
    }

    ISubscriptionExecution ISubscriptionFactory<IDocumentOperations, IQuerySession>.BuildExecution(
        IEventStore<IDocumentOperations, IQuerySession> store, IEventDatabase database, ILoggerFactory loggerFactory, ShardName shardName) =>
        new Execution(shardName, Options, store, database, projection, loggerFactory.CreateLogger<ReadAheadProjection>());

    ISubscriptionExecution ISubscriptionFactory<IDocumentOperations, IQuerySession>.BuildExecution(
        IEventStore<IDocumentOperations, IQuerySession> store, IEventDatabase database, ILogger logger, ShardName shardName) =>
        new Execution(shardName, Options, store, database, projection, logger);

    private sealed class Execution(
        ShardName shardName, AsyncOptions options, IEventStore<IDocumentOperations, IQuerySession> store, IEventDatabase database, IProjection projection, ILogger logger) :
        ProjectionExecution<IDocumentOperations, IQuerySession>(shardName, options, store, database, projection, logger)
    {
        protected override async Task<IProjectionBatch> buildBatchAsync(EventRange range)
        {
            // Tells the daemon nothing new, but makes it look whether there is room for another page.
            await range.Agent.MarkRangeBufferedAsync(range.SequenceFloor);
            return await base.buildBatchAsync(range);
        }
    }
}
