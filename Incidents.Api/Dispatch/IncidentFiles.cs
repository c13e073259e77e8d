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
        RegisterScope scope, IncidentOrder order, Page page, CancellationToken cancellation)
    {
        var rows = await register.Read(scope, order, page.Key<(Instant, Guid)>(), page.IsBackward, page.Limit, cancellation);
        var histories = new IncidentHistories(
            new(events, [.. rows.Take(page.Size).Select(row => row.Id)], cancellation), events, register, null, cancellation);
        var byKnown = order is IncidentOrder.KnownAscending or IncidentOrder.KnownDescending;
        return Connection.Of(
            rows.ConvertAll(row => new IncidentNode(row, histories)), page,
            node => ((byKnown ? node.KnownAt : node.OccurredAt).ToInstant(), node.Id), token => register.Count(scope, token));
    }

    /// <summary>Incidents near one in place and time, the nearest first.</summary>
    public async Task<IReadOnlyList<NearIncident>> Around(
        IncidentRow row, double radiusMetres, int hours, int first, CancellationToken cancellation)
    {
        if (row.Place.Point is not { } point || row.TimePrecision > TimePrecision.Hour)
            return [];
        var at = row.OccurredAt.ToInstant();
        var found = await register.Around(
            new(point.Latitude, point.Longitude, radiusMetres), at - Duration.FromHours(hours), at + Duration.FromHours(hours), row.Id,
            first, cancellation);
        var histories = new IncidentHistories(
            new(events, [.. found.Select(f => f.Row.Id)], cancellation), events, register, null, cancellation);
        return
        [
            .. found.Select(f => new NearIncident(
                new(f.Row, histories), Math.Round(f.Metres, 1), (long)(f.Row.OccurredAt.ToInstant() - at).TotalSeconds)),
        ];
    }

    /// <summary>The incident to which an alert, call or violation is linked, or null; of several the one that became known first.</summary>
    public async Task<IncidentNode?> LinkedTo(Guid signal, CancellationToken cancellation)
    {
        var candidates = (await register.EverLinkedTo([signal], cancellation))[signal].ToHashSet();
        // A merge takes the links along, and leaves none behind: those of a chain lead to its end.
        for (var level = candidates.ToList(); level.Count > 0;)
        {
            var loaded = await events.Open<Incident>(level, null, cancellation);
            level = [.. loaded.Values.Select(s => s.State.MergedInto).OfType<Guid>().Distinct().Where(candidates.Add)];
        }
        return (await events.Open<Incident>(candidates, null, cancellation))
            .Where(found => found.Value.State.MergedInto is null && found.Value.State.Signals.Any(s => s.Id == signal))
            .OrderBy(found => found.Value.State.KnownSince.ToInstant()).ThenBy(found => found.Key)
            .Select(found => new IncidentNode(
                IncidentRow.Of(found.Key, found.Value.Events, cities)!,
                new(new(found.Key, found.Value), events, register, null, cancellation)))
            .FirstOrDefault();
    }

    private async Task<(IncidentRow Row, IncidentHistories Histories)?> Read(Guid id, Instant? asKnownAt, CancellationToken cancellation)
    {
        if (await events.Open<Incident>(id, asKnownAt, cancellation) is not { } own)
            return null;
        return (IncidentRow.Of(id, own.Events, cities)!, new(new(id, own), events, register, asKnownAt, cancellation));
    }
}
