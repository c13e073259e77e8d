using NodaTime;

namespace Incidents.Domain.Units;

/// <summary>A unit says that it goes where it was sent. Said again it changes nothing.</summary>
/// <remarks>That it is on the incident is decided by whoever sends this, from the events of the incident.</remarks>
/// <param name="StreamId">The unit.</param>
/// <param name="Incident">The incident.</param>
/// <param name="SentAt">When it was sent there.</param>
/// <param name="OccurredAt">When it accepted, if not now.</param>
public sealed record AcceptMission(Guid StreamId, Guid Incident, OffsetDateTime SentAt, OffsetDateTime? OccurredAt = null)
    : ICommand<Unit>
{
    /// <inheritdoc/>
    public Decision Decide(Unit? state, OffsetDateTime now)
    {
        var at = OccurredAt ?? now;
        return state switch
        {
            null => Refusals.NotFound,
            { IsRetired: true } => RetireUnit.AlreadyRetired,
            _ when state.Of(Incident, SentAt) is { AcceptedAt: not null } => Decision.Unchanged,
            _ when !at.IsWithin(SentAt, now) => Refusals.ImpossibleTime,
            _ => Decision.Of(new UnitAccepted(state.CallSign, state.Place, Incident, SentAt, at, now)),
        };
    }
}
