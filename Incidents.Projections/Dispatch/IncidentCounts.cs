using Incidents.Domain;
using Incidents.Domain.Dispatch;
using Incidents.Projections.Ledgers;
using NodaTime;

namespace Incidents.Projections.Dispatch;

/// <summary>What the events of incidents count for.</summary>
internal static class IncidentCounts
{
    public static void Declare(CountRules rules) => rules
        .Counted<IncidentOpened>((e, ledger) => ledger.Incident(e.CountKey(), e.Tally(), +1))
        .Counted<OffenceAdded>((e, ledger) =>
        {
            foreach (var change in e.Counts)
                ledger.Incident(change);
            Respond(e, ledger);
        })
        .Counted<IncidentCategorised>((e, ledger) =>
        {
            ledger.Move(e.Before, e.After(), e.Offences);
            Respond(e, ledger);
        })
        .Counted<IncidentCorrected>((e, ledger) =>
        {
            ledger.Move(e.Before, e.After, e.Offences);
            Respond(e, ledger);
        })
        .Counted<IncidentWithdrawn>((e, ledger) =>
        {
            if (e.WasMerged is not true)
                ledger.Incident(e.Incident, e.Offences, -1);
        })
        .Counted<IncidentReinstated>((e, ledger) =>
        {
            if (e.Status is not IncidentStatus.Merged)
                ledger.Incident(e.Incident, e.Offences, +1);
        })
        .Counted<IncidentMerged>((e, ledger) =>
        {
            ledger.Incident(e.Incident, e.Offences, -1);
            Respond(e, ledger);
        })
        .Counted<IncidentUnmerged>((e, ledger) =>
        {
            if (e.Status is not IncidentStatus.Withdrawn)
                ledger.Incident(e.Incident, e.Offences, +1);
            Respond(e, ledger);
        })
        .Counted<IncidentAbsorbed>(Respond)
        .Counted<IncidentSeparated>(Respond)
        .Counted<WithdrawalUnmatched>((e, ledger) => ledger.Add(Measure.UnmatchedWithdrawals, e.Withdrawn))
        .Counted<WithdrawalMatched>((e, ledger) => ledger.Remove(Measure.UnmatchedWithdrawals, e.Withdrawn))
        .Counted<UnitAssigned>((e, ledger) =>
        {
            if (e.Since is { } known)
                ledger.Time(Measure.DispatchTime, e.Incident, known);
            Respond(e, ledger);
        })
        .Counted<UnitArrived>((e, ledger) =>
        {
            if (e.Since is { } assigned)
                ledger.Time(Measure.ArrivalTime, e.Incident, assigned);
            Respond(e, ledger);
        })
        .Counted<UnitReleased>(Respond)
        .Counted<UnitCancelled>(Respond)
        .Counted<UnitDiverted>(Respond)
        .Counted<IncidentResolved>((e, ledger) =>
        {
            if (e.Since is { } known)
                ledger.Time(Measure.ResolutionTime, e.Incident, known);
            Respond(e, ledger);
        })
        .Uncounted<SignalLinked>()
        .Uncounted<SignalUnlinked>()
        .Uncounted<IncidentClosed>()
        .Uncounted<IncidentNumbered>()
        .Uncounted<PlanStepTicked>()
        .Uncounted<PlanStepUnticked>()
        .Uncounted<IncidentReopened>();

    private static void Respond<TEvent>(TEvent step, CountWriter ledger) where TEvent : IIncidentStep
    {
        if (step.Response is not { } change)
            return;
        Move(Measure.DispatchTime, t => (t.Since, t.SentAt));
        Move(Measure.ArrivalTime, t => (t.TravelSince, t.ArrivedAt));
        Move(Measure.ResolutionTime, t => (t.Since, t.ResolvedAt));

        void Move(Measure measure, Func<ResponseTimes, (OffsetDateTime? Since, OffsetDateTime? Until)> of)
        {
            var (was, now) = (of(change.Was), of(change.Is));
            if (was == now && IsCountedAlike(change.Before, change.After))
                return;
            if (was is { Since: { } since, Until: { } until })
                ledger.Time(measure, change.Before, since, until, -1);
            if (now is { Since: { } from, Until: { } to })
                ledger.Time(measure, change.After, from, to);
        }
    }

    private static bool IsCountedAlike(CountKey a, CountKey b) => a.Category == b.Category && a.Place == b.Place;
}
