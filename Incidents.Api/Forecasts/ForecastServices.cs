using Incidents.Projections.Forecasts;

namespace Incidents.Api.Forecasts;

/// <summary>The services that seal forecasts and score them.</summary>
internal static class ForecastServices
{
    /// <summary>Adds the services, and where it is asked for the one that seals and scores by itself.</summary>
    public static void AddForecasts(this IServiceCollection services, ForecastOptions forecasts)
    {
        services.AddSingleton(forecasts);
        services.AddSingleton<ForecastReader>();
        services.AddSingleton<ForecastLedger>();
        services.AddSingleton<ForecastService>();
        if (forecasts.RunsByItself)
            services.AddHostedService(provider => provider.GetRequiredService<ForecastService>());
    }
}
