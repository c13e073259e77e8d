using NodaTime;

namespace Incidents.Domain.Devices;

/// <summary>A device was entered into the registry.</summary>
/// <param name="DeviceId">The id that its reports carry.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Place">Where it is installed.</param>
/// <param name="Model">Maker and model, or null.</param>
/// <param name="OccurredAt">When it was installed, or entered where it is only planned.</param>
/// <param name="KnownAt">When the centre learned it.</param>
/// <param name="Details">What else was said of it; null for nothing, and in old events.</param>
public sealed record DeviceRegistered(
    string DeviceId, DeviceKind Kind, Place Place, string? Model, OffsetDateTime OccurredAt, OffsetDateTime KnownAt,
    DeviceDetails? Details = null) : IStreamBeginning
{
    string IStreamBeginning.StreamType => "device";

    /// <summary>
    /// The local day on which it was installed: as the registry says it, else the day of its entry; null where only the day is known for
    /// which it is planned.
    /// </summary>
    public static LocalDate? InstalledOn(DeviceDetails? details, OffsetDateTime entered) =>
        details?.InstalledOn ?? details?.AcceptedOn ?? (details?.PlannedOn is null ? entered.Date : null);
}

/// <summary>A device was moved, or its place was put right.</summary>
/// <param name="DeviceId">The device.</param>
/// <param name="From">Where it was installed until then.</param>
/// <param name="To">Where it is installed from then on.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record DeviceRelocated(
    string DeviceId, Place From, Place To, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IDomainEvent;

/// <summary>Something else is known of a device than before: its model, view, owner, days or costs.</summary>
/// <param name="DeviceId">The device.</param>
/// <param name="Place">Where it is installed: its city is part of its identity.</param>
/// <param name="Model">Maker and model from then on, or null.</param>
/// <param name="Details">All that is known from then on.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record DeviceDescribed(
    string DeviceId, Place Place, string? Model, DeviceDetails Details, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IDomainEvent;

/// <summary>A certificate of a device was entered, or put right.</summary>
/// <param name="DeviceId">The device.</param>
/// <param name="Place">Where it is installed: its city is part of its identity.</param>
/// <param name="Certificate">The certificate.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record DeviceCertified(
    string DeviceId, Place Place, DeviceCertificate Certificate, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IDomainEvent;

/// <summary>Work on a device was planned, done, or put right.</summary>
/// <param name="DeviceId">The device.</param>
/// <param name="Place">Where it is installed: its city is part of its identity.</param>
/// <param name="Maintenance">The work.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record DeviceMaintained(
    string DeviceId, Place Place, DeviceMaintenance Maintenance, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IDomainEvent;

/// <summary>A device was taken out of service for good.</summary>
/// <param name="DeviceId">The device.</param>
/// <param name="Place">Where it was installed: its city is part of its identity.</param>
/// <param name="Reason">Reason code.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record DeviceRetired(
    string DeviceId, Place Place, string Reason, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IDomainEvent;
