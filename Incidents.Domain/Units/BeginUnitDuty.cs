using NodaTime;

namespace Incidents.Domain.Units;

/// <summary>A unit goes on duty.</summary>
/// <param name="StreamId">The unit.</param>
/// <param name="OccurredAt">When, if not now.</param>
/// <param name="ExpectedVersion">The version that the sender saw, or null.</param>
public sealed record BeginUnitDuty(Guid StreamId, OffsetDateTime? OccurredAt = null, long? ExpectedVersion = null) : ICommand<Unit>
{
    /// <summary>It is on duty.</summary>
    public static readonly Refusal AlreadyOnDuty = new(ErrorCode.UnitAlreadyOnDuty, "The unit is on duty.", "unit");

    /// <inheritdoc/>
    public Decision Decide(Unit? state, OffsetDateTime now)
    {
        var at = OccurredAt ?? now;
        return state switch
        {
            null => Refusals.NotFound,
            { IsRetired: true } => RetireUnit.AlreadyRetired,
            { IsOnDuty: true } => AlreadyOnDuty,
            _ when !at.IsWithin(state.DutyAt ?? state.Since, now) => Refusals.ImpossibleTime,
            _ => Decision.Of(new UnitDutyBegun(state.CallSign, state.Place, at, now)),
        };
    }
}
