using System.ComponentModel;
using Incidents.Domain;
using Incidents.Domain.Devices;
using Incidents.Projections.Outages;
using NodaTime;

namespace Incidents.Projections.Devices;

/// <summary>A device that is named in the registry or in a report.</summary>
/// <param name="Id">Id of the device, which follows from its city and the id that its reports carry.</param>
/// <param name="Version">Number of its events in the registry; 0 where only reports name it.</param>
/// <param name="DeviceId">The id that its reports carry; unique within the city.</param>
/// <param name="Kind">What it is, or null where only reports name it.</param>
/// <param name="Place">Where it is installed; only the city where only reports name it.</param>
/// <param name="Model">Maker and model, or null.</param>
/// <param name="IsRegistered">Whether it is in the registry; false where only reports name it.</param>
/// <param name="IsRetired">Whether it was taken out of service.</param>
/// <param name="ReportCount">Number of alerts, calls, violations and incidents that it reported.</param>
/// <param name="FirstReportAt">When the first of them occurred, or null.</param>
/// <param name="LastReportAt">When the last of them occurred, or null.</param>
[DisplayName("Device")]
public sealed record DeviceRow(
    Guid Id, long Version, string DeviceId, DeviceKind? Kind, Place Place, string? Model, bool IsRegistered, bool IsRetired,
    int ReportCount, OffsetDateTime? FirstReportAt, OffsetDateTime? LastReportAt)
{
    /// <summary>What else the registry says of it.</summary>
    public DeviceDetails Details { get; init; } = DeviceDetails.None;

    /// <summary>Whether it works, as far as that is known.</summary>
    public DeviceHealth Health { get; init; } = new(DeviceHealthStatus.Unknown, null, [], false, null);

    /// <summary>
    /// Share of the known time of the last 30 days, from its acceptance on, in which it was neither silent nor faulted, 0 to 1; null where
    /// it is not accepted, where it is retired, and where nothing is known.
    /// </summary>
    public double? AvailableShare { get; init; }

    /// <summary>
    /// Its outages, silences with its town included, by their beginning: those that are open, and the last 100. Who does not see when
    /// single devices reported sees their days only.
    /// </summary>
    public IReadOnlyList<DeviceOutage> Outages { get; init; } = [];

    /// <summary>How far its clock is off; null where fewer than five live reports of its last seven days measure it.</summary>
    public DeviceClock? Clock { get; init; }

    /// <summary>Its certificates, by number.</summary>
    public IReadOnlyList<DeviceCertificate> Certificates { get; init; } = [];

    /// <summary>Work that is planned or was done on it, by number.</summary>
    public IReadOnlyList<DeviceMaintenance> Maintenance { get; init; } = [];

    /// <summary>City code; also in `place`.</summary>
    public string City => Place.City;

    /// <summary>District, or null; also in `place`.</summary>
    public string? District => Place.District;

    /// <summary>Coordinates, or null where they are not known; also in `place`.</summary>
    public GeoPoint? Point => Place.Point;

    /// <summary>Street, or null; also in `place`.</summary>
    public string? Street => Place.Street;

    /// <summary>The device as a reader sees it: where not exactly, without what tells of its single reports.</summary>
    public DeviceRow SeenBy(RowSight sight) => sight.IsExact(City, isOpen: true)
        ? this
        : this with
        {
            Place = RowSight.Snapped(Place),
            ReportCount = 0,
            FirstReportAt = null,
            LastReportAt = null,
            Health = Health with { HeardAt = null, Since = OfDay(Health.Since) },
            Outages = [.. Outages.Select(o => o with { BeganAt = OfDay(o.BeganAt)!.Value, EndedAt = OfDay(o.EndedAt) })],
            Clock = Clock is null ? null : Clock with { Reports = 0, From = null, Until = null },
        };

    // When a single device spoke last, and again, is as exact as when it reported.
    private static OffsetDateTime? OfDay(OffsetDateTime? at) => at?.With((LocalTime _) => LocalTime.Midnight);

    /// <summary>The device as its events say; what reports of it count stays.</summary>
    public DeviceRow With(Device device, long version) => this with
    {
        Version = version,
        Kind = device.Kind,
        Place = device.Place,
        Model = device.Model,
        IsRegistered = true,
        IsRetired = device.Retired,
        Details = device.Details,
        Certificates = [.. device.Certificates.OrderBy(c => c.Number, StringComparer.Ordinal)],
        Maintenance = [.. device.Maintenance.OrderBy(m => m.Number, StringComparer.Ordinal)],
    };
}

/// <summary>Filter of devices. Null means any, an empty list none.</summary>
/// <param name="Cities">City codes.</param>
/// <param name="Kinds">Kinds; null also includes the unknown kind of those that are not registered.</param>
/// <param name="IsRegistered">Only those that are in the registry (true), or only those that are not (false).</param>
/// <param name="IsRetired">Only those that were taken out of service (true), or only the others (false).</param>
/// <param name="Healths">Only those whose health is one of these.</param>
/// <param name="Owners">Only those of these owners, as the registry names them.</param>
/// <param name="IsInstalled">Only those that are installed (true), or only those that are planned (false).</param>
/// <param name="IsAccepted">Only those that were accepted (true), or only the others (false).</param>
/// <param name="CertificateEndsBefore">Only those with a certificate whose last day is before this one, and none that ends later.</param>
public sealed record DeviceFilter(
    IReadOnlyList<string>? Cities = null, IReadOnlyList<DeviceKind>? Kinds = null, bool? IsRegistered = null, bool? IsRetired = null,
    IReadOnlyList<DeviceHealthStatus>? Healths = null, IReadOnlyList<string>? Owners = null, bool? IsInstalled = null,
    bool? IsAccepted = null, LocalDate? CertificateEndsBefore = null);

/// <summary>Number of devices of a kind in a city.</summary>
/// <param name="City">City code.</param>
/// <param name="Kind">What they are, or null where only reports name them.</param>
/// <param name="InService">Number in the registry and not retired.</param>
/// <param name="Retired">Number taken out of service.</param>
/// <param name="Unregistered">Number that only reports name.</param>
public sealed record DeviceCount(string City, DeviceKind? Kind, int InService, int Retired, int Unregistered);
