using Incidents.Domain.Work;
using NodaTime;

namespace Incidents.Domain.Violations;

/// <summary>Somebody confirms a violation, reviewed before or not.</summary>
/// <param name="StreamId">The violation.</param>
/// <param name="By">Who confirms it.</param>
/// <param name="OccurredAt">When, if not now.</param>
/// <param name="ExpectedVersion">The version that they saw, or null.</param>
public sealed record ConfirmViolation(
    Guid StreamId, string By, OffsetDateTime? OccurredAt = null, long? ExpectedVersion = null) : ICommand<Violation>
{
    /// <inheritdoc/>
    public Refusal? Check() => Texts.Person.Check(By, "by");

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
            _ => Decision.Of(new ViolationConfirmed(By, at, now)),
        };
    }
}
