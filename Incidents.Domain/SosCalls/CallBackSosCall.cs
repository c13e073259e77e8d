using NodaTime;

namespace Incidents.Domain.SosCalls;

/// <summary>An operator calls back a caller who gave up. Where nobody is reached, it may be tried again.</summary>
/// <param name="StreamId">The call.</param>
/// <param name="By">The operator.</param>
/// <param name="Reached">Whether somebody was reached: the call is then open again.</param>
/// <param name="OccurredAt">When, if not now.</param>
/// <param name="ExpectedVersion">The version that the operator saw, or null.</param>
public sealed record CallBackSosCall(
    Guid StreamId, string By, bool Reached, OffsetDateTime? OccurredAt = null, long? ExpectedVersion = null) : ICommand<SosCall>
{
    /// <summary>The caller has not given up.</summary>
    public static readonly Refusal NotAbandoned = new(ErrorCode.SosCallNotAbandoned, "Only a caller who gave up is called back.");

    /// <inheritdoc/>
    public Refusal? Check() => Texts.Person.Check(By, "by");

    /// <inheritdoc/>
    public Decision Decide(SosCall? state, OffsetDateTime now)
    {
        if (Check() is { } fault)
            return fault;
        var at = OccurredAt ?? now;
        return state switch
        {
            null => Refusals.NotFound,
            { LastCallBack: { } last } when OccurredAt is { } given && last == new SosCallBack(By, Reached, given.ToInstant()) =>
                Decision.Unchanged,
            { Status: not SosCallStatus.Abandoned } => NotAbandoned,
            _ when !state.CanHappen(at, now) || (state.OverAt is { } over && at.IsBefore(over)) => Refusals.ImpossibleTime,
            _ => Decision.Of(new SosCallCalledBack(By, Reached, state.CountKey, at, now)),
        };
    }
}
