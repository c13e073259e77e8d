using Incidents.Domain.Dispatch;
using NodaTime;

namespace Incidents.Domain.Units;

/// <summary>What a unit does at present.</summary>
public enum UnitState
{
    /// <summary>It is no more.</summary>
    Retired,

    /// <summary>It is off duty, and on no incident.</summary>
    OffDuty,

    /// <summary>It is on duty, and on no incident: it can be sent.</summary>
    Free,

    /// <summary>It was sent, and has not said that it goes.</summary>
    Assigned,

    /// <summary>It has accepted.</summary>
    Accepted,

    /// <summary>It is en route.</summary>
    EnRoute,

    /// <summary>It is at the place.</summary>
    AtScene,
}

/// <summary>An incident that a unit is on: what the incident says, with what the unit says.</summary>
/// <param name="IncidentId">The incident.</param>
/// <param name="State">How far it has come: `ASSIGNED`, `ACCEPTED`, `EN_ROUTE` or `AT_SCENE`.</param>
/// <param name="SentAt">When it was sent; where nobody had sent it, when it arrived.</param>
/// <param name="AcceptedAt">When it accepted, or null.</param>
/// <param name="SetOutAt">When it set out, or null.</param>
/// <param name="ArrivedAt">When it arrived, or null.</param>
public sealed record UnitMission(
    Guid IncidentId, UnitState State, OffsetDateTime SentAt, OffsetDateTime? AcceptedAt, OffsetDateTime? SetOutAt,
    OffsetDateTime? ArrivedAt)
{
    /// <summary>When it came to its state.</summary>
    public OffsetDateTime StateSince => State switch
    {
        UnitState.AtScene => ArrivedAt!.Value,
        UnitState.EnRoute => SetOutAt!.Value,
        UnitState.Accepted => AcceptedAt!.Value,
        _ => SentAt,
    };

    /// <summary>The mission of a unit on an incident; null where it is not on it, or nothing is left to do there.</summary>
    /// <param name="unit">The unit, or null where it is in no list.</param>
    /// <param name="callSign">Its call sign.</param>
    /// <param name="incidentId">The incident.</param>
    /// <param name="incident">The incident's state.</param>
    public static UnitMission? Of(Unit? unit, string callSign, Guid incidentId, Incident incident)
    {
        // A unit that nobody released is free when the incident is resolved.
        if (incident.Status is not (IncidentStatus.Open or IncidentStatus.Assigned or IncidentStatus.OnScene))
            return null;
        if (incident.Units.LastOrDefault(on => on.Unit == callSign && on.EndedAt is null) is not { } mission)
            return null;
        var word = unit?.Of(incidentId, mission.Since);
        var state = mission.ArrivedAt is not null ? UnitState.AtScene
            : word?.SetOutAt is not null ? UnitState.EnRoute
            : word?.AcceptedAt is not null ? UnitState.Accepted
            : UnitState.Assigned;
        return new(incidentId, state, mission.Since, word?.AcceptedAt, word?.SetOutAt, mission.ArrivedAt);
    }

    /// <summary>What a unit does that is on these missions: that of the one to which it was sent last.</summary>
    /// <param name="isRetired">Whether it is no more.</param>
    /// <param name="isOnDuty">Whether it is on duty.</param>
    /// <param name="missions">Its missions.</param>
    public static UnitState StateOf(bool isRetired, bool isOnDuty, IEnumerable<UnitMission> missions) =>
        missions.MaxBy(mission => mission.SentAt.ToInstant()) is { } last ? last.State
        : isRetired ? UnitState.Retired
        : isOnDuty ? UnitState.Free
        : UnitState.OffDuty;
}
