using Incidents.Domain;
using Incidents.Domain.Cases;
using Xunit;

namespace Incidents.Tests.Cases;

/// <summary>What would take a case beyond its limits is refused as a whole.</summary>
public class CaseLimitTests
{
    private const string By = "A. Investigator";

    [Fact]
    public void A_case_has_a_hundred_parts_at_most_parts_of_parts_included()
    {
        var whole = Some.Case();
        var (three, part) = (With(With(Some.Case(), 1), 1), With(Some.Case(), 1));
        for (var merged = 0; merged < Case.MostParts - 2; merged++)
            whole = With(whole, 0);

        Assert.Equal(Case.MostParts - 2, whole.PartCount);
        Assert.Equal(4, three.PartCount);
        Assert.Equal(CaseRefusals.Full, Merge(whole).Decide(three, Some.Now).Refusal);
        var decided = Merge(whole).Decide(With(Some.Case(), 0), Some.Now);
        var full = StreamState.After(whole, decided.Elsewhere!.Event)!;
        Assert.Equal(Case.MostParts, full.PartCount);
        Assert.Equal(CaseRefusals.Full, Merge(full).Decide(Some.Case(), Some.Now).Refusal);

        var gone = StreamState.After(With(Some.Case(), 0), decided.Events[0])!;
        var separated = new UnmergeCase(Some.Id, Some.OtherId, By, full).Decide(gone, Some.Now);
        Assert.Equal(Case.MostParts - 2, StreamState.After(full, separated.Elsewhere!.Event)!.PartCount);
        Assert.Equal(2, part.PartCount);
    }

    [Fact]
    public void What_returns_by_an_undo_must_have_room()
    {
        var moved = Item(0);
        var split = Some.Folded<Case>(new CaseSplitOff(
            Some.OtherId, new("karaganda"), "Part", "2", Some.Investigator, [moved], "x", By, Some.Now, Some.Now));
        var undo = new UndoCaseSplit(Some.Id, Some.OtherId, By, Filled(Case.MostItems));
        Assert.Equal(CaseRefusals.Full, undo.Decide(split, Some.Now).Refusal);
        Assert.Null((undo with { Source = Filled(Case.MostItems - 1) }).Decide(split, Some.Now).Refusal);

        var note = new AddCaseItem(Some.Id, Some.ItemId, CaseItemKind.Note, By, Note: "one");
        foreach (var (items, code) in ((int, Refusal?)[])[(Case.MostItems, CaseRefusals.Full), (Case.MostItems - 1, null)])
        {
            var state = After(Some.Case(), note.Decide(Some.Case(), Some.Now));
            state = After(state, new BeginCaseBranch(Some.Id, Some.BranchId, "b", By).Decide(state, Some.Now));
            state = After(state, new RemoveCaseItem(Some.Id, Some.ItemId, "no", By, Some.BranchId).Decide(state, Some.Now));
            state = After(state, new MergeCaseBranch(Some.Id, Some.BranchId, [], By).Decide(state, Some.Now));
            Assert.Empty(state.Items);
            state = Filled(items, state);
            Assert.Equal(code, new UndoCaseBranchMerge(Some.Id, Some.BranchId, By).Decide(state, Some.Now).Refusal);
        }
    }

    private static MergeCase Merge(Case into) => new(Some.Id, Some.OtherId, "one matter", By, into);

    private static Case With(Case whole, int parts) => StreamState.After(
        whole, new CaseAbsorbed(Guid.NewGuid(), [], By, Some.Now, Some.Now, parts))!;

    private static Case After(Case state, Decision decision) =>
        decision.Events.Aggregate(state, (s, e) => StreamState.After(s, e)!);

    private static CaseItem Item(int number) => new(
        Identity.Stream("test", "item", $"{number}"), CaseItemKind.Note, Note: "x");

    // As one event, which no command makes: the state is the same.
    private static Case Filled(int items, Case? from = null) => StreamState.After(
        from ?? Some.Case(),
        new CaseRejoined(Guid.NewGuid(), [.. Enumerable.Range(1, items).Select(Item)], By, Some.Now, Some.Now))!;
}
