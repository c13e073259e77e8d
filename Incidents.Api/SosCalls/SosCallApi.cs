using GraphQL;
using Incidents.Api.GraphQL;
using Incidents.Api.Requests;
using Incidents.Api.Signals;
using Incidents.Domain;
using Incidents.Domain.SosCalls;
using Incidents.Projections;
using Incidents.Projections.Signals;
using NodaTime;

namespace Incidents.Api.SosCalls;

/// <summary>SOS calls.</summary>
[QueryType]
internal static class SosCallQueries
{
    /// <summary>SOS calls, by pages. Rows come from a read model, a moment after the events.</summary>
    /// <param name="filter">Which rows; default all.</param>
    /// <param name="order">In which order; default the latest occurrence first.</param>
    /// <param name="first">Number of rows from the start, 1 to 1000.</param>
    /// <param name="after">The cursor to continue after.</param>
    /// <param name="last">Number of rows from the end, 1 to 1000; then the default of `first` does not apply.</param>
    /// <param name="before">The cursor to continue before.</param>
    public static Task<Connection<SosCallNode>> SosCalls(
        [FromServices] SignalFiles signals, [Seen] RowSight sight, SosCallFilter? filter = null,
        SignalOrder order = SignalOrder.OccurredDescending, int? first = Page.DefaultSize, string? after = null, int? last = null,
        string? before = null, CancellationToken cancellation = default) =>
        signals.List<SosCall, SosCallNode>(
            (filter ?? new()).ToRows(sight), order, Page.Of($"sosCalls/{order}", first, after, last, before),
            (row, streams) => new(row, streams), cancellation);

    /// <summary>One call, or null. It is read from its events, so that it includes the client's own last mutation.</summary>
    /// <param name="id">The call.</param>
    public static Task<SosCallNode?> SosCall(
        [FromServices] SignalFiles signals, [Seen] RowSight sight, Guid id, CancellationToken cancellation = default) =>
        signals.Open<SosCall, SosCallNode>(id, null, sight, (row, streams) => new(row, streams), cancellation);

    /// <summary>One call as it was known at an earlier moment; null where nothing was known of it yet.</summary>
    /// <param name="id">The call.</param>
    /// <param name="asKnownAt">The moment.</param>
    public static Task<SosCallAsKnown?> SosCallAsKnown(
        [FromServices] SignalFiles signals, [Seen] RowSight sight, Guid id, Instant asKnownAt,
        CancellationToken cancellation = default) =>
        signals.Open<SosCall, SosCallAsKnown>(
            id, asKnownAt, sight, (row, streams) => new(row, streams, asKnownAt), cancellation);
}

/// <summary>Mutations of SOS calls; terminals place them by reports.</summary>
[MutationType]
internal sealed class SosCallMutations(Commands commands, SignalFiles signals)
{
    /// <summary>Answers an SOS call.</summary>
    /// <param name="id">The call.</param>
    /// <param name="by">The operator.</param>
    /// <param name="occurredAt">When, if not now.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    public Task<SosCallNode> AnswerSosCall(
        Guid id, string by, Instant? occurredAt = null, long? expectedVersion = null,
        CancellationToken cancellation = default) =>
        Send(id, occurredAt, at => new AnswerSosCall(id, by, at, expectedVersion), cancellation);

    /// <summary>Notes that the caller gave up.</summary>
    /// <param name="id">The call.</param>
    /// <param name="occurredAt">When, if not now.</param>
    /// <param name="expectedVersion">The version that the sender saw.</param>
    public Task<SosCallNode> AbandonSosCall(
        Guid id, Instant? occurredAt = null, long? expectedVersion = null, CancellationToken cancellation = default) =>
        Send(id, occurredAt, at => new AbandonSosCall(id, at, expectedVersion), cancellation);

    /// <summary>Ends an SOS call.</summary>
    /// <param name="id">The call.</param>
    /// <param name="outcomeCode">Outcome code.</param>
    /// <param name="occurredAt">When, if not now.</param>
    /// <param name="expectedVersion">The version that the sender saw.</param>
    public Task<SosCallNode> EndSosCall(
        Guid id, string? outcomeCode = null, Instant? occurredAt = null, long? expectedVersion = null,
        CancellationToken cancellation = default) =>
        Send(id, occurredAt, at => new EndSosCall(id, outcomeCode, at, expectedVersion), cancellation);

    /// <summary>Passes the call on to another service.</summary>
    /// <param name="id">The call.</param>
    /// <param name="service">The service: 101, 102, 103, 104, 112 or another.</param>
    /// <param name="reasonCode">Reason code.</param>
    /// <param name="occurredAt">When, if not now.</param>
    /// <param name="expectedVersion">The version that the sender saw.</param>
    public Task<SosCallNode> EscalateSosCall(
        Guid id, string service, string reasonCode, Instant? occurredAt = null, long? expectedVersion = null,
        CancellationToken cancellation = default) =>
        Send(id, occurredAt, at => new EscalateSosCall(id, service, reasonCode, at, expectedVersion), cancellation);

    /// <summary>
    /// Notes that an operator called back a caller who gave up. Where somebody was reached, the call can be answered, passed on and ended.
    /// </summary>
    /// <param name="id">The call.</param>
    /// <param name="by">The operator.</param>
    /// <param name="reached">Whether somebody was reached.</param>
    /// <param name="occurredAt">When, if not now.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    public Task<SosCallNode> CallBackSosCall(
        Guid id, string by, bool reached, Instant? occurredAt = null, long? expectedVersion = null,
        CancellationToken cancellation = default) =>
        Send(id, occurredAt, at => new CallBackSosCall(id, by, reached, at, expectedVersion), cancellation);

    private async Task<SosCallNode> Send(
        Guid id, Instant? moment, Func<OffsetDateTime?, ICommand<SosCall>> command, CancellationToken cancellation) =>
        signals.Of(
            id, await commands.Send(id, moment, command, cancellation), commands.Sight, (row, streams) => new SosCallNode(row, streams))!;
}
