using Incidents.Domain.Alerts;
using Incidents.Domain.Dispatch;
using Incidents.Projections.Signals;

namespace Incidents.Projections.Alerts;

/// <summary>What the events of alerts change in the register of signals.</summary>
internal static class AlertRows
{
    public static void Declare(SignalRules rules) => rules
        .On<AlertRaised>((row, e) =>
        {
            row.Begin(SignalKind.Alert, e.Origin, e.CountKey(), e.DeviceId, e, e.Assumed is true);
            row.BeginPlate(e.Plate, e.Assumed is true);
        })
        .On<AlertBeginningReported>((row, e) =>
        {
            row.BeginLate(e.Alert, e.DeviceId);
            row.BeginPlateLate(e.Plate);
        })
        .On<AlertUpdated>((row, e) =>
        {
            row.Key = e.Before with { Category = e.Category };
            row.ReadPlate(e.Plate, e.OccurredAt);
        })
        .On<AlertEnded>((row, e) => row.EndedAt = e.OccurredAt.ToInstant())
        .On<AlertAcknowledged>((row, e) => row.Take(e.By, e.OccurredAt))
        .On<AlertDismissed>((row, e) => row.Discount(e.Reason))
        .On<AlertReinstated>((row, _) => row.Recount())
        .On<AlertJudged>()
        .On<AlertJudgementWithdrawn>();
}
