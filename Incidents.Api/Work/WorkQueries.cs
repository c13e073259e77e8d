using GraphQL;
using Incidents.Api.Access;
using Incidents.Api.GraphQL;
using Incidents.Projections;
using Incidents.Projections.Work;
using NodaTime;

namespace Incidents.Api.Work;

/// <summary>Who works on what.</summary>
[QueryType]
internal static class WorkQueries
{
    /// <summary>
    /// What people work on now, what was taken first at the top; without what is over. Rows come from a read model, a moment after the
    /// events.
    /// </summary>
    /// <param name="isOwn">Only what the caller works on; default what anybody does.</param>
    /// <param name="cities">City codes; default all.</param>
    /// <param name="first">Number of rows from the start, 1 to 1000.</param>
    /// <param name="after">The cursor to continue after.</param>
    /// <param name="last">Number of rows from the end, 1 to 1000; then the default of `first` does not apply.</param>
    /// <param name="before">The cursor to continue before.</param>
    public static async Task<Connection<WorkItem>> Work(
        [FromServices] WorkReader reader, [Seen] RowSight sight, bool isOwn = false, IEnumerable<string>? cities = null,
        int? first = Page.DefaultSize, string? after = null, int? last = null, string? before = null,
        CancellationToken cancellation = default)
    {
        var (towns, page) = (cities?.ToArray(), Page.Of("work", first, after, last, before));
        var person = isOwn ? Callers.Current.Name : null;
        var rows = await reader.Read(person, towns, sight, page.Key<(Instant, Guid)>(), page.IsBackward, page.Limit, cancellation);
        return Connection.Of(
            rows, page, item => (item.TakenAt.ToInstant(), item.Id), token => reader.Count(person, towns, sight, token));
    }
}
