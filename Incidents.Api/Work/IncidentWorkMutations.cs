using Incidents.Api.Dispatch;
using Incidents.Api.GraphQL;
using Incidents.Api.Requests;
using Incidents.Api.Store;
using Incidents.Domain.Dispatch;
using Incidents.Domain.Work;
using NodaTime;

namespace Incidents.Api.Work;

/// <summary>Who works on an incident.</summary>
[MutationType]
internal sealed class IncidentWorkMutations(Commands commands, IncidentFiles files, EventReader events)
{
    private readonly IncidentSender sender = new(commands, files, events);

    /// <summary>Takes an incident: who signed in works on it from now on.</summary>
    /// <param name="id">The incident.</param>
    /// <param name="by">Who takes it.</param>
    /// <param name="occurredAt">When, if not now.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    public Task<IncidentNode> TakeIncident(
        Guid id, string by, Instant? occurredAt = null, long? expectedVersion = null, CancellationToken cancellation = default) =>
        Send(id, occurredAt, at => new TakeWork<Incident>(id, by, at, expectedVersion), cancellation);

    /// <summary>Releases an incident: nobody works on it from now on.</summary>
    /// <param name="id">The incident.</param>
    /// <param name="by">Who works on it.</param>
    /// <param name="note">What they say about it.</param>
    /// <param name="occurredAt">When, if not now.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    public Task<IncidentNode> ReleaseIncident(
        Guid id, string by, string? note = null, Instant? occurredAt = null, long? expectedVersion = null,
        CancellationToken cancellation = default) =>
        Send(id, occurredAt, at => new ReleaseWork<Incident>(id, by, note, at, expectedVersion), cancellation);

    /// <summary>Hands an incident to another person, who works on it from now on.</summary>
    /// <param name="id">The incident.</param>
    /// <param name="by">Who works on it.</param>
    /// <param name="person">Name of the other person, as `me` calls them.</param>
    /// <param name="note">What they say about it.</param>
    /// <param name="occurredAt">When, if not now.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    public Task<IncidentNode> HandOverIncident(
        Guid id, string by, string person, string? note = null, Instant? occurredAt = null, long? expectedVersion = null,
        CancellationToken cancellation = default) =>
        Send(id, occurredAt, at => new HandOverWork<Incident>(id, by, person, note, at, expectedVersion), cancellation);

    /// <summary>Takes over an incident on which another person works.</summary>
    /// <param name="id">The incident.</param>
    /// <param name="by">Who takes it over.</param>
    /// <param name="reason">Why: a code, or words.</param>
    /// <param name="occurredAt">When, if not now.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    public Task<IncidentNode> TakeOverIncident(
        Guid id, string by, string reason, Instant? occurredAt = null, long? expectedVersion = null,
        CancellationToken cancellation = default) =>
        Send(id, occurredAt, at => new TakeOverWork<Incident>(id, by, reason, at, expectedVersion), cancellation);

    private Task<IncidentNode> Send(
        Guid id, Instant? moment, Func<OffsetDateTime?, object> command, CancellationToken cancellation) =>
        sender.Send(id, moment, command, cancellation);
}
