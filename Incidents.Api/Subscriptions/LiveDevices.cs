using Incidents.Domain;
using Incidents.Domain.Devices;
using Incidents.Domain.Outages;

namespace Incidents.Api.Subscriptions;

/// <summary>The device, or the town whose link it is, that an event is about.</summary>
/// <param name="City">City code.</param>
/// <param name="DeviceId">The device; null for the whole town.</param>
internal readonly record struct LiveDevice(string City, string? DeviceId);

/// <summary>Finds the device of an event: of the registry, or of outages, whose streams are others than the registry's.</summary>
internal static class LiveDevices
{
    /// <summary>Whether events of a type are about a device or the link of a town.</summary>
    public static bool AreOf(Type type) =>
        type.Namespace == typeof(DeviceRegistered).Namespace || type.Namespace == typeof(DeviceFellSilent).Namespace;

    /// <summary>What an event is about, or null.</summary>
    public static LiveDevice? Of(IDomainEvent content) => content switch
    {
        DeviceRegistered e => Of(e.Place, e.DeviceId),
        DeviceRelocated e => Of(e.To, e.DeviceId),
        DeviceDescribed e => Of(e.Place, e.DeviceId),
        DeviceCertified e => Of(e.Place, e.DeviceId),
        DeviceMaintained e => Of(e.Place, e.DeviceId),
        DeviceRetired e => Of(e.Place, e.DeviceId),
        DeviceFellSilent e => Of(e.Place, e.DeviceId),
        DeviceHeardAgain e => Of(e.Place, e.DeviceId),
        DeviceFaulted e => Of(e.Place, e.DeviceId),
        DeviceRecovered e => Of(e.Place, e.DeviceId),
        TownFellSilent e => Of(e.Place, null),
        TownHeardAgain e => Of(e.Place, null),
        _ => null,
    };

    /// <summary>The devices that some events are about.</summary>
    public static HashSet<(string City, string DeviceId)> Of(IEnumerable<LiveEvent> events) =>
        [.. events.Where(e => e.Device is { DeviceId: not null }).Select(e => (e.Device!.Value.City, e.Device.Value.DeviceId!))];

    private static LiveDevice Of(Place place, string? deviceId) => new(place.City, deviceId);
}
