using Incidents.Api.Dispatch;
using Incidents.Api.GraphQL;
using Incidents.Api.Requests;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Dispatch;
using Incidents.Domain.Units;
using NodaTime;

namespace Incidents.Api.Units;

/// <summary>
/// What the phone of a unit says of a mission: each returns the unit after it. Arrival and departure are steps of the incident, the same as
/// `recordArrival` and `releaseUnit`; what is said about an incident that was merged into another is said about the other.
/// </summary>
[MutationType]
internal sealed class UnitMissionMutations(
    Commands commands, IncidentFiles files, UnitFiles units, OwnUnit own, EventReader events, CommandInput input)
{
    // Merges are never a circle.
    private const int MostMerges = 100;

    private readonly IncidentSender sender = new(commands, files, events);

    /// <summary>The unit accepts: it goes where it was sent. Said again it changes nothing.</summary>
    /// <param name="id">The incident.</param>
    /// <param name="unit">Its call sign; default that of the caller's own unit.</param>
    /// <param name="occurredAt">When, if not now.</param>
    public Task<UnitView> UnitAccept(
        Guid id, string? unit = null, Instant? occurredAt = null, CancellationToken cancellation = default) =>
        Say(id, unit, occurredAt, (mission, sentAt, at) => new AcceptMission(mission.Unit, mission.Incident, sentAt, at), cancellation);

    /// <summary>The unit has set out: it is en route. Said again it changes nothing.</summary>
    /// <param name="id">The incident.</param>
    /// <param name="unit">Its call sign; default that of the caller's own unit.</param>
    /// <param name="occurredAt">When, if not now.</param>
    public Task<UnitView> UnitEnRoute(
        Guid id, string? unit = null, Instant? occurredAt = null, CancellationToken cancellation = default) =>
        Say(id, unit, occurredAt, (mission, sentAt, at) => new SetOut(mission.Unit, mission.Incident, sentAt, at), cancellation);

    /// <summary>The unit has arrived; also one that was not sent.</summary>
    /// <param name="id">The incident.</param>
    /// <param name="unit">Its call sign; default that of the caller's own unit.</param>
    /// <param name="occurredAt">When, if not now.</param>
    public Task<UnitView> UnitArrive(
        Guid id, string? unit = null, Instant? occurredAt = null, CancellationToken cancellation = default) =>
        Step(id, unit, occurredAt, (on, sign, at) => new RecordArrival(on, sign, at), cancellation);

    /// <summary>The unit is free: it has left the incident.</summary>
    /// <param name="id">The incident.</param>
    /// <param name="unit">Its call sign; default that of the caller's own unit.</param>
    /// <param name="occurredAt">When, if not now.</param>
    public Task<UnitView> UnitFree(
        Guid id, string? unit = null, Instant? occurredAt = null, CancellationToken cancellation = default) =>
        Step(id, unit, occurredAt, (on, sign, at) => new ReleaseUnit(on, sign, at), cancellation);

    private async Task<UnitView> Say(
        Guid id, string? unit, Instant? moment,
        Func<(Guid Unit, Guid Incident), OffsetDateTime, OffsetDateTime?, ICommand<Unit>> command, CancellationToken cancellation)
    {
        OwnUnit.Check(unit);
        var (survivor, incident) = await Open(id, cancellation);
        var city = incident.Place.City;
        var sign = await own.Of(city, unit, cancellation);
        if (incident.Units.LastOrDefault(on => on.Unit == sign && on.EndedAt is null) is not { } mission)
            throw new RefusedException(RecordArrival.NotAssigned);
        await commands.Send(
            command((Unit.Stream(city, sign), survivor), mission.Since, input.Moment(moment, city)), cancellation);
        return await After(city, sign, survivor, cancellation);
    }

    private async Task<UnitView> Step(
        Guid id, string? unit, Instant? moment, Func<Guid, string, OffsetDateTime?, object> command, CancellationToken cancellation)
    {
        OwnUnit.Check(unit);
        var (survivor, incident) = await Open(id, cancellation);
        var city = incident.Place.City;
        var sign = await own.Of(city, unit, cancellation);
        await sender.SendToSurvivor(survivor, moment, null, (on, at, _) => command(on, sign, at), cancellation);
        return await After(city, sign, survivor, cancellation);
    }

    private async Task<UnitView> After(string city, string sign, Guid incident, CancellationToken cancellation) =>
        (await units.Find(city, sign, incident, cancellation))!;

    private async Task<(Guid Id, Incident Incident)> Open(Guid id, CancellationToken cancellation)
    {
        for (var merges = 0; ; merges++)
        {
            if (await events.Open<Incident>(id, null, cancellation) is not { } incident)
                throw new RefusedException(Refusals.NotFound);
            if (incident.State.MergedInto is not { } into || merges == MostMerges)
                return (id, incident.State);
            id = into;
        }
    }
}
