using Incidents.Api.Alerts;
using Incidents.Api.GraphQL;
using Incidents.Api.Requests;
using Incidents.Api.Signals;
using Incidents.Domain;
using Incidents.Domain.Alerts;
using Incidents.Domain.Work;
using NodaTime;

namespace Incidents.Api.Work;

/// <summary>Who works on an alert.</summary>
[MutationType]
internal sealed class AlertWorkMutations(Commands commands, SignalFiles signals)
{
    /// <summary>Takes an alert: who signed in works on it from now on.</summary>
    /// <param name="id">The alert.</param>
    /// <param name="by">Who takes it.</param>
    /// <param name="occurredAt">When, if not now.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    public Task<AlertNode> TakeAlert(
        Guid id, string by, Instant? occurredAt = null, long? expectedVersion = null, CancellationToken cancellation = default) =>
        Send(id, occurredAt, at => new TakeWork<Alert>(id, by, at, expectedVersion), cancellation);

    /// <summary>Releases an alert: nobody works on it from now on.</summary>
    /// <param name="id">The alert.</param>
    /// <param name="by">Who works on it.</param>
    /// <param name="note">What they say about it.</param>
    /// <param name="occurredAt">When, if not now.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    public Task<AlertNode> ReleaseAlert(
        Guid id, string by, string? note = null, Instant? occurredAt = null, long? expectedVersion = null,
        CancellationToken cancellation = default) =>
        Send(id, occurredAt, at => new ReleaseWork<Alert>(id, by, note, at, expectedVersion), cancellation);

    /// <summary>Hands an alert to another person, who works on it from now on.</summary>
    /// <param name="id">The alert.</param>
    /// <param name="by">Who works on it.</param>
    /// <param name="person">Name of the other person, as `me` calls them.</param>
    /// <param name="note">What they say about it.</param>
    /// <param name="occurredAt">When, if not now.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    public Task<AlertNode> HandOverAlert(
        Guid id, string by, string person, string? note = null, Instant? occurredAt = null, long? expectedVersion = null,
        CancellationToken cancellation = default) =>
        Send(id, occurredAt, at => new HandOverWork<Alert>(id, by, person, note, at, expectedVersion), cancellation);

    /// <summary>Takes over an alert on which another person works.</summary>
    /// <param name="id">The alert.</param>
    /// <param name="by">Who takes it over.</param>
    /// <param name="reason">Why: a code, or words.</param>
    /// <param name="occurredAt">When, if not now.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    public Task<AlertNode> TakeOverAlert(
        Guid id, string by, string reason, Instant? occurredAt = null, long? expectedVersion = null,
        CancellationToken cancellation = default) =>
        Send(id, occurredAt, at => new TakeOverWork<Alert>(id, by, reason, at, expectedVersion), cancellation);

    private async Task<AlertNode> Send(
        Guid id, Instant? moment, Func<OffsetDateTime?, ICommand<Alert>> command, CancellationToken cancellation) =>
        signals.Of(
            id, await commands.Send(id, moment, command, cancellation), commands.Sight, (row, streams) => new AlertNode(row, streams))!;
}
