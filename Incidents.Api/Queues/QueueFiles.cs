using Incidents.Api.Dispatch;
using Incidents.Api.GraphQL;
using Incidents.Api.Signals;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Projections;
using Incidents.Projections.Dispatch;
using Incidents.Projections.Queues;
using Incidents.Projections.Signals;
using NodaTime;

namespace Incidents.Api.Queues;

/// <summary>Lists the queues from their read models.</summary>
internal sealed class QueueFiles(
    QueueReader reader, EventReader events, IncidentFiles incidents, IncidentScopes scopes, Categories categories)
{
    /// <summary>A page of alerts, calls or violations.</summary>
    /// <exception cref="RefusedException">The bounds are no bounds.</exception>
    public async Task<Connection<TNode>> List<TState, TNode>(
        SignalFilter filter, QueueOrder order, Page page, Func<SignalRow, StreamBatch<TState>, TNode> make, CancellationToken cancellation)
        where TState : StreamState, IState<TState>
        where TNode : SignalFields<TState>
    {
        if (filter.Bounds is { } bounds && !bounds.IsValid())
            throw RefusedException.BadInput("filter.bounds", "Bounds are degrees, west before east and south before north.");
        var rows = await reader.Signals(filter, order, page.Key<(Instant, Guid)>(), page.IsBackward, page.Limit, cancellation);
        var streams = new StreamBatch<TState>(events, [.. rows.Take(page.Size).Select(row => row.Id)], cancellation);
        return Connection.Of(
            rows.ConvertAll(row => make(row, streams)), page, node => (node.OccurredAt.ToInstant(), node.Row.Id),
            token => reader.Count(filter, token));
    }

    /// <summary>A page of open incidents.</summary>
    /// <exception cref="RefusedException">A part of the filter is not valid, or searches.</exception>
    public async Task<Connection<IncidentNode>> Incidents(
        IncidentFilter? filter, RowSight sight, Page page, CancellationToken cancellation)
    {
        if (filter?.Search is not null)
            throw RefusedException.BadInput("filter.search", "The queue has an order of its own and is not searched; 'incidents' is.");
        var scope = await scopes.Of(filter, sight, cancellation);
        var rows = await reader.Incidents(
            scope, page.Key<(int Urgency, Instant At, Guid Id)>() is { } key ? new(key.Urgency, key.At, key.Id) : null, page.IsBackward,
            page.Limit, cancellation);
        return Connection.Of(
            await incidents.Nodes(rows, sight, cancellation), page,
            node => (categories.UrgencyOf(node.Category), node.OccurredAt.ToInstant(), node.Id), token => reader.Count(scope, token));
    }
}
