using Incidents.Api.GraphQL;
using Incidents.Api.Store;
using Microsoft.Extensions.Options;

namespace Incidents.Api.Subscriptions;

/// <summary>Registers subscriptions.</summary>
internal static class SubscriptionServices
{
    /// <summary>Adds the services.</summary>
    public static IServiceCollection AddSubscriptions(this IServiceCollection services)
    {
        services.AddOptions<SubscriptionSettings>().BindConfiguration("Subscriptions");
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<SubscriptionSettings>>().Value);
        services.AddUpkeep<EventTail>();
        services.AddUpkeep<LiveReader>();
        services.AddSingleton<LiveRenderer>();
        services.AddSingleton<LiveHub>();
        services.AddSingleton<LiveOperations>();
        services.AddSingleton<LiveConnections>();
        services.AddSingleton<LiveSignIns>();
        services.AddHostedService(provider => provider.GetRequiredService<LiveSignIns>());
        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<LiveNews>(
            provider, provider.GetRequiredService<StorePools>().Upkeep));
        services.AddSingleton<IEventStreams, EventStreams>();
        services.AddSingleton<SocketEndpoint>();
        return services;
    }

    /// <summary>Answers what opens a WebSocket, before it is asked for a sign-in: the client may give a token on the connection.</summary>
    public static void UseSubscriptions(this WebApplication app)
    {
        app.UseWebSockets();
        app.Use(app.Services.GetRequiredService<SocketEndpoint>().Invoke);
    }
}
