using Incidents.Domain.Recorders;
using Incidents.Projections.Ledgers;

namespace Incidents.Projections.Recorders;

/// <summary>The suspicion of a recorder counts for nothing: what it captured is counted until somebody dismisses it.</summary>
internal static class RecorderCounts
{
    public static void Declare(CountRules rules) => rules.Uncounted<RecorderSuspected>().Uncounted<RecorderCleared>();
}
