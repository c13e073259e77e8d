using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Projections;
using Incidents.Projections.Dispatch;
using Incidents.Projections.Signals;
using Incidents.Projections.Slices;

namespace Incidents.Api.Dispatch;

/// <summary>Which things that a seen incident is linked to lie in towns that the caller sees.</summary>
/// <remarks>Whether they are open does not matter: what is part of a seen incident is seen with it.</remarks>
internal sealed class SeenLinks(EventReader events, Cities cities, RowSight sight)
{
    /// <summary>What the caller sees.</summary>
    public RowSight Sight => sight;

    /// <summary>Those of the things that lie in towns that the caller sees; null where all towns are.</summary>
    public async Task<HashSet<Guid>?> Among(IReadOnlyCollection<Guid> ids, CancellationToken cancellation) => sight.Towns is null
        ? null
        : [.. Seen(await events.Read(ids, null, cancellation)).Select(e => e.StreamId)];

    /// <summary>The events of those of the things that lie in towns that the caller sees.</summary>
    /// <param name="stored">Events of incidents, alerts, calls and violations.</param>
    public IEnumerable<StoredEvent> Seen(IReadOnlyList<StoredEvent> stored) => sight.Towns is null
        ? stored
        : stored.GroupBy(e => e.StreamId).Where(thing => Town(thing.Key, [.. thing]) is { } town && sight.SeesTown(town))
            .SelectMany(thing => thing);

    private string? Town(Guid id, StoredEvent[] own) =>
        (SignalRow.Of(id, own, SliceEvents.Signals, cities)?.Place ?? IncidentRow.Of(id, own, cities)?.Place)?.City;
}
