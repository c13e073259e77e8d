using Incidents.Domain.Dispatch;
using Incidents.Projections.Timelines;

namespace Incidents.Projections.Dispatch;

/// <summary>How the events of incidents are described in a timeline.</summary>
internal static class IncidentTimeline
{
    public static void Declare(TimelineRules rules) => rules
        .Describe<IncidentOpened>(TimelineSubject.Incident, e => new()
        {
            Source = e.Origin.Source,
            DeviceId = e.DeviceId,
            Place = e.Place,
            Category = e.Category,
            Precision = e.Precision,
            By = e.Rule?.Actor(),
            Rule = e.Rule,
        })
        .Describe<OffenceAdded>(TimelineSubject.Incident, e => new()
        {
            Source = e.Origin.Source,
            DeviceId = e.DeviceId,
            Place = e.Place,
            Category = e.Category,
            Precision = e.Precision,
        })
        .Describe<IncidentCategorised>(TimelineSubject.Incident, e => new() { By = e.By, Category = e.To })
        .Describe<IncidentCorrected>(TimelineSubject.Incident, e => new() { By = e.By, ReasonCode = e.Reason, Place = e.Place })
        .Describe<SignalLinked>(TimelineSubject.Incident, e => new() { By = e.By, Rule = e.Rule })
        .Describe<SignalUnlinked>(TimelineSubject.Incident, e => new() { By = e.By })
        .Describe<UnitAssigned>(TimelineSubject.Incident, e => new() { Unit = e.Unit })
        .Describe<UnitArrived>(TimelineSubject.Incident, e => new() { Unit = e.Unit })
        .Describe<UnitReleased>(TimelineSubject.Incident, e => new() { Unit = e.Unit })
        .Describe<UnitCancelled>(TimelineSubject.Incident, e => new() { Unit = e.Unit })
        .Describe<UnitDiverted>(TimelineSubject.Incident, e => new() { Unit = e.Unit })
        .Describe<IncidentResolved>(TimelineSubject.Incident, e => new() { OutcomeCode = e.Outcome })
        .Describe<IncidentClosed>(TimelineSubject.Incident, e => new() { By = e.By })
        .Describe<IncidentNumbered>(TimelineSubject.Incident, e => new() { By = e.By })
        .Describe<PlanStepTicked>(TimelineSubject.Incident, e => new() { By = e.By, PlanStep = e.Step })
        .Describe<PlanStepUnticked>(TimelineSubject.Incident, e => new() { By = e.By, PlanStep = e.Step, ReasonCode = e.Reason })
        .Describe<IncidentReopened>(TimelineSubject.Incident, e => new() { By = e.By, ReasonCode = e.Reason })
        .Describe<IncidentWithdrawn>(TimelineSubject.Incident, e => new() { By = e.Origin.Source, ReasonCode = e.Reason })
        .Describe<IncidentReinstated>(TimelineSubject.Incident, e => new() { By = e.By, ReasonCode = e.Reason })
        .Describe<IncidentMerged>(TimelineSubject.Incident, e => new() { By = e.By })
        .Describe<IncidentUnmerged>(TimelineSubject.Incident, e => new() { By = e.By })
        .Describe<IncidentAbsorbed>(TimelineSubject.Incident, e => new() { By = e.By })
        .Describe<IncidentSeparated>(TimelineSubject.Incident, e => new() { By = e.By })
        .Describe<WithdrawalUnmatched>(TimelineSubject.Withdrawal, e => new()
        {
            Source = e.Origin.Source,
            Place = e.Withdrawn.Place,
            Category = e.Withdrawn.Category,
        })
        .Describe<WithdrawalMatched>(TimelineSubject.Withdrawal, _ => new());
}
