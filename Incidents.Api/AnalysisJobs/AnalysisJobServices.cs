using Wolverine;

namespace Incidents.Api.AnalysisJobs;

/// <summary>Registers analysis jobs with the host.</summary>
internal static class AnalysisJobServices
{
    /// <summary>Adds what queues, runs and keeps jobs.</summary>
    public static IServiceCollection AddAnalysisJobs(this IServiceCollection services) =>
        services.AddSingleton<AnalysisJobStore>().AddSingleton<AnalysisJobService>().AddSingleton<AnalysisJobRunner>();

    /// <summary>Adds an analysis that runs as a job.</summary>
    /// <typeparam name="TDefinition">The analysis.</typeparam>
    public static IServiceCollection AddAnalysis<TDefinition>(this IServiceCollection services) where TDefinition : AnalysisDefinition =>
        services.AddSingleton<TDefinition>().AddSingleton<AnalysisDefinition>(provider => provider.GetRequiredService<TDefinition>());

    /// <summary>Adds the queue of jobs and its handler.</summary>
    /// <remarks>The queue is not durable: <see cref="AnalysisJobStore"/> holds what is left to do.</remarks>
    public static void AddAnalysisJobs(this WolverineOptions wolverine)
    {
        wolverine.AddMessageHandler(new RunAnalysisJobHandler());
        wolverine.PublishMessage<RunAnalysisJob>().ToLocalQueue("analyses").MaximumParallelMessages(1).BufferedInMemory();
    }
}
