using Incidents.Domain.Work;
using NodaTime;

namespace Incidents.Domain.Alerts;

/// <summary>An operator dismisses an alert as false.</summary>
/// <param name="StreamId">The alert.</param>
/// <param name="By">The operator.</param>
/// <param name="Reason">Reason code, e.g. <c>shadow</c>, <c>animal</c>, <c>staged</c>.</param>
/// <param name="OccurredAt">When, if not now.</param>
/// <param name="ExpectedVersion">The version that the operator saw, or null.</param>
public sealed record DismissAlert(
    Guid StreamId, string By, string Reason, OffsetDateTime? OccurredAt = null, long? ExpectedVersion = null) : ICommand<Alert>
{
    /// <summary>It was dismissed before.</summary>
    public static readonly Refusal AlreadyDismissed = new(ErrorCode.AlertAlreadyDismissed, "The alert has been dismissed as false.");

    /// <inheritdoc/>
    public Refusal? Check() => Texts.Person.Check(By, "by") ?? Texts.Reason.Check(Reason, "reasonCode");

    /// <inheritdoc/>
    public Decision Decide(Alert? state, OffsetDateTime now)
    {
        if (Check() is { } fault)
            return fault;
        var at = OccurredAt ?? now;
        return state switch
        {
            null => Refusals.NotFound,
            { DismissedReason: not null } => AlreadyDismissed,
            _ when state.RefuseWhileTaken(By, at) is { } taken => taken,
            _ when !state.CanHappen(at, now) || (state.ReinstatedAt is { } back && at.IsBefore(back)) => Refusals.ImpossibleTime,
            _ => Decision.Of(new AlertDismissed(By, Reason, state.CountKey, at, now, state.OperatorMinutesUntil(at))),
        };
    }
}
