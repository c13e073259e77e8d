using Incidents.Domain.Recorders;
using Incidents.Projections.Timelines;

namespace Incidents.Projections.Recorders;

/// <summary>How the suspicion of a recorder is described in a timeline.</summary>
internal static class RecorderTimeline
{
    public static void Declare(TimelineRules rules) => rules
        .Describe<RecorderSuspected>(TimelineSubject.Device, e => new() { DeviceId = e.DeviceId, Place = e.Place })
        .Describe<RecorderCleared>(TimelineSubject.Device, e => new() { By = e.By, DeviceId = e.DeviceId, ReasonCode = e.Reason });
}
