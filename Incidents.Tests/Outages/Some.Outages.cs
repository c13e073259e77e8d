using Incidents.Domain;
using Incidents.Domain.Outages;

namespace Incidents.Tests;

internal static partial class Some
{
    private static IReadOnlyList<IDomainEvent> OutageEvents =>
    [
        new DeviceFellSilent("cam-1", Place, 840, Began, Now),
        new DeviceHeardAgain("cam-1", Place, Began, Now, Now),
        new DeviceFaulted("cam-1", Place, DeviceFault.Storage, Began, Now),
        new DeviceRecovered("cam-1", Place, DeviceFault.Storage, Began, Now, Now),
        new TownFellSilent(new("karaganda"), 500, Began, Now, ["cam-1", "cam-2"]),
        new TownHeardAgain(new("karaganda"), Began, Now, Now),
    ];

    public static DeviceOutages Outages(params IDomainEvent[] events) => Folded<DeviceOutages>(events);
}
