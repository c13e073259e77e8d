using Incidents.Projections.Timelines;

namespace Incidents.Projections.Plates;

/// <summary>How plate reads are described in a timeline.</summary>
internal static class PlateTimeline
{
    public static void Declare(TimelineRules rules) => rules.Describe<Domain.Plates.PlateRead>(TimelineSubject.PlateRead, e => new()
    {
        Source = e.Origin.Source,
        DeviceId = e.DeviceId,
        Place = e.Place,
        Precision = e.Precision,
    });
}
