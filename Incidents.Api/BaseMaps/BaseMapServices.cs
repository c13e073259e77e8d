using Incidents.Api.Store;
using Incidents.Projections.BaseMaps;

namespace Incidents.Api.BaseMaps;

/// <summary>The services of the map's ground.</summary>
internal static class BaseMapServices
{
    /// <summary>Adds them.</summary>
    public static void AddBaseMaps(this IServiceCollection services)
    {
        services.AddSingleton<BaseMapReader>();
        services.AddUpkeep<BaseMapLoader>();
        services.AddSingleton<MapPlaces>();
        services.AddSingleton<RegisterNames>();
        services.AddSingleton<RegisterNameCache>();
        services.AddSingleton<PlaceSearch>();
        services.AddSingleton<DemoGround>();
    }
}
