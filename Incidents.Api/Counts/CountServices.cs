using Incidents.Api.Sources;
using Incidents.Projections.Sources;

namespace Incidents.Api.Counts;

/// <summary>The services that decide what a field counts.</summary>
internal static class CountServices
{
    /// <summary>Adds the services of filters, of the precision of times and of the coverage of sources.</summary>
    public static void AddCounts(this IServiceCollection services)
    {
        services.AddSingleton<SeenDimensions>();
        services.AddSingleton<SourceCoverageReader>();
        services.AddSingleton<ReportTotals>();
        services.AddSingleton<SourceCoverages>();
        services.AddScoped<TimeNotes>();
        services.AddScoped<CountFilters>();
    }
}
