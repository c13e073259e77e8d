using NodaTime;

namespace Incidents.Domain.Violations;

/// <summary>The dismissal or cancellation of a violation is undone: it counts again, and is where it was before.</summary>
/// <param name="StreamId">The violation.</param>
/// <param name="By">Who reinstates it.</param>
/// <param name="Reason">Reason code, e.g. <c>appeal-rejected</c>.</param>
/// <param name="OccurredAt">When, if not now.</param>
/// <param name="ExpectedVersion">The version that they saw, or null.</param>
public sealed record ReinstateViolation(
    Guid StreamId, string By, string Reason, OffsetDateTime? OccurredAt = null, long? ExpectedVersion = null)
    : ICommand<Violation>
{
    /// <summary>It is neither dismissed nor cancelled.</summary>
    public static readonly Refusal NotStruckOut =
        new(ErrorCode.ViolationNotDismissed, "Only a dismissed or cancelled violation is reinstated.");

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
            { StatusBefore: null } => NotStruckOut,
            _ when !state.CanFollow(at, now) => Refusals.ImpossibleTime,
            { StatusBefore: { } before } => Decision.Of(new ViolationReinstated(By, Reason, before, state.CountKey, at, now)),
        };
    }
}
