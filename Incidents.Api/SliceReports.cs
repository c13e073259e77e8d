using Incidents.Api.Alerts;
using Incidents.Api.Devices;
using Incidents.Api.Dispatch;
using Incidents.Api.Ingest;
using Incidents.Api.Plates;
using Incidents.Api.SosCalls;
using Incidents.Api.Upkeep;
using Incidents.Api.Violations;

namespace Incidents.Api;

/// <summary>The kinds of report of every slice, collected: the only list of slices in the intake.</summary>
internal static class SliceReports
{
    /// <summary>All kinds.</summary>
    public static readonly ReportKinds Kinds = new(
        AlertReports.Kind, SosCallReports.Kind, ViolationReports.Kind, PlateReports.Kind, IncidentReports.Kind, DeviceReports.Kind,
        UpkeepReports.Kind);
}
