using Incidents.Api.Store;
using Incidents.Domain.Dispatch;
using Incidents.Projections;
using Incidents.Projections.Dispatch;
using Incidents.Projections.Slices;
using Incidents.Projections.Timelines;
using NodaTime;

namespace Incidents.Api.Dispatch;

/// <summary>The incidents merged into one, and the events of all of them and of their signals.</summary>
/// <param name="Merged">The incidents merged into it, and into those.</param>
/// <param name="Events">The events, in any order.</param>
internal sealed record IncidentHistory(IReadOnlyList<Guid> Merged, IReadOnlyList<StoredEvent> Events)
{
    /// <summary>The events in order of occurrence.</summary>
    public IReadOnlyList<TimelineEntry> Timeline() => SliceEvents.Timelines.Of(Events);
}

/// <summary>The histories of the incidents of one page: each stream is read once, when the first field asks for it.</summary>
internal sealed class IncidentHistories
{
    /// <summary>Most incidents merged into one, and ten times as many into those of a page, that are read.</summary>
    private const int MostMerged = 1_000;

    private readonly StreamBatch<Incident> own;
    private readonly EventReader events;
    private readonly RegisterReader register;
    private readonly Instant? asKnownAt;
    private readonly Lazy<Task<Dictionary<Guid, IncidentHistory>>> whole;

    public IncidentHistories(
        StreamBatch<Incident> own, EventReader events, RegisterReader register, Instant? asKnownAt, CancellationToken cancellation)
    {
        (this.own, this.events, this.register, this.asKnownAt) = (own, events, register, asKnownAt);
        whole = new(() => Read(cancellation));
    }

    /// <summary>The state to which an incident's own events lead.</summary>
    public async Task<Incident> State(Guid id) => (await own.One(id)).State;

    /// <summary>The history of one incident.</summary>
    public async Task<IncidentHistory> Whole(Guid id) => (await whole.Value)[id];

    // Incidents merged into one, and into those: what is part of a part is part of the whole. Their own events say whether it was so at
    // that moment. An incident knows those merged into it, unless that is long ago; the register knows all, a little later.
    private async Task<Dictionary<Guid, IncidentHistory>> Read(CancellationToken cancellation)
    {
        var roots = await own.All();
        var loaded = new Dictionary<Guid, LoadedStream<Incident>>(roots);
        var parts = new Dictionary<Guid, List<Guid>>();
        var most = roots.Count + MostMerged * Math.Min(roots.Count, 10);
        for (var level = roots.Keys.ToList(); level.Count > 0 && loaded.Count < most;)
        {
            var registered = await register.EverMergedInto(level, cancellation);
            var candidates = level.ToDictionary(
                into => into, into => roots.TryGetValue(into, out var root) ? [.. root.State.Absorbed.Union(registered[into])]
                    : registered[into].ToArray());
            var missing = candidates.Values.SelectMany(c => c).Where(c => !loaded.ContainsKey(c)).Distinct()
                .Take(most - loaded.Count).ToArray();
            foreach (var (id, stream) in await events.Open<Incident>(missing, asKnownAt, cancellation))
                loaded.Add(id, stream);
            foreach (var (into, of) in candidates)
                parts[into] = [.. of.Where(part => loaded.TryGetValue(part, out var stream) && stream.State.MergedInto == into)];
            level = [.. level.SelectMany(into => parts[into]).Where(part => !parts.ContainsKey(part))];
        }
        var merged = roots.Keys.ToDictionary(id => id, id => Within(id, parts));
        var signals = merged.SelectMany(m => m.Value.Prepend(m.Key)).Distinct().SelectMany(id => loaded[id].State.Signals)
            .Select(s => s.Id).ToHashSet();
        var bySignal = (await events.Read(signals, asKnownAt, cancellation)).ToLookup(e => e.StreamId);
        return merged.ToDictionary(m => m.Key, m =>
        {
            LoadedStream<Incident>[] all = [.. m.Value.Prepend(m.Key).Select(id => loaded[id])];
            var linked = all.SelectMany(incident => incident.State.Signals).Select(s => s.Id).Distinct();
            return new IncidentHistory(m.Value, [.. all.SelectMany(s => s.Events), .. linked.SelectMany(id => bySignal[id])]);
        });
    }

    private static List<Guid> Within(Guid id, Dictionary<Guid, List<Guid>> parts)
    {
        var within = new List<Guid>();
        for (var open = new Queue<Guid>([id]); open.TryDequeue(out var into);)
        {
            foreach (var part in parts.GetValueOrDefault(into) ?? [])
            {
                within.Add(part);
                open.Enqueue(part);
            }
        }
        return within;
    }
}
