using Incidents.Projections.Devices;
using Incidents.Projections.Outages;
using Microsoft.Extensions.Options;

namespace Incidents.Api.Devices;

/// <summary>Registers what reads devices.</summary>
internal static class DeviceServices
{
    /// <summary>Adds the services.</summary>
    public static void AddDevices(this IServiceCollection services)
    {
        services.AddSingleton<OutageReader>();
        services.AddSingleton<DeviceReader>();
        services.AddSingleton<AvailabilityReader>();
        services.AddSingleton<RollOutReader>();
        services.AddOptions<RollOutSettings>().BindConfiguration("RollOut");
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<RollOutSettings>>().Value);
        services.AddOptions<WatchedMetres>().BindConfiguration("Coverage:Metres");
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<WatchedMetres>>().Value);
        services.AddSingleton<CoverageReader>();
    }
}
