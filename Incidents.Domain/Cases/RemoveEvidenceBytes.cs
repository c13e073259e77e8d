using NodaTime;

namespace Incidents.Domain.Cases;

/// <summary>The bytes of an uploaded item of evidence were removed, because their time was over. Their SHA-256 stays.</summary>
/// <param name="EvidenceId">The item.</param>
/// <param name="Sha256">SHA-256 of the original that was removed.</param>
/// <param name="Reason">Why: the rule by which it was removed.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When it became known.</param>
public sealed record EvidenceBytesRemoved(
    Guid EvidenceId, string Sha256, string Reason, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IAboutSeveral;

/// <summary>Retention removes the bytes of an item of evidence, after its case was closed for as long as they are kept.</summary>
/// <remarks>
/// <para>The decision stands before the bytes go: whatever stops the host in between, none are removed that the case still needs.</para>
/// <para>
/// The evidence of a case that is part of another one is kept for as long as that one is open or held, and where that one is part of a
/// third, for as long as the third. Merges are undone only while the case that stays is open: where the last one has been closed since
/// <paramref name="ClosedBefore"/>, all of them stand as they were read after it.
/// </para>
/// </remarks>
/// <param name="StreamId">The case.</param>
/// <param name="EvidenceId">The item.</param>
/// <param name="ClosedBefore">The bytes are kept where the case was closed at this moment or later.</param>
/// <param name="Reason">Why: the rule.</param>
/// <param name="Whole">The case that it is part of at last; the case itself where it is part of none.</param>
/// <param name="MergedInto">The case that it was merged into itself; null where it was merged into none.</param>
/// <param name="Other">The state of the whole.</param>
public sealed record RemoveEvidenceBytes(
    Guid StreamId, Guid EvidenceId, OffsetDateTime ClosedBefore, string Reason, Guid Whole, Guid? MergedInto = null, Case? Other = null)
    : IDependentCommand<Case>
{
    /// <summary>The bytes are still needed.</summary>
    public static readonly Refusal StillKept = new(
        ErrorCode.EvidenceStillKept,
        "A hold is on the item or its case, or the case was not closed for as long as evidence is kept.", "evidenceId");

    /// <inheritdoc/>
    public Guid OtherStreamId => Whole;

    /// <inheritdoc/>
    public ICommand<Case> Given(Case? other) => this with { Other = other };

    /// <inheritdoc/>
    public Refusal? Check() => Texts.Reason.Check(Reason, "reason");

    /// <inheritdoc/>
    public Decision Decide(Case? state, OffsetDateTime now)
    {
        if (Check() is { } fault)
            return fault;
        if (state is null)
            return Refusals.NotFound;
        if (state.EvidenceOf(EvidenceId) is not { Taken.Route: EvidenceRoute.Upload } item)
            return CaseRefusals.EvidenceUnknown;
        if (item.AreBytesRemoved)
            return Decision.Unchanged;
        return item.IsHeld || state.IsHeld || !IsOver(state)
            ? StillKept
            : Decision.Of(new EvidenceBytesRemoved(EvidenceId, item.Taken.Sha256, Reason, now, now));
    }

    private bool IsOver(Case state) => state.Status is CaseStatus.Merged
        ? state.MergedInto == MergedInto && Other is { Status: CaseStatus.Closed, IsHeld: false } whole && IsOld(whole)
        : state.Status is CaseStatus.Closed && IsOld(state);

    private bool IsOld(Case closed) =>
        closed.ClosedAt is { } at && OffsetDateTime.Comparer.Instant.Compare(at, ClosedBefore) < 0;
}
