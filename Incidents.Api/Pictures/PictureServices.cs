using System.Net;
using Incidents.Api.CommandLine;
using Microsoft.Extensions.Options;

namespace Incidents.Api.Pictures;

/// <summary>Registers the pictures of alerts and their addresses.</summary>
internal static class PictureServices
{
    /// <summary>Adds the services.</summary>
    public static void AddPictures(this IServiceCollection services)
    {
        services.AddOptions<PictureSettings>().BindConfiguration("Pictures");
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<PictureSettings>>().Value);
        services.AddSingleton(provider => PictureSources.From(provider.GetRequiredService<PictureSettings>()));
        services.AddSingleton<NameLookup>(Dns.GetHostAddressesAsync);
        services.AddSingleton<PictureKey>();
        services.AddSingleton<PictureLinks>();
        services.AddSingleton<PictureClient>();
        services.AddSingleton<PictureEndpoint>();
    }

    /// <summary>Checks what the configuration's binder cannot.</summary>
    /// <exception cref="HostOptionsException">A setting has a wrong value; the message names it.</exception>
    public static void Check(IConfiguration settings) =>
        PictureSources.From(settings.GetSection("Pictures").Get<PictureSettings>() ?? new());

    /// <summary>Maps the addresses.</summary>
    public static void MapPictures(this IEndpointRouteBuilder endpoints)
    {
        var endpoint = endpoints.ServiceProvider.GetRequiredService<PictureEndpoint>();
        foreach (var kind in Enum.GetValues<PictureKind>())
        {
            endpoints.MapGet(
                $"/pictures/{{id:guid}}/{PictureLinks.NameOf(kind)}", (HttpContext http, Guid id) => endpoint.Handle(http, id, kind))
                .WithDisplayName($"{kind} of an alert");
        }
    }
}
