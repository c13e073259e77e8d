using Incidents.Domain.SosCalls;
using Incidents.Projections.Ledgers;

namespace Incidents.Projections.SosCalls;

/// <summary>What the events of SOS calls count for.</summary>
internal static class SosCallCounts
{
    public static void Declare(CountRules rules) => rules
        .Counted<SosCallPlaced>((e, ledger) => ledger.Add(Measure.SosCalls, e.CountKey()))
        .Counted<SosCallBeginningReported>((e, ledger) =>
        {
            ledger.Move(Measure.SosCalls, e.Before, e.Call);
            if (e.Abandoned)
                ledger.Move(Measure.AbandonedCalls, e.Before, e.Call);
            if (e is { AnsweredAt: { } answered, Call.Precision: null })
                ledger.Time(Measure.AnswerTime, e.Call, e.OccurredAt, answered);
        })
        .Counted<SosCallAnswered>((e, ledger) =>
        {
            if (e.HasAnswerTime())
                ledger.Time(Measure.AnswerTime, e.Call, e.Call.OccurredAt);
        })
        .Counted<SosCallAbandoned>((e, ledger) => ledger.Add(Measure.AbandonedCalls, e.Call))
        .Uncounted<SosCallEnded>()
        .Uncounted<SosCallEscalated>()
        .Uncounted<SosCallCalledBack>();
}
