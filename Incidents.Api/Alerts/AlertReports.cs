using Incidents.Api.Ingest;
using Incidents.Domain;
using Incidents.Domain.Alerts;

namespace Incidents.Api.Alerts;

/// <summary>The reports of cameras and their analytics.</summary>
internal static class AlertReports
{
    /// <summary>Kind <c>alert</c>.</summary>
    public static readonly ReportKind Kind = new ReportKind(RaiseAlert.Kind)
        .Once<Alert>("raised", Raise, RequiredField.Category)
        .Repeated<Alert>("updated", r => Step(r, alert => Update(r, alert)), RequiredField.Minute, RequiredField.Category)
        .Once<Alert>(
            "ended", r => Step(r, alert => new EndAlert(alert, r.OccurredAt, r.KnownAt)), RequiredField.Minute, RequiredField.Category);

    private static RaiseAlert Raise(CheckedReport r) => new(
        r.Origin, r.Report.Category!, r.Report.Confidence, r.Report.DeviceId, r.Place, r.Report.Clip, r.Report.Snapshot, r.Plate,
        r.OccurredAt, r.KnownAt, Precision: r.Precision);

    private static UpdateAlert Update(CheckedReport r, Guid alert) =>
        new(alert, r.Report.Category, r.Report.Confidence, r.Report.Clip, r.Report.Snapshot, r.Plate, r.OccurredAt, r.KnownAt);

    private static ReportStep<Alert> Step(CheckedReport r, Func<Guid, ICommand<Alert>> step)
    {
        var raise = Raise(r) with { Assumed = true };
        return new(raise, step(raise.StreamId));
    }
}
