using Incidents.Api.Data;
using Incidents.Api.Reactions;
using Incidents.Projections.Correlation;
using Incidents.Projections.Devices;
using Incidents.Projections.Hazards;
using Microsoft.Extensions.Options;

namespace Incidents.Api.Correlation;

/// <summary>Registers the correlation.</summary>
internal static class CorrelationServices
{
    /// <summary>Adds the rules, their readers, and the reaction that decides by them.</summary>
    /// <param name="builder">The host under construction.</param>
    /// <param name="reacts">Whether rules may act on this host.</param>
    /// <exception cref="CatalogueException">The file of rules is wrong.</exception>
    public static void AddCorrelation(this WebApplicationBuilder builder, bool reacts)
    {
        var services = builder.Services;
        services.AddOptions<CorrelationSettings>().BindConfiguration("Correlation");
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<CorrelationSettings>>().Value);
        // Read before anything starts: a rule that is wrong must not be found out by an alert.
        var settings = builder.Configuration.GetSection("Correlation").Get<CorrelationSettings>() ?? new();
        services.AddSingleton(Catalogues.CorrelationRules(Catalogues.Categories(), file: settings.Rules));
        services.AddSingleton<CorrelationReader>().AddSingleton<CorrelationReplays>();
        services.AddSingleton<CameraReader>().AddSingleton<HazardReader>();
        if (reacts && settings.Enabled)
            services.AddReaction<CorrelationReaction>();
    }
}
