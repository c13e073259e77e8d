using System.Text.Json.Nodes;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Alerts;
using Incidents.Domain.Dispatch;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Dispatch;

/// <summary>Several incidents and alerts that random commands are decided on, beside what a few sets say of them.</summary>
/// <param name="random">Chooses the commands.</param>
/// <param name="number">Number of the world, so that its incidents are its own.</param>
/// <param name="alerts">The alerts.</param>
internal sealed class IncidentWorld(Random random, int number, Guid[] alerts)
{
    private const int LeastIncidents = 4;
    private const string By = "op";
    private const string LastKnownAt = "StreamState.<LastKnownAt>k__BackingField";

    private static readonly string[] Categories = ["theft", "fire", "fight", "robbery"];
    private static readonly string[] Steps = ["x", "scene", "brigade"];

    private readonly Dictionary<Guid, Incident> incidents = [];
    private readonly Dictionary<Guid, Alert> judged = [];
    private readonly Dictionary<Guid, List<IDomainEvent>> streams = [];
    private readonly IncidentSets sets = new();
    private OffsetDateTime now = Some.Now;

    /// <summary>How many commands were undone at once.</summary>
    public int Undone { get; private set; }

    /// <summary>The commands of incidents and alerts in order, each with the code with which it was refused, or null.</summary>
    public List<(object Command, ErrorCode? Refused)> Tried { get; } = [];

    /// <summary>The incidents.</summary>
    public IReadOnlyDictionary<Guid, Incident> Incidents => incidents;

    /// <summary>The alerts.</summary>
    public IReadOnlyDictionary<Guid, Alert> Alerts => judged;

    /// <summary>The events of each, in order.</summary>
    public IReadOnlyDictionary<Guid, List<IDomainEvent>> Streams => streams;

    /// <summary>What the commands that were carried out say of the incidents.</summary>
    public IncidentSets Sets => sets;

    /// <summary>Takes one step, which may be refused.</summary>
    public void Step()
    {
        if (judged.Count == 0)
        {
            foreach (var alert in alerts)
                Append(alert, Some.AlertRaised());
        }
        if (incidents.Count < LeastIncidents)
        {
            Open();
            return;
        }
        var (on, signal) = (Any(incidents.Keys), new Signal(SignalKind.Alert, Any(alerts)));
        switch (random.Next(22))
        {
            case 0 or 1:
                Categorise(on);
                break;
            case 2 or 3:
                Correct(on);
                break;
            case 4 or 5 or 6:
                Link(on, signal);
                break;
            case 7 or 8:
                Unlink(on, incidents[on].Signals is { Count: > 0 } linked && random.Next(4) > 0 ? Any(linked) : signal);
                break;
            case 9 or 10 or 11:
                Merge(on, Any(incidents.Keys));
                break;
            case 12 or 13:
                Unmerge(Any(incidents.Keys.Where(id => incidents[id].MergedInto is not null).DefaultIfEmpty(on)));
                break;
            case 14 or 15:
                Withdraw(on);
                break;
            case 16:
                Tick(on);
                break;
            case 17 or 18 or 19:
                Respond(on);
                break;
            default:
                Judge(signal.Id);
                break;
        }
    }

    private void Open()
    {
        var key = incidents.Count;
        var open = new OpenIncident(
            new($"world-{number}", $"{key}"), Any(Categories), Some.Place, random.Next(2) == 0 ? new(SignalKind.Alert, Any(alerts)) : null,
            OccurredAt: now.Plus(-Duration.FromMinutes(30)));
        Assert.True(Decide(open.StreamId, open));
        sets.Opened(open.StreamId, open, now);
    }

    private void Categorise(Guid on)
    {
        var (before, to, at) = (incidents[on], Any(Categories), Late(on));
        if (!Decide(on, new CategoriseIncident(on, to, By, at)))
            return;
        sets.Categorised(on, to, at ?? now);
        if (at is null && Tossed() && Decide(on, new CategoriseIncident(on, before.CountKey.Category, By)))
        {
            sets.Categorised(on, before.CountKey.Category, now);
            Same(on, before, 2, "Incident.categories");
        }
    }

