using Incidents.Api.GraphQL;
using Incidents.Api.Requests;
using Incidents.Api.Signals;
using Incidents.Api.SosCalls;
using Incidents.Domain;
using Incidents.Domain.SosCalls;
using Incidents.Domain.Work;
using NodaTime;

namespace Incidents.Api.Work;

/// <summary>Who works on a call.</summary>
[MutationType]
internal sealed class SosCallWorkMutations(Commands commands, SignalFiles signals)
{
    /// <summary>Takes a call: who signed in works on it from now on.</summary>
    /// <param name="id">The call.</param>
    /// <param name="by">Who takes it.</param>
    /// <param name="occurredAt">When, if not now.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    public Task<SosCallNode> TakeSosCall(
        Guid id, string by, Instant? occurredAt = null, long? expectedVersion = null, CancellationToken cancellation = default) =>
        Send(id, occurredAt, at => new TakeWork<SosCall>(id, by, at, expectedVersion), cancellation);

    /// <summary>Releases a call: nobody works on it from now on.</summary>
    /// <param name="id">The call.</param>
    /// <param name="by">Who works on it.</param>
    /// <param name="note">What they say about it.</param>
    /// <param name="occurredAt">When, if not now.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    public Task<SosCallNode> ReleaseSosCall(
        Guid id, string by, string? note = null, Instant? occurredAt = null, long? expectedVersion = null,
        CancellationToken cancellation = default) =>
        Send(id, occurredAt, at => new ReleaseWork<SosCall>(id, by, note, at, expectedVersion), cancellation);

    /// <summary>Hands a call to another person, who works on it from now on.</summary>
    /// <param name="id">The call.</param>
    /// <param name="by">Who works on it.</param>
    /// <param name="person">Name of the other person, as `me` calls them.</param>
    /// <param name="note">What they say about it.</param>
    /// <param name="occurredAt">When, if not now.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    public Task<SosCallNode> HandOverSosCall(
        Guid id, string by, string person, string? note = null, Instant? occurredAt = null, long? expectedVersion = null,
        CancellationToken cancellation = default) =>
        Send(id, occurredAt, at => new HandOverWork<SosCall>(id, by, person, note, at, expectedVersion), cancellation);

    /// <summary>Takes over a call on which another person works.</summary>
    /// <param name="id">The call.</param>
    /// <param name="by">Who takes it over.</param>
    /// <param name="reason">Why: a code, or words.</param>
    /// <param name="occurredAt">When, if not now.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    public Task<SosCallNode> TakeOverSosCall(
        Guid id, string by, string reason, Instant? occurredAt = null, long? expectedVersion = null,
        CancellationToken cancellation = default) =>
        Send(id, occurredAt, at => new TakeOverWork<SosCall>(id, by, reason, at, expectedVersion), cancellation);

    private async Task<SosCallNode> Send(
        Guid id, Instant? moment, Func<OffsetDateTime?, ICommand<SosCall>> command, CancellationToken cancellation) =>
        signals.Of(
            id, await commands.Send(id, moment, command, cancellation), commands.Sight, (row, streams) => new SosCallNode(row, streams))!;
}
