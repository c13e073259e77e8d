using NodaTime;

namespace Incidents.Domain.Units;

/// <summary>A unit is no more. On the incidents that it is on it stays until it leaves them.</summary>
/// <param name="StreamId">The unit.</param>
/// <param name="Reason">Reason code.</param>
/// <param name="OccurredAt">When, if not now.</param>
/// <param name="ExpectedVersion">The version that the sender saw, or null.</param>
public sealed record RetireUnit(
    Guid StreamId, string Reason, OffsetDateTime? OccurredAt = null, long? ExpectedVersion = null) : ICommand<Unit>
{
    /// <summary>It is no more already.</summary>
    public static readonly Refusal AlreadyRetired = new(ErrorCode.UnitIsRetired, "The unit is no more.", "unit");

    /// <inheritdoc/>
    public Refusal? Check() => Texts.Reason.Check(Reason, "reasonCode");

    /// <inheritdoc/>
    public Decision Decide(Unit? state, OffsetDateTime now)
    {
        if (Check() is { } fault)
            return fault;
        var at = OccurredAt ?? now;
        return state switch
        {
            null => Refusals.NotFound,
            { IsRetired: true } => AlreadyRetired,
            _ when !at.IsWithin(state.Since, now) => Refusals.ImpossibleTime,
            _ => Decision.Of(new UnitRetired(state.CallSign, state.Place, Reason, at, now)),
        };
    }
}