    private void Correct(Guid on)
    {
        var (before, at) = (incidents[on], Late(on));
        var key = before.CountKey;
        var place = Tossed() ? Some.Place with { Street = $"Street {random.Next(3)}" } : null;
        OffsetDateTime? occurred = place is null || Tossed() ? key.OccurredAt.Plus(-Duration.FromMinutes(random.Next(1, 9))) : null;
        if (!Decide(on, new CorrectIncident(on, By, "misheard", place, occurred, null, at)))
            return;
        sets.Corrected(on, place, occurred, at ?? now);
        var back = new CorrectIncident(on, By, "mistake", place is null ? null : key.Place, occurred is null ? null : key.OccurredAt);
        if (at is null && Tossed() && Decide(on, back))
        {
            sets.Corrected(on, back.Place, back.IncidentOccurredAt, now);
            Same(on, before, 2, "Incident.places", "Incident.times");
        }
    }

    private void Link(Guid on, Signal signal)
    {
        var (before, rule) = (incidents[on], random.Next(3) == 0 ? new RuleMatch("danger", 1, 20, 3) : null);
        if (!Decide(on, new LinkSignal(on, signal, rule?.Actor() ?? By, Rule: rule)))
            return;
        sets.Linked(on, signal);
        if (!Tossed())
            return;
        Assert.True(Decide(on, new UnlinkSignal(on, signal, By)));
        sets.Unlinked(on, signal);
        // That a person has separated them stays: no rule joins them again.
        Same(on, before, 2, "Incident.separated");
        Assert.Equal(before.Separated.Append(signal).ToHashSet(), incidents[on].Separated.ToHashSet());
        Assert.Equal(
            LinkSignal.Separated, new LinkSignal(on, signal, "rule:danger", Rule: new("danger", 1)).Decide(incidents[on], now).Refusal);
    }

    private void Unlink(Guid on, Signal signal)
    {
        var before = incidents[on];
        if (!Decide(on, new UnlinkSignal(on, signal, By)))
            return;
        sets.Unlinked(on, signal);
        if (!Tossed())
            return;
        Assert.True(Decide(on, new LinkSignal(on, signal, By)));
        sets.Linked(on, signal);
        // It is linked by another person at another time.
        Same(on, before, 2, "Incident.separated", "Incident.links");
        Assert.Equal(before.Signals.ToHashSet(), incidents[on].Signals.ToHashSet());
    }

    private void Merge(Guid goes, Guid stays)
    {
        var (went, stayed) = (incidents[goes], incidents[stays]);
        if (!Decide(goes, new MergeIncident(goes, stays, stayed, By)))
            return;
        sets.Merged(goes, stays);
        if (!Tossed())
            return;
        Assert.True(Decide(goes, new UnmergeIncident(goes, By, From: stays, Survivor: incidents[stays])));
        sets.Unmerged(goes, stays);
        Same(goes, went, 2);
        Same(stays, stayed, 2);
    }

    private void Unmerge(Guid on)
    {
        var from = incidents[on].MergedInto ?? Any(incidents.Keys);
        if (Decide(on, new UnmergeIncident(on, By, From: from, Survivor: incidents[from])))
            sets.Unmerged(on, from);
    }

    private void Withdraw(Guid on)
    {
        var before = incidents[on];
        var isCorrection = random.Next(3) == 0;
        var withdraw = new WithdrawIncident(
            on, new("op", "w"), "unfounded", WithMerged: Tossed(), IsCorrection: isCorrection);
        if (Decide(on, withdraw))
        {
            sets.Withdrawn.Add(on);
            if (!Tossed())
                return;
            Assert.True(Decide(on, new ReinstateIncident(on, By, "mistake")));
            sets.Withdrawn.Remove(on);
            Same(on, before, 2);
        }
        else if (Decide(on, new ReinstateIncident(on, By, "mistake")))
        {
            sets.Withdrawn.Remove(on);
        }
    }

