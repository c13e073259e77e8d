using Incidents.Api.Reactions;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Alerts;
using Incidents.Domain.Dispatch;
using NodaTime;

namespace Incidents.Api.Outcomes;

/// <summary>The resolution of an incident says what came of the alerts that belong to it, where no person has.</summary>
/// <remarks>
/// The incident is read as it was after the event, so that the same follows however late it is read. The minutes of its units are shared
/// evenly by the alerts that it has when it is resolved. One that comes later, linked or with another incident that was merged, gets as
/// much as if it had been one of them; the shares of the others stay. What was said of an alert is taken back when it leaves the incident.
/// </remarks>
internal sealed class ResolutionOutcomes(EventReader events, OutcomeCatalogue catalogue) : Reaction
{
    /// <inheritdoc/>
    public override string Name => "resolution-outcomes";

    /// <inheritdoc/>
    public override IReadOnlyList<Type> Events { get; } =
    [
        typeof(IncidentResolved), typeof(SignalLinked), typeof(IncidentAbsorbed), typeof(SignalUnlinked), typeof(IncidentSeparated),
        typeof(IncidentUnmerged),
    ];

    /// <inheritdoc/>
    public override async Task React(ReactionPage page, CancellationToken cancellation)
    {
        var told = page.Events.Where(e => e.Content is IncidentResolved || IsLate(e.Content)).ToArray();
        if (told.Length == 0)
            return;
        var streams = (await events.Read(told.Select(e => e.Stream).Distinct().ToArray(), null, cancellation)).ToLookup(e => e.StreamId);
        foreach (var one in told)
        {
            var until = streams[one.Stream].Where(e => e.Version <= one.Version).Select(e => e.Event).ToArray();
            foreach (var withdraw in Withdrawn(one.Stream, until))
                page.Send(Identity.Event(withdraw.StreamId, "judgement-withdrawn", one.Id.ToString()), one.Id, withdraw);
            foreach (var judge in Judgements(one.Stream, until, catalogue))
                page.Send(Identity.Event(judge.StreamId, "judged", one.Id.ToString()), one.Id, judge);
        }
    }

    /// <summary>
    /// What follows for alerts from the last event of an incident: of all where it was resolved, of those that came after that.
    /// </summary>
    /// <param name="id">The incident.</param>
    /// <param name="history">Its events, the last one included.</param>
    /// <param name="catalogue">What its outcome means.</param>
    internal static IEnumerable<JudgeAlert> Judgements(Guid id, IReadOnlyList<IDomainEvent> history, OutcomeCatalogue catalogue)
    {
        var state = history.Aggregate((Incident?)null, (before, e) => StreamState.After(before, e));
        if (state?.Status is not (IncidentStatus.Resolved or IncidentStatus.Closed) || history.Count == 0
            || history.OfType<IncidentResolved>().LastOrDefault() is not { } resolved
            || catalogue.MeaningOf(resolved.Outcome) is not { } outcome)
            yield break;
        var alerts = AlertsOf(state.Signals);
        var judged = history[^1] switch
        {
            SignalLinked late => AlertsOf([late.Signal]),
            IncidentAbsorbed late => AlertsOf(late.Signals),
            IncidentResolved or IncidentUnmerged => alerts,
            _ => [],
        };
        // One that comes back from a merge says again what it said before.
        var at = history[^1] is IncidentUnmerged ? resolved.OccurredAt : history[^1].OccurredAt;
        var minutes = UnitMinutes(state, resolved.OccurredAt) / alerts.Length;
        foreach (var alert in judged)
        {
            yield return new(
                alert, JudgeAlert.ByResolution, outcome, resolved.Outcome, UnitMinutes: Math.Min(minutes, JudgeAlert.MostMinutes),
                FromIncident: id, OccurredAt: at);
        }
    }

    /// <summary>What is taken back by the last event of an incident: of alerts that belong to it no longer.</summary>
    /// <param name="id">The incident.</param>
    /// <param name="history">Its events, the last one included.</param>
    internal static IEnumerable<WithdrawJudgement> Withdrawn(Guid id, IDomainEvent[] history)
    {
        if (history is not [.. var earlier, SignalUnlinked or IncidentSeparated] || !earlier.Any(e => e is IncidentResolved))
            return [];
        var before = earlier.Aggregate((Incident?)null, (state, e) => StreamState.After(state, e));
        var after = StreamState.After(before, history[^1]);
        return AlertsOf(before!.Signals).Except(AlertsOf(after!.Signals))
            .Select(alert => new WithdrawJudgement(alert, id, history[^1].OccurredAt));
    }

    private static Guid[] AlertsOf(IReadOnlyCollection<Signal> signals) =>
        [.. signals.Where(signal => signal.Kind is SignalKind.Alert).Select(signal => signal.Id).Distinct()];

    // Rules link to open incidents only, and by the thousand: their incidents need not be read.
    private static bool IsLate(IDomainEvent content) => content switch
    {
        SignalLinked { Signal.Kind: SignalKind.Alert } link => !link.By.StartsWith(RuleMatch.ActorPrefix, StringComparison.Ordinal),
        IncidentAbsorbed merged => AlertsOf(merged.Signals).Length > 0,
        SignalUnlinked unlinked => unlinked.Signal.Kind is SignalKind.Alert,
        IncidentSeparated or IncidentUnmerged => true,
        _ => false,
    };

    private static double UnitMinutes(Incident state, OffsetDateTime resolvedAt) =>
        state.Units.Sum(unit => EventTime.Between(unit.Since, unit.EndedAt ?? resolvedAt).TotalMinutes);
}
