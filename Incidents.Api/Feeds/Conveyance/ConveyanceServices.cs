namespace Incidents.Api.Feeds.Conveyance;

/// <summary>Registers what conveys EIDO over WebSockets.</summary>
internal static class ConveyanceServices
{
    /// <summary>Adds the services.</summary>
    /// <param name="services">The services of the host.</param>
    public static void AddConveyance(this IServiceCollection services) => services.AddSingleton<ConveyanceEndpoint>();

    /// <summary>Maps the address.</summary>
    public static void MapConveyance(this IEndpointRouteBuilder endpoints)
    {
        var endpoint = endpoints.ServiceProvider.GetRequiredService<ConveyanceEndpoint>();
        // A receiver is no person: its secret is looked at by the address itself.
        endpoints.MapGet(ConveyanceEndpoint.Path, endpoint.Handle).AllowAnonymous().WithDisplayName("EIDO by NENA-STA-024.1a");
    }
}