    private void Tick(Guid on)
    {
        var (before, step) = (incidents[on], Any(Steps));
        if (Decide(on, new TickPlanStep(on, step, Some.Plans, By, "done")) && Tossed())
        {
            Assert.True(Decide(on, new UntickPlanStep(on, step, Some.Plans, By, "mistake")));
            Same(on, before, 2, "Incident.marks");
            var plan = before.PlanOf(Some.Plans)!.Code;
            Assert.Equal(before.Ticks(plan), incidents[on].Ticks(plan));
        }
    }

    private void Respond(Guid on)
    {
        var unit = $"P-{random.Next(2)}";
        Decide(on, random.Next(6) switch
        {
            0 or 1 => new AssignUnit(on, unit),
            2 => new RecordArrival(on, unit),
            3 => new ReleaseUnit(on, unit),
            4 => new ResolveIncident(on, "assisted"),
            _ => new ReopenIncident(on, By, "again"),
        });
    }

    private void Judge(Guid alert) => Decide(alert, random.Next(4) switch
    {
        0 => new AcknowledgeAlert(alert, By),
        1 => new JudgeAlert(alert, By, AlertOutcome.Confirmed),
        2 => new DismissAlert(alert, By, "shadow"),
        _ => (ICommand<Alert>)new ReinstateAlert(alert, By, "mistake"),
    });

    private bool Decide(Guid id, ICommand<Incident> command) => Decide(incidents, id, command);

    private bool Decide(Guid id, ICommand<Alert> command) => Decide(judged, id, command);

    private bool Decide<TState>(Dictionary<Guid, TState> states, Guid id, ICommand<TState> command)
        where TState : StreamState, IState<TState>
    {
        now = now.Plus(Duration.FromSeconds(7));
        var decision = command.Decide(states.GetValueOrDefault(id), now);
        Tried.Add((command, decision.Refusal?.Code));
        if (decision.IsRefused)
            Assert.True(decision is { Events: [], Elsewhere: null });
        foreach (var @event in decision.Events)
            Append(id, @event);
        if (decision.Elsewhere is { } elsewhere)
            Append(elsewhere.StreamId, elsewhere.Event);
        return decision.Events.Count > 0;
    }

    private void Append(Guid id, IDomainEvent @event)
    {
        if (!streams.TryGetValue(id, out var events))
            streams[id] = events = [];
        events.Add(@event);
        if (alerts.Contains(id))
            judged[id] = StreamState.After(judged.GetValueOrDefault(id), @event)!;
        else
            incidents[id] = StreamState.After(incidents.GetValueOrDefault(id), @event)!;
    }

    // All of it but when it was last heard of, that there were steps, and what is named; and what was counted is taken back.
    private void Same(Guid id, Incident before, int steps, params string[] but)
    {
        Undone++;
        Assert.Equal(Text(before, but), Text(incidents[id], but));
        Assert.Empty(IncidentLedger.Of(streams[id].TakeLast(steps)));
    }

    private static string Text(Incident state, string[] but)
    {
        var snapshot = JsonNode.Parse(StreamSnapshots.Write(state))!.AsObject();
        foreach (var field in (string[])[LastKnownAt, "Incident.hasSteps", .. but])
            Assert.True(snapshot.Remove(field), $"{field} is none of {string.Join(' ', snapshot.Select(f => f.Key))}");
        return snapshot.ToJsonString();
    }

    // Sometimes what is said was said before the incident became known here.
    private OffsetDateTime? Late(Guid on) =>
        random.Next(4) == 0 ? incidents[on].NotBefore.Plus(Duration.FromMinutes(random.Next(20))) : null;

    private bool Tossed() => random.Next(2) == 0;

    private T Any<T>(IEnumerable<T> all) => all.ElementAt(random.Next(all.Count()));
}
