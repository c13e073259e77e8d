using Incidents.Domain.Shifts;
using Incidents.Projections.Ledgers;

namespace Incidents.Projections.Shifts;

/// <summary>Shifts count for nothing.</summary>
internal static class ShiftCounts
{
    public static void Declare(CountRules rules) => rules
        .Uncounted<ShiftBegun>().Uncounted<ShiftHandedOver>().Uncounted<ShiftAccepted>().Uncounted<ShiftEnded>();
}
