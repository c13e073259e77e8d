using Incidents.Domain;
using Incidents.Domain.Dispatch;
using NodaTime;

namespace Incidents.Tests.Dispatch;

/// <summary>
/// What commands say of incidents, without events: the category, place and time given last, links, merges and withdrawals.
/// </summary>
internal sealed class IncidentSets
{
    private readonly Dictionary<Guid, List<(Signal Signal, Guid? From)>> links = [];
    private readonly Dictionary<Guid, Guid> into = [];
    private readonly Dictionary<Guid, List<(Instant At, string Value)>> categories = [];
    private readonly Dictionary<Guid, List<(Instant At, Place Value)>> places = [];
    private readonly Dictionary<Guid, List<(Instant At, OffsetDateTime Value)>> times = [];

    /// <summary>The incidents that were withdrawn.</summary>
    public HashSet<Guid> Withdrawn { get; } = [];

    /// <summary>Whether an incident counts on its own.</summary>
    public bool IsCounted(Guid id) => !Withdrawn.Contains(id) && !into.ContainsKey(id);

    /// <summary>The incident that it was merged into, or null.</summary>
    public Guid? Into(Guid id) => into.TryGetValue(id, out var other) ? other : null;

    /// <summary>Its signals.</summary>
    public HashSet<Signal> Signals(Guid id) => [.. links[id].Select(link => link.Signal)];

    /// <summary>Its category, place and time: of each what was given for the latest moment, and there what was entered last.</summary>
    public (string Category, Place Place, OffsetDateTime OccurredAt) Key(Guid id) =>
        (Last(categories[id]), Last(places[id]), Last(times[id]));

    public void Opened(Guid id, OpenIncident open, OffsetDateTime now)
    {
        links[id] = open.From is { } signal ? [(signal, null)] : [];
        categories[id] = [(Instant.MinValue, open.Category)];
        places[id] = [(Instant.MinValue, open.Place)];
        times[id] = [(Instant.MinValue, open.OccurredAt ?? now)];
    }

    public void Categorised(Guid id, string category, OffsetDateTime at) => categories[id].Add((at.ToInstant(), category));

    public void Corrected(Guid id, Place? place, OffsetDateTime? occurred, OffsetDateTime at)
    {
        if (place is not null)
            places[id].Add((at.ToInstant(), place));
        if (occurred is { } moment)
            times[id].Add((at.ToInstant(), moment));
    }

    public void Linked(Guid id, Signal signal) => links[id].Add((signal, null));

    public void Unlinked(Guid id, Signal signal) => links[id].RemoveAll(link => link.Signal == signal);

    public void Merged(Guid id, Guid other)
    {
        into[id] = other;
        links[other].AddRange(Signals(id).Select(signal => (signal, (Guid?)id)));
    }

    // What was unlinked from the other meanwhile stays unlinked.
    public void Unmerged(Guid id, Guid other)
    {
        into.Remove(id);
        var kept = links[other].Where(link => link.From == id).Select(link => link.Signal).ToHashSet();
        links[other].RemoveAll(link => link.From == id);
        links[id].RemoveAll(link => !kept.Contains(link.Signal));
    }

    private static T Last<T>(List<(Instant At, T Value)> given) => given.OrderBy(g => g.At).Last().Value;
}
