using Incidents.Domain.Work;
using Incidents.Projections.Ledgers;

namespace Incidents.Projections.Work;

/// <summary>Who works on what counts for nothing.</summary>
internal static class WorkCounts
{
    public static void Declare(CountRules rules) => rules
        .Uncounted<WorkTaken>().Uncounted<WorkReleased>().Uncounted<WorkHandedOver>().Uncounted<WorkTakenOver>();
}
