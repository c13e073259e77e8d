using Incidents.Domain.Devices;
using Incidents.Projections.Timelines;

namespace Incidents.Projections.Devices;

/// <summary>How the events of the device registry are described in a timeline.</summary>
internal static class DeviceTimeline
{
    public static void Declare(TimelineRules rules) => rules
        .Describe<DeviceRegistered>(TimelineSubject.Device, e => new() { DeviceId = e.DeviceId, Place = e.Place })
        .Describe<DeviceRelocated>(TimelineSubject.Device, e => new() { DeviceId = e.DeviceId, Place = e.To })
        .Describe<DeviceDescribed>(TimelineSubject.Device, e => new() { DeviceId = e.DeviceId })
        .Describe<DeviceCertified>(TimelineSubject.Device, e => new() { DeviceId = e.DeviceId })
        .Describe<DeviceMaintained>(TimelineSubject.Device, e => new() { DeviceId = e.DeviceId })
        .Describe<DeviceRetired>(TimelineSubject.Device, e => new() { DeviceId = e.DeviceId, ReasonCode = e.Reason });
}
