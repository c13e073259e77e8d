using Incidents.Api.Store;

namespace Incidents.Api.Outages;

/// <summary>Registers what finds silent devices.</summary>
internal static class OutageServices
{
    /// <summary>Adds the services.</summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="watches">Whether this host looks for silent devices by itself.</param>
    public static void AddOutages(this IServiceCollection services, bool watches)
    {
        services.AddUpkeep<SilenceTable>();
        services.AddUpkeep<SilenceRound>();
        if (watches)
            services.AddHostedService<SilenceService>();
    }
}
