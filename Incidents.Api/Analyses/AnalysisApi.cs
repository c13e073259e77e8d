using GraphQL;
using Incidents.Api.GraphQL;

namespace Incidents.Api.Analyses;

/// <summary>Long computations by id.</summary>
[QueryType]
public static class AnalysisQueries
{
    /// <summary>A long computation; null where there is none with this id. One that was interrupted is taken up again.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="waitSeconds">How long to wait for its end before answering, 0 to 8.</param>
    public static Task<AnalysisJob?> Analysis([FromServices] AnalysisDesk desk, Guid id, double waitSeconds = 0, CancellationToken cancellationToken = default) =>
        desk.Find(id, waitSeconds, cancellationToken);
}

/// <summary>What can be done about long computations.</summary>
[MutationType]
public static class AnalysisMutations
{
    /// <summary>Cancels a long computation; one that has ended stays as it is. Error `NOT_FOUND` where there is none with this id.</summary>
    /// <param name="id">Its id.</param>
    public static async Task<AnalysisJob> CancelAnalysis([FromServices] AnalysisDesk desk, Guid id, CancellationToken cancellationToken = default) =>
        await desk.Cancel(id, cancellationToken) ?? throw new RefusedException(new("NOT_FOUND", "There is no such analysis.", "id"));
}
