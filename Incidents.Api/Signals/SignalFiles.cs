using Incidents.Api.GraphQL;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Projections.Signals;
using Incidents.Projections.Slices;
using NodaTime;

namespace Incidents.Api.Signals;

/// <summary>Opens alerts, calls and violations from their events, and lists them from the register of signals.</summary>
internal sealed class SignalFiles(EventReader events, SignalReader reader, Cities cities)
{
    /// <summary>One as known at a moment, default now; null where nothing was known of it.</summary>
    public async Task<TNode?> Open<TState, TNode>(
        Guid id, Instant? asKnownAt, Func<SignalRow, StreamBatch<TState>, TNode> make, CancellationToken cancellation)
        where TState : StreamState, IState<TState>
        where TNode : class =>
        await events.Open<TState>(id, asKnownAt, cancellation) is { } opened ? Of(id, opened, make) : null;

    /// <summary>One whose events are loaded.</summary>
    public TNode Of<TState, TNode>(Guid id, LoadedStream<TState> opened, Func<SignalRow, StreamBatch<TState>, TNode> make)
        where TState : StreamState, IState<TState> =>
        make(SignalRow.Of(id, opened.Events, SliceEvents.Signals, cities)!, new(id, opened));

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
