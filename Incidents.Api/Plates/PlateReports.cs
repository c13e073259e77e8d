using Incidents.Api.Ingest;
using Incidents.Domain.Plates;

namespace Incidents.Api.Plates;

/// <summary>The reports of plate readers.</summary>
internal static class PlateReports
{
    /// <summary>Kind <c>plateRead</c>.</summary>
    public static readonly ReportKind Kind = new ReportKind(RecordPlateRead.Kind)
        .Once<VehiclePass>("read", Record, RequiredField.Plate);

    private static RecordPlateRead Record(CheckedReport r) => new(
        r.Origin, r.Plate!, r.Report.Confidence, r.Report.DeviceId, r.Place, r.Report.Snapshot, r.OccurredAt, r.KnownAt, r.Precision);
}
