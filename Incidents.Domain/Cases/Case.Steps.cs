using System.Collections.Immutable;

namespace Incidents.Domain.Cases;

public sealed partial record Case
{
    // Null for an event of another kind of stream.
    private Case? After(object @event) => @event switch
    {
        CaseItemAdded e => Changed(e.Branch, new(e.Item.Id, null, e.Item)),
        CaseItemAmended e => Changed(e.Branch, new(e.Item.Id, e.Earlier, e.Item)),
        CaseItemRemoved e => Changed(e.Branch, new(e.Item.Id, e.Item, null)),
        CaseEntryCommented e => this with { Comments = Comments.Add(e) },
        CaseEntryStarred e => this with { Stars = Stars.Add(e.EntryId) },
        CaseEntryUnstarred e => this with { Stars = Stars.Remove(e.EntryId) },
        CaseViewSaved e => this with
        {
            Views =
            [
                .. Views.Where(view => view.Name != e.Name).Append(new(e.Name, e.Filter))
                    .OrderBy(view => view.Name, StringComparer.Ordinal),
            ],
        },
        CaseViewRemoved e => this with { Views = Views.RemoveAll(view => view.Name == e.Name) },
        CaseShared e => this with { SharedWith = SharedWith.Add(e.With) },
        CaseUnshared e => this with { SharedWith = SharedWith.RemoveAll(with => with.CallerId == e.With.CallerId) },
        CaseClosed e => this with { Status = CaseStatus.Closed, ClosedAt = e.OccurredAt },
        CaseReopened => this with { Status = CaseStatus.Open },
        CaseMerged e => this with { Status = CaseStatus.Merged, StatusBeforeMerge = Status, MergedInto = e.Into },
        CaseUnmerged => this with { Status = StatusBeforeMerge ?? Status, StatusBeforeMerge = null, MergedInto = null },
        CaseAbsorbed e => Changed(Added(e.Items)) with
        {
            Absorbed = Absorbed.Add(new(e.Part, [.. e.Items])),
            PartCount = PartCount + 1 + (e.Parts ?? 0),
        },
        CaseSeparated e => Changed(Removed(e.Items)) with
        {
            Absorbed = Absorbed.RemoveAll(part => part.CaseId == e.Part),
            PartCount = PartCount - 1 - (e.Parts ?? 0),
        },
        CaseSplit e => Changed(Removed(e.Items)) with { SplitOff = SplitOff.Add(new(e.Part, [.. e.Items])) },
        CaseRejoined e => Changed(Added(e.Items)) with { SplitOff = SplitOff.RemoveAll(part => part.CaseId == e.Part) },
        CaseSplitUndone => Changed(Removed(Items.Values)) with { Status = CaseStatus.Dissolved },
        EvidenceTaken e => this with { Evidence = Evidence.Add(new(e)) },
        CustodyRecorded e => OnEvidence(e.EvidenceId, evidence => evidence with { CustodySteps = evidence.CustodySteps + 1 }),
        EvidenceHoldPlaced { EvidenceId: null } => this with { IsHeld = true },
        EvidenceHoldLifted { EvidenceId: null } => this with { IsHeld = false },
        EvidenceHoldPlaced { EvidenceId: { } id } => OnEvidence(id, evidence => evidence with { IsHeld = true }),
        EvidenceHoldLifted { EvidenceId: { } id } => OnEvidence(id, evidence => evidence with { IsHeld = false }),
        EvidenceWithdrawn e => OnEvidence(e.EvidenceId, evidence => evidence with { IsWithdrawn = true }),
        EvidenceBytesRemoved e => OnEvidence(e.EvidenceId, evidence => evidence with { AreBytesRemoved = true }),
        CaseBranchBegun e => Begun(e, ItemsAt(e.Version)),
        CaseBranchMerged e => Changed(e.Changes).OnBranch(
            e.Branch, branch => branch with { Status = CaseBranchStatus.Merged, Merged = [.. e.Changes] }),
        CaseBranchMergeUndone e => Changed(e.Changes).OnBranch(
            e.Branch, branch => branch with { Status = CaseBranchStatus.Open, Merged = [] }),
        CaseBranchAbandoned e => OnBranch(e.Branch, branch => branch with { Status = CaseBranchStatus.Abandoned }),
        _ => null,
    };

    private Case Begun(CaseBranchBegun e, ImmutableSortedDictionary<Guid, CaseItem> items) => this with
    {
        Branches = Branches.Add(new(e.Branch, e.Name, e.Note, e.Version, items, items, CaseBranchStatus.Open, e.OccurredAt, e.By)),
    };

    private Case Changed(Guid? branch, CaseItemChange change) => branch is { } id
        ? OnBranch(id, b => b with { Items = With(b.Items, change) })
        : Changed([change]);

    private Case Changed(IEnumerable<CaseItemChange> made) => this with
    {
        Items = made.Aggregate(Items, With),
        changes = changes.AddRange(made.Select(change => new VersionedChange(Version + 1, change))),
    };

    private Case OnBranch(Guid id, Func<CaseBranch, CaseBranch> change) =>
        this with { Branches = Branches.ConvertAll(branch => branch.Id == id ? change(branch) : branch) };

    private Case OnEvidence(Guid id, Func<Evidence, Evidence> change) =>
        this with { Evidence = Evidence.ConvertAll(evidence => evidence.Taken.EvidenceId == id ? change(evidence) : evidence) };
}
