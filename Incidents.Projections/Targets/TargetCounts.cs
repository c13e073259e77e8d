using Incidents.Domain.Targets;
using Incidents.Projections.Ledgers;

namespace Incidents.Projections.Targets;

/// <summary>Escalations count for nothing in the ledger: shares of targets met follow from the durations that it keeps.</summary>
internal static class TargetCounts
{
    public static void Declare(CountRules rules) => rules.Uncounted<Escalated>();
}
