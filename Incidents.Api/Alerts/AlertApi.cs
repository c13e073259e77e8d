using GraphQL;
using Incidents.Api.GraphQL;
using Incidents.Api.Requests;
using Incidents.Api.Signals;
using Incidents.Domain;
using Incidents.Domain.Alerts;
using Incidents.Projections;
using Incidents.Projections.Signals;
using NodaTime;

namespace Incidents.Api.Alerts;

/// <summary>Alerts.</summary>
[QueryType]
internal static class AlertQueries
{
    /// <summary>Alerts, by pages. Rows come from a read model, a moment after the events.</summary>
    /// <param name="filter">Which rows; default all.</param>
    /// <param name="order">In which order; default the latest occurrence first.</param>
    /// <param name="first">Number of rows from the start, 1 to 1000.</param>
    /// <param name="after">The cursor to continue after.</param>
    /// <param name="last">Number of rows from the end, 1 to 1000; then the default of `first` does not apply.</param>
    /// <param name="before">The cursor to continue before.</param>
    public static Task<Connection<AlertNode>> Alerts(
        [FromServices] SignalFiles signals, [Seen] RowSight sight, AlertFilter? filter = null,
        SignalOrder order = SignalOrder.OccurredDescending, int? first = Page.DefaultSize, string? after = null, int? last = null,
        string? before = null, CancellationToken cancellation = default) =>
        signals.List<Alert, AlertNode>(
            (filter ?? new()).ToRows(sight), order, Page.Of($"alerts/{order}", first, after, last, before),
            (row, streams) => new(row, streams), cancellation);

    /// <summary>One alert, or null. It is read from its events, so that it includes the client's own last mutation.</summary>
    /// <param name="id">The alert.</param>
    public static Task<AlertNode?> Alert(
        [FromServices] SignalFiles signals, [Seen] RowSight sight, Guid id, CancellationToken cancellation = default) =>
        signals.Open<Alert, AlertNode>(id, null, sight, (row, streams) => new(row, streams), cancellation);

    /// <summary>One alert as it was known at an earlier moment; null where nothing was known of it yet.</summary>
    /// <param name="id">The alert.</param>
    /// <param name="asKnownAt">The moment.</param>
    public static Task<AlertAsKnown?> AlertAsKnown(
        [FromServices] SignalFiles signals, [Seen] RowSight sight, Guid id, Instant asKnownAt,
        CancellationToken cancellation = default) =>
        signals.Open<Alert, AlertAsKnown>(
            id, asKnownAt, sight, (row, streams) => new(row, streams, asKnownAt), cancellation);
}

/// <summary>Mutations of alerts; analytics raise, update and end them by reports.</summary>
[MutationType]
internal sealed class AlertMutations(Commands commands, SignalFiles signals)
{
    /// <summary>Acknowledges an alert.</summary>
    /// <param name="id">The alert.</param>
    /// <param name="by">The operator.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    /// <param name="occurredAt">When, if not now.</param>
    public Task<AlertNode> AcknowledgeAlert(
        Guid id, string by, long? expectedVersion = null, Instant? occurredAt = null, CancellationToken cancellation = default) =>
        Send(id, occurredAt, at => new AcknowledgeAlert(id, by, at, expectedVersion), cancellation);

    /// <summary>Dismisses an alert as false: it no longer counts.</summary>
    /// <param name="id">The alert.</param>
    /// <param name="by">The operator.</param>
    /// <param name="reasonCode">Reason code.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    /// <param name="occurredAt">When, if not now.</param>
    public Task<AlertNode> DismissAlert(
        Guid id, string by, string reasonCode, long? expectedVersion = null, Instant? occurredAt = null,
        CancellationToken cancellation = default) =>
        Send(id, occurredAt, at => new DismissAlert(id, by, reasonCode, at, expectedVersion), cancellation);

    /// <summary>Undoes the dismissal of an alert: it counts again.</summary>
    /// <param name="id">The alert.</param>
    /// <param name="by">The operator.</param>
    /// <param name="reasonCode">Reason code.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    /// <param name="occurredAt">When, if not now.</param>
    public Task<AlertNode> ReinstateAlert(
        Guid id, string by, string reasonCode, long? expectedVersion = null, Instant? occurredAt = null,
        CancellationToken cancellation = default) =>
        Send(id, occurredAt, at => new ReinstateAlert(id, by, reasonCode, at, expectedVersion), cancellation);

    private async Task<AlertNode> Send(
        Guid id, Instant? moment, Func<OffsetDateTime?, ICommand<Alert>> command, CancellationToken cancellation) =>
        signals.Of(
            id, await commands.Send(id, moment, command, cancellation), commands.Sight, (row, streams) => new AlertNode(row, streams))!;
}
