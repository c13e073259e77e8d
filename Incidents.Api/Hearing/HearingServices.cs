using Incidents.Api.Store;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Incidents.Api.Hearing;

/// <summary>Registers what remembers which devices were heard.</summary>
internal static class HearingServices
{
    /// <summary>Adds the services.</summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="keeps">Whether this host keeps what it hears.</param>
    public static void AddHearing(this IServiceCollection services, bool keeps)
    {
        services.AddOptions<SilenceSettings>().BindConfiguration("Silence");
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<SilenceSettings>>().Value);
        services.AddSingleton<HeardDevices>();
        // A clock that is not the machine's is simulated, for all hosts alike.
        services.AddSingleton(provider =>
        {
            var clock = provider.GetRequiredService<IClock>();
            return new SharedClock(clock, isOfDatabase: clock is SystemClock);
        });
        services.AddUpkeep<HeardTable>();
        services.AddSingleton<HearingService>();
        if (keeps)
            services.AddHostedService(provider => provider.GetRequiredService<HearingService>());
    }
}
