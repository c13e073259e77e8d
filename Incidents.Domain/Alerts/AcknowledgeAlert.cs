using Incidents.Domain.Work;
using NodaTime;

namespace Incidents.Domain.Alerts;

/// <summary>An operator acknowledges an alert.</summary>
/// <param name="StreamId">The alert.</param>
/// <param name="By">The operator.</param>
/// <param name="OccurredAt">When, if not now.</param>
/// <param name="ExpectedVersion">The version that the operator saw, or null.</param>
public sealed record AcknowledgeAlert(
    Guid StreamId, string By, OffsetDateTime? OccurredAt = null, long? ExpectedVersion = null) : ICommand<Alert>
{
    /// <summary>It was acknowledged before.</summary>
    public static readonly Refusal AlreadyAcknowledged = new(ErrorCode.AlertAlreadyAcknowledged, "The alert has been acknowledged before.");

    /// <inheritdoc/>
    public Refusal? Check() => Texts.Person.Check(By, "by");

    /// <inheritdoc/>
    public Decision Decide(Alert? state, OffsetDateTime now)
    {
        if (Check() is { } fault)
            return fault;
        var at = OccurredAt ?? now;
        return state switch
        {
            null => Refusals.NotFound,
            { DismissedReason: not null } => DismissAlert.AlreadyDismissed,
            { AcknowledgedBy: not null } => AlreadyAcknowledged,
            _ when state.RefuseWhileTaken(By, at) is { } taken => taken,
            _ when !state.CanHappen(at, now) => Refusals.ImpossibleTime,
            _ => Decision.Of(new AlertAcknowledged(By, state.CountKey, at, now)),
        };
    }
}
