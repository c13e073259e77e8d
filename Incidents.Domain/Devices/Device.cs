using NodaTime;

namespace Incidents.Domain.Devices;

/// <summary>What a device is.</summary>
public enum DeviceKind
{
    /// <summary>A street camera.</summary>
    Camera,

    /// <summary>A complex that records traffic violations.</summary>
    Recorder,

    /// <summary>An emergency (SOS) terminal.</summary>
    SosTerminal,
}

/// <summary>One device of the registry.</summary>
/// <param name="DeviceId">The id that its reports carry.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Place">Where it is installed.</param>
/// <param name="Model">Maker and model, or null.</param>
/// <param name="Retired">Whether it was taken out of service.</param>
/// <param name="Since">When it was installed where it is.</param>
public sealed record Device(
    string DeviceId, DeviceKind Kind, Place Place, string? Model, bool Retired = false, OffsetDateTime Since = default)
    : StreamState, IState<Device>
{
    /// <summary>What else the registry says of it.</summary>
    public DeviceDetails Details { get; init; } = DeviceDetails.None;

    /// <summary>Its certificates, in the order in which they were entered.</summary>
    public IReadOnlyList<DeviceCertificate> Certificates { get; init; } = [];

    /// <summary>Work on it, in the order in which it was entered.</summary>
    public IReadOnlyList<DeviceMaintenance> Maintenance { get; init; } = [];

    /// <inheritdoc/>
    public static Device? Evolve(Device? state, object @event) => (state, @event) switch
    {
        (null, DeviceRegistered e) =>
            new(e.DeviceId, e.Kind, e.Place, e.Model, Since: e.OccurredAt) { Details = e.Details ?? DeviceDetails.None },
        ({ } device, DeviceRelocated e) => device with { Place = e.To, Since = e.OccurredAt },
        ({ } device, DeviceDescribed e) => device with { Model = e.Model, Details = e.Details },
        ({ } device, DeviceCertified e) => device with
        {
            Certificates = [.. device.Certificates.Where(c => c.Number != e.Certificate.Number), e.Certificate],
        },
        ({ } device, DeviceMaintained e) => device with
        {
            Maintenance = [.. device.Maintenance.Where(m => m.Number != e.Maintenance.Number), e.Maintenance],
        },
        ({ } device, DeviceRetired) => device with { Retired = true },
        _ => state,
    };
}
