using Incidents.Domain.Violations;
using Incidents.Projections.Timelines;

namespace Incidents.Projections.Violations;

/// <summary>How the events of violations are described in a timeline.</summary>
internal static class ViolationTimeline
{
    public static void Declare(TimelineRules rules) => rules
        .Describe<ViolationRecorded>(TimelineSubject.Violation, e => new()
        {
            Source = e.Origin.Source,
            DeviceId = e.Recorder,
            Place = e.Place,
            Category = e.Category,
            Precision = e.Precision,
        })
        .Describe<ViolationReviewed>(TimelineSubject.Violation, e => new() { By = e.By })
        .Describe<ViolationConfirmed>(TimelineSubject.Violation, e => new() { By = e.By })
        .Describe<ViolationDismissed>(TimelineSubject.Violation, e => new() { By = e.By, ReasonCode = e.Reason })
        .Describe<ViolationFined>(TimelineSubject.Violation, _ => new())
        .Describe<ViolationCancelled>(TimelineSubject.Violation, e => new() { By = e.By, ReasonCode = e.Reason })
        .Describe<ViolationReinstated>(TimelineSubject.Violation, e => new() { By = e.By, ReasonCode = e.Reason })
        .Describe<ViolationHeld>(TimelineSubject.Violation, e => new() { By = e.By, ReasonCode = HoldWords.Code(e.Reason) })
        .Describe<ViolationHoldLifted>(TimelineSubject.Violation, e => new() { By = e.By, ReasonCode = e.Reason });
}
