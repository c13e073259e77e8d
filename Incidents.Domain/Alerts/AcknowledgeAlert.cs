using NodaTime;

namespace Incidents.Domain.Alerts;

/// <summary>An operator has seen the alert and takes it.</summary>
/// <param name="StreamId">The alert.</param>
/// <param name="By">The operator.</param>
/// <param name="OccurredAt">When, if not now.</param>
/// <param name="ExpectedVersion">The version that the operator saw, or null.</param>
public sealed record AcknowledgeAlert(Guid StreamId, string By, OffsetDateTime? OccurredAt = null, long? ExpectedVersion = null) : ICommand<Alert>
{
    /// <summary>Somebody saw it first.</summary>
    public static readonly Refusal AlreadyAcknowledged = new("ALERT_ALREADY_ACKNOWLEDGED", "The alert has been acknowledged before.");

    /// <inheritdoc/>
    public Decision Decide(Alert? state, OffsetDateTime now)
    {
        var at = OccurredAt ?? now;
        return state switch
        {
            null => Refusals.NotFound,
            { DismissedReason: not null } => DismissAlert.AlreadyDismissed,
            { AcknowledgedBy: not null } => AlreadyAcknowledged,
            _ when string.IsNullOrWhiteSpace(By) => Refusals.Blank("by"),
            _ when !at.Follows(state.CountKey.OccurredAt, now) => Refusals.ImpossibleTime,
            _ => Decision.Of(new AlertAcknowledged(By, state.CountKey, at, now)),
        };
    }
}
