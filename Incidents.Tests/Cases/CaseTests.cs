using Incidents.Domain;
using Incidents.Domain.Cases;
using Xunit;

namespace Incidents.Tests.Cases;

public class CaseTests
{
    private const string By = "A. Investigator";
    private static readonly Guid Thing = new("66666666-6666-6666-6666-666666666666");

    [Fact]
    public void Opening_twice_opens_one_case_and_another_content_is_refused()
    {
        var open = new OpenCase(Some.Id, "Thefts", "karaganda", Some.Investigator, By);
        var opened = Assert.IsType<CaseOpened>(Assert.Single(open.Decide(null, Some.Now).Events));
        var state = Some.Folded<Case>(opened);

        Assert.Equal("2026-11111111", state.Number);
        Assert.Empty(open.Decide(state, Some.Now).Events);
        Assert.Equal(OpenCase.OpenedOtherwise, (open with { Title = "Robberies" }).Decide(state, Some.Now).Refusal);
    }

    [Fact]
    public void A_thing_is_attached_once_with_its_reason_and_detached_with_another()
    {
        var attach = new AttachToCase(Some.Id, CaseItemKind.Alert, Thing, "same car", By);
        var state = After(Some.Case(), attach);

        Assert.Equal(new(Thing, CaseItemKind.Alert, Reason: "same car"), Assert.Single(state.Items).Value);
        Assert.Empty(attach.Decide(state, Some.Now).Events);
        Assert.Equal(AttachToCase.AlreadyAttached, (attach with { Reason = "another" }).Decide(state, Some.Now).Refusal);
        Assert.Equal(AttachToCase.Unknown, attach.GivenType("incident").Decide(Some.Case(), Some.Now).Refusal);

        var detach = new DetachFromCase(Some.Id, Thing, "another car", By);
        Assert.Empty(After(state, detach).Items);
        Assert.Equal(DetachFromCase.NotAttached, detach.Decide(After(state, detach), Some.Now).Refusal);
    }

    [Fact]
    public void Tags_that_are_spelt_alike_are_one()
    {
        var state = After(Some.Case(), new AddCaseItem(Some.Id, Thing, CaseItemKind.Tag, By, Tag: "Қазыбек"));
        Assert.Empty(new AddCaseItem(Some.Id, Some.Id, CaseItemKind.Tag, By, Tag: "казыбек").Decide(state, Some.Now).Events);
    }

    [Fact]
    public void A_task_is_amended_field_by_field()
    {
        var state = After(
            Some.Case(),
            new AddCaseItem(Some.Id, Thing, CaseItemKind.Task, By, Note: "ask the shop", Assignee: "B", DueOn: new(2026, 7, 9)));
        state = After(state, new AmendCaseItem(Some.Id, Thing, By, Assignee: "", IsDone: true));

        Assert.Equal(
            new CaseItem(Thing, CaseItemKind.Task, Note: "ask the shop", DueOn: new(2026, 7, 9), IsDone: true), state.Items[Thing]);
        Assert.Equal(
            AmendCaseItem.NotAmendable, new AmendCaseItem(Some.Id, Thing, By, PersonName: "C").Decide(state, Some.Now).Refusal);
        Assert.Equal("note", new AmendCaseItem(Some.Id, Thing, By, Note: " ").Decide(state, Some.Now).Refusal?.Field);
    }

    [Fact]
    public void A_closed_case_is_not_changed_until_it_is_reopened_but_its_custody_goes_on()
    {
        var state = After(Some.Case(), Evidence());
        state = After(state, new CloseCase(Some.Id, "done", By));

        Assert.Equal(CaseRefusals.Closed, new AttachToCase(Some.Id, CaseItemKind.Alert, Thing, "x", By).Decide(state, Some.Now).Refusal);
        Assert.Equal(CaseRefusals.Closed, new BeginCaseBranch(Some.Id, Thing, "x", By).Decide(state, Some.Now).Refusal);
        state = After(state, new RecordCustody(Some.Id, Some.EvidenceId, CustodyAction.HandedOver, By, "the court"));
        Assert.Equal(1, state.EvidenceOf(Some.EvidenceId)!.CustodySteps);
        Assert.Equal(CaseStatus.Open, After(state, new ReopenCase(Some.Id, "appeal", By)).Status);
        Assert.Equal(ReopenCase.NotClosed, new ReopenCase(Some.Id, "x", By).Decide(Some.Case(), Some.Now).Refusal);
    }

    [Fact]
    public void Evidence_with_other_content_under_one_id_is_a_conflict()
    {
        var state = After(Some.Case(), Evidence());
        Assert.Empty(Evidence().Decide(state, Some.Now).Events);
        Assert.Equal(TakeEvidence.TakenOtherwise, (Evidence() with { Sha256 = new('b', 64) }).Decide(state, Some.Now).Refusal);
        Assert.Equal("fileName", (Evidence() with { FileName = "photo\u202Egpj.exe" }).Decide(state, Some.Now).Refusal?.Field);
        Assert.Equal("sizeBytes", (Evidence() with { SizeBytes = null }).Decide(state, Some.Now).Refusal?.Field);
        Assert.Equal("uri", (Evidence() with { Route = EvidenceRoute.Reference }).Decide(state, Some.Now).Refusal?.Field);
    }

