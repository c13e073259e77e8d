using Incidents.Api.GraphQL;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Dispatch;
using Incidents.Projections;
using Incidents.Projections.Dispatch;
using NodaTime;

namespace Incidents.Api.Dispatch;

/// <summary>Opens incidents from their events, and lists them from the register.</summary>
/// <remarks>What the caller does not see is as if it did not exist; a thing belongs to the town in which it is now.</remarks>
internal sealed class IncidentFiles(EventReader events, RegisterReader register, Cities cities)
{
    /// <summary>One incident, as known now, or null.</summary>
    public async Task<IncidentNode?> Open(Guid id, RowSight sight, CancellationToken cancellation) =>
        await Read(id, null, sight, cancellation) is { } found ? new(found.Row, found.Histories) : null;

    /// <summary>One incident as known at a moment; null where nothing was known of it.</summary>
    public async Task<IncidentAsKnown?> Open(Guid id, Instant asKnownAt, RowSight sight, CancellationToken cancellation) =>
        await Read(id, asKnownAt, sight, cancellation) is { } found ? new(found.Row, found.Histories, asKnownAt) : null;

    /// <summary>A page of the register.</summary>
    public async Task<Connection<IncidentNode>> List(
        RegisterScope scope, IncidentOrder order, Page page, CancellationToken cancellation)
    {
        var rows = await register.Read(scope, order, page.Key<(Instant, Guid)>(), page.IsBackward, page.Limit, cancellation);
        rows = await Linked(rows, scope.Sight, cancellation);
        var histories = Histories([.. rows.Take(page.Size).Select(row => row.Id)], scope.Sight, cancellation);
        var byKnown = order is IncidentOrder.KnownAscending or IncidentOrder.KnownDescending;
        return Connection.Of(
            rows.ConvertAll(row => new IncidentNode(row, histories)), page,
            node => ((byKnown ? node.KnownAt : node.OccurredAt).ToInstant(), node.Id), token => register.Count(scope, token));
    }

    /// <summary>Rows that a reader of the register found, as a caller sees them.</summary>
    public async Task<List<IncidentNode>> Nodes(IReadOnlyList<IncidentRow> rows, RowSight sight, CancellationToken cancellation)
    {
        var shown = await Linked([.. rows.Select(row => row.SeenBy(sight))], sight, cancellation);
        var histories = Histories([.. shown.Select(row => row.Id)], sight, cancellation);
        return shown.ConvertAll(row => new IncidentNode(row, histories));
    }

    /// <summary>What a search finds, the very words first.</summary>
    public async Task<List<(IncidentNode Incident, bool IsExact)>> Ranked(
        RegisterScope scope, int first, CancellationToken cancellation)
    {
        var found = await register.Ranked(scope, first, cancellation);
        var rows = await Linked(found.ConvertAll(f => f.Row), scope.Sight, cancellation);
        var histories = Histories([.. rows.Select(row => row.Id)], scope.Sight, cancellation);
        return [.. rows.Zip(found, (row, f) => (new IncidentNode(row, histories), f.IsExact))];
    }

    /// <summary>Incidents near one in place and time, the nearest first.</summary>
    public async Task<IReadOnlyList<NearIncident>> Around(
        IncidentRow row, double radiusMetres, int hours, int first, RowSight sight, CancellationToken cancellation)
    {
        var at = row.OccurredAt.ToInstant();
        return await Around(
            row, radiusMetres, at - Duration.FromHours(hours), at + Duration.FromHours(hours), first, sight, cancellation);
    }

    private async Task<IReadOnlyList<NearIncident>> Around(
        IncidentRow row, double radiusMetres, Instant from, Instant until, int first, RowSight sight, CancellationToken cancellation)
    {
        if (row.Place.Point is not { } point || row.TimePrecision > TimePrecision.Hour)
            return [];
        var at = row.OccurredAt.ToInstant();
        var found = await register.Around(
            new(point.Latitude, point.Longitude, radiusMetres), from, until, row.Id, sight, first, cancellation);
        var histories = Histories([.. found.Select(f => f.Row.Id)], sight, cancellation);
        return
        [
            .. found.Select(f => new NearIncident(
                new(f.Row, histories), Math.Round(f.Metres, 1), (long)(f.Row.OccurredAt.ToInstant() - at).TotalSeconds)),
        ];
    }

    /// <summary>Incidents near one that occurred before it.</summary>
    public async Task<IReadOnlyList<NearIncident>> Earlier(
        IncidentRow row, double radiusMetres, int days, int first, RowSight sight, CancellationToken cancellation)
    {
        var at = row.OccurredAt.ToInstant();
        return await Around(row, radiusMetres, at - Duration.FromDays(days), at, first, sight, cancellation);
    }

    /// <summary>The incident to which an alert, call or violation is linked, or null; of several the one that became known first.</summary>
    public async Task<IncidentNode?> LinkedTo(Guid signal, RowSight sight, CancellationToken cancellation)
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
            .Select(found => (Row: IncidentRow.Of(found.Key, found.Value.Events, cities)!, Own: found.Value))
            .Where(found => sight.Sees(found.Row.Place.City, found.Row.IsOpen))
            .Select(found => new IncidentNode(
                found.Row.SeenBy(sight),
                new(new(found.Row.Id, found.Own), events, register, new(events, cities, sight), null, cancellation)))
            .FirstOrDefault();
    }

    // The incident that one was merged into may lie in a town that the caller does not see.
    private async Task<List<IncidentRow>> Linked(List<IncidentRow> rows, RowSight sight, CancellationToken cancellation)
    {
        if (sight.Towns is null || rows.TrueForAll(row => row.MergedInto is null))
            return rows;
        var seen = await new SeenLinks(events, cities, sight).Among([.. rows.Select(row => row.MergedInto).OfType<Guid>()], cancellation);
        return rows.ConvertAll(row => row.MergedInto is { } into && !seen!.Contains(into) ? row with { MergedInto = null } : row);
    }

    private IncidentHistories Histories(Guid[] ids, RowSight sight, CancellationToken cancellation) =>
        new(new(events, ids, cancellation), events, register, new(events, cities, sight), null, cancellation);

    private async Task<(IncidentRow Row, IncidentHistories Histories)?> Read(
        Guid id, Instant? asKnownAt, RowSight sight, CancellationToken cancellation)
    {
        if (await events.Open<Incident>(id, asKnownAt, cancellation) is not { } own)
            return null;
        var row = IncidentRow.Of(id, own.Events, cities)!;
        if (!sight.IsAll)
        {
            var now = asKnownAt is null ? row : IncidentRow.Of(id, await events.Read([id], null, cancellation), cities)!;
            if (!sight.Sees(now.Place.City, now.IsOpen))
                return null;
            row = (await Linked([now.IsSeenExactly(sight) ? row : row.Snapped()], sight, cancellation))[0];
        }
        return (row, new(new(id, own), events, register, new(events, cities, sight), asKnownAt, cancellation));
    }
}
