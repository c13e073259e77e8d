using Incidents.Domain.Forecasts;
using Incidents.Projections.Forecasts;
using Incidents.Statistics.Forecasting;

namespace Incidents.Api.Forecasts;

/// <summary>
/// A method's scores over all scored periods together, at one share of the area. Intervals are by bootstrap over periods; they are null
/// with fewer than two periods or without draws.
/// </summary>
/// <param name="Method">The method.</param>
/// <param name="Hits">Incidents in the cells of highest expectation; a fraction where a cell lies across the edge of the share.</param>
/// <param name="Count">Incidents in the area.</param>
/// <param name="OutsideArea">Incidents of the city outside the area in the same periods: they are missed by every method.</param>
/// <param name="HitRate">Hits / all incidents, inside the area and outside; null where there are none.</param>
/// <param name="HitRateLow">Lower bound of the hit rate.</param>
/// <param name="HitRateHigh">Upper bound of the hit rate.</param>
/// <param name="Pai">Prediction accuracy index: hit rate / share of the area.</param>
/// <param name="PaiLow">Lower bound of PAI.</param>
/// <param name="PaiHigh">Upper bound of PAI.</param>
/// <param name="MeanPei">Mean prediction efficiency index of the periods that have one.</param>
/// <param name="MeanPeiLow">Lower bound of it.</param>
/// <param name="MeanPeiHigh">Upper bound of it.</param>
/// <param name="LogScore">Sum of the logarithmic scores; null for minus infinity.</param>
/// <param name="BetterThanLastPeriod">Number of periods with more hits than last period's cells had.</param>
/// <param name="WorseThanLastPeriod">Number of periods with fewer hits.</param>
/// <param name="SameAsLastPeriod">Number of periods with as many hits.</param>
/// <param name="MoreHitsPerPeriod">Mean difference in hits from last period's cells; null for these themselves.</param>
/// <param name="MoreHitsLow">Lower bound of the difference.</param>
/// <param name="MoreHitsHigh">Upper bound of the difference.</param>
/// <param name="AgainstLastPeriod">What follows from the difference.</param>
public sealed record MethodRecord(
    ForecastMethod Method, double Hits, int Count, int OutsideArea, double? HitRate, double? HitRateLow, double? HitRateHigh, double? Pai,
    double? PaiLow, double? PaiHigh, double? MeanPei, double? MeanPeiLow, double? MeanPeiHigh, double? LogScore, int BetterThanLastPeriod,
    int WorseThanLastPeriod, int SameAsLastPeriod, double? MoreHitsPerPeriod, double? MoreHitsLow, double? MoreHitsHigh,
    BaselineVerdict AgainstLastPeriod)
{
    internal static MethodRecord[] Of(ForecastComparisonResult comparison) =>
        [.. comparison.Methods.Select((m, i) => Of(ForecastBacktest.SimplestFirst[i], m))];

    private static MethodRecord Of(ForecastMethod method, ComparedMethod m) => new(
        method, m.Hits, checked((int)m.Observed), checked((int)m.Outside), m.HitRate, m.HitRateInterval?.Low, m.HitRateInterval?.High,
        m.Pai, m.PaiInterval?.Low, m.PaiInterval?.High, m.MeanPei, m.MeanPeiInterval?.Low, m.MeanPeiInterval?.High, m.LogScore,
        m.BetterThanBaseline, m.WorseThanBaseline, m.SameAsBaseline, m.MoreHitsPerPeriod, m.MoreHitsInterval?.Low,
        m.MoreHitsInterval?.High, m.Verdict);
}
