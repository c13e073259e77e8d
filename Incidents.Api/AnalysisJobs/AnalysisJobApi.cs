using GraphQL;
using Incidents.Api.GraphQL;
using Incidents.Domain;
using NodaTime;

namespace Incidents.Api.AnalysisJobs;

/// <summary>Which jobs are listed.</summary>
/// <param name="Kinds">Only these analyses; default all.</param>
/// <param name="States">Only jobs in these states; default all.</param>
public sealed record AnalysisFilter(IReadOnlyList<AnalysisKind>? Kinds = null, IReadOnlyList<AnalysisState>? States = null);

/// <summary>Queries for analysis jobs.</summary>
[QueryType]
internal static class AnalysisJobQueries
{
    /// <summary>A job by its id; null where there is none. A job that was interrupted is queued again.</summary>
    /// <param name="id">The job's id.</param>
    /// <param name="waitSeconds">How long to wait for the job to end before answering, 0 to 8.</param>
    public static Task<AnalysisJob?> Analysis(
        [FromServices] AnalysisJobService jobs, [SeenJobs] JobSight sight, Guid id, double waitSeconds = 0,
        CancellationToken cancellation = default) =>
        jobs.Find(id, waitSeconds, sight, cancellation);

    /// <summary>Jobs, the latest requested first. None is queued again by being listed.</summary>
    /// <param name="filter">Which jobs; default all.</param>
    /// <param name="first">Number of rows from the start, 1 to 1000.</param>
    /// <param name="after">The cursor to continue after.</param>
    /// <param name="last">Number of rows from the end, 1 to 1000; then the default of `first` does not apply.</param>
    /// <param name="before">The cursor to continue before.</param>
    public static async Task<Connection<AnalysisJob>> Analyses(
        [FromServices] AnalysisJobStore store, [SeenJobs] JobSight sight, AnalysisFilter? filter = null,
        int? first = Page.DefaultSize, string? after = null, int? last = null, string? before = null,
        CancellationToken cancellation = default)
    {
        var page = Page.Of("analyses", first, after, last, before);
        filter ??= new();
        var rows = await store.List(filter, sight, page.Key<(Instant, Guid)>(), page.IsBackward, page.Limit, cancellation);
        return Connection.Of(rows, page, job => (job.RequestedAt, job.Id), token => store.Count(filter, sight, token));
    }
}

/// <summary>Mutations of analysis jobs.</summary>
[MutationType]
internal static class AnalysisJobMutations
{
    /// <summary>Cancels a job; a job that has ended stays as it is. Error `NOT_FOUND` where there is no job with this id.</summary>
    /// <param name="id">The job's id.</param>
    public static async Task<AnalysisJob> CancelAnalysis(
        [FromServices] AnalysisJobService jobs, [SeenJobs] JobSight sight, Guid id,
        CancellationToken cancellation = default) =>
        await jobs.Cancel(id, sight, cancellation)
        ?? throw new RefusedException(new(ErrorCode.NotFound, "There is no such analysis.", "id"));
}