    [Fact]
    public void A_hold_is_placed_and_lifted_once_for_an_item_and_for_the_whole_case()
    {
        var state = After(Some.Case(), Evidence());
        foreach (var item in (Guid?[])[Some.EvidenceId, null])
        {
            var (place, lift) = (new PlaceEvidenceHold(Some.Id, item, "x", By), new LiftEvidenceHold(Some.Id, item, "x", By));
            Assert.Equal(LiftEvidenceHold.NotHeld, lift.Decide(state, Some.Now).Refusal);
            var held = After(state, place);
            Assert.Equal((item is null, item is not null), (held.IsHeld, held.EvidenceOf(Some.EvidenceId)!.IsHeld));
            Assert.Equal(PlaceEvidenceHold.AlreadyHeld, place.Decide(held, Some.Now).Refusal);
            Assert.False(After(held, lift) is { IsHeld: true });
        }
    }

    [Fact]
    public void A_case_is_shared_and_taken_back()
    {
        var state = After(Some.Case(), new ShareCase(Some.Id, Some.Colleague, By));
        Assert.True(state.IsOf("investigator-1") && state.IsOf("investigator-2") && !state.IsOf("investigator-3"));
        Assert.Empty(new ShareCase(Some.Id, Some.Investigator, By).Decide(state, Some.Now).Events);
        Assert.False(After(state, new UnshareCase(Some.Id, "investigator-2", By)).IsOf("investigator-2"));
    }

    [Fact]
    public void A_branch_begins_at_an_earlier_version()
    {
        var state = After(Some.Case(), new AttachToCase(Some.Id, CaseItemKind.Alert, Thing, "x", By));
        state = After(state, new DetachFromCase(Some.Id, Thing, "y", By));
        state = After(state, new BeginCaseBranch(Some.Id, Some.BranchId, "what if", By, AtVersion: 2));

        Assert.Equal([Thing], state.Branch(Some.BranchId)!.Items.Keys);
        Assert.Equal(
            BeginCaseBranch.VersionUnknown, new BeginCaseBranch(Some.Id, Thing, "x", By, AtVersion: 99).Decide(state, Some.Now).Refusal);
        Assert.Empty(After(state, new MergeCaseBranch(Some.Id, Some.BranchId, [], By)).Items);
    }

    [Fact]
    public void A_conflict_of_a_branch_needs_a_choice()
    {
        var state = After(Some.Case(), new AddCaseItem(Some.Id, Thing, CaseItemKind.Note, By, Note: "one"));
        state = After(state, new BeginCaseBranch(Some.Id, Some.BranchId, "what if", By));
        state = After(state, new AmendCaseItem(Some.Id, Thing, By, Note: "two"));
        state = After(state, new AmendCaseItem(Some.Id, Thing, By, Note: "three", Branch: Some.BranchId));

        var difference = Assert.Single(CaseComparison.Of(state, state.Branch(Some.BranchId)!));
        Assert.Equal(CaseConflict.BothAmended, difference.Conflict);
        var merge = new MergeCaseBranch(Some.Id, Some.BranchId, [], By);
        Assert.Equal(MergeCaseBranch.Conflicts, merge.Decide(state, Some.Now).Refusal);
        Assert.Equal(
            MergeCaseBranch.Unneeded, (merge with { Choices = [new(Some.Id, CaseSide.Case)] }).Decide(state, Some.Now).Refusal);
        Assert.Equal("two", After(state, merge with { Choices = [new(Thing, CaseSide.Case)] }).Items[Thing].Note);
        Assert.Equal("three", After(state, merge with { Choices = [new(Thing, CaseSide.Branch)] }).Items[Thing].Note);
    }

    [Fact]
    public void An_undo_that_something_prevents_says_so()
    {
        var note = new AddCaseItem(Some.Id, Thing, CaseItemKind.Note, By, Note: "one");
        var (gone, stays) = Both(
            After(Some.Case(), note), Some.Case(), new MergeCase(Some.Id, Some.OtherId, "one matter", By, Some.Case()));
        stays = After(stays, new AmendCaseItem(Some.OtherId, Thing, By, Note: "two"));
        Assert.Equal(UnmergeCase.Overtaken, new UnmergeCase(Some.Id, Some.OtherId, By, stays).Decide(gone, Some.Now).Refusal);
        Assert.Equal(UnmergeCase.NotMerged, new UnmergeCase(Some.Id, Some.OtherId, By, stays).Decide(stays, Some.Now).Refusal);

        var split = new SplitCase(Some.OtherId, Some.Id, [Thing], "part", Some.Investigator, "x", By, Source: After(Some.Case(), note));
        var (part, source) = Both(null, After(Some.Case(), note), split);
        Assert.Empty(split.Decide(part, Some.Now).Events);
        var undo = new UndoCaseSplit(Some.OtherId, Some.Id, By, source);
        Assert.False(undo.Decide(part, Some.Now).IsRefused);
        Assert.Equal(
            UndoCaseSplit.Overtaken, undo.Decide(After(part, new AmendCaseItem(Some.OtherId, Thing, By, Note: "2")), Some.Now).Refusal);
        Assert.Equal(UndoCaseSplit.Overtaken, (undo with { Source = After(source, note) }).Decide(part, Some.Now).Refusal);
    }

    private static TakeEvidence Evidence() =>
        new(Some.Id, Some.EvidenceId, "clip.mp4", "video/mp4", 17, new('a', 64), EvidenceRoute.Upload, By);

    private static Case After(Case state, ICommand<Case> command)
    {
        var decision = command.Decide(state, Some.Now);
        Assert.Null(decision.Refusal);
        return decision.Events.Aggregate(state, (s, e) => StreamState.After(s, e)!);
    }

    private static (Case One, Case Other) Both(Case? one, Case other, ICommand<Case> command)
    {
        var decision = command.Decide(one, Some.Now);
        Assert.Null(decision.Refusal);
        return (decision.Events.Aggregate(one, (s, e) => StreamState.After(s, e))!, StreamState.After(other, decision.Elsewhere!.Event)!);
    }
}
