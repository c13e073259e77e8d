using Incidents.Domain;
using Incidents.Domain.Correlation;
using Incidents.Domain.Dispatch;
using Incidents.Statistics;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Correlation;

/// <summary>A store in memory, which the rules follow page by page, and in which people do things meanwhile.</summary>
internal sealed class RuleWorld
{
    private readonly List<(Guid Stream, IDomainEvent? Event, CorrelatedSignal? Signal)> log = [];
    private readonly Dictionary<Guid, List<IDomainEvent>> streams = [];
    private readonly Dictionary<Guid, Incident> states = [];
    private readonly HashSet<(Guid Incident, Guid Signal)> separated = [];
    private readonly Dictionary<Guid, CorrelatedIncident> known = [];
    private IncidentGrid open = new();
    private OffsetDateTime now = Some.Began;
    private int position;

    /// <summary>Signals that rules have linked to an incident that was open.</summary>
    public int LinksByRule { get; private set; }

    /// <summary>What each signal joined or opened, by its number, with the explanation.</summary>
    public static List<string> Of(IReadOnlyList<CorrelatedSignal> signals, int pageSize, bool restarts)
    {
        var world = new RuleWorld();
        foreach (var signal in signals)
            world.Happens(signal);
        while (world.React(pageSize))
        {
            if (restarts)
                world.Restart();
        }
        return
        [
            .. world.states.OrderBy(incident => incident.Key)
                .SelectMany(incident => incident.Value.Links.Select(link => $"{incident.Key} {link.Signal.Id} {link.Rule}"))
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>A signal becomes known.</summary>
    public void Happens(CorrelatedSignal signal)
    {
        now = now.ToInstant() < signal.KnownAt.ToInstant() ? signal.KnownAt : now;
        log.Add((signal.Signal.Id, null, signal));
    }

    /// <summary>The rules react to the next events; false where there are none.</summary>
    public bool React(int pageSize)
    {
        if (position == log.Count)
            return false;
        var until = (int)Math.Min(log.Count, (long)position + pageSize);
        var sent = new List<CorrelationDecision>();
        for (; position < until; position++)
        {
            var (stream, @event, signal) = log[position];
            if (signal is not null)
                Decide(signal, null, sent);
            else if (CorrelatedIncident.After(known.GetValueOrDefault(stream), stream, @event!, Find) is { } after)
                Put(after);
        }
        foreach (var decided in sent)
            CarryOut(decided, []);
        return true;
    }

    /// <summary>The memory is lost, and read again.</summary>
    public void Restart()
    {
        open = new();
        foreach (var incident in known.Values)
            open.Put(incident);
    }

    /// <summary>A person does something.</summary>
    public void PersonActs(SeededRandom random, string[] categories)
    {
        now = now.Plus(Duration.FromSeconds(1));
        if (states.Count == 0)
            return;
        Guid[] ids = [.. states.Keys.Order()];
        var id = ids[random.NextInt(ids.Length)];
        var (state, other) = (states[id], ids[random.NextInt(ids.Length)]);
        switch (random.NextInt(8))
        {
            case 0 when state.Signals is [var first, ..]:
                if (Send(new UnlinkSignal(id, first, "op")))
                    separated.Add((id, first.Id));
                break;
            case 1 when log.Where(entry => entry.Signal is not null).ToArray() is { Length: > 0 } signals:
                var signal = signals[random.NextInt(signals.Length)].Signal!.Signal;
                if (Send(new LinkSignal(id, signal, "op")))
                    separated.Remove((id, signal.Id));
                break;
            case 2:
                MergesAndBack(id, other, random);
                break;
            case 3:
                Send(new CategoriseIncident(id, categories[random.NextInt(categories.Length)], "op"));
                break;
            case 4:
                var place = new Place("karaganda", Point: new(73.1 + random.NextInt(40) / 10_000.0, 49.8));
                Send(new CorrectIncident(id, "op", "misheard", place));
                break;
            case 5:
                Send(new ResolveIncident(id, "assisted"));
                break;
            case 6:
                Send(new ReopenIncident(id, "op", "again"));
                break;
            default:
                Send(new UnmergeIncident(id, "op", From: state.MergedInto ?? default));
                break;
        }
    }

    /// <summary>Each state is what its events fold to, and no rule has joined what is separated.</summary>
    public void AssertSound()
    {
        foreach (var (id, events) in streams)
        {
            Incident? folded = null;
            foreach (var @event in events)
                folded = StreamState.After(folded, @event);
            Assert.Equal(Text(folded!), Text(states[id]));
            // The last word about each pair is a person's, or nobody's.
            foreach (var (_, signal) in separated.Where(pair => pair.Incident == id))
            {
                var last = events.FindLastIndex(e => e is SignalUnlinked unlinked && unlinked.Signal.Id == signal);
                Assert.DoesNotContain(events.Skip(last), e => e is SignalLinked { Rule: not null } linked && linked.Signal.Id == signal);
            }
        }
        foreach (var (id, incident) in known)
        {
            Assert.Equal(incident.IsOpen, open.Find(id) is not null);
            Assert.Equal(states[id].Status is IncidentStatus.Open, incident.IsOpen);
            // Its time is that of itself and of what is still linked to it.
            var linked = states[id].Signals.Select(signal => signal.Id).ToHashSet();
            Assert.All(
                incident.Moments.All.Where(moment => moment.Part is null && incident.IsOpen),
                moment => Assert.Contains(moment.Signal, linked));
        }
    }

    private void MergesAndBack(Guid id, Guid other, SeededRandom random)
    {
        var (before, target) = (states[id], states[other]);
        if (id == other || !Send(new MergeIncident(id, other, target, "op")) || random.NextInt(2) == 0)
            return;
        Assert.True(Send(new UnmergeIncident(id, "op", From: other)));
        // Undone at once, it is as if it had not been.
        Assert.Equal(Text(before), Text(states[id]));
        Assert.Equal(Text(target), Text(states[other]));
    }

    private void Decide(CorrelatedSignal signal, IReadOnlySet<Guid>? except, List<CorrelationDecision> sent)
    {
        if (Correlator.Decide(signal, Some.Rules, open, except) is not { } decided)
            return;
        Put(decided.Incident);
        sent.Add(decided);
    }

    private void CarryOut(CorrelationDecision decided, HashSet<Guid> refusing)
    {
        var accepted = decided.Opens
            ? Send((OpenIncident)Correlator.CommandOf(decided))
            : Send((LinkSignal)Correlator.CommandOf(decided));
        if (accepted)
        {
            LinksByRule += decided.Opens ? 0 : 1;
            return;
        }
        if (decided.Opens || !refusing.Add(decided.Incident.Id))
            return;
        for (Guid? id = decided.Incident.Id; id is { } left && known.TryGetValue(left, out var incident); id = incident.MergedInto)
            Put(incident.Without(decided.Signal.Signal.Id));
        var again = new List<CorrelationDecision>();
        Decide(decided.Signal, refusing, again);
        foreach (var next in again)
            CarryOut(next, refusing);
    }

    private CorrelatedIncident? Find(Guid id) => known.GetValueOrDefault(id);

    private void Put(CorrelatedIncident incident)
    {
        known[incident.Id] = incident;
        open.Put(incident);
    }

    private bool Send(ICommand<Incident> command)
    {
        if (command is IDependentCommand<Incident> dependent)
            command = dependent.Given(states.GetValueOrDefault(dependent.OtherStreamId));
        var decision = command.Decide(states.GetValueOrDefault(command.StreamId), now);
        foreach (var @event in decision.Events)
            Append(command.StreamId, @event);
        if (decision.Elsewhere is { } elsewhere)
            Append(elsewhere.StreamId, elsewhere.Event);
        return decision.Events.Count > 0;
    }

    private void Append(Guid stream, IDomainEvent @event)
    {
        if (!streams.TryGetValue(stream, out var events))
            streams.Add(stream, events = []);
        events.Add(@event);
        states[stream] = StreamState.After(states.GetValueOrDefault(stream), @event)!;
        log.Add((stream, @event, null));
    }

    // What it is about, without when it was last heard of.
    private static string Text(Incident state) =>
        $"{state.Status} {state.CountKey} {state.MergedInto} {state.Counted} "
        + $"[{string.Join(", ", state.Signals.Select(signal => signal.Id).Order())}] "
        + $"[{string.Join(", ", state.Separated.Select(signal => signal.Id).Order())}] "
        + $"[{string.Join(", ", state.Absorbed.Order())}]";
}
