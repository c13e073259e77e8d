using Incidents.Api.Work;
using Incidents.Projections.Queues;

namespace Incidents.Api.Queues;

/// <summary>Registers the queues, and who works on what waits in them.</summary>
internal static class QueueServices
{
    /// <summary>Adds the services.</summary>
    public static IServiceCollection AddQueues(this IServiceCollection services) =>
        services.AddSingleton<QueueReader>().AddSingleton<QueueFiles>().AddWork();
}
