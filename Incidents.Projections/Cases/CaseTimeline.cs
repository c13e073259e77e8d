using Incidents.Domain.Cases;
using Incidents.Projections.Timelines;

namespace Incidents.Projections.Cases;

/// <summary>How the events of cases are described in a timeline.</summary>
internal static class CaseTimeline
{
    public static void Declare(TimelineRules rules) => rules
        .Describe<CaseOpened>(TimelineSubject.Case, e => new() { By = e.By, Place = e.Place })
        .Describe<CaseSplitOff>(TimelineSubject.Case, e => new() { By = e.By, ReasonCode = e.Reason, Place = e.Place })
        .Describe<CaseItemAdded>(TimelineSubject.Case, e => new() { By = e.By })
        .Describe<CaseItemAmended>(TimelineSubject.Case, e => new() { By = e.By })
        .Describe<CaseItemRemoved>(TimelineSubject.Case, e => new() { By = e.By, ReasonCode = e.Reason })
        .Describe<CaseEntryCommented>(TimelineSubject.Case, e => new() { By = e.By })
        .Describe<CaseEntryStarred>(TimelineSubject.Case, e => new() { By = e.By })
        .Describe<CaseEntryUnstarred>(TimelineSubject.Case, e => new() { By = e.By })
        .Describe<CaseViewSaved>(TimelineSubject.Case, e => new() { By = e.By })
        .Describe<CaseViewRemoved>(TimelineSubject.Case, e => new() { By = e.By })
        .Describe<CaseShared>(TimelineSubject.Case, e => new() { By = e.By })
        .Describe<CaseUnshared>(TimelineSubject.Case, e => new() { By = e.By })
        .Describe<CaseClosed>(TimelineSubject.Case, e => new() { By = e.By, ReasonCode = e.Reason })
        .Describe<CaseReopened>(TimelineSubject.Case, e => new() { By = e.By, ReasonCode = e.Reason })
        .Describe<CaseMerged>(TimelineSubject.Case, e => new() { By = e.By, ReasonCode = e.Reason })
        .Describe<CaseAbsorbed>(TimelineSubject.Case, e => new() { By = e.By })
        .Describe<CaseUnmerged>(TimelineSubject.Case, e => new() { By = e.By })
        .Describe<CaseSeparated>(TimelineSubject.Case, e => new() { By = e.By })
        .Describe<CaseSplit>(TimelineSubject.Case, e => new() { By = e.By, ReasonCode = e.Reason })
        .Describe<CaseSplitUndone>(TimelineSubject.Case, e => new() { By = e.By })
        .Describe<CaseRejoined>(TimelineSubject.Case, e => new() { By = e.By })
        .Describe<CaseBranchBegun>(TimelineSubject.Case, e => new() { By = e.By })
        .Describe<CaseBranchMerged>(TimelineSubject.Case, e => new() { By = e.By })
        .Describe<CaseBranchMergeUndone>(TimelineSubject.Case, e => new() { By = e.By })
        .Describe<CaseBranchAbandoned>(TimelineSubject.Case, e => new() { By = e.By, ReasonCode = e.Reason })
        .Describe<EvidenceTaken>(TimelineSubject.Case, e => new() { By = e.By })
        .Describe<CustodyRecorded>(TimelineSubject.Case, e => new() { By = e.By })
        .Describe<EvidenceHoldPlaced>(TimelineSubject.Case, e => new() { By = e.By, ReasonCode = e.Reason })
        .Describe<EvidenceHoldLifted>(TimelineSubject.Case, e => new() { By = e.By, ReasonCode = e.Reason })
        .Describe<EvidenceWithdrawn>(TimelineSubject.Case, e => new() { By = e.By, ReasonCode = e.Reason })
        .Describe<EvidenceBytesRemoved>(TimelineSubject.Case, e => new() { ReasonCode = e.Reason });
}
