using Incidents.Domain.Work;
using NodaTime;

namespace Incidents.Domain.Violations;

/// <summary>A violation is held for review: it is not fined until a person lifts the hold.</summary>
/// <remarks>
/// What a rule finds changes nothing where the violation is held for that reason already, or a person has lifted a hold for it. A second
/// reason is kept beside the first, and one that is dismissed or cancelled is held too: it may be reinstated. One that was fined before is
/// held as well, so that somebody looks at it; its fine stays until it is cancelled.
/// </remarks>
/// <param name="StreamId">The violation.</param>
/// <param name="By">Who holds it.</param>
/// <param name="Reason">Why.</param>
/// <param name="Note">What they say of it; a person who holds it for another reason says why.</param>
/// <param name="Grounds">What speaks against it, or null.</param>
/// <param name="OccurredAt">When, if not now.</param>
/// <param name="ExpectedVersion">The version that they saw, or null.</param>
public sealed record HoldViolation(
    Guid StreamId, string By, ViolationHoldReason Reason, string? Note = null, HoldGrounds? Grounds = null,
    OffsetDateTime? OccurredAt = null, long? ExpectedVersion = null) : ICommand<Violation>
{
    /// <summary>Who holds it where the rules of recorders do.</summary>
    public const string ByRecorders = "rule:recorders";

    /// <summary>It is held already.</summary>
    public static readonly Refusal AlreadyHeld =
        new(ErrorCode.ViolationAlreadyHeld, "The violation is held for review already.");

    /// <inheritdoc/>
    public Refusal? Check() =>
        Texts.Person.Check(By, "by")
        ?? (Reason is ViolationHoldReason.Other ? Texts.Description.Check(Note, "note") : Texts.Description.CheckOptional(Note, "note"))
        ?? Grounds?.Check("grounds");

    /// <inheritdoc/>
    public Decision Decide(Violation? state, OffsetDateTime now)
    {
        if (Check() is { } fault)
            return fault;
        if (state is null)
            return Refusals.NotFound;
        var (at, isRule) = (OccurredAt ?? now, By == ByRecorders);
        if (isRule && (state.IsHeldFor(Reason) || state.IsHoldLifted(Reason)))
            return Decision.Unchanged;
        if (!isRule && state.StatusBefore is not null)
            return ReviewViolation.AlreadyDecided;
        if (!isRule && state.Hold is not null)
            return AlreadyHeld;
        if (!isRule && state.RefuseWhileTaken(By, at) is { } taken)
            return taken;
        return at.IsWithin(state.CountKey.OccurredAt, now)
            ? Decision.Of(new ViolationHeld(Reason, By, Texts.OrNull(Note), Grounds, at, now))
            : Refusals.ImpossibleTime;
    }
}
