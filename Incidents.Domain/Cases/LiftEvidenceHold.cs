using NodaTime;

namespace Incidents.Domain.Cases;

/// <summary>A hold on an item of evidence, or on all evidence of a case, is lifted.</summary>
/// <param name="StreamId">The case.</param>
/// <param name="EvidenceId">The item; null for the hold on all evidence of the case.</param>
/// <param name="Reason">Why.</param>
/// <param name="By">Who does it.</param>
/// <param name="ExpectedVersion">The version that they saw, or null.</param>
public sealed record LiftEvidenceHold(
    Guid StreamId, Guid? EvidenceId, string Reason, string By, long? ExpectedVersion = null)
    : ICommand<Case>
{
    /// <summary>There is no hold.</summary>
    public static readonly Refusal NotHeld = new(ErrorCode.EvidenceNotHeld, "There is no hold to lift.", "evidenceId");

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
        return !isHeld ? NotHeld : Decision.Of(new EvidenceHoldLifted(EvidenceId, Reason, By, now, now));
    }
}
