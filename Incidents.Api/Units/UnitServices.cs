using Incidents.Projections.Units;
using Microsoft.Extensions.Options;

namespace Incidents.Api.Units;

/// <summary>Registers what reads units.</summary>
internal static class UnitServices
{
    /// <summary>Adds the services.</summary>
    public static void AddUnits(this IServiceCollection services)
    {
        services.AddOptions<UnitSettings>().BindConfiguration("Units");
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<UnitSettings>>().Value);
        services.AddSingleton<UnitReader>().AddSingleton<UnitPositions>().AddSingleton<UnitFiles>().AddSingleton<OwnUnit>();
    }
}
