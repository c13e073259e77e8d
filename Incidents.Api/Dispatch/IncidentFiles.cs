using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Dispatch;
using Incidents.Projections;
using Incidents.Projections.Dispatch;
using Incidents.Projections.Slices;
using Incidents.Projections.Timelines;
using NodaTime;

namespace Incidents.Api.Dispatch;

/// <summary>One incident with all its events, as known at one moment.</summary>
/// <param name="Id">The incident.</param>
/// <param name="Version">Number of its events: what a command names as the version that its sender saw.</param>
/// <param name="Status">How far it has come.</param>
/// <param name="Category">Category code.</param>
/// <param name="Place">Where it occurred.</param>
/// <param name="OccurredAt">When it occurred, by the local clock.</param>
/// <param name="KnownAt">When the centre learned of it, by the local clock.</param>
/// <param name="ReportedAt">When it was reported to the centre, where that was entered; else null.</param>
/// <param name="Signals">The alerts, calls and violations linked to it, with those of the incidents that are part of it.</param>
/// <param name="Units">The units sent since it was opened or last reopened, with those of the incidents that are part of it.</param>
/// <param name="MergedInto">The incident that it is part of, or null.</param>
/// <param name="Merged">The incidents that are part of it.</param>
/// <param name="Timeline">Its events, those of its signals and of the incidents that are part of it, in order of occurrence.</param>
/// <param name="AsKnownAt">The moment as of which this was known; null for now.</param>
public sealed record IncidentFile(
    Guid Id, long Version, IncidentStatus Status, string Category, Place Place, OffsetDateTime OccurredAt, OffsetDateTime KnownAt,
    OffsetDateTime? ReportedAt, IReadOnlyList<Signal> Signals, IReadOnlyList<AssignedUnit> Units, Guid? MergedInto,
    IReadOnlyList<Guid> Merged, IReadOnlyList<TimelineEntry> Timeline, Instant? AsKnownAt);

/// <summary>Puts an incident's file together from the events of all streams concerned.</summary>
internal sealed class IncidentFiles(EventReader events, RegisterReader register)
{
    private const int MostMerged = 1_000;

    public async Task<IncidentFile?> Open(Guid id, Instant? knownAt, CancellationToken cancellation)
    {
        if (await events.Open<Incident>(id, knownAt, cancellation) is not { } own)
            return null;
        var (incident, all) = (own.State, own.Events.ToList());
        var signals = new HashSet<Guid>(incident.Signals.Select(s => s.Id));
        var merged = await Merged(id, incident.Absorbed, knownAt, all, signals, cancellation);
        all.AddRange(await events.Read(signals, knownAt, cancellation));
        return new(
            id, own.Version, incident.Status, incident.CountKey.Category, incident.Place, incident.CountKey.OccurredAt, incident.KnownSince,
            incident.ReportedAt, incident.Signals, incident.Units, incident.MergedInto, merged, SliceEvents.Timelines.Of(all), knownAt);
    }

    // Incidents merged into this one, and into those: what is part of a part is part of the whole. Their own events say whether it
    // was so at that moment. This one knows those merged into it, unless that is long ago; the register knows all, a little later.
    private async Task<List<Guid>> Merged(
        Guid id, IReadOnlyList<Guid> absorbed, Instant? knownAt, List<StoredEvent> all, HashSet<Guid> signals,
        CancellationToken cancellation)
    {
        var merged = new List<Guid>();
        var open = new Queue<Guid>([id]);
        while (open.TryDequeue(out var into) && merged.Count < MostMerged)
        {
            var candidates = await register.EverMergedInto(into, cancellation);
            foreach (var candidate in into == id ? absorbed.Union(candidates) : candidates)
            {
                if (merged.Contains(candidate) || await events.Open<Incident>(candidate, knownAt, cancellation) is not { } part
                    || part.State.MergedInto != into)
                    continue;
                merged.Add(candidate);
                all.AddRange(part.Events);
                signals.UnionWith(part.State.Signals.Select(s => s.Id));
                open.Enqueue(candidate);
            }
        }
        return merged;
    }
}
