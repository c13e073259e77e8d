using NodaTime;

namespace Incidents.Domain.Cases;

/// <summary>What was done with an item of evidence is recorded.</summary>
/// <remarks>Custody goes on after a case was closed or became part of another, and after the item was withdrawn.</remarks>
/// <param name="StreamId">The case.</param>
/// <param name="EvidenceId">The item.</param>
/// <param name="Action">What.</param>
/// <param name="By">Who does it.</param>
/// <param name="To">The other person or place, or null; a handing over and a return name them.</param>
/// <param name="Note">How, or null.</param>
/// <param name="OccurredAt">When, if not now.</param>
/// <param name="ExpectedVersion">The version that they saw, or null.</param>
public sealed record RecordCustody(
    Guid StreamId, Guid EvidenceId, CustodyAction Action, string By, string? To = null, string? Note = null,
    OffsetDateTime? OccurredAt = null, long? ExpectedVersion = null)
    : ICommand<Case>
{
    /// <inheritdoc/>
    public Refusal? Check() =>
        Texts.Person.Check(By, "by")
        ?? (Action is CustodyAction.HandedOver or CustodyAction.Returned or CustodyAction.Received
            ? Texts.Person.Check(To, "to")
            : Texts.Person.CheckOptional(To, "to"))
        ?? Texts.Description.CheckOptional(Note, "note");

    /// <inheritdoc/>
    public Decision Decide(Case? state, OffsetDateTime now)
    {
        if (Check() is { } fault)
            return fault;
        var at = OccurredAt ?? now;
        if (state is null)
            return Refusals.NotFound;
        if (state.EvidenceOf(EvidenceId) is null)
            return CaseRefusals.EvidenceUnknown;
        return at.IsInFuture(now)
            ? Refusals.ImpossibleTime
            : Decision.Of(new CustodyRecorded(EvidenceId, Action, Texts.OrNull(To), Texts.OrNull(Note), By, at, now));
    }
}
