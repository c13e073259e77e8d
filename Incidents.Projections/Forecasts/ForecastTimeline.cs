using Incidents.Domain.Forecasts;
using Incidents.Projections.Timelines;

namespace Incidents.Projections.Forecasts;

/// <summary>How the events of forecasts are described in a timeline.</summary>
internal static class ForecastTimeline
{
    public static void Declare(TimelineRules rules) => rules
        .Describe<ForecastSealed>(TimelineSubject.Forecast, e => new() { Place = new(e.Terms.City), Category = e.Terms.Category })
        .Describe<ForecastMissed>(TimelineSubject.Forecast, e => new() { Place = new(e.Terms.City), Category = e.Terms.Category })
        .Describe<ForecastScored>(TimelineSubject.Forecast, _ => new())
        .Describe<ForecastPatrolled>(TimelineSubject.Forecast, _ => new());
}
