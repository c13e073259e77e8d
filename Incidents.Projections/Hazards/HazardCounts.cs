using Incidents.Domain.Hazards;
using Incidents.Projections.Ledgers;

namespace Incidents.Projections.Hazards;

/// <summary>Hazards count for nothing: they are found by place.</summary>
internal static class HazardCounts
{
    public static void Declare(CountRules rules) => rules.Uncounted<HazardNoted>().Uncounted<HazardLifted>();
}
