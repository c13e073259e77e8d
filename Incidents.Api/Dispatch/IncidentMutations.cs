using Incidents.Api.GraphQL;
using Incidents.Api.Requests;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Dispatch;
using NodaTime;

namespace Incidents.Api.Dispatch;

/// <summary>
/// Mutations of incidents: each returns the incident after the command; a refusal is an error with a stable code and the current version.
/// </summary>
[MutationType]
internal sealed class IncidentMutations(Commands commands, IncidentFiles files, CommandInput input, EventReader events)
{
    /// <summary>Opens an incident, from a signal or without one. The same console and key again open nothing new.</summary>
    /// <param name="console">The operator's console, or another system.</param>
    /// <param name="key">Its own key for this incident.</param>
    /// <param name="category">Category code.</param>
    /// <param name="place">Where it occurred.</param>
    /// <param name="from">The alert, call or violation that it is opened from.</param>
    /// <param name="deviceId">The device that reported it.</param>
    /// <param name="description">What the operator says about it.</param>
    /// <param name="occurredAt">When it occurred, if not now.</param>
    public Task<IncidentFile> OpenIncident(
        string console, string key, string category, Place place, Signal? from = null, string? deviceId = null, string? description = null,
        Instant? occurredAt = null, CancellationToken cancellation = default)
    {
        input.CheckPlace(place, "place");
        var at = input.Moment(occurredAt, place.City);
        return Send(new OpenIncident(new Origin(console, key), category, place, from, deviceId, description, at), cancellation);
    }

    /// <summary>Changes the category under which an incident is counted.</summary>
    /// <param name="id">The incident.</param>
    /// <param name="to">Category code.</param>
    /// <param name="by">Who says so.</param>
    /// <param name="expectedVersion">The version that they saw: refused with `CONCURRENT_CHANGE` where it is another now.</param>
    public Task<IncidentFile> CategoriseIncident(
        Guid id, string to, string by, long? expectedVersion = null, CancellationToken cancellation = default) =>
        Send(new CategoriseIncident(id, to, by, null, expectedVersion), cancellation);

