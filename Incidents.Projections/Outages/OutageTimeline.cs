using Incidents.Domain.Outages;
using Incidents.Projections.Timelines;

namespace Incidents.Projections.Outages;

/// <summary>How outages are described in a timeline.</summary>
internal static class OutageTimeline
{
    public static void Declare(TimelineRules rules) => rules
        .Describe<DeviceFellSilent>(TimelineSubject.Device, e => new() { DeviceId = e.DeviceId, Place = e.Place })
        .Describe<DeviceHeardAgain>(TimelineSubject.Device, e => new() { DeviceId = e.DeviceId })
        .Describe<DeviceFaulted>(
            TimelineSubject.Device, e => new() { DeviceId = e.DeviceId, Place = e.Place, ReasonCode = OutageRows.Name(e.Fault) })
        .Describe<DeviceRecovered>(
            TimelineSubject.Device, e => new() { DeviceId = e.DeviceId, ReasonCode = e.Fault is { } fault ? OutageRows.Name(fault) : null })
        .Describe<TownFellSilent>(TimelineSubject.Device, e => new() { Place = e.Place })
        .Describe<TownHeardAgain>(TimelineSubject.Device, e => new() { Place = e.Place });
}
