using Incidents.Domain.Work;
using NodaTime;

namespace Incidents.Domain.Violations;

/// <summary>Somebody dismisses a capture that is no violation; a confirmed one is cancelled instead.</summary>
/// <param name="StreamId">The violation.</param>
/// <param name="By">Who dismisses it.</param>
/// <param name="Reason">Reason code, e.g. <c>plate-unreadable</c>, <c>emergency-vehicle</c>.</param>
/// <param name="OccurredAt">When, if not now.</param>
/// <param name="ExpectedVersion">The version that they saw, or null.</param>
public sealed record DismissViolation(
    Guid StreamId, string By, string Reason, OffsetDateTime? OccurredAt = null, long? ExpectedVersion = null)
    : ICommand<Violation>
{
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
            { Status: not (ViolationStatus.Recorded or ViolationStatus.Reviewed) } => ReviewViolation.AlreadyDecided,
            _ when state.RefuseWhileTaken(By, at) is { } taken => taken,
            _ when !state.CanFollow(at, now) => Refusals.ImpossibleTime,
            _ => Decision.Of(new ViolationDismissed(By, Reason, state.CountKey, at, now)),
        };
    }
}