    /// <summary>Links a signal to an incident.</summary>
    /// <param name="id">The incident.</param>
    /// <param name="signal">The alert, call or violation.</param>
    /// <param name="by">Who links it.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    public Task<IncidentFile> LinkSignal(
        Guid id, Signal signal, string by, long? expectedVersion = null, CancellationToken cancellation = default) =>
        Send(new LinkSignal(id, signal, by, null, expectedVersion), cancellation);

    /// <summary>Unlinks a signal from an incident.</summary>
    /// <param name="id">The incident.</param>
    /// <param name="signal">The alert, call or violation.</param>
    /// <param name="by">Who unlinks it.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    public Task<IncidentFile> UnlinkSignal(
        Guid id, Signal signal, string by, long? expectedVersion = null, CancellationToken cancellation = default) =>
        Send(new UnlinkSignal(id, signal, by, null, expectedVersion), cancellation);

    /// <summary>Sends a unit to an incident.</summary>
    /// <param name="id">The incident.</param>
    /// <param name="unit">The unit's call sign.</param>
    /// <param name="occurredAt">When, if not now.</param>
    /// <param name="expectedVersion">The version that the operator saw.</param>
    public Task<IncidentFile> AssignUnit(
        Guid id, string unit, Instant? occurredAt = null, long? expectedVersion = null, CancellationToken cancellation = default) =>
        Send(id, occurredAt, at => new AssignUnit(id, unit, at, expectedVersion), cancellation);

    /// <summary>Notes that a unit has arrived.</summary>
    /// <param name="id">The incident.</param>
    /// <param name="unit">The unit's call sign.</param>
    /// <param name="occurredAt">When, if not now.</param>
    /// <param name="expectedVersion">The version that the operator saw.</param>
    public Task<IncidentFile> RecordArrival(
        Guid id, string unit, Instant? occurredAt = null, long? expectedVersion = null, CancellationToken cancellation = default) =>
        Send(id, occurredAt, at => new RecordArrival(id, unit, at, expectedVersion), cancellation);

    /// <summary>Resolves an incident: nothing is left to do at the place.</summary>
    /// <param name="id">The incident.</param>
    /// <param name="outcome">Outcome code.</param>
    /// <param name="occurredAt">When, if not now.</param>
    /// <param name="expectedVersion">The version that the operator saw.</param>
    public Task<IncidentFile> ResolveIncident(
        Guid id, string outcome, Instant? occurredAt = null, long? expectedVersion = null, CancellationToken cancellation = default) =>
        Send(id, occurredAt, at => new ResolveIncident(id, outcome, at, expectedVersion), cancellation);

    /// <summary>Closes a resolved incident: the paperwork is complete.</summary>
    /// <param name="id">The incident.</param>
    /// <param name="by">Who closes it.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    public Task<IncidentFile> CloseIncident(
        Guid id, string by, long? expectedVersion = null, CancellationToken cancellation = default) =>
        Send(new CloseIncident(id, by, null, expectedVersion), cancellation);

    /// <summary>Reopens a resolved or closed incident.</summary>
    /// <param name="id">The incident.</param>
    /// <param name="by">Who reopens it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    public Task<IncidentFile> ReopenIncident(
        Guid id, string by, string reason, long? expectedVersion = null, CancellationToken cancellation = default) =>
        Send(new ReopenIncident(id, by, reason, null, expectedVersion), cancellation);

    /// <summary>Withdraws an incident as unfounded: it no longer counts.</summary>
    /// <param name="id">The incident.</param>
    /// <param name="by">Who withdraws it.</param>
    /// <param name="reason">Reason code.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    public Task<IncidentFile> WithdrawIncident(
        Guid id, string by, string reason, long? expectedVersion = null, CancellationToken cancellation = default)
    {
        // Whoever withdraws it is the origin of the withdrawal, which has the shorter bound.
        CommandInput.Check(Texts.Person.Check(by, "by") ?? Texts.Source.CheckOptional(by, "by"));
        return Send(new WithdrawIncident(id, new Origin(by, id.ToString()), reason, null, expectedVersion), cancellation);
    }

    /// <summary>Merges an incident into another: only the other counts from then on.</summary>
    /// <param name="id">The incident that goes.</param>
    /// <param name="into">The incident that stays.</param>
    /// <param name="by">Who merges them.</param>
    /// <param name="expectedVersion">The version of the incident that goes which they saw.</param>
    public Task<IncidentFile> MergeIncident(
        Guid id, Guid into, string by, long? expectedVersion = null, CancellationToken cancellation = default) =>
        Send(new MergeIncident(id, into, null, by, null, expectedVersion), cancellation);

    /// <summary>Undoes a merge: the incident counts on its own again.</summary>
    /// <param name="id">The incident that comes back.</param>
    /// <param name="by">Who undoes the merge.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    public Task<IncidentFile> UnmergeIncident(
        Guid id, string by, long? expectedVersion = null, CancellationToken cancellation = default) =>
        Send(new UnmergeIncident(id, by, null, expectedVersion), cancellation);

    // A moment that the caller names is written by the clocks of the incident's own city.
    private async Task<IncidentFile> Send(Guid id, Instant? moment, Func<OffsetDateTime?, object> command, CancellationToken cancellation)
    {
        OffsetDateTime? at = null;
        if (moment is { } given)
        {
            input.CheckMoment(given);
            at = input.Moment(given, (await events.Open<Incident>(id, null, cancellation))?.State.Place.City);
        }
        return await Send(command(at), cancellation);
    }

    private async Task<IncidentFile> Send(object command, CancellationToken cancellation) =>
        (await files.Open(await commands.Send(command, cancellation), null, cancellation))!;
}
