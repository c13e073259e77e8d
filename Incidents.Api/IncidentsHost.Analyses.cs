using Incidents.Api.Analyses;
using Incidents.Api.AnalysisJobs;
using Incidents.Api.Forecasts;
using Incidents.Api.HotSpots;
using Incidents.Api.Impacts;
using Incidents.Api.NearRepeats;
using Incidents.Api.SpaceTimeScans;
using Incidents.Api.Trends;
using Microsoft.Extensions.Options;

namespace Incidents.Api;

/// <summary>What computes analyses.</summary>
internal static partial class IncidentsHost
{
    private static void AddAnalyses(IServiceCollection services)
    {
        services.AddOptions<AnalysisSettings>().BindConfiguration("Analyses");
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<AnalysisSettings>>().Value);
        services.AddSingleton<AnalysisPool>();
        services.AddAnalysisJobs();
        services.AddAnalysis<NearRepeatsAnalysis>();
        services.AddAnalysis<SpaceTimeScanAnalysis>();
        services.AddAnalysis<EmergingHotSpotsAnalysis>();
        services.AddAnalysis<ShuffledHotSpotsAnalysis>();
        services.AddAnalysis<DecompositionAnalysis>();
        services.AddAnalysis<ImpactAnalysis>();
        services.AddAnalysis<ForecastBacktestAnalysis>();
        services.AddAnalysis<NowcastScoreAnalysis>();
    }
}
