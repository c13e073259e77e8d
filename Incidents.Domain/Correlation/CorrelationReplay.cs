using NodaTime;

namespace Incidents.Domain.Correlation;

/// <summary>What a rule did on one day of a replay.</summary>
/// <param name="Day">Local day on which the signals became known, by the offset of their occurrence.</param>
/// <param name="OpenedCount">Incidents that it opened.</param>
/// <param name="JoinedCount">Signals that it joined to an incident.</param>
public readonly record struct ReplayedDay(LocalDate Day, int OpenedCount, int JoinedCount);

/// <summary>What rules would have done with the signals of a past period: nothing is written.</summary>
/// <remarks>
/// The period begins without open incidents, and none is resolved, merged or opened by a person: what people did is no part of it. What is
/// too old to be joined is forgotten, so that a signal costs the same in a long period as in a short one.
/// </remarks>
/// <param name="rules">The rules, with the candidate among them.</param>
/// <param name="code">Code of the candidate.</param>
public sealed class CorrelationReplay(CorrelationRules rules, string code)
{
    private readonly IncidentGrid open = new();
    private readonly Queue<(Guid Id, Instant Until)> oldest = new();
    private readonly SortedDictionary<LocalDate, (int Opened, int Joined)> days = [];
    private readonly Dictionary<Guid, (bool Covered, bool Decided)> assumed = [];
    private readonly Duration kept = Duration.FromMinutes(
        rules.Reach + rules.All.Select(rule => rule.LatestMinutes).Append(CorrelationRule.OfCalls.LatestMinutes).Max());

    /// <summary>Signals that were looked at.</summary>
    public int SignalCount { get; private set; }

    /// <summary>Signals about which the candidate decided, also where it left them alone.</summary>
    public int CoveredCount { get; private set; }

    /// <summary>Incidents that the candidate opened.</summary>
    public int OpenedCount { get; private set; }

    /// <summary>Signals that the candidate joined to an incident.</summary>
    public int JoinedCount { get; private set; }

    /// <summary>Incidents that the other rules opened.</summary>
    public int OpenedByOthersCount { get; private set; }

    /// <summary>Signals that the other rules joined to an incident.</summary>
    public int JoinedByOthersCount { get; private set; }

    /// <summary>Incidents that are kept at present.</summary>
    public int OpenCount => open.Count;

    /// <summary>What the candidate did by day; days without are left out.</summary>
    public IReadOnlyList<ReplayedDay> Days => [.. days.Select(day => new ReplayedDay(day.Key, day.Value.Opened, day.Value.Joined))];

    /// <summary>Decides about the next signal, in the order in which they became known.</summary>
    public CorrelationDecision? Take(CorrelatedSignal signal)
    {
        Forget(signal.KnownAt.ToInstant() - kept);
        var isCovered = rules.For(signal)?.Code == code;
        var wasAssumed = false;
        if (signal.Beginning is BeginningKind.Late && assumed.Remove(signal.Signal.Id, out var before))
        {
            // Decided on as it was assumed, or one that was counted and left alone.
            if (before.Decided)
                return null;
            wasAssumed = true;
            isCovered &= !before.Covered;
        }
        if (!wasAssumed)
            SignalCount++;
        if (isCovered)
            CoveredCount++;
        var decision = Correlator.Decide(signal, rules, open);
        if (signal.Beginning is BeginningKind.Assumed)
            assumed[signal.Signal.Id] = (isCovered, decision is not null);
        if (decision is not { } decided)
            return null;
        if (decided.Opens)
            oldest.Enqueue((decided.Incident.Id, decided.Incident.Until));
        open.Put(decided.Incident);
        Count(decided);
        return decided;
    }

    private void Count(CorrelationDecision decided)
    {
        var (opened, joined) = decided.Opens ? (1, 0) : (0, 1);
        if (decided.Rule.Code != code)
        {
            OpenedByOthersCount += opened;
            JoinedByOthersCount += joined;
            return;
        }
        OpenedCount += opened;
        JoinedCount += joined;
        var day = decided.Signal.KnownAt.Date;
        var before = days.GetValueOrDefault(day);
        days[day] = (before.Opened + opened, before.Joined + joined);
    }

    private void Forget(Instant horizon)
    {
        while (oldest.TryPeek(out var first) && first.Until < horizon)
        {
            oldest.Dequeue();
            if (open.Find(first.Id) is not { } incident)
                continue;
            if (incident.Until < horizon)
                open.Remove(first.Id);
            else
                oldest.Enqueue((first.Id, incident.Until));
        }
    }
}
