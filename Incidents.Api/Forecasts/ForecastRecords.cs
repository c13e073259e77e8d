using GraphQL;
using Incidents.Api.Access;
using Incidents.Api.GraphQL;
using Incidents.Domain.Forecasts;
using Incidents.Projections;
using Incidents.Projections.Forecasts;
using Incidents.Statistics.Forecasting;
using NodaTime;

namespace Incidents.Api.Forecasts;

/// <summary>How the sealed forecasts of a plan did, method by method, over the periods that every method has a score of.</summary>
/// <param name="Plan">Code of the plan.</param>
/// <param name="From">First local day of the first period, or null without periods.</param>
/// <param name="Until">First local day after the last period, or null without periods.</param>
/// <param name="PeriodCount">Number of periods. The latest score of each is used.</param>
/// <param name="Events">Incidents of these periods, inside the area and outside.</param>
/// <param name="IsTooFew">Whether there are too few events or periods to compare methods.</param>
/// <param name="TooFew">What there is too little of.</param>
/// <param name="Share">Share of the area at which methods are compared.</param>
/// <param name="Draws">Draws of the bootstrap.</param>
/// <param name="Seed">Seed of the draws.</param>
/// <param name="Confidence">Confidence of the intervals.</param>
/// <param name="Methods">The methods, the simplest first.</param>
/// <param name="Chosen">The method chosen by these scores. Of methods that cannot be distinguished, the simplest.</param>
/// <param name="ChosenBecause">Why.</param>
public sealed record ForecastRecord(
    string Plan, LocalDate? From, LocalDate? Until, int PeriodCount, int Events, bool IsTooFew, IReadOnlyList<TooFewReason> TooFew,
    double Share, int Draws, long Seed, double Confidence, IReadOnlyList<MethodRecord> Methods, ForecastMethod Chosen,
    ChoiceReason ChosenBecause);

/// <summary>Queries of records.</summary>
[QueryType]
internal static class ForecastRecordQueries
{
    private const int MostPeriods = 104;

    /// <summary>
    /// How the sealed forecasts of a plan did: the methods over the same periods, with intervals, whether there is enough to compare them,
    /// and which method that chooses. At most the last 104 periods.
    /// </summary>
    /// <param name="plan">Code of the plan, as `forecasts` has it in `terms`.</param>
    /// <param name="from">The periods begin on this day or later.</param>
    /// <param name="until">The periods begin before this day.</param>
    /// <param name="share">Share of the area at which methods are compared: 0.005, 0.01, 0.02, 0.05 or 0.1.</param>
    /// <param name="draws">Draws of the bootstrap over periods, 0 to 9,999; 0 for no intervals.</param>
    /// <param name="seed">Seed of the draws.</param>
    /// <param name="confidence">Confidence of the intervals, above 0 and below 1.</param>
    public static async Task<ForecastRecord> ForecastRecord(
        [FromServices] ForecastReader reader, [Seen(RowClasses.Forecast)] RowSight sight, string plan, LocalDate? from = null,
        LocalDate? until = null, double share = 0.01, int draws = 999, long seed = 1, double confidence = 0.95,
        CancellationToken cancellation = default)
    {
        if (!ForecastLists.Shares.Contains(share))
            throw RefusedException.BadInput("share", $"It is one of {string.Join(", ", ForecastLists.Shares)}.");
        if (draws is < 0 or > PeriodBootstrap.MostDraws)
            throw RefusedException.BadInput("draws", $"Draws are from 0 to {PeriodBootstrap.MostDraws}.");
        if (confidence is not (> 0 and < 1))
            throw RefusedException.BadInput("confidence", "A confidence lies above 0 and below 1.");
        var rows = await reader.Read(
            new(Plans: [plan], Cities: sight.Towns, From: from, Until: until), null, false, MostPeriods * ForecastPlan.Methods.Count,
            cancellation);
        var periods = rows.Where(r => r.Scores.Count > 0).GroupBy(r => r.Terms.From).OrderBy(g => g.Key)
            .Select(g => g.DistinctBy(r => r.Terms.Method).ToDictionary(r => r.Terms.Method))
            .Where(p => p.Count == ForecastPlan.Methods.Count).ToArray();
        var comparison = ForecastComparison.Of(
            [.. ForecastBacktest.SimplestFirst.Select(method => periods.Select(p => Outcome(p[method].Scores[^1], share)).ToArray())],
            share, draws, seed, confidence);
        return new(
            plan, periods.Length == 0 ? null : periods[0].Values.First().Terms.From,
            periods.Length == 0 ? null : periods[^1].Values.First().Terms.Until, periods.Length, checked((int)comparison.Events),
            comparison.TooFew.Count > 0, comparison.TooFew, share, draws, seed, confidence, MethodRecord.Of(comparison),
            ForecastBacktest.SimplestFirst[comparison.Chosen], comparison.Reason);
    }

    private static PeriodOutcome Outcome(ForecastScoreRow score, double share)
    {
        var at = score.Shares.First(s => s.Share == share);
        return new(at.Hits, score.Count, score.OutsideArea ?? 0, at.Pei, score.LogScore);
    }
}
