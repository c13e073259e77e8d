using Incidents.Api.GraphQL;
using Incidents.Api.Store;
using Incidents.Domain.Cases;
using Incidents.Projections;
using Incidents.Projections.Cases;
using Incidents.Projections.Slices;
using NodaTime;

namespace Incidents.Api.Cases;

/// <summary>The timelines of cases.</summary>
internal sealed class CaseTimelines(CaseEntries entries, EventReader events, CaseReader register)
{
    // Merges are never a circle.
    private const int MostParts = 100;

    /// <summary>Whose entries the timeline of a case has.</summary>
    /// <param name="id">The case.</param>
    /// <param name="state">Its state.</param>
    /// <param name="rows">What the caller sees of alerts, calls, violations and incidents.</param>
    /// <param name="branch">A branch of it that exists; null for the case itself.</param>
    /// <param name="knownAt">As known at a moment; null for now.</param>
    /// <param name="cancellation">Cancels the queries.</param>
    public async Task<CaseScope> Scope(
        Guid id, Case state, RowSight rows, Guid? branch, Instant? knownAt, CancellationToken cancellation)
    {
        var cameFrom = new Dictionary<Guid, Guid>();
        foreach (var item in state.Origin?.Items ?? [])
            cameFrom[item.Id] = state.Origin!.CaseId;
        HashSet<Guid> cases = [id];
        for (var level = new List<Case> { state }; level.Count > 0 && cases.Count < MostParts;)
        {
            Guid[] parts = [.. level.SelectMany(c => c.Absorbed).Where(part => cases.Add(part.CaseId)).Select(part => part.CaseId)];
            foreach (var part in level.SelectMany(c => c.Absorbed))
            {
                foreach (var item in part.Items)
                    cameFrom[item.Id] = part.CaseId;
            }

            level = [.. (await events.Open<Case>(parts, knownAt, cancellation)).Values.Select(part => part.State)];
        }

        var attached = state.ItemsOf(branch).Values.Where(item => item.IsAttached()).ToArray();
        Guid[] incidents = [.. attached.Where(item => item.Kind is CaseItemKind.Incident).Select(item => item.Id)];
        var via = new Dictionary<Guid, Guid>();
        HashSet<Guid> things = [.. attached.Select(item => item.Id)];
        foreach (var (signal, incident) in await entries.Linked(incidents, knownAt, cancellation))
        {
            if (things.Add(signal))
                via[signal] = incident;
            if (cameFrom.TryGetValue(incident, out var from))
                cameFrom.TryAdd(signal, from);
        }

        if (rows.Towns is { } towns)
            things.IntersectWith(await register.InTowns([.. things], towns, cancellation));
        return new(id, cases, things, cameFrom, via, state.Origin, state.Stars, branch, knownAt);
    }

    /// <summary>Whether an event is an entry.</summary>
    public Task<bool> Has(CaseScope scope, Guid entry, CancellationToken cancellation) => entries.Has(scope, entry, cancellation);

    /// <summary>A page of a timeline.</summary>
    /// <param name="scope">Whose entries.</param>
    /// <param name="state">The case.</param>
    /// <param name="filter">Which of them, and in which order.</param>
    /// <param name="page">The page.</param>
    /// <param name="cancellation">Cancels the queries.</param>
    public async Task<Connection<CaseEntry>> Read(
        CaseScope scope, Case state, CaseViewFilter filter, Page page, CancellationToken cancellation)
    {
        var after = page.Key<(Instant, long)>();
        var positions = await entries.Read(scope, filter, after, page.IsBackward, page.Limit, cancellation);
        // The entry before the first one says whether the order of these two is known.
        long? before = page.IsBackward ? positions.Count > page.Size ? positions[^1].Sequence : null : after?.Item2;
        var shown = positions.Take(page.Size).ToArray();
        var read = await Entries([.. shown.Select(position => position.Sequence), .. before is { } one ? [one] : Array.Empty<long>()], scope,
            state, cancellation);
        var rows = positions.ConvertAll(position => read.GetValueOrDefault(position.Sequence)!);
        if (!filter.IsByKnown)
            Compare(rows, shown.Length, page.IsBackward, before is { } earlier ? read.GetValueOrDefault(earlier) : null);
        var keys = positions.ToDictionary(position => position.Sequence, position => position.At);
        return Connection.Of(
            rows, page, entry => (keys[entry.Event.Sequence], entry.Event.Sequence), token => entries.Count(scope, filter, token));
    }

    /// <summary>Entries by their number in the store.</summary>
    public async Task<Dictionary<long, CaseEntry>> Entries(
        IReadOnlyCollection<long> sequences, CaseScope scope, Case state, CancellationToken cancellation)
    {
        var stored = await events.ReadSome(sequences, cancellation);
        var ids = stored.ToDictionary(e => e.Sequence, e => e.Id);
        var timeline = SliceEvents.Timelines.Of(stored);
        var devices = timeline.Where(e => e.DeviceId is not null).GroupBy(e => e.SubjectId).ToDictionary(g => g.Key, g => g.First().DeviceId);
        var comments = state.Comments.ToLookup(comment => comment.EntryId);
        var wanted = sequences.ToHashSet();
        return timeline.Where(entry => wanted.Contains(entry.Sequence)).ToDictionary(entry => entry.Sequence, entry =>
        {
            var id = ids[entry.Sequence];
            return new CaseEntry(
                id, entry, CaseClock.Of(entry, devices.GetValueOrDefault(entry.SubjectId)), state.Stars.Contains(id),
                [.. comments[id].Select(c => new CaseComment(c.CommentId, c.Note, c.By, c.OccurredAt))],
                scope.CameFrom.TryGetValue(entry.SubjectId, out var from) ? from : IsOwn(entry.SubjectId) ? null : entry.SubjectId,
                scope.Via.TryGetValue(entry.SubjectId, out var incident) ? incident : null);
        });

        bool IsOwn(Guid subject) => subject == scope.CaseId || scope.Things.Contains(subject);
    }

    private static void Compare(List<CaseEntry> rows, int shown, bool backward, CaseEntry? before)
    {
        for (var i = 0; i < shown; i++)
        {
            var previous = backward ? i + 1 < shown ? rows[i + 1] : before : i > 0 ? rows[i - 1] : before;
            if (previous is not null && CaseClock.IsOrderUnknown(previous, rows[i]))
                rows[i] = rows[i] with { IsOrderUnknown = true };
        }
    }
}
