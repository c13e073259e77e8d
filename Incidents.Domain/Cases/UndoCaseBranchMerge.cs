using NodaTime;

namespace Incidents.Domain.Cases;

/// <summary>The merge of a branch into its case is undone: the items are as before, and the branch is open again.</summary>
/// <param name="StreamId">The case.</param>
/// <param name="Branch">The branch.</param>
/// <param name="By">Who does it.</param>
/// <param name="ExpectedVersion">The version that they saw, or null.</param>
public sealed record UndoCaseBranchMerge(
    Guid StreamId, Guid Branch, string By, long? ExpectedVersion = null)
    : ICommand<Case>
{
    /// <summary>It is not merged.</summary>
    public static readonly Refusal NotMerged = new(ErrorCode.CaseBranchNotMerged, "The branch is not merged into the case.", "branchId");

    /// <summary>What it brought has changed since.</summary>
    public static readonly Refusal Overtaken = new(
        ErrorCode.CaseBranchOvertaken, "Items that the branch changed have changed again since; put them back first.", "branchId");

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
        if (state.RefuseUnlessOpen() is { } refusal)
            return refusal;
        return state.Branch(Branch) switch
        {
            null => CaseRefusals.BranchUnknown,
            { Status: not CaseBranchStatus.Merged } => NotMerged,
            var branch when branch.Merged.Any(change => state.Items.GetValueOrDefault(change.Id) != change.After) => Overtaken,
            var branch when state.Items.Count + branch.Merged.Sum(AddedByUndoing) > Case.MostItems => CaseRefusals.Full,
            var branch => Decision.Of(
                new CaseBranchMergeUndone(Branch, [.. branch.Merged.Select(change => change.Undone())], By, now, now)),
        };
    }

    private static int AddedByUndoing(CaseItemChange change) => (change.Before is null ? 0 : 1) - (change.After is null ? 0 : 1);
}
