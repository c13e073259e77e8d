using System.ComponentModel;
using Incidents.Api.GraphQL;
using Incidents.Domain.Cases;
using NodaTime;

namespace Incidents.Api.Cases;

/// <summary>What a case is, now or as known at an earlier moment.</summary>
[ObjectType]
public abstract class CaseFields
{
    private readonly CaseContent content;

    private protected CaseFields(CaseContent content) => this.content = content;

    private protected Guid Stream => content.Id;

    private protected Instant? Moment => content.AsKnownAt;

    private Case State => content.State;

    /// <summary>
    /// Number of its events: what a command names as the version that its sender saw, and a branch as the one that it begins with.
    /// </summary>
    public long Version => content.Stream.Version;

    /// <summary>Its number in the register of investigations, or one that follows from its id.</summary>
    public string Number => State.Number;

    /// <summary>What it is about.</summary>
    public string Title => State.Title;

    /// <summary>City code.</summary>
    public string City => State.Place.City;

    /// <summary>How far it has come.</summary>
    public CaseStatus Status => State.Status;

    /// <summary>The investigator who opened it, or split it off.</summary>
    public CaseColleague Owner => State.Owner;

    /// <summary>The colleagues with whom it is shared, in order of time.</summary>
    [Cost(Items = 5)]
    public IReadOnlyList<CaseColleague> SharedWith => State.SharedWith;

    /// <summary>When it was opened, or split off.</summary>
    public OffsetDateTime OpenedAt => State.OpenedAt;

    /// <summary>When its last event became known.</summary>
    public OffsetDateTime LastKnownAt => State.LastKnownAt ?? State.OpenedAt;

    /// <summary>Whether a hold on all of its evidence beats retention.</summary>
    public bool IsHeld => State.IsHeld;

    /// <summary>Whether personal data of it were masked: a value that is null may have been given.</summary>
    public bool IsMasked => content.Stream.IsMasked;

    /// <summary>The case that it is part of, or null.</summary>
    public Guid? MergedInto => State.MergedInto;

    /// <summary>The cases that are part of it, with the items that came with each.</summary>
    [Cost(Items = 5)]
    public IReadOnlyList<CasePart> Absorbed => State.Absorbed;

    /// <summary>The cases split off from it, with the items that went to each.</summary>
    [Cost(Items = 5)]
    public IReadOnlyList<CasePart> SplitOff => State.SplitOff;

    /// <summary>The case that it was split off from, with the items that it began with; null where it was opened.</summary>
    public CasePart? Origin => State.Origin;

    /// <summary>
    /// What investigators put into it, in the order of ids: alerts, calls, violations and incidents, persons and vehicles of interest,
    /// notes, tags and tasks.
    /// </summary>
    /// <param name="kinds">Kinds of items; default all.</param>
    public IReadOnlyList<CaseItem> Items(IReadOnlyList<CaseItemKind>? kinds = null) =>
        [.. State.Items.Values.Where(item => kinds is null || kinds.Contains(item.Kind))];

    /// <summary>
    /// Ids of what is attached to it and outside of what the caller sees: nothing of it is shown but the item that names it, in no
    /// timeline, chart, search or export.
    /// </summary>
    [Cost(CostAttribute.Related, Items = 5)]
    public Task<IReadOnlyList<Guid>> Withheld(CancellationToken cancellation = default) => content.Files.Withheld(content, cancellation);

    /// <summary>Its evidence in the order in which it was taken in, then that of the cases that are part of it.</summary>
    [Cost(CostAttribute.Events, Items = 10)]
    public Task<IReadOnlyList<CaseEvidence>> Evidence(CancellationToken cancellation = default) =>
        content.Files.Evidence(content, cancellation);

    /// <summary>Its branches, in order of time.</summary>
    [Cost(Items = 5)]
    public IReadOnlyList<CaseBranchNode> Branches => State.Branches.ConvertAll(branch => new CaseBranchNode(State, branch));

    /// <summary>Saved views of its timeline, in the order of their names.</summary>
    [Cost(Items = 5)]
    public IReadOnlyList<CaseView> Views => State.Views;

    /// <summary>
    /// Its timeline: the events of what is attached to it, of the signals linked to attached incidents, its own events, and those of the
    /// cases that are part of it or that it was split off from, as far as they concern its items. An entry says where it came from.
    /// </summary>
    /// <param name="filter">Which entries; default all.</param>
    /// <param name="order">In which order; default that in which they occurred.</param>
    /// <param name="branchId">A branch, whose items are shown in place of those of the case; error `CASE_BRANCH_UNKNOWN`.</param>
    /// <param name="first">Number of entries from the start, 1 to 1000.</param>
    /// <param name="after">The cursor to continue after.</param>
    /// <param name="last">Number of entries from the end, 1 to 1000; then the default of `first` does not apply.</param>
    /// <param name="before">The cursor to continue before.</param>
    [Cost(CostAttribute.Events)]
    public async Task<Connection<CaseEntry>> Timeline(
        CaseTimelineFilter? filter = null, CaseTimelineOrder order = CaseTimelineOrder.Occurred, Guid? branchId = null,
        int? first = Page.DefaultSize, string? after = null, int? last = null, string? before = null,
        CancellationToken cancellation = default)
    {
        var view = (filter ?? new()).View(order);
        CommandInput.Check(view.Check() is { } fault ? fault with { Field = $"filter.{fault.Field}" } : Unknown(branchId));
        var page = Page.Of($"case-timeline/{order}", first, after, last, before);
        return await content.Files.Timeline(content, view, branchId, page, cancellation);
    }

