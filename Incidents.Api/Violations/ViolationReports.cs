using Incidents.Api.Ingest;
using Incidents.Domain;
using Incidents.Domain.Violations;

namespace Incidents.Api.Violations;

/// <summary>The reports of traffic recorders.</summary>
internal static class ViolationReports
{
    /// <summary>Kind <c>violation</c>.</summary>
    public static readonly ReportKind Kind = new ReportKind(RecordViolation.Kind)
        .Holds("recorder", "deviceId")
        .Once<Violation>("recorded", Record, RequiredField.Article);

    private static RecordViolation Record(CheckedReport r) => new(
        r.Origin, r.Report.Article!, r.Report.Part, r.Report.Category ?? CategoryCode.OfArticle("koap", r.Report.Article!),
        r.Report.Measured, r.Plate, r.Report.DeviceId, r.Report.Certificate, r.Report.Snapshot, r.Place, r.OccurredAt, r.KnownAt,
        r.Precision);
}
