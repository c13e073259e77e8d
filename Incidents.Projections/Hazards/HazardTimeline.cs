using Incidents.Domain.Hazards;
using Incidents.Projections.Timelines;

namespace Incidents.Projections.Hazards;

/// <summary>How hazards are described in a timeline.</summary>
internal static class HazardTimeline
{
    public static void Declare(TimelineRules rules) => rules
        .Describe<HazardNoted>(TimelineSubject.Hazard, e => new()
        {
            Source = e.Origin.Source,
            By = e.By,
            Place = e.Place,
            Category = e.Category,
        })
        .Describe<HazardLifted>(TimelineSubject.Hazard, e => new() { By = e.By, ReasonCode = e.Reason });
}
