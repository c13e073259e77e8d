using NodaTime;

namespace Incidents.Domain.Units;

/// <summary>A unit goes off duty. On the incidents that it is on it stays until it leaves them.</summary>
/// <param name="StreamId">The unit.</param>
/// <param name="OccurredAt">When, if not now.</param>
/// <param name="ExpectedVersion">The version that the sender saw, or null.</param>
public sealed record EndUnitDuty(Guid StreamId, OffsetDateTime? OccurredAt = null, long? ExpectedVersion = null) : ICommand<Unit>
{
    /// <summary>It is off duty.</summary>
    public static readonly Refusal NotOnDuty = new(ErrorCode.UnitNotOnDuty, "The unit is not on duty.", "unit");

    /// <inheritdoc/>
    public Decision Decide(Unit? state, OffsetDateTime now)
    {
        var at = OccurredAt ?? now;
        return state switch
        {
            null => Refusals.NotFound,
            { IsRetired: true } => RetireUnit.AlreadyRetired,
            { IsOnDuty: false } => NotOnDuty,
            _ when !at.IsWithin(state.DutyAt ?? state.Since, now) => Refusals.ImpossibleTime,
            _ => Decision.Of(new UnitDutyEnded(state.CallSign, state.Place, at, now)),
        };
    }
}
