using Incidents.Domain.Units;
using Incidents.Projections.Ledgers;

namespace Incidents.Projections.Units;

/// <summary>What a unit says of itself counts for nothing: response times follow from the steps of incidents.</summary>
internal static class UnitCounts
{
    public static void Declare(CountRules rules) => rules
        .Uncounted<UnitRegistered>().Uncounted<UnitDescribed>().Uncounted<UnitRetired>().Uncounted<UnitDutyBegun>()
        .Uncounted<UnitDutyEnded>().Uncounted<UnitAccepted>().Uncounted<UnitSetOut>();
}
