using Microsoft.Extensions.Options;
using Wolverine;

namespace Incidents.Api.AnalysisJobs;

/// <summary>Registers analysis jobs with the host.</summary>
internal static class AnalysisJobServices
{
    /// <summary>Adds what queues, runs and keeps jobs.</summary>
    public static IServiceCollection AddAnalysisJobs(this IServiceCollection services)
    {
        services.AddOptions<AnalysisJobSettings>().BindConfiguration("AnalysisJobs");
        return services.AddSingleton(provider => provider.GetRequiredService<IOptions<AnalysisJobSettings>>().Value)
            .AddSingleton<AnalysisJobStore>().AddSingleton<AnalysisRunStore>().AddSingleton<AnalysisJobService>()
            .AddSingleton<AnalysisJobRunner>().AddSingleton<AnalysisJobRetention>();
    }

    /// <summary>Adds what runs by itself: it queues unfinished jobs and deletes old ones.</summary>
    /// <remarks>After Wolverine, whose queue it needs.</remarks>
    public static IServiceCollection AddAnalysisJobUpkeep(this IServiceCollection services) =>
        services.AddHostedService<UnfinishedAnalysisJobs>()
            .AddHostedService(provider => provider.GetRequiredService<AnalysisJobRetention>());

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
