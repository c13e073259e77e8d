using Incidents.Domain.Alerts;
using Incidents.Projections.Timelines;

namespace Incidents.Projections.Alerts;

/// <summary>How the events of alerts are described in a timeline.</summary>
internal static class AlertTimeline
{
    public static void Declare(TimelineRules rules) => rules
        .Describe<AlertRaised>(TimelineSubject.Alert, e => new()
        {
            Source = e.Origin.Source,
            DeviceId = e.DeviceId,
            Place = e.Place,
            Category = e.Category,
            Precision = e.Precision,
        })
        .Describe<AlertBeginningReported>(TimelineSubject.Alert, e => new()
        {
            DeviceId = e.DeviceId,
            Place = e.Alert.Place,
            Category = e.Alert.Category,
            Precision = e.Alert.Precision,
        })
        .Describe<AlertUpdated>(TimelineSubject.Alert, e => new() { Category = e.Category == e.Before.Category ? null : e.Category })
        .Describe<AlertEnded>(TimelineSubject.Alert, _ => new())
        .Describe<AlertAcknowledged>(TimelineSubject.Alert, e => new() { By = e.By })
        .Describe<AlertDismissed>(TimelineSubject.Alert, e => new() { By = e.By, ReasonCode = e.Reason })
        .Describe<AlertReinstated>(TimelineSubject.Alert, e => new() { By = e.By, ReasonCode = e.Reason })
        .Describe<AlertJudged>(
            TimelineSubject.Alert, e => new() { By = e.By, ReasonCode = e.Reason, OutcomeCode = OutcomeWords.Code(e.Outcome) })
        .Describe<AlertJudgementWithdrawn>(TimelineSubject.Alert, e => new() { By = e.By });
}
