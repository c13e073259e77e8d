using GraphQL;
using Incidents.Api.GraphQL;
using Incidents.Api.Requests;
using Incidents.Api.Signals;
using Incidents.Domain;
using Incidents.Domain.Violations;
using Incidents.Projections;
using Incidents.Projections.Signals;
using NodaTime;

namespace Incidents.Api.Violations;

/// <summary>Traffic violations.</summary>
[QueryType]
internal static class ViolationQueries
{
    /// <summary>Traffic violations, by pages. Rows come from a read model, a moment after the events.</summary>
    /// <param name="filter">Which rows; default all.</param>
    /// <param name="order">In which order; default the latest occurrence first.</param>
    /// <param name="first">Number of rows from the start, 1 to 1000.</param>
    /// <param name="after">The cursor to continue after.</param>
    /// <param name="last">Number of rows from the end, 1 to 1000; then the default of `first` does not apply.</param>
    /// <param name="before">The cursor to continue before.</param>
    public static Task<Connection<ViolationNode>> Violations(
        [FromServices] SignalFiles signals, [Seen] RowSight sight, ViolationFilter? filter = null,
        SignalOrder order = SignalOrder.OccurredDescending, int? first = Page.DefaultSize, string? after = null, int? last = null,
        string? before = null, CancellationToken cancellation = default) =>
        signals.List<Violation, ViolationNode>(
            (filter ?? new()).ToRows(sight), order, Page.Of($"violations/{order}", first, after, last, before),
            (row, streams) => new(row, streams), cancellation);

    /// <summary>One violation, or null. It is read from its events, so that it includes the client's own last mutation.</summary>
    /// <param name="id">The violation.</param>
    public static Task<ViolationNode?> Violation(
        [FromServices] SignalFiles signals, [Seen] RowSight sight, Guid id, CancellationToken cancellation = default) =>
        signals.Open<Violation, ViolationNode>(id, null, sight, (row, streams) => new(row, streams), cancellation);

    /// <summary>One violation as it was known at an earlier moment; null where nothing was known of it yet.</summary>
    /// <param name="id">The violation.</param>
    /// <param name="asKnownAt">The moment.</param>
    public static Task<ViolationAsKnown?> ViolationAsKnown(
        [FromServices] SignalFiles signals, [Seen] RowSight sight, Guid id, Instant asKnownAt,
        CancellationToken cancellation = default) =>
        signals.Open<Violation, ViolationAsKnown>(
            id, asKnownAt, sight, (row, streams) => new(row, streams, asKnownAt), cancellation);
}

/// <summary>Mutations of violations; recorders record them by reports.</summary>
[MutationType]
internal sealed class ViolationMutations(Commands commands, SignalFiles signals, Tariffs tariffs)
{
    /// <summary>Notes that somebody has looked at the capture.</summary>
    /// <param name="id">The violation.</param>
    /// <param name="by">The reviewer.</param>
    /// <param name="note">What they noticed.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    /// <param name="occurredAt">When, if not now.</param>
    public Task<ViolationNode> ReviewViolation(
        Guid id, string by, string? note = null, long? expectedVersion = null, Instant? occurredAt = null,
        CancellationToken cancellation = default) =>
        Send(id, occurredAt, at => new ReviewViolation(id, by, note, at, expectedVersion), cancellation);

    /// <summary>Confirms a violation.</summary>
    /// <param name="id">The violation.</param>
    /// <param name="by">Who confirms it.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    /// <param name="occurredAt">When, if not now.</param>
    public Task<ViolationNode> ConfirmViolation(
        Guid id, string by, long? expectedVersion = null, Instant? occurredAt = null,
        CancellationToken cancellation = default) =>
        Send(id, occurredAt, at => new ConfirmViolation(id, by, at, expectedVersion), cancellation);

    /// <summary>Dismisses a capture that is no violation: it no longer counts.</summary>
    /// <param name="id">The violation.</param>
    /// <param name="by">Who dismisses it.</param>
    /// <param name="reasonCode">Reason code.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    /// <param name="occurredAt">When, if not now.</param>
    public Task<ViolationNode> DismissViolation(
        Guid id, string by, string reasonCode, long? expectedVersion = null, Instant? occurredAt = null,
        CancellationToken cancellation = default) =>
        Send(id, occurredAt, at => new DismissViolation(id, by, reasonCode, at, expectedVersion), cancellation);

    /// <summary>Imposes the fine that the tariff set on the day of the offence.</summary>
    /// <param name="id">The violation.</param>
    /// <param name="expectedVersion">The version that the sender saw.</param>
    /// <param name="occurredAt">When, if not now.</param>
    public Task<ViolationNode> FineViolation(
        Guid id, long? expectedVersion = null, Instant? occurredAt = null, CancellationToken cancellation = default) =>
        Send(id, occurredAt, at => new FineViolation(id, tariffs, at, expectedVersion), cancellation);

    /// <summary>Cancels a confirmed or fined violation: it no longer counts.</summary>
    /// <param name="id">The violation.</param>
    /// <param name="by">Who cancels it.</param>
    /// <param name="reasonCode">Reason code.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    /// <param name="occurredAt">When, if not now.</param>
    public Task<ViolationNode> CancelViolation(
        Guid id, string by, string reasonCode, long? expectedVersion = null, Instant? occurredAt = null,
        CancellationToken cancellation = default) =>
        Send(id, occurredAt, at => new CancelViolation(id, by, reasonCode, at, expectedVersion), cancellation);

    /// <summary>Undoes the dismissal or cancellation of a violation: it counts again, and is where it was before.</summary>
    /// <param name="id">The violation.</param>
    /// <param name="by">Who reinstates it.</param>
    /// <param name="reasonCode">Reason code.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    /// <param name="occurredAt">When, if not now.</param>
    public Task<ViolationNode> ReinstateViolation(
        Guid id, string by, string reasonCode, long? expectedVersion = null, Instant? occurredAt = null,
        CancellationToken cancellation = default) =>
        Send(id, occurredAt, at => new ReinstateViolation(id, by, reasonCode, at, expectedVersion), cancellation);

    private async Task<ViolationNode> Send(
        Guid id, Instant? moment, Func<OffsetDateTime?, ICommand<Violation>> command, CancellationToken cancellation) =>
        signals.Of(
            id, await commands.Send(id, moment, command, cancellation), commands.Sight, (row, streams) => new ViolationNode(row, streams))!;
}
