using Incidents.Projections.Work;

namespace Incidents.Api.Work;

/// <summary>Registers who works on what.</summary>
internal static class WorkServices
{
    /// <summary>Adds the services.</summary>
    public static IServiceCollection AddWork(this IServiceCollection services) =>
        services.AddSingleton<WorkReader>().AddHostedService<SentCommandRetention>();
}
