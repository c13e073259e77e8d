using NodaTime;

namespace Incidents.Domain.Alerts;

/// <summary>An operator finds that there was nothing.</summary>
/// <param name="StreamId">The alert.</param>
/// <param name="By">The operator.</param>
/// <param name="Reason">Reason code, e.g. <c>shadow</c>, <c>animal</c>, <c>staged</c>.</param>
/// <param name="OccurredAt">When, if not now.</param>
/// <param name="ExpectedVersion">The version that the operator saw, or null.</param>
public sealed record DismissAlert(Guid StreamId, string By, string Reason, OffsetDateTime? OccurredAt = null, long? ExpectedVersion = null) : ICommand<Alert>
{
    /// <summary>It was dismissed before.</summary>
    public static readonly Refusal AlreadyDismissed = new("ALERT_ALREADY_DISMISSED", "The alert has been dismissed as false.");

    /// <inheritdoc/>
    public Decision Decide(Alert? state, OffsetDateTime now)
    {
        var at = OccurredAt ?? now;
        return state switch
        {
            null => Refusals.NotFound,
            { DismissedReason: not null } => AlreadyDismissed,
            _ when string.IsNullOrWhiteSpace(By) => Refusals.Blank("by"),
            _ when string.IsNullOrWhiteSpace(Reason) => Refusals.Blank("reason"),
            _ when !at.Follows(state.CountKey.OccurredAt, now) => Refusals.ImpossibleTime,
            _ => Decision.Of(new AlertDismissed(By, Reason, state.CountKey, at, now)),
        };
    }
}
