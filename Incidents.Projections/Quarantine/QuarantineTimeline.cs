using Incidents.Domain;
using Incidents.Domain.Quarantine;
using Incidents.Projections.Timelines;

namespace Incidents.Projections.Quarantine;

/// <summary>How the events of the quarantine are described in a timeline.</summary>
internal static class QuarantineTimeline
{
    public static void Declare(TimelineRules rules) => rules
        .Describe<EventReleased>(TimelineSubject.EventRelease, e => new()
        {
            By = e.By,
            Place = new Place(e.City),
            ReasonCode = e.ReadModel,
        });
}
