using Incidents.Domain;
using Incidents.Domain.Work;
using Incidents.Projections.Timelines;

namespace Incidents.Projections.Work;

/// <summary>How it is described in a timeline who works on something.</summary>
internal static class WorkTimeline
{
    public static void Declare(TimelineRules rules) => rules
        .Describe<WorkTaken>(e => Subject(e.Kind), e => new() { By = e.By })
        .Describe<WorkReleased>(e => Subject(e.Kind), e => new() { By = e.By })
        .Describe<WorkHandedOver>(e => Subject(e.Kind), e => new() { By = e.By, Person = e.Holder })
        .Describe<WorkTakenOver>(e => Subject(e.Kind), e => new() { By = e.By, Person = e.Previous, ReasonCode = e.Reason });

    private static TimelineSubject Subject(WorkKind kind) => kind switch
    {
        WorkKind.Alert => TimelineSubject.Alert,
        WorkKind.SosCall => TimelineSubject.SosCall,
        WorkKind.Violation => TimelineSubject.Violation,
        _ => TimelineSubject.Incident,
    };
}
