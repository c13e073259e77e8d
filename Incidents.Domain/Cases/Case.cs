using System.Collections.Immutable;
using NodaTime;

namespace Incidents.Domain.Cases;

/// <summary>An investigation: what was found from many sources, and who works on it.</summary>
/// <remarks>
/// Evidence stays with the case that took it in, so that its custody is one chain, also while that case is closed or part of another.
/// Signals, incidents, persons, vehicles, notes, tags and tasks are items; merges, splits and branches move items, and what undoes one of
/// them requires that the items are as it left them.
/// </remarks>
/// <param name="Place">Its city.</param>
/// <param name="Title">What it is about.</param>
/// <param name="Number">Its number.</param>
/// <param name="Owner">The investigator who opened it.</param>
/// <param name="Status">How far it has come.</param>
public sealed partial record Case(Place Place, string Title, string Number, CaseColleague Owner, CaseStatus Status)
    : StreamState, IState<Case>
{
    /// <summary>Most items of a case, and of a branch.</summary>
    public const int MostItems = 10_000;

    /// <summary>Most branches, saved views, colleagues with whom it is shared, and cases that are part of it.</summary>
    public const int MostParts = 100;

    /// <summary>How many events it has.</summary>
    public int Version { get; private init; } = 1;

    /// <summary>When it was opened, or split off.</summary>
    public required OffsetDateTime OpenedAt { get; init; }

    /// <summary>When it was last closed; null where it never was.</summary>
    public OffsetDateTime? ClosedAt { get; private init; }

    /// <summary>Its items, by id.</summary>
    public ImmutableSortedDictionary<Guid, CaseItem> Items { get; private init; } = ImmutableSortedDictionary<Guid, CaseItem>.Empty;

    /// <summary>The colleagues with whom it is shared, in order of time.</summary>
    public ImmutableList<CaseColleague> SharedWith { get; private init; } = [];

    /// <summary>Its evidence, in the order in which it was taken in.</summary>
    public ImmutableList<Evidence> Evidence { get; private init; } = [];

    /// <summary>Whether a hold covers all of its evidence.</summary>
    public bool IsHeld { get; private init; }

    /// <summary>Ids of the entries of its timeline that have a star.</summary>
    public ImmutableSortedSet<Guid> Stars { get; private init; } = [];

    /// <summary>The comments on entries of its timeline, in order of time.</summary>
    public ImmutableList<CaseEntryCommented> Comments { get; private init; } = [];

    /// <summary>Saved views of its timeline, in the order of their names.</summary>
    public ImmutableList<CaseView> Views { get; private init; } = [];

    /// <summary>Its branches, in order of time.</summary>
    public ImmutableList<CaseBranch> Branches { get; private init; } = [];

    /// <summary>The case that it is part of, or null.</summary>
    public Guid? MergedInto { get; private init; }

    /// <summary>Where an un-merge returns to; null while it is not merged.</summary>
    public CaseStatus? StatusBeforeMerge { get; private init; }

    /// <summary>The cases merged into it, with the items that came with each.</summary>
    public ImmutableList<CasePart> Absorbed { get; private init; } = [];

    /// <summary>How many cases are part of it, parts of parts included.</summary>
    public int PartCount { get; private init; }

    /// <summary>The cases split off from it, with the items that went to each.</summary>
    public ImmutableList<CasePart> SplitOff { get; private init; } = [];

    /// <summary>The case that it was split off from, with the items that it began with; null where it was opened.</summary>
    public CasePart? Origin { get; private init; }

    // What became of items, in order, so that a branch can begin at an earlier version.
    private ImmutableList<VersionedChange> changes = [];

    /// <summary>Whether it is the caller's own, or shared with them.</summary>
    /// <param name="callerId">Their lasting id.</param>
    public bool IsOf(string callerId) => Owner.CallerId == callerId || SharedWith.Any(with => with.CallerId == callerId);

    /// <summary>A branch, or null.</summary>
    /// <param name="id">The branch.</param>
    public CaseBranch? Branch(Guid id) => Branches.FirstOrDefault(branch => branch.Id == id);

    /// <summary>An item of evidence that it took in, or null.</summary>
    /// <param name="id">The item.</param>
    public Evidence? EvidenceOf(Guid id) => Evidence.FirstOrDefault(evidence => evidence.Taken.EvidenceId == id);

    /// <summary>Its items at an earlier version.</summary>
    /// <param name="version">How many events it had, from 1 to <see cref="Version"/>.</param>
    public ImmutableSortedDictionary<Guid, CaseItem> ItemsAt(int version)
    {
        var items = Items;
        for (var i = changes.Count - 1; i >= 0 && changes[i].Version > version; i--)
            items = With(items, changes[i].Change.Undone());
        return items;
    }

    /// <summary>The items of the case, or of a branch of it that exists.</summary>
    /// <param name="branch">The branch; null for the case itself.</param>
    public ImmutableSortedDictionary<Guid, CaseItem> ItemsOf(Guid? branch) => branch is { } id ? Branch(id)!.Items : Items;

    /// <inheritdoc/>
    public static Case? Evolve(Case? state, object @event) => (state, @event) switch
    {
        (null, CaseOpened e) => new(e.Place, e.Title, e.Number, e.Owner, CaseStatus.Open) { OpenedAt = e.OccurredAt },
        (null, CaseSplitOff e) => new Case(e.Place, e.Title, e.Number, e.Owner, CaseStatus.Open)
        {
            OpenedAt = e.OccurredAt,
            Version = 0,
            Origin = new(e.From, [.. e.Items]),
        }.Stepped(c => c.Changed(Added(e.Items))),
        ({ } before, _) => before.After(@event) is { } after ? after with { Version = before.Version + 1 } : before,
        _ => null,
    };

    /// <summary>Why its items cannot be changed, or null.</summary>
    /// <param name="branch">The branch whose items are meant; null for those of the case itself.</param>
    internal Refusal? RefuseUnlessOpen(Guid? branch = null) => Status switch
    {
        CaseStatus.Closed => CaseRefusals.Closed,
        CaseStatus.Merged => CaseRefusals.Merged,
        CaseStatus.Dissolved => CaseRefusals.Dissolved,
        _ when branch is null => null,
        _ => Branch(branch.Value) switch
        {
            null => CaseRefusals.BranchUnknown,
            { Status: not CaseBranchStatus.Open } => CaseRefusals.BranchOver,
            _ => null,
        },
    };

    private static ImmutableSortedDictionary<Guid, CaseItem> With(
        ImmutableSortedDictionary<Guid, CaseItem> items, CaseItemChange change) =>
        change.After is { } item ? items.SetItem(change.Id, item) : items.Remove(change.Id);

    private static IEnumerable<CaseItemChange> Added(IEnumerable<CaseItem> items) =>
        items.Select(item => new CaseItemChange(item.Id, null, item));

    private static IEnumerable<CaseItemChange> Removed(IEnumerable<CaseItem> items) =>
        items.Select(item => new CaseItemChange(item.Id, item, null));

    private Case Stepped(Func<Case, Case> step) => step(this) with { Version = Version + 1 };

    private sealed record VersionedChange(int Version, CaseItemChange Change);
}

/// <summary>A case that another one consists of, or was split into, with the items that moved.</summary>
/// <param name="CaseId">The other case.</param>
/// <param name="Items">The items.</param>
public sealed record CasePart(Guid CaseId, IReadOnlyList<CaseItem> Items);
