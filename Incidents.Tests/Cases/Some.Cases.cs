using Incidents.Domain;
using Incidents.Domain.Cases;

namespace Incidents.Tests;

internal static partial class Some
{
    public static readonly CaseColleague Investigator = new("investigator-1", "A. Investigator");

    public static readonly CaseColleague Colleague = new("investigator-2", "B. Colleague");

    public static readonly Guid ItemId = new("33333333-3333-3333-3333-333333333333");

    public static readonly Guid EvidenceId = new("44444444-4444-4444-4444-444444444444");

    public static readonly Guid BranchId = new("55555555-5555-5555-5555-555555555555");

    public static readonly CaseItem Person = new(ItemId, CaseItemKind.Person, PersonName: "C. Person", Note: "seen twice");

    public static readonly CaseItem Attached = new(OtherId, CaseItemKind.Alert, Reason: "same car");

    public static readonly CaseViewFilter CaseFilter = new(["alert_raised"], [OtherId], "car", true, Began, Now, false);

    private static IReadOnlyList<IDomainEvent> CaseEvents =>
    [
        CaseOpened(),
        new CaseSplitOff(OtherId, Place, "Part", "2026-2", Investigator, [Person], "another matter", "A. Investigator", Now, Now),
        new CaseItemAdded(Attached, "A. Investigator", Now, Now, BranchId),
        new CaseItemAmended(Person, Person with { Note = null }, "A. Investigator", Now, Now),
        new CaseItemRemoved(Person, "not the one", "A. Investigator", Now, Now),
        new CaseEntryCommented(OtherId, ItemId, "look at the plate", "A. Investigator", Now, Now),
        new CaseEntryStarred(OtherId, "A. Investigator", Now, Now),
        new CaseEntryUnstarred(OtherId, "A. Investigator", Now, Now),
        new CaseViewSaved("cars", CaseFilter, "A. Investigator", Now, Now),
        new CaseViewRemoved("cars", "A. Investigator", Now, Now),
        new CaseShared(Colleague, "A. Investigator", Now, Now),
        new CaseUnshared(Colleague, "A. Investigator", Now, Now),
        new CaseClosed("nothing left to do", "A. Investigator", Now, Now),
        new CaseReopened("a new witness", "A. Investigator", Now, Now),
        new CaseMerged(OtherId, "one matter", "A. Investigator", Now, Now),
        new CaseAbsorbed(OtherId, [Person], "A. Investigator", Now, Now),
        new CaseUnmerged(OtherId, "A. Investigator", Now, Now),
        new CaseSeparated(OtherId, [Person], "A. Investigator", Now, Now),
        new CaseSplit(OtherId, [Person], "another matter", "A. Investigator", Now, Now),
        new CaseSplitUndone(OtherId, "A. Investigator", Now, Now),
        new CaseRejoined(OtherId, [Person], "A. Investigator", Now, Now),
        new CaseBranchBegun(BranchId, "two cars", 1, "there were two cars", "A. Investigator", Now, Now),
        new CaseBranchMerged(
            BranchId, [new(ItemId, Person, null)], [new(ItemId, CaseSide.Branch)], "A. Investigator", Now, Now),
        new CaseBranchMergeUndone(BranchId, [new(ItemId, null, Person)], "A. Investigator", Now, Now),
        new CaseBranchAbandoned(BranchId, "one car", "A. Investigator", Now, Now),
        new EvidenceTaken(
            EvidenceId, "clip.mp4", "video/mp4", 17, new('a', 64), EvidenceRoute.Reference, "https://clips/17", "from the shop",
            "A. Investigator", Now, Now),
        new CustodyRecorded(EvidenceId, CustodyAction.HandedOver, "D. Expert", "sealed disk", "A. Investigator", Now, Now),
        new EvidenceHoldPlaced(EvidenceId, "in court", "A. Investigator", Now, Now),
        new EvidenceHoldLifted(null, "judged", "A. Investigator", Now, Now),
        new EvidenceWithdrawn(EvidenceId, "wrong file", "A. Investigator", Now, Now),
        new EvidenceBytesRemoved(EvidenceId, new('a', 64), "retention of 365 days", Now, Now),
    ];

    public static CaseOpened CaseOpened(string title = "Thefts at the market") =>
        new(new("karaganda"), title, "2026-1", Investigator, "A. Investigator", Began, Began);

    public static Case Case(params IDomainEvent[] then) => Folded<Case>([CaseOpened(), .. then]);
}
