using Incidents.Domain.Outages;
using Incidents.Projections.Ledgers;

namespace Incidents.Projections.Outages;

/// <summary>Outages count for nothing in the ledger: they have durations, which availability is made of.</summary>
internal static class OutageCounts
{
    public static void Declare(CountRules rules) => rules
        .Uncounted<DeviceFellSilent>().Uncounted<DeviceHeardAgain>().Uncounted<DeviceFaulted>().Uncounted<DeviceRecovered>()
        .Uncounted<TownFellSilent>().Uncounted<TownHeardAgain>();
}
