using GraphQL;
using Incidents.Api.GraphQL;
using Incidents.Domain;

namespace Incidents.Api.AnalysisJobs;

/// <summary>Queries for analysis jobs.</summary>
[QueryType]
internal static class AnalysisJobQueries
{
    /// <summary>A job by its id; null where there is none. A job that was interrupted is queued again.</summary>
    /// <param name="id">The job's id.</param>
    /// <param name="waitSeconds">How long to wait for the job to end before answering, 0 to 8.</param>
    public static Task<AnalysisJob?> Analysis(
        [FromServices] AnalysisJobService jobs, Guid id, double waitSeconds = 0, CancellationToken cancellation = default) =>
        jobs.Find(id, waitSeconds, cancellation);
}

/// <summary>Mutations of analysis jobs.</summary>
[MutationType]
internal static class AnalysisJobMutations
{
    /// <summary>Cancels a job; a job that has ended stays as it is. Error `NOT_FOUND` where there is no job with this id.</summary>
    /// <param name="id">The job's id.</param>
    public static async Task<AnalysisJob> CancelAnalysis(
        [FromServices] AnalysisJobService jobs, Guid id, CancellationToken cancellation = default) =>
        await jobs.Cancel(id, cancellation) ?? throw new RefusedException(new(ErrorCode.NotFound, "There is no such analysis.", "id"));
}
