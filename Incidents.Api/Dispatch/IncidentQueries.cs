using GraphQL;
using Incidents.Api.GraphQL;
using Incidents.Projections;
using Incidents.Projections.Dispatch;
using NodaTime;

namespace Incidents.Api.Dispatch;

/// <summary>Incidents.</summary>
[QueryType]
internal static class IncidentQueries
{
    /// <summary>The register of incidents, by pages.</summary>
    /// <param name="filter">Which rows; default all.</param>
    /// <param name="order">In which order; default the latest occurrence first.</param>
    /// <param name="first">Number of rows from the start, 1 to 1000.</param>
    /// <param name="after">The cursor to continue after.</param>
    /// <param name="last">Number of rows from the end, 1 to 1000; then the default of `first` does not apply.</param>
    /// <param name="before">The cursor to continue before.</param>
    public static async Task<Connection<IncidentNode>> Incidents(
        [FromServices] IncidentFiles files, [FromServices] IncidentScopes scopes, [Seen] RowSight sight, IncidentFilter? filter = null,
        IncidentOrder order = IncidentOrder.OccurredDescending, int? first = Page.DefaultSize, string? after = null,
        int? last = null, string? before = null, CancellationToken cancellation = default)
    {
        var page = Page.Of($"incidents/{order}", first, after, last, before);
        return await files.List(await scopes.Of(filter, sight, cancellation), order, page, cancellation);
    }

    /// <summary>
    /// One incident, or null. It is read from its events, so that it includes the client's own last mutation.
    /// </summary>
    /// <param name="id">The incident.</param>
    public static Task<IncidentNode?> Incident(
        [FromServices] IncidentFiles files, [Seen] RowSight sight, Guid id, CancellationToken cancellation = default) =>
        files.Open(id, sight, cancellation);

    /// <summary>One incident as it was known at an earlier moment; null where nothing was known of it yet.</summary>
    /// <param name="id">The incident.</param>
    /// <param name="asKnownAt">The moment.</param>
    public static Task<IncidentAsKnown?> IncidentAsKnown(
        [FromServices] IncidentFiles files, [Seen] RowSight sight, Guid id, Instant asKnownAt, CancellationToken cancellation = default) =>
        files.Open(id, asKnownAt, sight, cancellation);
}
