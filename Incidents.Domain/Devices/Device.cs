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

/// <summary>A device was entered into the registry.</summary>
/// <param name="DeviceId">The id that its reports carry.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Place">Where it is installed.</param>
/// <param name="Model">Maker and model, or null.</param>
/// <param name="OccurredAt">When it was installed.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record DeviceRegistered(
    string DeviceId, DeviceKind Kind, Place Place, string? Model, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IStreamBeginning
{
    string IStreamBeginning.StreamType => "device";
}

/// <summary>A device was moved.</summary>
/// <param name="DeviceId">The device.</param>
/// <param name="From">Where it was installed until then.</param>
/// <param name="To">Where it is installed from then on.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record DeviceRelocated(
    string DeviceId, Place From, Place To, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IDomainEvent;

/// <summary>A device was taken out of service for good.</summary>
/// <param name="DeviceId">The device.</param>
/// <param name="Place">Where it was installed: its city is part of its identity.</param>
/// <param name="Reason">Reason code.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record DeviceRetired(
    string DeviceId, Place Place, string Reason, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IDomainEvent;

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
    /// <inheritdoc/>
    public static Device? Evolve(Device? state, object @event) => (state, @event) switch
    {
        (null, DeviceRegistered e) => new(e.DeviceId, e.Kind, e.Place, e.Model, Since: e.OccurredAt),
        ({ } device, DeviceRelocated e) => device with { Place = e.To, Since = e.OccurredAt },
        ({ } device, DeviceRetired) => device with { Retired = true },
        _ => state,
    };
}
