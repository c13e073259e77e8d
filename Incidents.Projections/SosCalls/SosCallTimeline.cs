using Incidents.Domain.SosCalls;
using Incidents.Projections.Timelines;

namespace Incidents.Projections.SosCalls;

/// <summary>How the events of SOS calls are described in a timeline.</summary>
internal static class SosCallTimeline
{
    public static void Declare(TimelineRules rules) => rules
        .Describe<SosCallPlaced>(TimelineSubject.SosCall, e => new()
        {
            Source = e.Origin.Source,
            DeviceId = e.Terminal,
            Place = e.Place,
            Category = e.Category,
            Precision = e.Precision,
        })
        .Describe<SosCallBeginningReported>(TimelineSubject.SosCall, e => new()
        {
            DeviceId = e.Terminal,
            Place = e.Call.Place,
            Category = e.Call.Category,
            Precision = e.Call.Precision,
        })
        .Describe<SosCallAnswered>(TimelineSubject.SosCall, e => new() { By = e.AnsweredBy })
        .Describe<SosCallAbandoned>(TimelineSubject.SosCall, _ => new())
        .Describe<SosCallEnded>(TimelineSubject.SosCall, e => new() { OutcomeCode = e.Outcome })
        .Describe<SosCallEscalated>(TimelineSubject.SosCall, e => new() { ReasonCode = e.Reason })
        .Describe<SosCallCalledBack>(TimelineSubject.SosCall, e => new()
        {
            By = e.By,
            OutcomeCode = e.Reached ? "reached" : "not-reached",
        });
}
