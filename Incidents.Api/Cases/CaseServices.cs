using Incidents.Api.Store;
using Incidents.Projections.Cases;

namespace Incidents.Api.Cases;

/// <summary>The services that read cases.</summary>
internal static class CaseServices
{
    /// <summary>Adds the services.</summary>
    public static void AddCases(this IServiceCollection services) => services.AddSingleton<CaseReader>()
        .AddSingleton<EventPositions>().AddSingleton<LinkedSignals>().AddSingleton<CaseStreams>().AddSingleton<CaseEntries>()
        .AddSingleton<CaseTimelines>().AddSingleton<CaseLinks>().AddSingleton<CaseFiles>();
}
