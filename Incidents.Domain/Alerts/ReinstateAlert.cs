using NodaTime;

namespace Incidents.Domain.Alerts;

/// <summary>The dismissal of an alert is undone: it counts again.</summary>
/// <param name="StreamId">The alert.</param>
/// <param name="By">The operator.</param>
/// <param name="Reason">Reason code, e.g. <c>dismissed-by-mistake</c>.</param>
/// <param name="OccurredAt">When, if not now.</param>
/// <param name="ExpectedVersion">The version that the operator saw, or null.</param>
public sealed record ReinstateAlert(
    Guid StreamId, string By, string Reason, OffsetDateTime? OccurredAt = null, long? ExpectedVersion = null) : ICommand<Alert>
{
    /// <summary>It is not dismissed.</summary>
    public static readonly Refusal NotDismissed = new(ErrorCode.AlertNotDismissed, "Only a dismissed alert is reinstated.");

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
            { DismissedReason: null } => NotDismissed,
            _ when !state.CanHappen(at, now) || (state.DismissedAt is { } dismissed && at.IsBefore(dismissed)) => Refusals.ImpossibleTime,
            _ => Decision.Of(new AlertReinstated(By, Reason, state.CountKey, at, now)),
        };
    }
}
