using Incidents.Projections.Ledgers;

namespace Incidents.Projections.Plates;

/// <summary>Plate reads count for nothing: they are found by plate, place and time.</summary>
internal static class PlateCounts
{
    public static void Declare(CountRules rules) => rules.Uncounted<Domain.Plates.PlateRead>();
}
