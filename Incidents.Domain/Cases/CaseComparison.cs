namespace Incidents.Domain.Cases;

/// <summary>Why an item cannot be merged from a branch into its case without a choice.</summary>
public enum CaseConflict
{
    /// <summary>Both have an item of one id that was not there when the branch began, and they differ.</summary>
    BothAdded,

    /// <summary>Both amended the item, each in its own way.</summary>
    BothAmended,

    /// <summary>The case amended the item, and the branch removed it.</summary>
    AmendedAndRemoved,

    /// <summary>The case removed the item, and the branch amended it.</summary>
    RemovedAndAmended,
}

/// <summary>A case or its branch.</summary>
public enum CaseSide
{
    /// <summary>The case.</summary>
    Case,

    /// <summary>The branch.</summary>
    Branch,
}

/// <summary>How the conflict of an item is decided.</summary>
/// <param name="ItemId">The item.</param>
/// <param name="Side">Whose item it is to be.</param>
public sealed record CaseChoice(Guid ItemId, CaseSide Side);

/// <summary>An item that a case and its branch do not have alike.</summary>
/// <param name="ItemId">The item.</param>
/// <param name="AtBegin">The item when the branch began; null where it was not there.</param>
/// <param name="InCase">The item in the case; null where it is not there.</param>
/// <param name="InBranch">The item in the branch; null where it is not there.</param>
public sealed record CaseDifference(Guid ItemId, CaseItem? AtBegin, CaseItem? InCase, CaseItem? InBranch)
{
    /// <summary>Whether the branch changed it since it began: only such items are merged.</summary>
    public bool IsChangedInBranch => InBranch != AtBegin;

    /// <summary>Why it cannot be merged without a choice; null where only one of both changed it.</summary>
    public CaseConflict? Conflict =>
        InCase == AtBegin || !IsChangedInBranch ? null
        : AtBegin is null ? CaseConflict.BothAdded
        : InCase is null ? CaseConflict.RemovedAndAmended
        : InBranch is null ? CaseConflict.AmendedAndRemoved
        : CaseConflict.BothAmended;
}

/// <summary>A three-way comparison of a case with a branch of it, by item.</summary>
/// <remarks>
/// An item is a whole: where both sides changed different fields of one item, that is a conflict too, and a person decides. Nothing is
/// put together from two halves that nobody has seen together.
/// </remarks>
public static class CaseComparison
{
    /// <summary>The items that differ, in the order of their ids; empty where there are none.</summary>
    /// <param name="case">The case.</param>
    /// <param name="branch">The branch.</param>
    public static IReadOnlyList<CaseDifference> Of(Case @case, CaseBranch branch) =>
    [
        .. @case.Items.Keys.Union(branch.Items.Keys).Order()
            .Select(id => new CaseDifference(
                id, branch.Base.GetValueOrDefault(id), @case.Items.GetValueOrDefault(id), branch.Items.GetValueOrDefault(id)))
            .Where(difference => difference.InCase != difference.InBranch),
    ];

    /// <summary>What a merge of the branch changes in the case, if its conflicts are decided so.</summary>
    /// <param name="differences">The differences.</param>
    /// <param name="choices">A choice for each conflict.</param>
    internal static IReadOnlyList<CaseItemChange> Changes(
        IReadOnlyList<CaseDifference> differences, IReadOnlyList<CaseChoice> choices) =>
    [
        .. differences.Where(d => d.IsChangedInBranch && !choices.Contains(new(d.ItemId, CaseSide.Case)))
            .Select(d => new CaseItemChange(d.ItemId, d.InCase, d.InBranch)),
    ];
}