    /// <summary>
    /// What connects what: persons, vehicles, places, devices, incidents and signals, and why. Nodes are taken in the order of how near
    /// they are to the case, until there are `first`.
    /// </summary>
    /// <param name="branchId">A branch, whose items are shown in place of those of the case; error `CASE_BRANCH_UNKNOWN`.</param>
    /// <param name="first">Most nodes, 1 to 500.</param>
    [Cost(CostAttribute.Related)]
    public Task<CaseChart> Links(Guid? branchId = null, int first = 200, CancellationToken cancellation = default)
    {
        CommandInput.Check(Unknown(branchId));
        if (first is < 1 or > CaseChart.MostNodes)
            throw RefusedException.BadInput("first", $"A chart has 1 to {CaseChart.MostNodes} nodes.");
        return content.Files.Links(content, branchId, first, cancellation);
    }

    private Domain.Refusal? Unknown(Guid? branch) =>
        branch is { } id && State.Branch(id) is null ? CaseRefusals.BranchUnknown : null;
}

/// <summary>A case, as known now.</summary>
[DisplayName("Case")]
public sealed class CaseNode : CaseFields
{
    internal CaseNode(CaseContent content) : base(content)
    {
    }

    /// <summary>Its id.</summary>
    public Guid Id => Stream;
}

/// <summary>A case as it was known at an earlier moment.</summary>
public sealed class CaseAsKnown : CaseFields
{
    internal CaseAsKnown(CaseContent content) : base(content)
    {
    }

    /// <summary>Unique for the case and the moment.</summary>
    public string Id => AsKnownId.Of(Stream, AsKnownAt);

    /// <summary>Id of the case.</summary>
    public Guid CaseId => Stream;

    /// <summary>The moment: what became known later is left out.</summary>
    public Instant AsKnownAt => Moment!.Value;
}

/// <summary>A branch of a case.</summary>
[ObjectType, DisplayName("CaseBranch")]
public sealed class CaseBranchNode
{
    private readonly Case state;
    private readonly CaseBranch branch;

    internal CaseBranchNode(Case state, CaseBranch branch) => (this.state, this.branch) = (state, branch);

    /// <summary>Its id.</summary>
    public Guid Id => branch.Id;

    /// <summary>Its name.</summary>
    public string Name => branch.Name;

    /// <summary>The hypothesis in words, or null.</summary>
    public string? Note => branch.Note;

    /// <summary>The version of the case that it began with.</summary>
    public int Version => branch.Version;

    /// <summary>How far it has come.</summary>
    public CaseBranchStatus Status => branch.Status;

    /// <summary>When it was begun.</summary>
    public OffsetDateTime BegunAt => branch.BegunAt;

    /// <summary>Who began it.</summary>
    public string By => branch.By;

    /// <summary>Its items, in the order of ids.</summary>
    public IReadOnlyList<CaseItem> Items => [.. branch.Items.Values];

    /// <summary>
    /// The items that it and the case do not have alike, each as it was when the branch began, as the case has it, and as the branch has
    /// it. Those with a `conflict` need a choice in `mergeCaseBranch`.
    /// </summary>
    public IReadOnlyList<CaseDifference> Differences => CaseComparison.Of(state, branch);
}

/// <summary>Order of a timeline.</summary>
public enum CaseTimelineOrder
{
    /// <summary>As things occurred.</summary>
    Occurred,

    /// <summary>As they became known.</summary>
    Known,
}

/// <summary>Which entries of a timeline are shown; what is null or empty leaves nothing out.</summary>
/// <param name="Kinds">Names of events, e.g. `alert_raised`; at most 100.</param>
/// <param name="SourceIds">Ids of alerts, calls, violations, incidents and cases whose entries are shown; at most 100.</param>
/// <param name="Text">A text that they contain, whatever its case.</param>
/// <param name="IsStarred">Whether only entries with a star are shown.</param>
/// <param name="From">They occurred then or later.</param>
/// <param name="Until">They occurred before.</param>
public sealed record CaseTimelineFilter(
    IReadOnlyList<string>? Kinds = null, IReadOnlyList<Guid>? SourceIds = null, string? Text = null, bool IsStarred = false,
    Instant? From = null, Instant? Until = null)
{
    internal CaseViewFilter View(CaseTimelineOrder order) => new(
        Kinds ?? [], SourceIds ?? [], Domain.Texts.OrNull(Text), IsStarred, From?.WithOffset(Offset.Zero), Until?.WithOffset(Offset.Zero),
        order is CaseTimelineOrder.Known);
}
