using Incidents.Api.Boundaries;
using Incidents.Api.GraphQL;
using Incidents.Projections.Heatmaps;
using Incidents.Projections.Kpis;
using Incidents.Projections.Ledgers;
using Incidents.Projections.Outcomes;
using Incidents.Projections.Trends;

namespace Incidents.Api.Access.Suppression;

/// <summary>Registers the suppression of small counts.</summary>
internal static class SuppressionServices
{
    private const int Smallest = 3;
    private const int Largest = 100;

    /// <summary>Adds the readers of counts, which round for callers who see rounded counts only, and their stage.</summary>
    public static void AddSuppression(this IServiceCollection services)
    {
        // With a base of 2 two roundings of one count can give it back.
        services.AddOptions<AccessSettings>().Validate(
            settings => settings.SmallestCount is >= Smallest and <= Largest,
            FormattableString.Invariant($"Access:SmallestCount is {Smallest} to {Largest}.")).ValidateOnStart();
        services.AddSingleton<MonthPartReader>();
        services.AddSingleton<SuppressionKey>();
        services.AddSingleton<RoundedParts>();
        services.AddSingleton<KpiReader, RoundedKpiReader>();
        services.AddSingleton<TrendReader, RoundedTrendReader>();
        services.AddSingleton<WeekReader, RoundedWeekReader>();
        services.AddSingleton<HeatmapReader, RoundedHeatmapReader>();
        services.AddSingleton<BoundaryCounter, RoundedBoundaryCounter>();
        services.AddSingleton<OutcomeTotalReader, RoundedOutcomeReader>();
        services.AddSingleton<EdgeCheck>();
        services.AddSingleton<IAnswerStage, SuppressionStage>();
        services.AddSingleton<PublicSummary>();
    }
}
