using Incidents.Api.Access.Keys;
using Incidents.Api.Ingest;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Incidents.Api.Dialects;

/// <summary>Registers the dialects of devices.</summary>
internal static class DialectServices
{
    /// <summary>Adds the services.</summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="deletes">Whether this host deletes what is kept no longer.</param>
    public static void AddDialects(this IServiceCollection services, bool deletes)
    {
        services.AddOptions<DialectSettings>().BindConfiguration("Dialects");
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<DialectSettings>>().Value);
        services.AddSingleton<WebhookMaps>();
        services.AddSingleton<DialectCatalogue>();
        services.AddSingleton<DeviceSites>();
        services.AddSingleton<Episodes>();
        services.AddSingleton<DialectStates>();
        services.AddSingleton<EpisodeRetention>();
        services.AddSingleton<DialectIntake>();
        services.AddSingleton<DialectEndpoint>();
        services.AddSingleton<IKeptMessages, KeptMessages>();
        services.AddSingleton<KeptReports>();
        if (deletes)
            services.AddHostedService(provider => provider.GetRequiredService<EpisodeRetention>());
    }

    /// <summary>Maps <c>POST /ingest/{dialect}</c>.</summary>
    public static void MapDialects(this WebApplication app)
    {
        var dialects = app.Services.GetRequiredService<DialectEndpoint>();
        foreach (var pattern in (string[])["/ingest/{dialect}", "/ingest/{dialect}/{**path}"])
        {
            app.MapPost(pattern, dialects.Handle).WithMetadata(new DisableRequestSizeLimitAttribute())
                .RequireAuthorization(DeviceKeyServices.Reports).RequireRateLimiting(DeviceKeyServices.Reports);
            app.MapGet(pattern, dialects.HandleGet);
        }
    }
}
