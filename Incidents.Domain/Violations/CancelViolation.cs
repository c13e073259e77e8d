using NodaTime;

namespace Incidents.Domain.Violations;

/// <summary>A confirmed or fined violation is struck out, e.g. by a court.</summary>
/// <param name="StreamId">The violation.</param>
/// <param name="By">Who cancels it.</param>
/// <param name="Reason">Reason code.</param>
/// <param name="OccurredAt">When, if not now.</param>
/// <param name="ExpectedVersion">The version that they saw, or null.</param>
public sealed record CancelViolation(Guid StreamId, string By, string Reason, OffsetDateTime? OccurredAt = null, long? ExpectedVersion = null)
    : ICommand<Violation>
{
    /// <summary>It was struck out before.</summary>
    public static readonly Refusal AlreadyCancelled = new("VIOLATION_ALREADY_CANCELLED", "The violation has been cancelled before.");

    /// <summary>What was never confirmed is dismissed, not cancelled.</summary>
    public static readonly Refusal NeverConfirmed = new("VIOLATION_NEVER_CONFIRMED", "Only a confirmed or fined violation is cancelled.");

    /// <inheritdoc/>
    public Decision Decide(Violation? state, OffsetDateTime now)
    {
        var at = OccurredAt ?? now;
        return state switch
        {
            null => Refusals.NotFound,
            { Status: ViolationStatus.Cancelled } => AlreadyCancelled,
            { Status: not (ViolationStatus.Confirmed or ViolationStatus.Fined) } => NeverConfirmed,
            _ when string.IsNullOrWhiteSpace(By) => Refusals.Blank("by"),
            _ when string.IsNullOrWhiteSpace(Reason) => Refusals.Blank("reason"),
            _ when !at.Follows(state.CountKey.OccurredAt, now) => Refusals.ImpossibleTime,
            _ => Decision.Of(new ViolationCancelled(By, Reason, state.CountKey, at, now)),
        };
    }
}
