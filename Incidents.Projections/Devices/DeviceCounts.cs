using Incidents.Domain.Devices;
using Incidents.Projections.Ledgers;

namespace Incidents.Projections.Devices;

/// <summary>The events of the device registry count for nothing: devices are counted where they are listed.</summary>
internal static class DeviceCounts
{
    public static void Declare(CountRules rules) =>
        rules.Uncounted<DeviceRegistered>().Uncounted<DeviceRelocated>().Uncounted<DeviceDescribed>().Uncounted<DeviceCertified>()
            .Uncounted<DeviceMaintained>().Uncounted<DeviceRetired>();
}
