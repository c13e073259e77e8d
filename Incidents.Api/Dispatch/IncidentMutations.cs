using Incidents.Api.Addresses;
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
internal sealed class IncidentMutations(
    Commands commands, IncidentFiles files, CommandInput input, EventReader events, Gazetteer gazetteer)
{
    private readonly IncidentSender sender = new(commands, files, events);

    /// <summary>
    /// Opens an incident, from a signal or without one. The same console and key again open nothing new, and with other content are refused
    /// with `INCIDENT_OPENED_OTHERWISE`.
    /// </summary>
    /// <param name="console">The operator's console, or another system.</param>
    /// <param name="key">Its own key for this incident.</param>
    /// <param name="category">Category code.</param>
    /// <param name="place">
    /// Where it occurred. Where it has a street with a house number and no point, the point is that of the house, if the gazetteer has
    /// exactly this address on the day when it occurred (see `address`).
    /// </param>
    /// <param name="signal">The alert, call or violation that it is opened from.</param>
    /// <param name="deviceId">The device that reported it.</param>
    /// <param name="description">What the operator says about it.</param>
    /// <param name="occurredAt">When it occurred, if not when it was reported.</param>
    /// <param name="reportedAt">
    /// When it was reported to the centre, if not now: dispatch and resolution times start then. Where it is entered after a unit was
    /// sent and this is not given, they start when it occurred, if that is known to the minute.
    /// </param>
    /// <param name="timePrecision">
    /// How precisely `occurredAt` is known: it becomes the beginning of its hour, or of its day, month or year by the city's clock.
    /// </param>
    public async Task<IncidentNode> OpenIncident(
        string console, string key, string category, Place place, Signal? signal = null, string? deviceId = null,
        string? description = null,
        Instant? occurredAt = null, Instant? reportedAt = null, TimePrecision timePrecision = TimePrecision.Minute,
        CancellationToken cancellation = default)
    {
        input.CheckPlace(place, "place");
        var occurred = input.Beginning(occurredAt, place.City, timePrecision);
        place = await gazetteer.Located(place, (occurred ?? input.Now(place.City)).Date, cancellation);
        var command = new OpenIncident(
            new Origin(console, key), category, place, signal, deviceId, description, occurred,
            input.Moment(reportedAt, place.City, "reportedAt"), timePrecision);
        return await Send(command, cancellation);
    }

    /// <summary>Changes the category under which an incident is counted.</summary>
    /// <param name="id">The incident.</param>
    /// <param name="category">Category code.</param>
    /// <param name="by">Who says so.</param>
    /// <param name="occurredAt">When, if not now.</param>
    /// <param name="expectedVersion">The version that they saw: refused with `CONCURRENT_CHANGE` where it is another now.</param>
    public Task<IncidentNode> CategoriseIncident(
        Guid id, string category, string by, Instant? occurredAt = null, long? expectedVersion = null,
        CancellationToken cancellation = default) =>
        Send(id, occurredAt, at => new CategoriseIncident(id, category, by, at, expectedVersion), cancellation);

    /// <summary>Links a signal to an incident.</summary>
    /// <param name="id">The incident.</param>
    /// <param name="signal">The alert, call or violation.</param>
    /// <param name="by">Who links it.</param>
    /// <param name="occurredAt">When, if not now.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    public Task<IncidentNode> LinkSignal(
        Guid id, Signal signal, string by, Instant? occurredAt = null, long? expectedVersion = null,
        CancellationToken cancellation = default) =>
        Send(id, occurredAt, at => new LinkSignal(id, signal, by, at, expectedVersion), cancellation);

    /// <summary>Unlinks a signal from an incident.</summary>
    /// <param name="id">The incident.</param>
    /// <param name="signal">The alert, call or violation.</param>
    /// <param name="by">Who unlinks it.</param>
    /// <param name="occurredAt">When, if not now.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    public Task<IncidentNode> UnlinkSignal(
        Guid id, Signal signal, string by, Instant? occurredAt = null, long? expectedVersion = null,
        CancellationToken cancellation = default) =>
        Send(id, occurredAt, at => new UnlinkSignal(id, signal, by, at, expectedVersion), cancellation);

    /// <summary>Resolves an incident: nothing is left to do at the place.</summary>
    /// <param name="id">The incident.</param>
    /// <param name="outcomeCode">Outcome code.</param>
    /// <param name="occurredAt">When, if not now.</param>
    /// <param name="expectedVersion">The version that the operator saw.</param>
    public Task<IncidentNode> ResolveIncident(
        Guid id, string outcomeCode, Instant? occurredAt = null, long? expectedVersion = null, CancellationToken cancellation = default) =>
        Send(id, occurredAt, at => new ResolveIncident(id, outcomeCode, at, expectedVersion), cancellation);

    /// <summary>Gives the number under which the police entered an incident in a book or register, or strikes it out.</summary>
    /// <param name="id">The incident.</param>
    /// <param name="book">The book.</param>
    /// <param name="by">Who says so.</param>
    /// <param name="number">
    /// The number; default none: the one that was given is struck out. Blanks, `№` and the name of the book are left out. The record book
    /// has 1 to 20 digits, in at most three groups with `/` or `-` between them; the register of investigations has 15 digits.
    /// </param>
    /// <param name="occurredAt">When they say so, if not now.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    public Task<IncidentNode> NumberIncident(
        Guid id, RegistrationBook book, string by, string? number = null, Instant? occurredAt = null, long? expectedVersion = null,
        CancellationToken cancellation = default) =>
        Send(id, occurredAt, at => new NumberIncident(id, book, number, by, at, expectedVersion), cancellation);

    /// <summary>Closes a resolved incident: the paperwork is complete.</summary>
    /// <param name="id">The incident.</param>
    /// <param name="by">Who closes it.</param>
    /// <param name="occurredAt">When, if not now.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    public Task<IncidentNode> CloseIncident(
        Guid id, string by, Instant? occurredAt = null, long? expectedVersion = null, CancellationToken cancellation = default) =>
        Send(id, occurredAt, at => new CloseIncident(id, by, at, expectedVersion), cancellation);

    /// <summary>Reopens a resolved or closed incident.</summary>
    /// <param name="id">The incident.</param>
    /// <param name="by">Who reopens it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="occurredAt">When, if not now.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    public Task<IncidentNode> ReopenIncident(
        Guid id, string by, string reason, Instant? occurredAt = null, long? expectedVersion = null,
        CancellationToken cancellation = default) =>
        Send(id, occurredAt, at => new ReopenIncident(id, by, reason, at, expectedVersion), cancellation);

    /// <summary>Corrects place or time of an incident: it counts there and then from now on; what was published stays.</summary>
    /// <param name="id">The incident.</param>
    /// <param name="by">Who says so.</param>
    /// <param name="reason">Why.</param>
    /// <param name="place">
    /// Where it occurred; default where it is. Without a point it has that of its address, as in `openIncident`.
    /// </param>
    /// <param name="incidentOccurredAt">When it occurred, or the earliest moment; default as it is.</param>
    /// <param name="incidentOccurredUntil">
    /// The latest moment at which it may have occurred; default that of `incidentOccurredAt`, with which it is given.
    /// </param>
    /// <param name="occurredAt">When they say so, if not now.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    /// <param name="incidentTimePrecision">
    /// How precisely `incidentOccurredAt` is known, with which it is given: that becomes the beginning of its hour, or of its day, month
    /// or year by the city's clock.
    /// </param>
    public async Task<IncidentNode> CorrectIncident(
        Guid id, string by, string reason, Place? place = null, Instant? incidentOccurredAt = null, Instant? incidentOccurredUntil = null,
        Instant? occurredAt = null, long? expectedVersion = null, TimePrecision incidentTimePrecision = TimePrecision.Minute,
        CancellationToken cancellation = default)
    {
        if (place is not null)
            input.CheckPlace(place, "place");
        var key = (await events.Open<Incident>(id, null, cancellation))?.State.CountKey;
        var city = place?.City ?? key?.Place.City;
        // The clocks of another city may differ.
        if (key is not null && key.Place.City != city && incidentOccurredAt is null)
            (incidentOccurredAt, incidentOccurredUntil, incidentTimePrecision) = (
                input.Moved(key.OccurredAt, key.Precision.Given(), city), key.OccurredUntil?.ToInstant(), key.Precision.Given());
        var occurred = input.Beginning(incidentOccurredAt, city, incidentTimePrecision, "incidentOccurredAt");
        if (place is not null)
            place = await gazetteer.Located(place, (occurred ?? key?.OccurredAt ?? input.Now(place.City)).Date, cancellation);
        var command = new CorrectIncident(
            id, by, reason, place, occurred, input.Moment(incidentOccurredUntil, city, "incidentOccurredUntil"),
            input.Moment(occurredAt, city), expectedVersion, incidentTimePrecision);
        return await Send(command, cancellation);
    }

    /// <summary>Withdraws an incident as unfounded: it no longer counts.</summary>
    /// <param name="id">The incident.</param>
    /// <param name="by">Who withdraws it.</param>
    /// <param name="reasonCode">Reason code.</param>
    /// <param name="withMerged">
    /// Whether the incidents merged into it are withdrawn with it: they stay part of it, and none counts. Where there are some and this
    /// is false, it is refused with `INCIDENT_HAS_MERGED`.
    /// </param>
    /// <param name="occurredAt">When, if not now.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    public Task<IncidentNode> WithdrawIncident(
        Guid id, string by, string reasonCode, bool withMerged = false, Instant? occurredAt = null, long? expectedVersion = null,
        CancellationToken cancellation = default)
    {
        // Whoever withdraws it is the origin of the withdrawal, which has the shorter bound.
        CommandInput.Check(Texts.Person.Check(by, "by") ?? Texts.Source.CheckOptional(by, "by"));
        return Send(
            id, occurredAt,
            at => new WithdrawIncident(id, new Origin(by, id.ToString()), reasonCode, null, expectedVersion, at, withMerged), cancellation);
    }

    /// <summary>Undoes a withdrawal: the incident counts again.</summary>
    /// <param name="id">The incident.</param>
    /// <param name="by">Who undoes it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="occurredAt">When, if not now.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    public Task<IncidentNode> ReinstateIncident(
        Guid id, string by, string reason, Instant? occurredAt = null, long? expectedVersion = null,
        CancellationToken cancellation = default) =>
        Send(id, occurredAt, at => new ReinstateIncident(id, by, reason, at, expectedVersion), cancellation);

    /// <summary>
    /// Merges an incident into another: only the other counts from then on, and goes on with the units and signals of both.
    /// </summary>
    /// <param name="id">The incident that goes.</param>
    /// <param name="targetId">The incident that stays.</param>
    /// <param name="by">Who merges them.</param>
    /// <param name="occurredAt">When, if not now.</param>
    /// <param name="expectedVersion">The version of the incident that goes which they saw.</param>
    public Task<IncidentNode> MergeIncident(
        Guid id, Guid targetId, string by, Instant? occurredAt = null, long? expectedVersion = null,
        CancellationToken cancellation = default) =>
        Send(id, occurredAt, at => new MergeIncident(id, targetId, null, by, at, expectedVersion), cancellation);

    /// <summary>Undoes a merge: the incident counts on its own again, with its units and what they did meanwhile.</summary>
    /// <param name="id">The incident that comes back.</param>
    /// <param name="by">Who undoes the merge.</param>
    /// <param name="occurredAt">When, if not now.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    public async Task<IncidentNode> UnmergeIncident(
        Guid id, string by, Instant? occurredAt = null, long? expectedVersion = null, CancellationToken cancellation = default)
    {
        var from = (await events.Open<Incident>(id, null, cancellation))?.State.MergedInto ?? Guid.Empty;
        return await Send(id, occurredAt, at => new UnmergeIncident(id, by, at, expectedVersion, from), cancellation);
    }

    private Task<IncidentNode> Send(Guid id, Instant? moment, Func<OffsetDateTime?, object> command, CancellationToken cancellation) =>
        sender.Send(id, moment, command, cancellation);

    private Task<IncidentNode> Send(object command, CancellationToken cancellation) => sender.Send(command, cancellation);
}
