using Incidents.Domain.Violations;
using Incidents.Projections.Ledgers;

namespace Incidents.Projections.Violations;

/// <summary>What the events of violations count for.</summary>
internal static class ViolationCounts
{
    public static void Declare(CountRules rules) => rules
        .Counted<ViolationRecorded>((e, ledger) => ledger.Add(Measure.Violations, e.CountKey()))
        .Counted<ViolationDismissed>((e, ledger) => ledger.Remove(Measure.Violations, e.Violation))
        .Counted<ViolationCancelled>((e, ledger) => ledger.Remove(Measure.Violations, e.Violation))
        .Counted<ViolationReinstated>((e, ledger) => ledger.Add(Measure.Violations, e.Violation))
        .Uncounted<ViolationReviewed>()
        .Uncounted<ViolationConfirmed>()
        .Uncounted<ViolationFined>()
        .Uncounted<ViolationHeld>()
        .Uncounted<ViolationHoldLifted>();
}
