using Incidents.Api.Data;
using Incidents.Api.Store;
using Incidents.Projections.Upkeep;
using Microsoft.Extensions.Options;

namespace Incidents.Api.Upkeep;

/// <summary>Registers what reads and joins tasks of municipal property.</summary>
internal static class UpkeepServices
{
    /// <summary>Adds the services.</summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="joins">Whether this host joins observations of the same thing by itself.</param>
    public static IServiceCollection AddUpkeepTasks(this IServiceCollection services, bool joins)
    {
        services.AddSingleton(_ => UpkeepCatalogue.Rules);
        services.AddSingleton<UpkeepReader>().AddSingleton<UpkeepFigureReader>().AddSingleton<UpkeepFiles>();
        services.AddOptions<UpkeepSettings>().BindConfiguration("Upkeep");
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<UpkeepSettings>>().Value);
        services.AddUpkeep<UpkeepJoins>();
        if (joins)
            services.AddHostedService<UpkeepJoinService>();
        return services;
    }
}
