using Incidents.Api.Data;
using Incidents.Api.Shifts;
using Incidents.Domain;
using Incidents.Projections.Shifts;
using Incidents.Projections.Work;

namespace Incidents.Api.Work;

/// <summary>Registers who works on what, shifts, and response plans.</summary>
internal static class WorkServices
{
    /// <summary>Adds the services.</summary>
    public static IServiceCollection AddWork(this IServiceCollection services) =>
        services.AddSingleton<WorkReader>().AddSingleton<ShiftReader>().AddScoped<ShiftWork>().AddHostedService<SentCommandRetention>()
            .AddSingleton(provider => Catalogues.ResponsePlans(
                provider.GetRequiredService<Cities>(), provider.GetRequiredService<Categories>()));
}
