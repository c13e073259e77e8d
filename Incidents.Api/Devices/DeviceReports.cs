using Incidents.Api.Ingest;
using Incidents.Domain.Devices;

namespace Incidents.Api.Devices;

/// <summary>The reports of device inventories.</summary>
internal static class DeviceReports
{
    /// <summary>Kind <c>device</c>.</summary>
    public static readonly ReportKind Kind = new ReportKind(RegisterDevice.Kind)
        // An inventory is sent again and again; what it says is where the device is, not when that was written down.
        .Holds("kind", "deviceKind").Ignores("occurredAt")
        .Once<Device>("registered", Register, RequiredField.DeviceId, RequiredField.DeviceKind);

    private static RegisterDevice Register(CheckedReport r) =>
        new(r.Report.DeviceId!, r.Report.DeviceKind!.Value, r.Place, r.Report.Model, r.OccurredAt, r.KnownAt);
}
