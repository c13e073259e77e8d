using NodaTime;

namespace Incidents.Domain.Cases;

/// <summary>A case was opened.</summary>
/// <param name="Place">Its city.</param>
/// <param name="Title">What it is about.</param>
/// <param name="Number">Its number.</param>
/// <param name="Owner">The investigator who opened it.</param>
/// <param name="By">Name of who opened it.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When it became known.</param>
public sealed record CaseOpened(
    Place Place, string Title, string Number, CaseColleague Owner, string By, OffsetDateTime OccurredAt, OffsetDateTime KnownAt)
    : IStreamBeginning, IAboutSeveral
{
    string IStreamBeginning.StreamType => "case";
}

/// <summary>A case began with items that were split off from another one.</summary>
/// <param name="From">The case that they were split off from.</param>
/// <param name="Place">Its city.</param>
/// <param name="Title">What it is about.</param>
/// <param name="Number">Its number.</param>
/// <param name="Owner">The investigator who split it off.</param>
/// <param name="Items">The items that it begins with.</param>
/// <param name="Reason">Why.</param>
/// <param name="By">Name of who split it off.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When it became known.</param>
public sealed record CaseSplitOff(
    Guid From, Place Place, string Title, string Number, CaseColleague Owner, IReadOnlyList<CaseItem> Items, string Reason, string By,
    OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IStreamBeginning, IAboutSeveral
{
    string IStreamBeginning.StreamType => "case";
}

/// <summary>An item was put into a case, or into a branch of it.</summary>
/// <param name="Item">The item.</param>
/// <param name="By">Who did it.</param>
/// <param name="OccurredAt">When; of a note, when what it tells of happened.</param>
/// <param name="KnownAt">When it became known.</param>
/// <param name="Branch">The branch; null for the case itself.</param>
public sealed record CaseItemAdded(
    CaseItem Item, string By, OffsetDateTime OccurredAt, OffsetDateTime KnownAt, Guid? Branch = null) : IAboutSeveral;

/// <summary>An item of a case, or of a branch of it, was amended.</summary>
/// <param name="Earlier">The item before.</param>
/// <param name="Item">The item after.</param>
/// <param name="By">Who did it.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When it became known.</param>
/// <param name="Branch">The branch; null for the case itself.</param>
public sealed record CaseItemAmended(
    CaseItem Earlier, CaseItem Item, string By, OffsetDateTime OccurredAt, OffsetDateTime KnownAt, Guid? Branch = null) : IAboutSeveral;

/// <summary>An item was taken out of a case, or out of a branch of it.</summary>
/// <param name="Item">The item.</param>
/// <param name="Reason">Why.</param>
/// <param name="By">Who did it.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When it became known.</param>
/// <param name="Branch">The branch; null for the case itself.</param>
public sealed record CaseItemRemoved(
    CaseItem Item, string Reason, string By, OffsetDateTime OccurredAt, OffsetDateTime KnownAt, Guid? Branch = null) : IAboutSeveral;

/// <summary>An entry of the timeline of a case was commented on.</summary>
/// <param name="EntryId">The entry: the id of its event.</param>
/// <param name="CommentId">The comment.</param>
/// <param name="Note">What it says; null where it is masked.</param>
/// <param name="By">Who wrote it.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When it became known.</param>
public sealed record CaseEntryCommented(
    Guid EntryId, Guid CommentId, string? Note, string By, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IAboutSeveral;

/// <summary>An entry of the timeline of a case was marked with a star, for everybody who sees the case.</summary>
/// <param name="EntryId">The entry: the id of its event.</param>
/// <param name="By">Who did it.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When it became known.</param>
public sealed record CaseEntryStarred(Guid EntryId, string By, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IAboutSeveral;

/// <summary>The star of an entry of the timeline of a case was taken away.</summary>
/// <param name="EntryId">The entry: the id of its event.</param>
/// <param name="By">Who did it.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When it became known.</param>
public sealed record CaseEntryUnstarred(Guid EntryId, string By, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IAboutSeveral;

/// <summary>A view of the timeline of a case was saved; a later one of its name replaces it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Filter">What it shows.</param>
/// <param name="By">Who saved it.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When it became known.</param>
public sealed record CaseViewSaved(
    string Name, CaseViewFilter Filter, string By, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IAboutSeveral;

/// <summary>A saved view of the timeline of a case was removed.</summary>
/// <param name="Name">Its name.</param>
/// <param name="By">Who removed it.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When it became known.</param>
public sealed record CaseViewRemoved(string Name, string By, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IAboutSeveral;
