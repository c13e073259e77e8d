using System.Collections.Immutable;
using System.Text.Json;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Cases;
using Xunit;

namespace Incidents.Tests.Cases;

/// <summary>
/// Random sequences of steps on several cases, beside a model that knows nothing of events: a dictionary of items a case.
/// </summary>
public class CaseModelTests
{
    private const string By = "A. Investigator";

    private static readonly JsonSerializerOptions Json = new(EventJson.Options) { WriteIndented = true };

    [Fact]
    public void States_equal_a_fresh_fold_and_the_model_and_undo_restores_exactly()
    {
        var random = new Random(TestScale.Seed);
        var sequences = TestScale.Of(60, 1_000);
        var undone = 0;
        for (var i = 0; i < sequences; i++)
        {
            var world = new World(random);
            for (var step = 0; step < 60; step++)
                world.Step();
            world.Check();
            undone += world.Undone;
        }

        Assert.True(undone > sequences, $"{undone} undone in {sequences} sequences");
    }

    private sealed class World(Random random)
    {
        private readonly Dictionary<Guid, List<IDomainEvent>> streams = [];
        private readonly Dictionary<Guid, Case> states = [];
        private readonly Dictionary<Guid, ImmutableDictionary<Guid, CaseItem>> model = [];
        private readonly Dictionary<Guid, ImmutableDictionary<Guid, CaseItem>> branches = [];
        private readonly Guid[] things = [.. Enumerable.Range(0, 6).Select(_ => Made(random))];

        public int Undone { get; private set; }

        public void Step()
        {
            if (states.Count < 3)
            {
                var id = Made(random);
                model[id] = ImmutableDictionary<Guid, CaseItem>.Empty;
                Decide(id, new OpenCase(id, "case", "karaganda", Some.Investigator, By));
                return;
            }

            var (on, thing) = (Any(states.Keys), Any(things));
            var branch = states[on].Branches.FirstOrDefault(b => b.Status is CaseBranchStatus.Open && random.Next(2) == 0)?.Id;
            switch (random.Next(10))
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
                default:
                    if (Decide(on, random.Next(2) == 0 ? new CloseCase(on, "x", By) : new ReopenCase(on, "x", By)))
                        Decide(on, new ReopenCase(on, "x", By));
                    break;
            }
        }

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

        private static string Text(Case state) =>
            JsonSerializer.Serialize(state, Json).Replace($"\"version\": {state.Version},", "", StringComparison.Ordinal);
    }
}
