using Incidents.Api.Access;
using Incidents.Api.Access.Table;
using Incidents.Api.GraphQL;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Cases;
using Incidents.Projections;
using Incidents.Projections.Cases;
using NodaTime;

namespace Incidents.Api.Cases;

/// <summary>Opens cases from their events, and lists them from the register.</summary>
/// <remarks>
/// Whoever owns a case, or with whom it is shared, sees it in the towns of their role; to everybody else it is as if it did not exist.
/// </remarks>
internal sealed class CaseFiles(
    CaseStreams streams, EventReader events, CaseReader register, CaseTimelines timelines, CaseLinks links, Sights sights,
    IBlockedPersons blocked)
{
    /// <summary>What the caller sees, or may change.</summary>
    /// <param name="dataClass">The class.</param>
    public CaseSight Sight(string dataClass) =>
        new(sights.Of(Callers.Current, dataClass).Towns, Callers.Current.IsHost ? null : Callers.Current.Id);

    /// <summary>One case as known now or at a moment; null where nothing was known of it, and where the caller does not see it.</summary>
    /// <remarks>Whether the caller sees it depends on with whom it is shared now, whatever was so at the moment.</remarks>
    public async Task<(Guid Id, LoadedStream<Case> Stream)?> Open(Guid id, Instant? asKnownAt, CancellationToken cancellation)
    {
        var sight = Sight(RowClasses.Case);
        if (await streams.Open(id, null, cancellation) is not { } now || !sight.Sees(now.State))
            return null;
        return asKnownAt is null ? (id, now)
            : await streams.Open(id, asKnownAt, cancellation) is { } then ? (id, then)
            : null;
    }

    /// <summary>The case that a command is about.</summary>
    /// <exception cref="RefusedException"><c>NOT_FOUND</c>: it does not exist, or the caller may not change it.</exception>
    public async Task<Case> Own(Guid id, string field, CancellationToken cancellation) =>
        await streams.Open(id, null, cancellation) is { } found && Sight(RowClasses.CaseCommand).Sees(found.State)
            ? found.State
            : throw new RefusedException(Refusals.NotFound with { Field = field });

    /// <summary>A case as the caller has just left it.</summary>
    public async Task<CaseNode> After(Guid id, RowSight rows, CancellationToken cancellation) =>
        Node(id, (await streams.Open(id, null, cancellation))!, rows);

    /// <summary>A case whose events are loaded.</summary>
    public CaseNode Node(Guid id, LoadedStream<Case> stream, RowSight rows) => new(new(id, stream, this, rows, null));

    /// <summary>A page of the list.</summary>
    public async Task<Connection<CaseNode>> List(CaseFilter filter, RowSight rows, Page page, CancellationToken cancellation)
    {
        CheckBlocked(filter.Text);
        var sight = Sight(RowClasses.Case);
        var (nodes, updated, after) = (new List<CaseNode>(), new Dictionary<Guid, Instant>(), page.Key<(Instant, Guid)>());
        for (var isLast = false; !isLast && nodes.Count < page.Limit;)
        {
            var found = await register.Read(filter, sight, after, page.IsBackward, page.Limit - nodes.Count, cancellation);
            isLast = found.Count < page.Limit - nodes.Count;
            var opened = await streams.Open([.. found.Select(f => f.Id)], null, cancellation);
            foreach (var (at, id) in found)
            {
                (after, updated[id]) = ((at, id), at);
                // Who lost it a moment ago may be in the register still.
                if (opened.TryGetValue(id, out var stream) && sight.Sees(stream.State))
                    nodes.Add(Node(id, stream, rows));
            }
        }

        return Connection.Of(nodes, page, node => (updated[node.Id], node.Id), token => register.Count(filter, sight, token));
    }

    /// <summary>What a search finds, the very words first.</summary>
    public async Task<List<(CaseNode Case, bool IsExact)>> Search(
        AttachedScope of, RowSight rows, int first, CancellationToken cancellation)
    {
        CheckBlocked(of.Incidents.Filter.Search);
        var sight = Sight(RowClasses.Case);
        var found = await register.Ranked(of, sight, first, cancellation);
        var opened = await streams.Open([.. found.Select(f => f.Id)], null, cancellation);
        return
        [
            .. found.Where(f => opened.TryGetValue(f.Id, out var stream) && sight.Sees(stream.State))
                .Select(f => (Node(f.Id, opened[f.Id], rows), f.IsExact)),
        ];
    }

    /// <summary>Whether an event is an entry of the timeline of a case.</summary>
    public async Task<bool> HasEntry(Guid id, Guid entry, RowSight rows, CancellationToken cancellation) =>
        await streams.Open(id, null, cancellation) is { } stream
        && await timelines.Has(new(id, stream, this, rows, null), entry, cancellation);

    /// <summary>A page of the timeline of a case.</summary>
    public Task<Connection<CaseEntry>> Timeline(
        CaseContent of, CaseViewFilter filter, Guid? branch, Page page, CancellationToken cancellation) =>
        timelines.Read(of, filter, branch, page, cancellation);

    /// <summary>The evidence of a case, and of those that are part of it, as they were at that moment.</summary>
    public async Task<IReadOnlyList<CaseEvidence>> Evidence(CaseContent of, CancellationToken cancellation)
    {
        var isHeld = of.State.IsHeld || (await events.Above(of.State, of.AsKnownAt, cancellation)).Any(whole => whole.State.IsHeld);
        var found = CaseEvidence.Of(of.Id, of.Stream, isHeld).ToList();
        HashSet<Guid> known = [of.Id];
        (Guid Id, bool IsHeld)[] level = Parts(of.State, isHeld);
        while (level.Length > 0)
        {
            var loaded = await streams.Open([.. level.Select(part => part.Id)], of.AsKnownAt, cancellation);
            var parts = level.Where(part => loaded.ContainsKey(part.Id))
                .Select(part => (part.Id, IsHeld: part.IsHeld || loaded[part.Id].State.IsHeld)).ToList();
            found.AddRange(parts.SelectMany(part => CaseEvidence.Of(part.Id, loaded[part.Id], part.IsHeld)));
            level = [.. parts.SelectMany(part => Parts(loaded[part.Id].State, part.IsHeld))];
        }

        return found;

        (Guid Id, bool IsHeld)[] Parts(Case whole, bool isWholeHeld) =>
            [.. whole.Absorbed.Where(part => known.Add(part.CaseId)).Select(part => (part.CaseId, isWholeHeld))];
    }

    /// <summary>What connects what in a case.</summary>
    public Task<CaseChart> Links(CaseContent of, Guid? branch, int first, CancellationToken cancellation) =>
        links.Of(of, branch, first, timelines, cancellation);

    /// <summary>What is attached to a case and outside of what the caller sees, in the order of ids.</summary>
    public async Task<IReadOnlyList<Guid>> Withheld(CaseContent of, CancellationToken cancellation)
    {
        Guid[] attached = [.. of.State.Items.Values.Where(item => item.IsAttached()).Select(item => item.Id)];
        if (of.Rows.Towns is not { } towns || attached.Length == 0)
            return [];
        var seen = await register.InTowns(attached, towns, cancellation);
        return [.. attached.Where(id => !seen.Contains(id))];
    }

    private void CheckBlocked(string? text)
    {
        if (text is not null && PersonSearch.Plates(text).Any(blocked.IsBlocked))
            throw new RefusedException(new(ErrorCode.PersonBlocked, "The data of this plate are blocked.", "filter.text"));
    }
}

/// <summary>A case that is loaded, with what its fields need.</summary>
/// <param name="Id">The case.</param>
/// <param name="Stream">Its state and events.</param>
/// <param name="Files">Reads the rest.</param>
/// <param name="Rows">What the caller sees of alerts, calls, violations and incidents.</param>
/// <param name="AsKnownAt">As known at a moment; null for now.</param>
internal sealed record CaseContent(Guid Id, LoadedStream<Case> Stream, CaseFiles Files, RowSight Rows, Instant? AsKnownAt)
{
    public Case State => Stream.State;
}
