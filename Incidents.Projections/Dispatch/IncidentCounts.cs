using Incidents.Domain.Dispatch;
using Incidents.Projections.Ledgers;

namespace Incidents.Projections.Dispatch;

/// <summary>What the events of incidents count for.</summary>
internal static class IncidentCounts
{
    public static void Declare(CountRules rules) => rules
        .Counted<IncidentOpened>((e, ledger) => ledger.Add(Measure.Incidents, e.CountKey()))
        .Counted<IncidentCategorised>((e, ledger) => ledger.Recategorise(Measure.Incidents, e.Before, e.To))
        .Counted<IncidentWithdrawn>((e, ledger) => ledger.Remove(Measure.Incidents, e.Incident))
        .Counted<IncidentMerged>((e, ledger) => ledger.Remove(Measure.Incidents, e.Incident))
        .Counted<IncidentUnmerged>((e, ledger) => ledger.Add(Measure.Incidents, e.Incident))
        .Counted<WithdrawalUnmatched>((e, ledger) => ledger.Add(Measure.UnmatchedWithdrawals, e.Withdrawn))
        .Counted<WithdrawalMatched>((e, ledger) => ledger.Remove(Measure.UnmatchedWithdrawals, e.Withdrawn))
        .Counted<UnitAssigned>((e, ledger) =>
        {
            if (e.Since is { } known)
                ledger.Time(Measure.DispatchTime, e.Incident, known);
        })
        .Counted<UnitArrived>((e, ledger) =>
        {
            if (e.Since is { } assigned)
                ledger.Time(Measure.ArrivalTime, e.Incident, assigned);
        })
        .Counted<IncidentResolved>((e, ledger) =>
        {
            if (e.Since is { } known)
                ledger.Time(Measure.ResolutionTime, e.Incident, known);
        })
        .Uncounted<SignalLinked>()
        .Uncounted<SignalUnlinked>()
        .Uncounted<IncidentClosed>()
        .Uncounted<IncidentReopened>();
}
