using Incidents.Domain.Forecasts;
using Incidents.Projections.Ledgers;

namespace Incidents.Projections.Forecasts;

/// <summary>The events of forecasts count for nothing: they only read the ledger.</summary>
internal static class ForecastCounts
{
    public static void Declare(CountRules rules) =>
        rules.Uncounted<ForecastSealed>().Uncounted<ForecastMissed>().Uncounted<ForecastScored>()
            .Uncounted<ForecastPatrolled>();
}
