using Incidents.Api.GraphQL;
using Incidents.Api.Requests;
using Incidents.Api.Signals;
using Incidents.Api.Violations;
using Incidents.Domain;
using Incidents.Domain.Violations;
using Incidents.Domain.Work;
using NodaTime;

namespace Incidents.Api.Work;

/// <summary>Who works on a violation.</summary>
[MutationType]
internal sealed class ViolationWorkMutations(Commands commands, SignalFiles signals)
{
    /// <summary>Takes a violation: who signed in works on it from now on.</summary>
    /// <param name="id">The violation.</param>
    /// <param name="by">Who takes it.</param>
    /// <param name="occurredAt">When, if not now.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    public Task<ViolationNode> TakeViolation(
        Guid id, string by, Instant? occurredAt = null, long? expectedVersion = null, CancellationToken cancellation = default) =>
        Send(id, occurredAt, at => new TakeWork<Violation>(id, by, at, expectedVersion), cancellation);

    /// <summary>Releases a violation: nobody works on it from now on.</summary>
    /// <param name="id">The violation.</param>
    /// <param name="by">Who works on it.</param>
    /// <param name="note">What they say about it.</param>
    /// <param name="occurredAt">When, if not now.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    public Task<ViolationNode> ReleaseViolation(
        Guid id, string by, string? note = null, Instant? occurredAt = null, long? expectedVersion = null,
        CancellationToken cancellation = default) =>
        Send(id, occurredAt, at => new ReleaseWork<Violation>(id, by, note, at, expectedVersion), cancellation);

    /// <summary>Hands a violation to another person, who works on it from now on.</summary>
    /// <param name="id">The violation.</param>
    /// <param name="by">Who works on it.</param>
    /// <param name="person">Name of the other person, as `me` calls them.</param>
    /// <param name="note">What they say about it.</param>
    /// <param name="occurredAt">When, if not now.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    public Task<ViolationNode> HandOverViolation(
        Guid id, string by, string person, string? note = null, Instant? occurredAt = null, long? expectedVersion = null,
        CancellationToken cancellation = default) =>
        Send(id, occurredAt, at => new HandOverWork<Violation>(id, by, person, note, at, expectedVersion), cancellation);

    /// <summary>Takes over a violation on which another person works.</summary>
    /// <param name="id">The violation.</param>
    /// <param name="by">Who takes it over.</param>
    /// <param name="reason">Why: a code, or words.</param>
    /// <param name="occurredAt">When, if not now.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    public Task<ViolationNode> TakeOverViolation(
        Guid id, string by, string reason, Instant? occurredAt = null, long? expectedVersion = null,
        CancellationToken cancellation = default) =>
        Send(id, occurredAt, at => new TakeOverWork<Violation>(id, by, reason, at, expectedVersion), cancellation);

    private async Task<ViolationNode> Send(
        Guid id, Instant? moment, Func<OffsetDateTime?, ICommand<Violation>> command, CancellationToken cancellation) =>
        signals.Of(
            id, await commands.Send(id, moment, command, cancellation), commands.Sight, (row, streams) => new ViolationNode(row, streams))!;
}
