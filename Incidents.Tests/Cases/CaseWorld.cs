using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Cases;
using Xunit;

namespace Incidents.Tests.Cases;

/// <summary>
/// Several cases that random steps are taken on, beside a model that knows nothing of events: a dictionary of items a case and branch.
/// </summary>
/// <param name="random">Chooses the steps.</param>
/// <param name="things">The alerts that are attached; null for some that are nowhere.</param>
internal sealed class CaseWorld(Random random, Guid[]? things = null)
{
    private const int LeastCases = 4;
    private const string By = "A. Investigator";

    private static readonly JsonSerializerOptions Json = new(EventJson.Options) { WriteIndented = true };

    private readonly Dictionary<Guid, List<IDomainEvent>> streams = [];
    private readonly Dictionary<Guid, Case> states = [];
    private readonly Dictionary<Guid, ImmutableDictionary<Guid, CaseItem>> model = [];
    private readonly Dictionary<Guid, ImmutableDictionary<Guid, CaseItem>> branches = [];
    private readonly Guid[] things = things ?? [.. Enumerable.Range(0, 6).Select(_ => Made(random))];
    private readonly Guid[] notes = [.. Enumerable.Range(0, 3).Select(_ => Made(random))];

    /// <summary>How many steps were undone.</summary>
    public int Undone { get; private set; }

    /// <summary>The cases.</summary>
    public IReadOnlyDictionary<Guid, Case> States => states;

    /// <summary>The commands that were carried out, in order.</summary>
    public List<ICommand<Case>> Done { get; } = [];

    /// <summary>Takes one step, which may be refused.</summary>
    public void Step()
    {
        if (states.Count < LeastCases)
        {
            var id = Made(random);
            model[id] = ImmutableDictionary<Guid, CaseItem>.Empty;
            Decide(id, new OpenCase(id, "case", "karaganda", Some.Investigator, By));
            return;
        }

        var (on, thing) = (Any(states.Keys), Any(things));
        var branch = states[on].Branches.FirstOrDefault(b => b.Status is CaseBranchStatus.Open && random.Next(2) == 0)?.Id;
        switch (random.Next(15))
        {
            case 0 or 1 or 2:
                var reason = $"reason {random.Next(3)}";
                if (Decide(on, new AttachToCase(on, CaseItemKind.Alert, thing, reason, By, branch)))
                    Set(on, branch, items => items.SetItem(thing, new(thing, CaseItemKind.Alert, Reason: reason)));
                break;
            case 3:
                if (Decide(on, new DetachFromCase(on, thing, "no", By, branch)))
                    Set(on, branch, items => items.Remove(thing));
                break;
            case 4:
                var begun = Made(random);
                if (Decide(on, new BeginCaseBranch(on, begun, "b", By)))
                    branches[begun] = model[on];
                break;
            case 5 when branch is { } merged:
                MergeBranch(on, merged);
                break;
            case 6 or 7:
                Merge(on, Any(states.Keys));
                break;
            case 8:
                Split(on);
                break;
            case 9:
                Note(on, branch);
                break;
            case 10:
                UndoLater(on);
                break;
            case 11 or 12 when random.Next(2) == 0:
                Decide(on, random.Next(2) == 0 ? new ShareCase(on, Some.Colleague, By) : new StarCaseEntry(on, thing, true, By));
                break;
            default:
                if (Decide(on, random.Next(2) == 0 ? new CloseCase(on, "x", By) : new ReopenCase(on, "x", By)))
                    Decide(on, new ReopenCase(on, "x", By));
                break;
        }
    }

    /// <summary>Compares each case with a fresh fold of its events as they are stored, with its snapshot, and with the model.</summary>
    public void Check()
    {
        foreach (var (id, events) in streams)
        {
            var stored = events.Select(e => (IDomainEvent)JsonSerializer.Deserialize(
                JsonSerializer.Serialize(e, e.GetType(), EventJson.Options), e.GetType(), EventJson.Options)!);
            var fresh = Some.Folded<Case>(stored);
            Assert.Equal(StreamSnapshots.Write(fresh), StreamSnapshots.Write(states[id]));
            Assert.Equal(
                StreamSnapshots.Write(fresh),
                StreamSnapshots.Write(StreamSnapshots.Read(nameof(Case), StreamSnapshots.Write(states[id]))));
            Assert.Equal(events.Count, states[id].Version);
            Assert.Equal(model[id].Values.OrderBy(i => i.Id), states[id].Items.Values);
            foreach (var branch in states[id].Branches)
                Assert.Equal(branches[branch.Id].Values.OrderBy(i => i.Id), branch.Items.Values);
        }
    }

    private void Note(Guid on, Guid? branch)
    {
        var (note, text) = (Any(notes), $"note {random.Next(4)}");
        switch (random.Next(3))
        {
            case 0 when Decide(on, new AddCaseItem(on, note, CaseItemKind.Note, By, Note: text, Branch: branch)):
                Set(on, branch, items => items.SetItem(note, new(note, CaseItemKind.Note, Note: text)));
                break;
            case 1 when Decide(on, new AmendCaseItem(on, note, By, Note: text, Branch: branch)):
                Set(on, branch, items => items.SetItem(note, items[note] with { Note = text }));
                break;
            case 2 when Decide(on, new RemoveCaseItem(on, note, "no", By, branch)):
                Set(on, branch, items => items.Remove(note));
                break;
        }
    }

