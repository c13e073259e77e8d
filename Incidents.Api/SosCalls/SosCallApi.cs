using GraphQL;
using Incidents.Api.GraphQL;
using Incidents.Api.Requests;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.SosCalls;
using Incidents.Projections.Slices;
using Incidents.Projections.Timelines;
using NodaTime;

namespace Incidents.Api.SosCalls;

/// <summary>One SOS call, as known at one moment.</summary>
/// <param name="Id">The call.</param>
/// <param name="Version">Number of its events.</param>
/// <param name="Status">How far it has come.</param>
/// <param name="Category">Category code.</param>
/// <param name="Place">Where it came from.</param>
/// <param name="Terminal">The terminal's device id, or null.</param>
/// <param name="PlacedAt">When it began; where nobody reported that, the moment of the first step that was reported.</param>
/// <param name="BeginningReported">Whether its beginning was reported.</param>
/// <param name="AnsweredBy">The operator, once answered.</param>
/// <param name="AnsweredAt">When it was answered, or null.</param>
/// <param name="WaitedSeconds">
/// Seconds from its beginning to its answer, not negative; null where it is not answered, or nobody reported when it began.
/// </param>
/// <param name="EscalatedTo">Where it was last passed on to, or null.</param>
/// <param name="Timeline">Its events, in order of occurrence.</param>
public sealed record SosCallFile(
    Guid Id, long Version, SosCallStatus Status, string Category, Place Place, string? Terminal, OffsetDateTime PlacedAt,
    bool BeginningReported, string? AnsweredBy, OffsetDateTime? AnsweredAt, double? WaitedSeconds, string? EscalatedTo,
    IReadOnlyList<TimelineEntry> Timeline)
{
    internal static SosCallFile? Of(Guid id, LoadedStream<SosCall>? opened) => opened is not { State: var call } ? null : new(
        id, opened.Version, call.Status, call.CountKey.Category, call.Place, call.Terminal, call.CountKey.OccurredAt,
        !call.BeginningAssumed, call.AnsweredBy, call.AnsweredAt, call.Waited?.TotalSeconds, call.EscalatedTo,
        SliceEvents.Timelines.Of(opened.Events));
}

/// <summary>SOS calls.</summary>
[QueryType]
internal static class SosCallQueries
{
    /// <summary>One SOS call, or null.</summary>
    /// <param name="id">The call.</param>
    /// <param name="knownAt">As known at this moment; default now.</param>
    public static async Task<SosCallFile?> SosCall(
        [FromServices] EventReader events, Guid id, Instant? knownAt = null, CancellationToken cancellation = default) =>
        SosCallFile.Of(id, await events.Open<SosCall>(id, knownAt, cancellation));
}

/// <summary>Mutations of SOS calls; terminals place them by reports.</summary>
[MutationType]
internal sealed class SosCallMutations(Commands commands)
{
    /// <summary>Answers an SOS call.</summary>
    /// <param name="id">The call.</param>
    /// <param name="by">The operator.</param>
    /// <param name="occurredAt">When, if not now.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    public Task<SosCallFile> AnswerSosCall(
        Guid id, string by, Instant? occurredAt = null, long? expectedVersion = null,
        CancellationToken cancellation = default) =>
        Send(id, occurredAt, at => new AnswerSosCall(id, by, at, expectedVersion), cancellation);

    /// <summary>Notes that the caller gave up.</summary>
    /// <param name="id">The call.</param>
    /// <param name="occurredAt">When, if not now.</param>
    /// <param name="expectedVersion">The version that the sender saw.</param>
    public Task<SosCallFile> AbandonSosCall(
        Guid id, Instant? occurredAt = null, long? expectedVersion = null, CancellationToken cancellation = default) =>
        Send(id, occurredAt, at => new AbandonSosCall(id, at, expectedVersion), cancellation);

    /// <summary>Ends an SOS call.</summary>
    /// <param name="id">The call.</param>
    /// <param name="outcomeCode">Outcome code.</param>
    /// <param name="occurredAt">When, if not now.</param>
    /// <param name="expectedVersion">The version that the sender saw.</param>
    public Task<SosCallFile> EndSosCall(
        Guid id, string? outcomeCode = null, Instant? occurredAt = null, long? expectedVersion = null,
        CancellationToken cancellation = default) =>
        Send(id, occurredAt, at => new EndSosCall(id, outcomeCode, at, expectedVersion), cancellation);

    /// <summary>Passes the call on to another service.</summary>
    /// <param name="id">The call.</param>
    /// <param name="service">The service: 101, 102, 103, 104, 112 or another.</param>
    /// <param name="reasonCode">Reason code.</param>
    /// <param name="occurredAt">When, if not now.</param>
    /// <param name="expectedVersion">The version that the sender saw.</param>
    public Task<SosCallFile> EscalateSosCall(
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
    public Task<SosCallFile> CallBackSosCall(
        Guid id, string by, bool reached, Instant? occurredAt = null, long? expectedVersion = null,
        CancellationToken cancellation = default) =>
        Send(id, occurredAt, at => new CallBackSosCall(id, by, reached, at, expectedVersion), cancellation);

    private async Task<SosCallFile> Send(
        Guid id, Instant? moment, Func<OffsetDateTime?, ICommand<SosCall>> command, CancellationToken cancellation) =>
        SosCallFile.Of(id, await commands.Send(id, moment, command, cancellation))!;
}
