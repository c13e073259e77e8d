using Incidents.Domain;
using Incidents.Domain.Devices;
using NodaTime;

namespace Incidents.Tests;

internal static partial class Some
{
    private static IReadOnlyList<IDomainEvent> DeviceEvents =>
    [
        DeviceRegistered(),
        new DeviceRelocated("cam-1", Place, Place with { Street = "Side Street" }, Now, Now),
        new DeviceDescribed("cam-1", Place, "X1", Details, Now, Now),
        new DeviceCertified("cam-1", Place, DevicePaper, Now, Now),
        new DeviceMaintained("cam-1", Place, Maintenance, Now, Now),
        new DeviceRetired("cam-1", Place, "broken", Now, Now),
    ];

    public static DeviceDetails Details { get; } = new(
        90, 60, 80, "Akimat", new LocalDate(2026, 3, 1), new LocalDate(2026, 4, 1), new LocalDate(2026, 4, 15), 900_000, 120_000);

    public static DeviceCertificate DevicePaper { get; } = new(
        "KZ-1", new LocalDate(2027, 3, 31), new LocalDate(2026, 4, 1), "KazStandard");

    public static DeviceMaintenance Maintenance { get; } = new("W-1", "cleaning", new LocalDate(2026, 6, 1), null, 5_000);

    public static DeviceRegistered DeviceRegistered() => new("cam-1", DeviceKind.Camera, Place, "X1", Began, Began);

    public static Device Device(params IDomainEvent[] then) => Folded<Device>([DeviceRegistered(), .. then]);
}
