using System.ComponentModel;
using GraphQL;
using Incidents.Api.Alerts;
using Incidents.Api.Dispatch;
using Incidents.Api.GraphQL;
using Incidents.Api.SosCalls;
using Incidents.Api.Violations;
using Incidents.Domain.Alerts;
using Incidents.Domain.SosCalls;
using Incidents.Domain.Violations;
using Incidents.Projections;
using Incidents.Projections.Dispatch;
using Incidents.Projections.Queues;

namespace Incidents.Api.Queues;

/// <summary>What waits for somebody.</summary>
[QueryType]
internal static class QueueQueries
{
    /// <summary>What waits now for somebody of the control centre. Rows come from read models, a moment after the events.</summary>
    public static OpenQueues Queues() => new();
}

/// <summary>What waits now for somebody of the control centre, in four queues.</summary>
[DisplayName("Queues"), ObjectType]
internal sealed class OpenQueues
{
    /// <summary>Alerts to look at: neither acknowledged nor dismissed.</summary>
    /// <param name="filter">Which of them; default all.</param>
    /// <param name="order">In which order; default what has waited longest first.</param>
    /// <param name="first">Number of rows from the start, 1 to 1000.</param>
    /// <param name="after">The cursor to continue after.</param>
    /// <param name="last">Number of rows from the end, 1 to 1000; then the default of `first` does not apply.</param>
    /// <param name="before">The cursor to continue before.</param>
    public Task<Connection<AlertNode>> Alerts(
        [FromServices] QueueFiles files, [Seen] RowSight sight, AlertFilter? filter = null, QueueOrder order = QueueOrder.OldestFirst,
        int? first = Page.DefaultSize, string? after = null, int? last = null, string? before = null,
        CancellationToken cancellation = default) =>
        files.List<Alert, AlertNode>(
            (filter ?? new()).ToRows(sight), order, Page.Of($"queues.alerts/{order}", first, after, last, before),
            (row, streams) => new(row, streams), cancellation);

    /// <summary>Calls that ring: nobody has answered them, and the caller has not given up.</summary>
    /// <param name="filter">Which of them; default all.</param>
    /// <param name="order">In which order; default what has waited longest first.</param>
    /// <param name="first">Number of rows from the start, 1 to 1000.</param>
    /// <param name="after">The cursor to continue after.</param>
    /// <param name="last">Number of rows from the end, 1 to 1000; then the default of `first` does not apply.</param>
    /// <param name="before">The cursor to continue before.</param>
    public Task<Connection<SosCallNode>> Calls(
        [FromServices] QueueFiles files, [Seen] RowSight sight, SosCallFilter? filter = null, QueueOrder order = QueueOrder.OldestFirst,
        int? first = Page.DefaultSize, string? after = null, int? last = null, string? before = null,
        CancellationToken cancellation = default) =>
        files.List<SosCall, SosCallNode>(
            (filter ?? new()).ToRows(sight), order, Page.Of($"queues.calls/{order}", first, after, last, before),
            (row, streams) => new(row, streams), cancellation);

    /// <summary>Violations to review: recorded, and neither reviewed nor decided.</summary>
    /// <param name="filter">Which of them; default all.</param>
    /// <param name="order">In which order; default what has waited longest first.</param>
    /// <param name="first">Number of rows from the start, 1 to 1000.</param>
    /// <param name="after">The cursor to continue after.</param>
    /// <param name="last">Number of rows from the end, 1 to 1000; then the default of `first` does not apply.</param>
    /// <param name="before">The cursor to continue before.</param>
    public Task<Connection<ViolationNode>> Violations(
        [FromServices] QueueFiles files, [Seen] RowSight sight, ViolationFilter? filter = null,
        QueueOrder order = QueueOrder.OldestFirst, int? first = Page.DefaultSize, string? after = null, int? last = null,
        string? before = null, CancellationToken cancellation = default) =>
        files.List<Violation, ViolationNode>(
            (filter ?? new()).ToRows(sight), order, Page.Of($"queues.violations/{order}", first, after, last, before),
            (row, streams) => new(row, streams), cancellation);

    /// <summary>Open incidents: the most urgent category first, and of these what occurred first.</summary>
    /// <param name="filter">Which of them; default all. A search is refused: `incidents` has it.</param>
    /// <param name="first">Number of rows from the start, 1 to 1000.</param>
    /// <param name="after">The cursor to continue after.</param>
    /// <param name="last">Number of rows from the end, 1 to 1000; then the default of `first` does not apply.</param>
    /// <param name="before">The cursor to continue before.</param>
    public Task<Connection<IncidentNode>> Incidents(
        [FromServices] QueueFiles files, [Seen] RowSight sight, IncidentFilter? filter = null, int? first = Page.DefaultSize,
        string? after = null, int? last = null, string? before = null, CancellationToken cancellation = default) =>
        files.Incidents(filter, sight, Page.Of("queues.incidents", first, after, last, before), cancellation);
}
