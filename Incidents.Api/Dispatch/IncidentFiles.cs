using Incidents.Api.GraphQL;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Dispatch;
using Incidents.Projections.Dispatch;
using NodaTime;

namespace Incidents.Api.Dispatch;

/// <summary>Opens incidents from their events, and lists them from the register.</summary>
internal sealed class IncidentFiles(EventReader events, RegisterReader register, Cities cities)
{
    /// <summary>One incident, as known now, or null.</summary>
    public async Task<IncidentNode?> Open(Guid id, CancellationToken cancellation) =>
        await Read(id, null, cancellation) is { } found ? new(found.Row, found.Histories) : null;

    /// <summary>One incident as known at a moment; null where nothing was known of it.</summary>
    public async Task<IncidentAsKnown?> Open(Guid id, Instant asKnownAt, CancellationToken cancellation) =>
        await Read(id, asKnownAt, cancellation) is { } found ? new(found.Row, found.Histories, asKnownAt) : null;

    /// <summary>A page of the register.</summary>
    public async Task<Connection<IncidentNode>> List(
        IncidentFilter filter, IncidentOrder order, Page page, CancellationToken cancellation)
    {
        var rows = await register.Read(filter, order, page.Key<(Instant, Guid)>(), page.IsBackward, page.Limit, cancellation);
        var histories = new IncidentHistories(
            new(events, [.. rows.Take(page.Size).Select(row => row.Id)], cancellation), events, register, null, cancellation);
        var byKnown = order is IncidentOrder.KnownAscending or IncidentOrder.KnownDescending;
        return Connection.Of(
            rows.ConvertAll(row => new IncidentNode(row, histories)), page,
            node => ((byKnown ? node.KnownAt : node.OccurredAt).ToInstant(), node.Id), token => register.Count(filter, token));
    }

    private async Task<(IncidentRow Row, IncidentHistories Histories)?> Read(Guid id, Instant? asKnownAt, CancellationToken cancellation)
    {
        if (await events.Open<Incident>(id, asKnownAt, cancellation) is not { } own)
            return null;
        return (IncidentRow.Of(id, own.Events, cities)!, new(new(id, own), events, register, asKnownAt, cancellation));
    }
}