    // Other steps came between: the items that were moved are put back, and everything else stays.
    private void UndoLater(Guid on)
    {
        var before = states[on];
        if (before.Branches.FirstOrDefault(b => b.Status is CaseBranchStatus.Merged) is { } merged
            && Decide(on, new UndoCaseBranchMerge(on, merged.Id, By)))
        {
            foreach (var change in merged.Merged)
            {
                model[on] = change.Before is { } item ? model[on].SetItem(change.Id, item) : model[on].Remove(change.Id);
            }
        }
        else if (before.Origin is { CaseId: var origin } && Decide(on, new UndoCaseSplit(on, origin, By, states[origin])))
        {
            model[origin] = model[origin].AddRange(model[on]);
            model[on] = model[on].Clear();
        }
    }

    private void MergeBranch(Guid on, Guid branch)
    {
        var before = states[on];
        var differences = CaseComparison.Of(before, before.Branch(branch)!);
        CaseChoice[] choices =
            [.. differences.Where(d => d.Conflict is not null).Select(d => new CaseChoice(d.ItemId, (CaseSide)random.Next(2)))];
        if (choices.Length > 0 && before.Status is CaseStatus.Open)
            Assert.Equal(MergeCaseBranch.Conflicts, new MergeCaseBranch(on, branch, [], By).Decide(before, Some.Now).Refusal);
        var earlier = model[on];
        if (!Decide(on, new MergeCaseBranch(on, branch, choices, By)))
            return;
        foreach (var difference in differences.Where(d => d.IsChangedInBranch))
        {
            if (!choices.Contains(new(difference.ItemId, CaseSide.Case)))
            {
                Set(on, null, items => difference.InBranch is { } item
                    ? items.SetItem(difference.ItemId, item) : items.Remove(difference.ItemId));
            }
        }

        if (random.Next(2) == 0 && Decide(on, new UndoCaseBranchMerge(on, branch, By)))
        {
            model[on] = earlier;
            Same(before, states[on]);
        }
    }

    private void Merge(Guid goes, Guid stays)
    {
        var (went, stayed) = (states[goes], states[stays]);
        if (went.Status is CaseStatus.Merged)
        {
            var from = went.MergedInto!.Value;
            if (Decide(goes, new UnmergeCase(goes, from, By, states[from])))
                model[from] = model[from].RemoveRange(((CaseSeparated)streams[from][^1]).Items.Select(i => i.Id));
            return;
        }

        var earlier = model[stays];
        if (!Decide(goes, new MergeCase(goes, stays, "one", By, stayed)))
            return;
        foreach (var (id, item) in model[goes].Where(item => !model[stays].ContainsKey(item.Key)))
            model[stays] = model[stays].SetItem(id, item);
        if (random.Next(2) == 0)
        {
            Assert.True(Decide(goes, new UnmergeCase(goes, stays, By, states[stays])));
            model[stays] = earlier;
            Same(went, states[goes]);
            Same(stayed, states[stays]);
        }
    }

    private void Split(Guid on)
    {
        var before = states[on];
        Guid[] items = [.. before.Items.Keys.Where(_ => random.Next(2) == 0)];
        var part = Made(random);
        if (items.Length == 0 || !Decide(part, new SplitCase(part, on, items, "part", Some.Investigator, "x", By, Source: before)))
            return;
        model[part] = model[on].Where(i => items.Contains(i.Key)).ToImmutableDictionary();
        model[on] = model[on].RemoveRange(items);
        if (random.Next(2) == 0)
        {
            Assert.True(Decide(part, new UndoCaseSplit(part, on, By, states[on])));
            model[on] = model[on].AddRange(model[part]);
            model[part] = model[part].Clear();
            Same(before, states[on]);
        }
    }

    private bool Decide(Guid id, ICommand<Case> command)
    {
        var decision = command.Decide(states.GetValueOrDefault(id), Some.Now);
        if (decision.IsRefused || decision.Events.Count == 0)
            return false;
        foreach (var @event in decision.Events)
            Append(id, @event);
        if (decision.Elsewhere is { } elsewhere)
            Append(elsewhere.StreamId, elsewhere.Event);
        Done.Add(command);
        return true;
    }

    private void Append(Guid id, IDomainEvent @event)
    {
        if (!streams.TryGetValue(id, out var events))
            streams[id] = events = [];
        events.Add(@event);
        states[id] = StreamState.After(states.GetValueOrDefault(id), @event)!;
    }

    private void Set(
        Guid on, Guid? branch, Func<ImmutableDictionary<Guid, CaseItem>, ImmutableDictionary<Guid, CaseItem>> change)
    {
        if (branch is { } id)
            branches[id] = change(branches[id]);
        else
            model[on] = change(model[on]);
    }

    // All of it but how many steps led there.
    private void Same(Case before, Case after)
    {
        Undone++;
        Assert.Equal(Text(before), Text(after));
    }

    private T Any<T>(IEnumerable<T> all) => all.ElementAt(random.Next(all.Count()));

    private static Guid Made(Random random)
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new(bytes);
    }

    // The whole snapshot, but for how many steps led there and which.
    private static string Text(Case state)
    {
        var snapshot = JsonNode.Parse(StreamSnapshots.Write(state))!.AsObject();
        Assert.True(snapshot.Remove("Case.changes"));
        Assert.True(snapshot.Remove("Case.<Version>k__BackingField"), string.Join(' ', snapshot.Select(field => field.Key)));
        return snapshot.ToJsonString(Json);
    }
}
