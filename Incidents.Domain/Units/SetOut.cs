using NodaTime;

namespace Incidents.Domain.Units;

/// <summary>A unit sets out to where it was sent: it is en route. Said again it changes nothing.</summary>
/// <remarks>
/// That it is on the incident is decided by whoever sends this, from the events of the incident. A unit that sets out without having said
/// that it accepts has accepted.
/// </remarks>
/// <param name="StreamId">The unit.</param>
/// <param name="Incident">The incident.</param>
/// <param name="SentAt">When it was sent there.</param>
/// <param name="OccurredAt">When it set out, if not now.</param>
public sealed record SetOut(Guid StreamId, Guid Incident, OffsetDateTime SentAt, OffsetDateTime? OccurredAt = null) : ICommand<Unit>
{
    /// <inheritdoc/>
    public Decision Decide(Unit? state, OffsetDateTime now)
    {
        var at = OccurredAt ?? now;
        return state switch
        {
            null => Refusals.NotFound,
            { IsRetired: true } => RetireUnit.AlreadyRetired,
            _ when state.Of(Incident, SentAt) is { SetOutAt: not null } => Decision.Unchanged,
            _ when !at.IsWithin(SentAt, now) => Refusals.ImpossibleTime,
            _ => Decision.Of(new UnitSetOut(state.CallSign, state.Place, Incident, SentAt, at, now)),
        };
    }
}
