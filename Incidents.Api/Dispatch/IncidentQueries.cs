using GraphQL;
using Incidents.Api.GraphQL;
using Incidents.Projections.Dispatch;
using NodaTime;

namespace Incidents.Api.Dispatch;

/// <summary>A page of the register, in Relay's form.</summary>
[ObjectType]
public sealed class IncidentConnection
{
    private readonly Connection<RegisteredIncident> page;
    private readonly IncidentFilter filter;

    internal IncidentConnection(Connection<RegisteredIncident> page, IncidentFilter filter) => (this.page, this.filter) = (page, filter);

    /// <summary>The rows with their cursors, in the list's order.</summary>
    public IReadOnlyList<Edge<RegisteredIncident>> Edges => page.Edges;

    /// <summary>Whether there is more, and where to go on.</summary>
    public PageInfo PageInfo => page.PageInfo;

    /// <summary>The rows alone.</summary>
    public IReadOnlyList<RegisteredIncident> Nodes => page.Nodes;

    /// <summary>How many rows the filter lets through, on all pages: counted only where asked for.</summary>
    public Task<long> TotalCount([FromServices] RegisterReader reader, CancellationToken cancellation) =>
        reader.Count(filter, cancellation);
}

/// <summary>Incidents.</summary>
[QueryType]
internal static class IncidentQueries
{
    /// <summary>The register of incidents, by pages.</summary>
    /// <param name="filter">Which rows; default all.</param>
    /// <param name="order">In which order; default the latest occurrence first.</param>
    /// <param name="first">How many, 1 to 1000, default 50.</param>
    /// <param name="after">Where to go on.</param>
    /// <param name="last">How many from the end.</param>
    /// <param name="before">Where to go on backwards.</param>
    public static async Task<IncidentConnection> Incidents(
        [FromServices] RegisterReader reader, IncidentFilter? filter = null, IncidentOrder order = IncidentOrder.OccurredDescending,
        int? first = null, string? after = null, int? last = null, string? before = null, CancellationToken cancellation = default)
    {
        var page = Page.Of($"incidents/{order}", first, after, last, before);
        filter ??= new();
        if (filter.Bounds is { } bounds && !bounds.IsValid())
            throw RefusedException.BadInput("filter.bounds", "Bounds are degrees, west before east and south before north.");
        var rows = await reader.Read(filter, order, page.Key<(Instant, Guid)>(), page.IsBackward, page.Limit, cancellation);
        var byKnown = order is IncidentOrder.KnownAscending or IncidentOrder.KnownDescending;
        return new(Connection.Of(rows, page, row => (byKnown ? row.KnownAt : row.OccurredAt, row.Id)), filter);
    }

    /// <summary>
    /// One incident with all its events, or null. It is read from the events themselves, so it includes the client's own last mutation.
    /// </summary>
    /// <param name="id">The incident.</param>
    /// <param name="knownAt">As known at this moment; default now. Null where nothing was known of it yet.</param>
    public static Task<IncidentFile?> Incident(
        [FromServices] IncidentFiles files, Guid id, Instant? knownAt = null, CancellationToken cancellation = default) =>
        files.Open(id, knownAt, cancellation);
}
