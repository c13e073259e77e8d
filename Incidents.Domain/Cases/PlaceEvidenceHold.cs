using NodaTime;

namespace Incidents.Domain.Cases;

/// <summary>
/// A hold is placed on an item of evidence, or on all evidence of a case: until it is lifted, no retention removes it.
/// </summary>
/// <param name="StreamId">The case.</param>
/// <param name="EvidenceId">The item; null for all evidence of the case, also what is taken in later.</param>
/// <param name="Reason">Why.</param>
/// <param name="By">Who does it.</param>
/// <param name="ExpectedVersion">The version that they saw, or null.</param>
public sealed record PlaceEvidenceHold(
    Guid StreamId, Guid? EvidenceId, string Reason, string By, long? ExpectedVersion = null)
    : ICommand<Case>
{
    /// <summary>There is a hold already.</summary>
    public static readonly Refusal AlreadyHeld = new(ErrorCode.EvidenceAlreadyHeld, "There is a hold already.", "evidenceId");

    /// <inheritdoc/>
    public Refusal? Check() =>
        Texts.Reason.Check(Reason, "reason") ?? Texts.Person.Check(By, "by");

    /// <inheritdoc/>
    public Decision Decide(Case? state, OffsetDateTime now)
    {
        if (Check() is { } fault)
            return fault;
        if (state is null)
            return Refusals.NotFound;
        if (EvidenceId is { } id && state.EvidenceOf(id) is null)
            return CaseRefusals.EvidenceUnknown;
        var isHeld = EvidenceId is { } item ? state.EvidenceOf(item)!.IsHeld : state.IsHeld;
        return isHeld ? AlreadyHeld : Decision.Of(new EvidenceHoldPlaced(EvidenceId, Reason, By, now, now));
    }
}
