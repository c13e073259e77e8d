using Incidents.Domain;
using Incidents.Domain.Devices;

namespace Incidents.Tests;

internal static partial class Some
{
    private static IReadOnlyList<IDomainEvent> DeviceEvents =>
    [
        DeviceRegistered(),
        new DeviceRelocated("cam-1", Place, Place with { Street = "Side Street" }, Now, Now),
        new DeviceRetired("cam-1", Place, "broken", Now, Now),
    ];

    public static DeviceRegistered DeviceRegistered() => new("cam-1", DeviceKind.Camera, Place, "X1", Began, Began);

    public static Device Device(params IDomainEvent[] then) => Folded<Device>([DeviceRegistered(), .. then]);
}
