using Incidents.Api.CommandLine;
using Incidents.Api.Data;
using Incidents.Api.Reactions;
using Incidents.Api.Store;
using Incidents.Domain.Targets;
using Microsoft.Extensions.Options;

namespace Incidents.Api.Targets;

/// <summary>Registers the targets of service and what escalates them.</summary>
internal static class TargetServices
{
    /// <summary>Adds the services.</summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="escalates">Whether this host looks for passed targets by itself.</param>
    public static void AddTargets(this IServiceCollection services, bool escalates)
    {
        services.AddOptions<TargetSettings>().BindConfiguration("Targets");
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<TargetSettings>>().Value);
        services.AddSingleton(provider => Read(provider.GetRequiredService<TargetSettings>().File));
        services.AddSingleton<TargetReader>();
        services.AddReaction<TargetReaction>();
        services.AddUpkeep<TargetRound>();
        if (escalates)
            services.AddHostedService<TargetService>();
    }

    /// <summary>Checks the file of targets, where one is given, before anything starts.</summary>
    /// <exception cref="HostOptionsException">It cannot be used; the message says why.</exception>
    public static void Check(TargetSettings settings)
    {
        try
        {
            Read(settings.File);
        }
        catch (CatalogueException e)
        {
            throw new HostOptionsException($"Targets:File: {e.Message}");
        }
    }

    private static ServiceTargets Read(string? file) =>
        string.IsNullOrWhiteSpace(file) ? Catalogues.ServiceTargets() : Catalogues.ServiceTargets(null, Path.GetFullPath(file));
}
