using Incidents.Domain.Cases;
using Incidents.Projections.Ledgers;

namespace Incidents.Projections.Cases;

/// <summary>The events of cases count for nothing: what is attached to a case is counted where it happened.</summary>
internal static class CaseCounts
{
    public static void Declare(CountRules rules) =>
        rules
            .Uncounted<CaseOpened>()
            .Uncounted<CaseSplitOff>()
            .Uncounted<CaseItemAdded>()
            .Uncounted<CaseItemAmended>()
            .Uncounted<CaseItemRemoved>()
            .Uncounted<CaseEntryCommented>()
            .Uncounted<CaseEntryStarred>()
            .Uncounted<CaseEntryUnstarred>()
            .Uncounted<CaseViewSaved>()
            .Uncounted<CaseViewRemoved>()
            .Uncounted<CaseShared>()
            .Uncounted<CaseUnshared>()
            .Uncounted<CaseClosed>()
            .Uncounted<CaseReopened>()
            .Uncounted<CaseMerged>()
            .Uncounted<CaseAbsorbed>()
            .Uncounted<CaseUnmerged>()
            .Uncounted<CaseSeparated>()
            .Uncounted<CaseSplit>()
            .Uncounted<CaseSplitUndone>()
            .Uncounted<CaseRejoined>()
            .Uncounted<CaseBranchBegun>()
            .Uncounted<CaseBranchMerged>()
            .Uncounted<CaseBranchMergeUndone>()
            .Uncounted<CaseBranchAbandoned>()
            .Uncounted<EvidenceTaken>()
            .Uncounted<CustodyRecorded>()
            .Uncounted<EvidenceHoldPlaced>()
            .Uncounted<EvidenceHoldLifted>()
            .Uncounted<EvidenceWithdrawn>()
            .Uncounted<EvidenceBytesRemoved>();
}
