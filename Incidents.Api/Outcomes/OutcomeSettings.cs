using Incidents.Api.Data;
using Incidents.Api.Reactions;
using Incidents.Projections.Outcomes;
using Microsoft.Extensions.Options;

namespace Incidents.Api.Outcomes;

/// <summary>What is said of alerts; configuration section <c>Outcomes</c>.</summary>
public sealed class OutcomeSettings
{
    /// <summary>
    /// Days after the one on which an alert became known until it is not looked at, default 1: an alert of Monday is so from the end of
    /// Tuesday on.
    /// </summary>
    public int NotLookedAtAfterDays { get; set; } = 1;

    /// <summary>Of fewer alerts than these no precision is said, default 30.</summary>
    public int FewestAlerts { get; set; } = 30;
}

/// <summary>Registers what is said of alerts.</summary>
internal static class OutcomeServices
{
    /// <summary>Adds the services.</summary>
    public static void AddOutcomes(this IServiceCollection services)
    {
        services.AddOptions<OutcomeSettings>().BindConfiguration("Outcomes")
            .Validate(
                settings => settings is { NotLookedAtAfterDays: >= 0 and <= 366, FewestAlerts: >= 1 },
                "Outcomes:NotLookedAtAfterDays is from 0 to 366, and Outcomes:FewestAlerts at least 1.")
            .ValidateOnStart();
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<OutcomeSettings>>().Value);
        services.AddSingleton(OutcomeCatalogues.Read());
        services.AddSingleton<AlertOutcomeReader>();
        services.AddReaction<ResolutionOutcomes>();
    }
}
