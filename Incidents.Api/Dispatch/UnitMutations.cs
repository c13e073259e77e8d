using Incidents.Api.GraphQL;
using Incidents.Api.Requests;
using Incidents.Api.Store;
using Incidents.Domain.Dispatch;
using NodaTime;

namespace Incidents.Api.Dispatch;

/// <summary>
/// Mutations of the units on incidents: each returns the incident after the command. What a unit does that was sent to an incident before
/// that was merged into another is recorded on the other, which is returned.
/// </summary>
[MutationType]
internal sealed class UnitMutations(Commands commands, IncidentFiles files, EventReader events)
{
    private readonly IncidentSender sender = new(commands, files, events);

    /// <summary>Sends a unit to an incident; also again, after it has left.</summary>
    /// <param name="id">The incident.</param>
    /// <param name="unit">The unit's call sign.</param>
    /// <param name="occurredAt">When, if not now.</param>
    /// <param name="expectedVersion">The version that the operator saw.</param>
    public Task<IncidentNode> AssignUnit(
        Guid id, string unit, Instant? occurredAt = null, long? expectedVersion = null, CancellationToken cancellation = default) =>
        sender.Send(id, occurredAt, at => new AssignUnit(id, unit, at, expectedVersion), cancellation);

    /// <summary>Notes that a unit has arrived, whether it was sent or came on its own.</summary>
    /// <param name="id">The incident.</param>
    /// <param name="unit">The unit's call sign.</param>
    /// <param name="occurredAt">When, if not now.</param>
    /// <param name="expectedVersion">The version that the operator saw.</param>
    public Task<IncidentNode> RecordArrival(
        Guid id, string unit, Instant? occurredAt = null, long? expectedVersion = null, CancellationToken cancellation = default) =>
        sender.SendToSurvivor(
            id, occurredAt, expectedVersion, (on, at, version) => new RecordArrival(on, unit, at, version), cancellation);

    /// <summary>Notes that a unit has left an incident: its work is done.</summary>
    /// <param name="id">The incident.</param>
    /// <param name="unit">The unit's call sign.</param>
    /// <param name="occurredAt">When, if not now.</param>
    /// <param name="expectedVersion">The version that the operator saw.</param>
    public Task<IncidentNode> ReleaseUnit(
        Guid id, string unit, Instant? occurredAt = null, long? expectedVersion = null, CancellationToken cancellation = default) =>
        sender.SendToSurvivor(
            id, occurredAt, expectedVersion, (on, at, version) => new ReleaseUnit(on, unit, at, version), cancellation);

    /// <summary>Calls a unit off before it arrives.</summary>
    /// <param name="id">The incident.</param>
    /// <param name="unit">The unit's call sign.</param>
    /// <param name="occurredAt">When, if not now.</param>
    /// <param name="expectedVersion">The version that the operator saw.</param>
    public Task<IncidentNode> CancelUnit(
        Guid id, string unit, Instant? occurredAt = null, long? expectedVersion = null, CancellationToken cancellation = default) =>
        sender.SendToSurvivor(
            id, occurredAt, expectedVersion, (on, at, version) => new CancelUnit(on, unit, at, version), cancellation);

    /// <summary>Sends a unit on from one incident to another; returns the one that it leaves.</summary>
    /// <param name="id">The incident that it leaves.</param>
    /// <param name="unit">The unit's call sign.</param>
    /// <param name="targetId">The incident that it is sent to.</param>
    /// <param name="occurredAt">When, if not now.</param>
    /// <param name="expectedVersion">The version of the incident that it leaves which the operator saw.</param>
    public Task<IncidentNode> DivertUnit(
        Guid id, string unit, Guid targetId, Instant? occurredAt = null, long? expectedVersion = null,
        CancellationToken cancellation = default) =>
        sender.SendToSurvivor(
            id, occurredAt, expectedVersion, (on, at, version) => new DivertUnit(on, unit, targetId, null, at, version), cancellation);
}
