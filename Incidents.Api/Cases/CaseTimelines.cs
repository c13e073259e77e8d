using Incidents.Api.GraphQL;
using Incidents.Api.Store;
using Incidents.Api.Timelines;
using Incidents.Domain.Cases;
using Incidents.Projections;
using Incidents.Projections.Cases;
using Incidents.Projections.Outages;
using Incidents.Projections.Slices;
using Incidents.Projections.Timelines;
using NodaTime;

namespace Incidents.Api.Cases;

/// <summary>The timelines of cases.</summary>
internal sealed class CaseTimelines(
    CaseEntries entries, EventReader events, CaseStreams cases, LinkedSignals linked, CaseReader register, OutageReader outages)
{
    /// <summary>Whose entries the timeline of a case has.</summary>
    /// <param name="of">The case.</param>
    /// <param name="branch">A branch of it that exists; null for the case itself.</param>
    /// <param name="cancellation">Cancels the queries.</param>
    public async Task<CaseScope> Scope(CaseContent of, Guid? branch, CancellationToken cancellation)
    {
        var (state, cameFrom) = (of.State, new Dictionary<Guid, Guid>());
        var own = of.Stream.Events.Where(stored => CaseScope.IsEntry(stored, branch)).ToList();
        List<StoredEvent> ofOrigin = [];
        if (state.Origin is { } origin && await cases.Open(origin.CaseId, of.AsKnownAt, cancellation) is { } before)
        {
            var moved = origin.Items.Select(item => item.Id).ToHashSet();
            foreach (var item in moved)
                cameFrom[item] = origin.CaseId;
            // What became of the items there afterwards is that case's own.
            ofOrigin.AddRange(before.Events.TakeWhile(stored => stored.Event is not CaseSplit split || split.Part != of.Id)
                .Where(stored => CaseScope.IsOfOrigin(stored, moved)));
        }

        await AddParts(of, own, cameFrom, cancellation);
        // The case that it was split off from may have become part of it since, with all of its events.
        var streams = own.Select(stored => stored.StreamId).ToHashSet();
        ofOrigin.RemoveAll(stored => streams.Contains(stored.StreamId));
        own.AddRange(ofOrigin);
        var attached = state.ItemsOf(branch).Values.Where(item => item.IsAttached()).ToArray();
        var (via, things) = (new Dictionary<Guid, Guid>(), attached.Select(item => item.Id).ToHashSet());
        Guid[] incidents = [.. attached.Where(item => item.Kind is CaseItemKind.Incident).Select(item => item.Id)];
        foreach (var (incident, signals) in await linked.Of(incidents, of.AsKnownAt, cancellation))
        {
            foreach (var signal in signals.Where(things.Add))
            {
                via[signal] = incident;
                if (cameFrom.TryGetValue(incident, out var from))
                    cameFrom.TryAdd(signal, from);
            }
        }

        if (of.Rows.Towns is { } towns)
            things.IntersectWith(await register.InTowns([.. things], towns, cancellation));
        return new(of.Id, own, things, cameFrom, via, state.Stars, of.AsKnownAt)
        {
            OfOrigin = ofOrigin.Select(stored => stored.Sequence).ToHashSet(),
        };
    }

    /// <summary>Whether an event is an entry.</summary>
    public async Task<bool> Has(CaseContent of, Guid entry, CancellationToken cancellation) =>
        await entries.Has(await Scope(of, null, cancellation), entry, cancellation);

    /// <summary>A page of a timeline.</summary>
    /// <param name="of">The case.</param>
    /// <param name="filter">Which entries, and in which order.</param>
    /// <param name="branch">A branch of it that exists; null for the case itself.</param>
    /// <param name="page">The page.</param>
    /// <param name="cancellation">Cancels the queries.</param>
    public async Task<Connection<CaseEntry>> Read(
        CaseContent of, CaseViewFilter filter, Guid? branch, Page page, CancellationToken cancellation)
    {
        var scope = await Scope(of, branch, cancellation);
        var (all, at) = (await entries.Read(scope, filter, cancellation), CaseEntries.At(filter));
        var (first, until) = (0, all.Count);
        if (page.Key<(Instant At, long Sequence)>() is { } key)
        {
            // The number of entries that are not after the cursor's, or before it.
            var place = all.FindIndex(entry => at(entry) > key.At || (at(entry) == key.At && entry.Sequence >= key.Sequence));
            place = place < 0 ? all.Count : place;
            var isThere = place < all.Count && all[place].Sequence == key.Sequence;
            (first, until) = page.IsBackward ? (0, place) : (isThere ? place + 1 : place, all.Count);
        }

        var from = page.IsBackward ? Math.Max(first, until - page.Limit) : first;
        var rows = all.GetRange(from, Math.Min(page.Limit, until - from));
        // The entry before the first one says whether the order of these two is known.
        var before = from > 0 ? all[from - 1] : null;
        var read = await Entries([.. rows, .. before is null ? Array.Empty<EventPosition>() : [before]], scope, of.State, cancellation);
        var shown = rows.ConvertAll(row => read[row.Sequence]);
        if (!filter.IsByKnown)
            Compare(shown, before is null ? null : read[before.Sequence]);
        if (page.IsBackward)
            shown.Reverse();
        var moments = rows.ToDictionary(row => row.Sequence, at);
        return Connection.Of(
            shown, page, entry => (moments[entry.Event.Sequence], entry.Event.Sequence), _ => Task.FromResult(all.Count));
    }

    private async Task<Dictionary<long, CaseEntry>> Entries(
        IReadOnlyCollection<EventPosition> wanted, CaseScope scope, Case state, CancellationToken cancellation)
    {
        var stored = await events.ReadSome([.. wanted.Select(entry => entry.Sequence)], cancellation);
        var timeline = SliceEvents.Timelines.Of(stored);
        var clocks = await TimelineClocks.Read(stored, timeline, outages, cancellation);
        var comments = state.Comments.ToLookup(comment => comment.EntryId);
        var ids = wanted.ToDictionary(entry => entry.Sequence, entry => entry.Id);
        var facts = stored.ToDictionary(e => e.Sequence, e => e.Event);
        return timeline.Where(entry => ids.ContainsKey(entry.Sequence)).ToDictionary(entry => entry.Sequence, entry => new CaseEntry(
            ids[entry.Sequence], entry, clocks.Of(entry), state.Stars.Contains(ids[entry.Sequence]),
            [.. comments[ids[entry.Sequence]].Select(c => new CaseComment(c.CommentId, c.Note, c.By, c.OccurredAt))],
            scope.CameFrom.TryGetValue(entry.SubjectId, out var from) ? from
                : entry.Subject is TimelineSubject.Case && entry.SubjectId != scope.CaseId ? entry.SubjectId
                : null,
            scope.Via.TryGetValue(entry.SubjectId, out var incident) ? incident : null)
        {
            ItemId = facts[entry.Sequence] switch
            {
                CaseItemAdded added => added.Item.Id,
                CaseItemAmended amended => amended.Item.Id,
                CaseItemRemoved removed => removed.Item.Id,
                _ => null,
            },
            EvidenceId = facts[entry.Sequence] switch
            {
                EvidenceTaken taken => taken.EvidenceId,
                CustodyRecorded custody => custody.EvidenceId,
                EvidenceHoldPlaced held => held.EvidenceId,
                EvidenceHoldLifted lifted => lifted.EvidenceId,
                EvidenceWithdrawn withdrawn => withdrawn.EvidenceId,
                EvidenceBytesRemoved removed => removed.EvidenceId,
                _ => null,
            },
        });
    }

    private async Task AddParts(
        CaseContent of, List<StoredEvent> own, Dictionary<Guid, Guid> cameFrom, CancellationToken cancellation)
    {
        HashSet<Guid> known = [of.Id];
        for (var level = new List<Case> { of.State }; level.Count > 0;)
        {
            var parts = level.SelectMany(whole => whole.Absorbed).Where(part => known.Add(part.CaseId)).ToArray();
            foreach (var part in parts)
            {
                foreach (var item in part.Items)
                    cameFrom.TryAdd(item.Id, part.CaseId);
            }

            var loaded = await cases.Open([.. parts.Select(part => part.CaseId)], of.AsKnownAt, cancellation);
            own.AddRange(loaded.Values.SelectMany(part => part.Events).Where(stored => CaseScope.IsEntry(stored, null)));
            level = [.. loaded.Values.Select(part => part.State)];
        }
    }

    private static void Compare(List<CaseEntry> rows, CaseEntry? before)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            var previous = i > 0 ? rows[i - 1] : before;
            if (previous is not null && CaseClock.IsOrderUnknown((previous.Event, previous.Clock), (rows[i].Event, rows[i].Clock)))
                rows[i] = rows[i] with { IsOrderUnknown = true, Event = rows[i].Event with { IsOrderUnknown = true } };
        }
    }
}
