using GraphQL;
using Incidents.Api.Access;
using Incidents.Api.GraphQL;
using Incidents.Api.Queues;
using Incidents.Domain.Upkeep;
using Incidents.Projections;
using Incidents.Projections.Upkeep;

namespace Incidents.Api.Upkeep;

/// <summary>What waits for the utilities, beside the other queues.</summary>
[ExtendObjectType(typeof(OpenQueues))]
internal static class UpkeepQueue
{
    /// <summary>Open tasks of municipal property: the earliest deadline first, so that what is overdue longest comes first.</summary>
    /// <param name="filter">Which of them; default all. Its statuses are not used: what waits is open.</param>
    /// <param name="first">Number of rows from the start, 1 to 1000.</param>
    /// <param name="after">The cursor to continue after.</param>
    /// <param name="last">Number of rows from the end, 1 to 1000; then the default of `first` does not apply.</param>
    /// <param name="before">The cursor to continue before.</param>
    public static Task<Connection<UpkeepTaskNode>> Upkeep(
        [FromServices] UpkeepFiles files, [Seen(RowClasses.Upkeep)] RowSight sight, UpkeepTaskFilter? filter = null,
        int? first = Page.DefaultSize, string? after = null, int? last = null, string? before = null,
        CancellationToken cancellation = default) =>
        files.List(
            (filter ?? new()) with { Statuses = [UpkeepStatus.Open] }, UpkeepOrder.DeadlineAscending, sight,
            Page.Of("queues.upkeep", first, after, last, before), cancellation);
}
