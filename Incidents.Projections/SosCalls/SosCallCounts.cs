using Incidents.Domain.SosCalls;
using Incidents.Projections.Ledgers;

namespace Incidents.Projections.SosCalls;

/// <summary>What the events of SOS calls count for.</summary>
internal static class SosCallCounts
{
    public static void Declare(CountRules rules) => rules
        .Counted<SosCallPlaced>((e, ledger) => ledger.Add(Measure.SosCalls, new(e.Category, e.Place, e.OccurredAt)))
        .Counted<SosCallAnswered>((e, ledger) =>
        {
            // Where the first report of a call is its answer, both have the same moment: how long the caller waited is not known.
            if (e.OccurredAt.ToInstant() != e.Call.OccurredAt.ToInstant())
                ledger.Time(Measure.AnswerTime, e.Call, e.Call.OccurredAt);
        })
        .Counted<SosCallAbandoned>((e, ledger) => ledger.Add(Measure.AbandonedCalls, e.Call))
        .Uncounted<SosCallEnded>()
        .Uncounted<SosCallEscalated>();
}
