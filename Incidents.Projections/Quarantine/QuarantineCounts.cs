using Incidents.Domain.Quarantine;
using Incidents.Projections.Ledgers;

namespace Incidents.Projections.Quarantine;

/// <summary>What the events of the quarantine count for: nothing; the event that is released is what counts.</summary>
internal static class QuarantineCounts
{
    public static void Declare(CountRules rules) => rules.Uncounted<EventReleased>();
}
