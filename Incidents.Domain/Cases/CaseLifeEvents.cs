using NodaTime;

namespace Incidents.Domain.Cases;

/// <summary>A case was shared with a colleague.</summary>
/// <param name="With">The colleague.</param>
/// <param name="By">Who shared it.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When it became known.</param>
public sealed record CaseShared(CaseColleague With, string By, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IAboutSeveral;

/// <summary>A case is not shared with a colleague any more.</summary>
/// <param name="With">The colleague.</param>
/// <param name="By">Who took it back.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When it became known.</param>
public sealed record CaseUnshared(CaseColleague With, string By, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IAboutSeveral;

/// <summary>A case was closed.</summary>
/// <param name="Reason">Why.</param>
/// <param name="By">Who closed it.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When it became known.</param>
public sealed record CaseClosed(string Reason, string By, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IAboutSeveral;

/// <summary>A closed case was reopened.</summary>
/// <param name="Reason">Why.</param>
/// <param name="By">Who reopened it.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When it became known.</param>
public sealed record CaseReopened(string Reason, string By, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IAboutSeveral;

/// <summary>A case was merged into another one.</summary>
/// <param name="Into">The case that stays.</param>
/// <param name="Reason">Why.</param>
/// <param name="By">Who merged them.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When it became known.</param>
public sealed record CaseMerged(
    Guid Into, string Reason, string By, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IAboutSeveral;

/// <summary>Another case was merged into this one.</summary>
/// <param name="Part">The case that went.</param>
/// <param name="Items">The items that came with it; those that this case had under the same id stay as they were.</param>
/// <param name="By">Who merged them.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When it became known.</param>
/// <param name="Parts">How many cases are part of the case that went; null for none.</param>
public sealed record CaseAbsorbed(
    Guid Part, IReadOnlyList<CaseItem> Items, string By, OffsetDateTime OccurredAt, OffsetDateTime KnownAt, int? Parts = null)
    : IAboutSeveral;

/// <summary>The merge of a case into another one was undone: it is as it was before.</summary>
/// <param name="From">The case that it had been merged into.</param>
/// <param name="By">Who undid it.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When it became known.</param>
public sealed record CaseUnmerged(Guid From, string By, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IAboutSeveral;

/// <summary>A case that had been merged into this one left again, with the items that came with it.</summary>
/// <param name="Part">The case that left.</param>
/// <param name="Items">The items that left.</param>
/// <param name="By">Who undid the merge.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When it became known.</param>
/// <param name="Parts">How many cases are part of the case that left; null for none.</param>
public sealed record CaseSeparated(
    Guid Part, IReadOnlyList<CaseItem> Items, string By, OffsetDateTime OccurredAt, OffsetDateTime KnownAt, int? Parts = null)
    : IAboutSeveral;

/// <summary>Items of a case were split off into a new one.</summary>
/// <param name="Part">The new case.</param>
/// <param name="Items">The items that went.</param>
/// <param name="Reason">Why.</param>
/// <param name="By">Who split it.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When it became known.</param>
public sealed record CaseSplit(
    Guid Part, IReadOnlyList<CaseItem> Items, string Reason, string By, OffsetDateTime OccurredAt, OffsetDateTime KnownAt)
    : IAboutSeveral;

/// <summary>The split that a case began with was undone: it contains nothing any more.</summary>
/// <param name="From">The case to which the items returned.</param>
/// <param name="By">Who undid it.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When it became known.</param>
public sealed record CaseSplitUndone(Guid From, string By, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IAboutSeveral;

/// <summary>Items that had been split off returned to a case.</summary>
/// <param name="Part">The case that they return from.</param>
/// <param name="Items">The items.</param>
/// <param name="By">Who undid the split.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When it became known.</param>
public sealed record CaseRejoined(
    Guid Part, IReadOnlyList<CaseItem> Items, string By, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IAboutSeveral;

/// <summary>A branch of a case was begun, to try a hypothesis.</summary>
/// <param name="Branch">The branch.</param>
/// <param name="Name">Its name.</param>
/// <param name="Version">The version of the case whose items it begins with: how many events the case had.</param>
/// <param name="Note">The hypothesis in words; null where none is given, or where it is masked.</param>
/// <param name="By">Who began it.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When it became known.</param>
public sealed record CaseBranchBegun(
    Guid Branch, string Name, int Version, string? Note, string By, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IAboutSeveral;

/// <summary>A branch was merged into its case.</summary>
/// <param name="Branch">The branch.</param>
/// <param name="Changes">What became of the items of the case.</param>
/// <param name="Choices">How its conflicts were decided.</param>
/// <param name="By">Who merged it.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When it became known.</param>
public sealed record CaseBranchMerged(
    Guid Branch, IReadOnlyList<CaseItemChange> Changes, IReadOnlyList<CaseChoice> Choices, string By, OffsetDateTime OccurredAt,
    OffsetDateTime KnownAt) : IAboutSeveral;

/// <summary>The merge of a branch into its case was undone: the branch is open again.</summary>
/// <param name="Branch">The branch.</param>
/// <param name="Changes">What became of the items of the case.</param>
/// <param name="By">Who undid it.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When it became known.</param>
public sealed record CaseBranchMergeUndone(
    Guid Branch, IReadOnlyList<CaseItemChange> Changes, string By, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IAboutSeveral;

/// <summary>A branch was abandoned.</summary>
/// <param name="Branch">The branch.</param>
/// <param name="Reason">Why.</param>
/// <param name="By">Who abandoned it.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When it became known.</param>
public sealed record CaseBranchAbandoned(
    Guid Branch, string Reason, string By, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IAboutSeveral;
