namespace Incidents.Domain.Cases;

/// <summary>Refusals that the commands of cases share.</summary>
public static class CaseRefusals
{
    /// <summary>It is closed.</summary>
    public static readonly Refusal Closed = new(ErrorCode.CaseClosed, "The case is closed; reopen it to change it.");

    /// <summary>It is part of another case.</summary>
    public static readonly Refusal Merged = new(ErrorCode.CaseMerged, "The case is part of another one; change that one.");

    /// <summary>Its split was undone.</summary>
    public static readonly Refusal Dissolved = new(
        ErrorCode.CaseDissolved, "The split that the case began with was undone; its items are in the other case.");

    /// <summary>There is no such branch.</summary>
    public static readonly Refusal BranchUnknown = new(ErrorCode.CaseBranchUnknown, "The case has no such branch.", "branchId");

    /// <summary>The branch was merged or abandoned.</summary>
    public static readonly Refusal BranchOver = new(
        ErrorCode.CaseBranchOver, "The branch was merged or abandoned; it does not change any more.", "branchId");

    /// <summary>There is no such item.</summary>
    public static readonly Refusal ItemUnknown = new(ErrorCode.CaseItemUnknown, "The case or branch has no such item.", "itemId");

    /// <summary>Another item has the id.</summary>
    public static readonly Refusal ItemOtherwise = new(
        ErrorCode.CaseItemOtherwise, "The case or branch has another item with this id.", "itemId");

    /// <summary>It has as many items, branches, views, colleagues or parts as it may have.</summary>
    public static readonly Refusal Full = new(
        ErrorCode.CaseFull,
        $"A case has at most {Case.MostItems} items and as many pieces of evidence, and at most {Case.MostParts} branches, saved views, "
        + "colleagues with whom it is shared, or cases that are part of it.");

    /// <summary>There is no such item of evidence.</summary>
    public static readonly Refusal EvidenceUnknown = new(
        ErrorCode.EvidenceUnknown, "The case took in no such item of evidence.", "evidenceId");
}
