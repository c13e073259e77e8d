using Incidents.Api.GraphQL;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Projections;
using Incidents.Projections.Signals;
using Incidents.Projections.Slices;
using NodaTime;

namespace Incidents.Api.Signals;

/// <summary>Opens alerts, calls and violations from their events, and lists them from the register of signals.</summary>
internal sealed class SignalFiles(EventReader events, SignalReader reader, Cities cities)
{
    /// <summary>One as known at a moment, default now; null where nothing was known of it, and where the caller does not see it.</summary>
    /// <remarks>Whether the caller sees it depends on its present town and state, whatever was known at the moment.</remarks>
    public async Task<TNode?> Open<TState, TNode>(
        Guid id, Instant? asKnownAt, RowSight sight, Func<SignalRow, StreamBatch<TState>, TNode> make, CancellationToken cancellation)
        where TState : StreamState, IState<TState>
        where TNode : class
    {
        if (await events.Open<TState>(id, asKnownAt, cancellation) is not { } opened)
            return null;
        var row = RowOf(id, opened.Events);
        if (sight.IsAll)
            return make(row, new(id, opened, asKnownAt));
        var now = asKnownAt is null ? row : RowOf(id, await events.Read([id], null, cancellation));
        return sight.Sees(now.Place.City, now.IsOpen)
            ? make(now.IsSeenExactly(sight) ? row : row.Snapped(), new(id, opened, asKnownAt))
            : null;
    }

    /// <summary>One whose events are loaded; null where the caller does not see it.</summary>
    public TNode? Of<TState, TNode>(
        Guid id, LoadedStream<TState> opened, RowSight sight, Func<SignalRow, StreamBatch<TState>, TNode> make)
        where TState : StreamState, IState<TState>
        where TNode : class
    {
        var row = RowOf(id, opened.Events);
        return sight.Sees(row.Place.City, row.IsOpen) ? make(row.SeenBy(sight), new(id, opened)) : null;
    }

    private SignalRow RowOf(Guid id, IReadOnlyList<StoredEvent> stored) => SignalRow.Of(id, stored, SliceEvents.Signals, cities)!;

    /// <summary>A page of the register.</summary>
    public async Task<Connection<TNode>> List<TState, TNode>(
        SignalFilter filter, SignalOrder order, Page page, Func<SignalRow, StreamBatch<TState>, TNode> make, CancellationToken cancellation)
        where TState : StreamState, IState<TState>
        where TNode : SignalFields<TState>
    {
        if (filter.Bounds is { } bounds && !bounds.IsValid())
            throw RefusedException.BadInput("filter.bounds", "Bounds are degrees, west before east and south before north.");
        var rows = await reader.Read(filter, order, page.Key<(Instant, Guid)>(), page.IsBackward, page.Limit, cancellation);
        var streams = new StreamBatch<TState>(events, [.. rows.Take(page.Size).Select(row => row.Id)], cancellation);
        var byKnown = order is SignalOrder.KnownAscending or SignalOrder.KnownDescending;
        return Connection.Of(
            rows.ConvertAll(row => make(row, streams)), page,
            node => ((byKnown ? node.KnownAt : node.OccurredAt).ToInstant(), node.Row.Id), token => reader.Count(filter, token));
    }
}
