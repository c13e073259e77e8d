using Incidents.Api.Store;
using Incidents.Api.Timelines;
using Incidents.Domain.Dispatch;
using Incidents.Domain.Targets;
using Incidents.Domain.Units;
using Incidents.Projections;
using Incidents.Projections.Dispatch;
using Incidents.Projections.Outages;
using Incidents.Projections.Slices;
using Incidents.Projections.Timelines;
using NodaTime;

namespace Incidents.Api.Dispatch;

/// <summary>The incidents merged into one, and the events of all of them, of their signals, and what their units said of them.</summary>
/// <param name="Merged">The incidents merged into it, and into those.</param>
/// <param name="Events">The events, in any order.</param>
internal sealed record IncidentHistory(IReadOnlyList<Guid> Merged, IReadOnlyList<StoredEvent> Events);

/// <summary>The histories of the incidents of one page: each stream is read once, when the first field asks for it.</summary>
internal sealed class IncidentHistories
{
    /// <summary>Most incidents merged into one, and ten times as many into those of a page, that are read.</summary>
    private const int MostMerged = 1_000;

    private readonly StreamBatch<Incident> own;
    private readonly EventReader events;
    private readonly RegisterReader register;
    private readonly SeenLinks links;
    private readonly Instant? asKnownAt;
    private readonly Lazy<Task<Dictionary<Guid, IncidentHistory>>> whole;
    private readonly Lazy<Task<HashSet<Guid>?>> linked;
    private readonly CancellationToken cancellation;
    private Lazy<Task<TimelineClocks>>? clocks;

    public IncidentHistories(
        StreamBatch<Incident> own, EventReader events, RegisterReader register, SeenLinks links, Instant? asKnownAt,
        CancellationToken cancellation)
    {
        (this.own, this.events, this.register, this.links, this.asKnownAt) = (own, events, register, links, asKnownAt);
        this.cancellation = cancellation;
        whole = new(() => Read(cancellation));
        linked = new(() => ReadLinked(cancellation));
    }

    /// <summary>The incidents of the page, without what is merged into them.</summary>
    public StreamBatch<Incident> Own => own;

    /// <summary>The state to which an incident's own events lead.</summary>
    public async Task<Incident> State(Guid id) => (await own.One(id)).State;

    /// <summary>The signals of an incident that the caller sees.</summary>
    public async Task<IReadOnlyList<Signal>> Signals(Guid id)
    {
        var (signals, seen) = ((await State(id)).Signals, await linked.Value);
        return seen is null ? signals : [.. signals.Where(s => seen.Contains(s.Id))];
    }

    /// <summary>The same, each with who or what linked it.</summary>
    public async Task<IReadOnlyList<SignalLink>> Links(Guid id)
    {
        var (all, seen) = ((await State(id)).Links, await linked.Value);
        return seen is null ? all : [.. all.Where(link => seen.Contains(link.Signal.Id)).Select(link =>
            link with { CameWith = link.CameWith is { } part && seen.Contains(part) ? part : null })];
    }

    /// <summary>The units of an incident, without the incidents that the caller does not see.</summary>
    public async Task<IReadOnlyList<AssignedUnit>> Units(Guid id)
    {
        var (units, seen) = ((await State(id)).Units, await linked.Value);
        return seen is null
            ? units
            : [.. units.Select(unit => unit with { DivertedTo = Seen(unit.DivertedTo), CameWith = Seen(unit.CameWith) })];

        Guid? Seen(Guid? other) => other is { } known && seen.Contains(known) ? known : null;
    }

    /// <summary>Whether personal data of an incident's own events were masked.</summary>
    public async Task<bool> IsMasked(Guid id) => (await own.One(id)).IsMasked;

    /// <summary>The history of one incident.</summary>
    public async Task<IncidentHistory> Whole(Guid id) => (await whole.Value)[id];

    /// <summary>The events of one incident, in order of occurrence; the clocks of all of the page are read at once.</summary>
    public async Task<IReadOnlyList<TimelineEntry>> Timeline(Guid id, OutageReader outages)
    {
        var all = await whole.Value;
        var reading = new Lazy<Task<TimelineClocks>>(() =>
        {
            StoredEvent[] stored = [.. all.Values.SelectMany(history => history.Events)];
            return TimelineClocks.Read(stored, SliceEvents.Timelines.Of(stored), outages, cancellation);
        });
        var read = await (Interlocked.CompareExchange(ref clocks, reading, null) ?? reading).Value;
        return read.Marked(SliceEvents.Timelines.Of(all[id].Events));
    }

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
            {
                if (links.Sight.SeesTown(stream.State.Place.City))
                    loaded.Add(id, stream);
            }
            foreach (var (into, of) in candidates)
                parts[into] = [.. of.Where(part => loaded.TryGetValue(part, out var stream) && stream.State.MergedInto == into)];
            level = [.. level.SelectMany(into => parts[into]).Where(part => !parts.ContainsKey(part))];
        }
        var merged = roots.Keys.ToDictionary(id => id, id => Within(id, parts));
        var signals = merged.SelectMany(m => m.Value.Prepend(m.Key)).Distinct().SelectMany(id => loaded[id].State.Signals)
            .Select(s => s.Id).ToHashSet();
        var bySignal = links.Seen(await events.Read(signals, asKnownAt, cancellation)).ToLookup(e => e.StreamId);
        var byThing = (await events.Read(
            [
                .. loaded.Keys.Select(id => Escalations.Stream(TargetSubject.Incident, id)),
                .. bySignal.Select(signal => Escalations.Stream(TargetSubject.SosCall, signal.Key)),
            ],
            asKnownAt, cancellation)).ToLookup(e => e.StreamId);
        var signs = loaded.Values.SelectMany(incident =>
            incident.State.Units.Select(unit => Unit.Stream(incident.State.Place.City, unit.Unit))).ToHashSet();
        // What units say of an incident comes after it was opened.
        var opened = loaded.Values.Min(incident => (long?)incident.Events[0].Sequence) ?? 0;
        var said = (await events.ReadOf(
            signs, [typeof(UnitAccepted), typeof(UnitSetOut)], opened, asKnownAt, cancellation)).ToLookup(
            e => e.Event is UnitAccepted accepted ? accepted.Incident : ((UnitSetOut)e.Event).Incident);
        return merged.ToDictionary(m => m.Key, m =>
        {
            LoadedStream<Incident>[] all = [.. m.Value.Prepend(m.Key).Select(id => loaded[id])];
            Guid[] linked = [.. all.SelectMany(incident => incident.State.Signals).Select(s => s.Id).Distinct()];
            return new IncidentHistory(m.Value,
            [
                .. all.SelectMany(s => s.Events), .. linked.SelectMany(id => bySignal[id]),
                .. m.Value.Prepend(m.Key).SelectMany(id => said[id]),
                .. m.Value.Prepend(m.Key).SelectMany(id => byThing[Escalations.Stream(TargetSubject.Incident, id)]),
                .. linked.SelectMany(id => byThing[Escalations.Stream(TargetSubject.SosCall, id)]),
            ]);
        });
    }

    // The ids of things that the incidents of the page are linked to and that the caller sees; null for all.
    private async Task<HashSet<Guid>?> ReadLinked(CancellationToken cancellation)
    {
        if (links.Sight.Towns is null)
            return null;
        var ids = (await own.All()).Values.SelectMany(stream => stream.State.Signals.Select(s => s.Id)
            .Concat(stream.State.Units.SelectMany(u => new[] { u.DivertedTo, u.CameWith }.OfType<Guid>())));
        return await links.Among([.. ids.Distinct()], cancellation);
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
