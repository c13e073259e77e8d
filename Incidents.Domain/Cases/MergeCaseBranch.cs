using NodaTime;

namespace Incidents.Domain.Cases;

/// <summary>A branch is merged into its case: what the branch changed since it began, item by item.</summary>
/// <param name="StreamId">The case.</param>
/// <param name="Branch">The branch.</param>
/// <param name="Choices">How each conflict is decided (<see cref="CaseComparison"/>); empty where there are none.</param>
/// <param name="By">Who does it.</param>
/// <param name="ExpectedVersion">The version that they saw, or null.</param>
public sealed record MergeCaseBranch(
    Guid StreamId, Guid Branch, IReadOnlyList<CaseChoice> Choices, string By, long? ExpectedVersion = null)
    : ICommand<Case>
{
    /// <summary>Both changed the same item, and nobody said whose it is to be.</summary>
    public static readonly Refusal Conflicts = new(
        ErrorCode.CaseBranchConflict,
        "The case and the branch changed the same item, each in its own way; the comparison names them, and each needs a choice.",
        "choices");

    /// <summary>A choice for an item that needs none, or two for one.</summary>
    public static readonly Refusal Unneeded = new(
        ErrorCode.CaseChoiceUnneeded, "A choice was made for an item that is in no conflict, or two for one item.", "choices");

    /// <inheritdoc/>
    public Refusal? Check() =>
        Texts.Person.Check(By, "by");

    /// <inheritdoc/>
    public Decision Decide(Case? state, OffsetDateTime now)
    {
        if (Check() is { } fault)
            return fault;
        if (state is null)
            return Refusals.NotFound;
        if (state.RefuseUnlessOpen(Branch) is { } refusal)
            return refusal;
        var differences = CaseComparison.Of(state, state.Branch(Branch)!);
        var conflicts = differences.Where(d => d.Conflict is not null).Select(d => d.ItemId).ToHashSet();
        var chosen = Choices.Select(choice => choice.ItemId).ToHashSet();
        if (chosen.Count < Choices.Count || !chosen.IsSubsetOf(conflicts))
            return Unneeded;
        if (chosen.Count < conflicts.Count)
            return Conflicts;
        var changes = CaseComparison.Changes(differences, Choices);
        var added = changes.Count(change => change.Before is null) - changes.Count(change => change.After is null);
        return state.Items.Count + added > Case.MostItems
            ? CaseRefusals.Full
            : Decision.Of(new CaseBranchMerged(Branch, changes, [.. Choices.OrderBy(choice => choice.ItemId)], By, now, now));
    }
}
