using Incidents.Api.GraphQL;
using Incidents.Api.Store;
using Incidents.Domain.Upkeep;
using Incidents.Projections;
using Incidents.Projections.Upkeep;
using NodaTime;

namespace Incidents.Api.Upkeep;

/// <summary>Opens tasks of municipal property from their events, and lists them from their register.</summary>
internal sealed class UpkeepFiles(UpkeepReader reader, EventReader events, IClock clock)
{
    /// <summary>One task as known now; null where there is none, and where the caller does not see it.</summary>
    public async Task<UpkeepTaskNode?> Open(Guid id, RowSight sight, CancellationToken cancellation)
    {
        if (await events.Open<UpkeepTask>(id, null, cancellation) is not { } opened)
            return null;
        var row = UpkeepTaskRow.Of(id, opened.Version, opened.State);
        return sight.Sees(row.Place.City, row.IsOpen) ? Of(row.SeenBy(sight), new(id, opened), sight, cancellation) : null;
    }

    /// <summary>A task after a command of the caller.</summary>
    public UpkeepTaskNode Sent(Guid id, LoadedStream<UpkeepTask> opened, CancellationToken cancellation) =>
        Of(UpkeepTaskRow.Of(id, opened.Version, opened.State), new(id, opened), RowSight.All, cancellation);

    /// <summary>A page of the list.</summary>
    /// <exception cref="RefusedException">The bounds are no bounds, or the days no period.</exception>
    public async Task<Connection<UpkeepTaskNode>> List(
        UpkeepTaskFilter? asked, UpkeepOrder order, RowSight sight, Page page, CancellationToken cancellation)
    {
        var filter = Checked(asked);
        var now = clock.GetCurrentInstant();
        var rows = await reader.Read(filter, order, sight, now, page.Key<(Instant, Guid)>(), page.IsBackward, page.Limit, cancellation);
        Guid[] ids = [.. rows.Take(page.Size).Select(found => found.Row.Id)];
        var read = new UpkeepPage(
            new StreamBatch<UpkeepTask>(events, ids, cancellation), ids, reader, events, sight, now, cancellation);
        var keys = rows.ToDictionary(found => found.Row.Id, found => found.Key);
        return Connection.Of(
            rows.ConvertAll(found => new UpkeepTaskNode(found.Row, read)), page, node => (keys[node.Id], node.Id),
            token => reader.Count(filter, sight, now, token));
    }

    /// <summary>A filter that selects something; that of all tasks where none is given.</summary>
    /// <exception cref="RefusedException">The bounds are no bounds, or the days no period.</exception>
    public static UpkeepTaskFilter Checked(UpkeepTaskFilter? filter) => filter switch
    {
        { Bounds: { } bounds } when !bounds.IsValid() =>
            throw RefusedException.BadInput("filter.bounds", "Bounds are degrees, west before east and south before north."),
        { From: { } from, Until: { } until } when until < from =>
            throw RefusedException.BadInput("filter.until", "The end of a period is not before its start."),
        _ => filter ?? new(),
    };

    private UpkeepTaskNode Of(
        UpkeepTaskRow row, StreamBatch<UpkeepTask> stream, RowSight sight, CancellationToken cancellation) =>
        new(row, new UpkeepPage(stream, [row.Id], reader, events, sight, clock.GetCurrentInstant(), cancellation));
}

/// <summary>What the tasks of one page share: what each of them reads is read for all of them together.</summary>
internal sealed class UpkeepPage
{
    private readonly Lazy<Task<ILookup<Guid, UpkeepTaskNode>>> joined;

    public UpkeepPage(
        StreamBatch<UpkeepTask> streams, IReadOnlyCollection<Guid> ids, UpkeepReader reader, EventReader events, RowSight sight,
        Instant now, CancellationToken cancellation)
    {
        (Streams, Now) = (streams, now);
        joined = new(async () =>
        {
            var byTask = await reader.JoinedTo(ids, sight, cancellation);
            UpkeepTaskRow[] rows = [.. byTask.SelectMany(of => of)];
            Guid[] members = [.. rows.Select(row => row.Id)];
            var page = new UpkeepPage(
                new StreamBatch<UpkeepTask>(events, members, cancellation), members, reader, events, sight, now, cancellation);
            return rows.ToLookup(row => row.JoinedInto!.Value, row => new UpkeepTaskNode(row, page));
        });
    }

    /// <summary>Their events.</summary>
    public StreamBatch<UpkeepTask> Streams { get; }

    /// <summary>The moment as of which something is overdue.</summary>
    public Instant Now { get; }

    /// <summary>The observations that are joined to one of them.</summary>
    public async Task<IReadOnlyList<UpkeepTaskNode>> Joined(Guid id) => [.. (await joined.Value)[id]];
}
