using Incidents.Domain.Alerts;
using Incidents.Projections.Ledgers;

namespace Incidents.Projections.Alerts;

/// <summary>What the events of alerts count for.</summary>
internal static class AlertCounts
{
    public static void Declare(CountRules rules) => rules
        .Counted<AlertRaised>((e, ledger) => ledger.Add(Measure.Alerts, e.CountKey()))
        .Counted<AlertBeginningReported>((e, ledger) =>
            ledger.Move(e.Dismissed ? Measure.FalseAlerts : Measure.Alerts, e.Before, e.Alert))
        .Counted<AlertUpdated>((e, ledger) => ledger.Recategorise(Measure.Alerts, e.Before, e.Category))
        .Counted<AlertDismissed>((e, ledger) =>
        {
            ledger.Remove(Measure.Alerts, e.Alert);
            ledger.Add(Measure.FalseAlerts, e.Alert);
        })
        .Counted<AlertReinstated>((e, ledger) =>
        {
            ledger.Remove(Measure.FalseAlerts, e.Alert);
            ledger.Add(Measure.Alerts, e.Alert);
        })
        .Uncounted<AlertEnded>()
        .Uncounted<AlertAcknowledged>()
        .Uncounted<AlertJudged>()
        .Uncounted<AlertJudgementWithdrawn>();
}
