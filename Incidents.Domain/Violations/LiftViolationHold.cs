using Incidents.Domain.Work;
using NodaTime;

namespace Incidents.Domain.Violations;

/// <summary>A person has looked at a held violation, and lets it go on.</summary>
/// <remarks>One that is held for several reasons loses the first of them: a person looks at each.</remarks>
/// <param name="StreamId">The violation.</param>
/// <param name="By">Who lifts the hold.</param>
/// <param name="Reason">Reason code, e.g. <c>reads-agree</c>, <c>recorder-checked</c>.</param>
/// <param name="OccurredAt">When, if not now.</param>
/// <param name="ExpectedVersion">The version that they saw, or null.</param>
public sealed record LiftViolationHold(
    Guid StreamId, string By, string Reason, OffsetDateTime? OccurredAt = null, long? ExpectedVersion = null) : ICommand<Violation>
{
    /// <summary>It is not held.</summary>
    public static readonly Refusal NotHeld = new(ErrorCode.ViolationNotHeld, "The violation is not held for review.");

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
            { Hold: null } => NotHeld,
            { Hold: { } hold } when at.IsBefore(hold.At) || at.IsInFuture(now) => Refusals.ImpossibleTime,
            _ when state.RefuseWhileTaken(By, at) is { } taken => taken,
            _ => Decision.Of(new ViolationHoldLifted(By, Reason, at, now)),
        };
    }
}
