using NodaTime;

namespace Incidents.Domain.Violations;

/// <summary>A confirmed or fined violation is cancelled, e.g. by a court.</summary>
/// <param name="StreamId">The violation.</param>
/// <param name="By">Who cancels it.</param>
/// <param name="Reason">Reason code.</param>
/// <param name="OccurredAt">When, if not now.</param>
/// <param name="ExpectedVersion">The version that they saw, or null.</param>
public sealed record CancelViolation(
    Guid StreamId, string By, string Reason, OffsetDateTime? OccurredAt = null, long? ExpectedVersion = null)
    : ICommand<Violation>
{
    /// <summary>It was cancelled before.</summary>
    public static readonly Refusal AlreadyCancelled = new(ErrorCode.ViolationAlreadyCancelled, "The violation has been cancelled before.");

    /// <summary>It was never confirmed: such a violation is dismissed, not cancelled.</summary>
    public static readonly Refusal NeverConfirmed = new(
        ErrorCode.ViolationNeverConfirmed, "Only a confirmed or fined violation is cancelled.");

    /// <inheritdoc/>
    public Refusal? Check() => Texts.Person.Check(By, "by") ?? Texts.Reason.Check(Reason, "reasonCode");

    /// <inheritdoc/>
    public Decision Decide(Violation? state, OffsetDateTime now)
    {
        if (Check() is { } fault)
            return fault;
        var at = OccurredAt ?? now;
        return state switch
        {
            null => Refusals.NotFound,
            { Status: ViolationStatus.Cancelled } => AlreadyCancelled,
            { Status: not (ViolationStatus.Confirmed or ViolationStatus.Fined) } => NeverConfirmed,
            _ when !state.CanFollow(at, now) => Refusals.ImpossibleTime,
            _ => Decision.Of(new ViolationCancelled(By, Reason, state.CountKey, at, now)),
        };
    }
}
