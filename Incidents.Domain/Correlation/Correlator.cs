using System.Globalization;
using Incidents.Domain.Dispatch;
using NodaTime;

namespace Incidents.Domain.Correlation;

/// <summary>What rules decide about a signal.</summary>
/// <param name="Signal">The signal.</param>
/// <param name="Rule">The rule that decides.</param>
/// <param name="Incident">The incident that it joins, or opens, as it is then.</param>
/// <param name="Match">The rule, and what it found.</param>
/// <param name="Opens">Whether it opens the incident.</param>
public sealed record CorrelationDecision(
    CorrelatedSignal Signal, CorrelationRule Rule, CorrelatedIncident Incident, RuleMatch Match, bool Opens)
{
    /// <summary>Id of the command, and of its event: the same decision has the same.</summary>
    public Guid CommandId => Identity.Event(Signal.Signal.Id, "correlated", Incident.Id.ToString());
}

/// <summary>Decides whether a signal joins an open incident, opens one, or does neither.</summary>
/// <remarks>
/// The first rule in order that covers the signal decides. Of several incidents within its metres and minutes the nearest is joined; of
/// those at one distance, rounded to a decimetre, the one nearest in time; of those the one that occurred last, and at last the one with
/// the smaller id. Where one of the two has no coordinates, an incident of the same device is joined, before nothing is. It depends on
/// nothing else: the same signals and incidents in the same order lead to the same, in pages of any size.
/// </remarks>
public static class Correlator
{
    /// <summary>What the rules decide; null where they leave the signal alone.</summary>
    /// <param name="signal">The signal.</param>
    /// <param name="rules">The rules.</param>
    /// <param name="open">The open incidents.</param>
    /// <param name="except">Incidents that refused the signal; null for none.</param>
    public static CorrelationDecision? Decide(
        CorrelatedSignal signal, CorrelationRules rules, IncidentGrid open, IReadOnlySet<Guid>? except = null)
    {
        if (rules.For(signal) is not { } rule)
            return null;
        if (rule is { Metres: { } metres, Minutes: { } minutes }
            && Nearest(signal, rule, metres, minutes, open, except) is { } near)
        {
            return new(
                signal, rule, near.Incident.With(signal), new(rule.Code, rule.Version, near.Metres, near.Minutes), false);
        }
        if (!rule.Opens)
            return null;
        var opened = CorrelatedIncident.Opened(IncidentOf(signal, rule), signal, rule);
        return new(signal, rule, opened, new(rule.Code, rule.Version), true);
    }

    /// <summary>The command that carries a decision out.</summary>
    public static ICommand<Incident> CommandOf(CorrelationDecision decided) => decided.Opens
        ? new OpenIncident(
            OriginOf(decided.Signal, decided.Rule), decided.Incident.Category, decided.Signal.Place, decided.Signal.Signal,
            decided.Signal.DeviceId, OccurredAt: decided.Signal.OccurredAt, ReportedAt: decided.Signal.KnownAt, Rule: decided.Match)
        : new LinkSignal(decided.Incident.Id, decided.Signal.Signal, decided.Match.Actor(), Rule: decided.Match);

    /// <summary>Whether an incident is the one that a signal opens by one of the rules.</summary>
    public static bool IsOpenedBy(CorrelatedSignal signal, CorrelationRules rules, Guid incident) =>
        rules.All.Append(CorrelationRule.OfCalls).Any(rule => IncidentOf(signal, rule) == incident);

    /// <summary>The incident that a signal opens by a rule.</summary>
    private static Guid IncidentOf(CorrelatedSignal signal, CorrelationRule rule)
    {
        var origin = OriginOf(signal, rule);
        return Identity.Stream(RegisterIncident.Kind, origin.Source, origin.Id);
    }

    private static Origin OriginOf(CorrelatedSignal signal, CorrelationRule rule) =>
        new(RuleMatch.ActorPrefix + rule.Code, signal.Signal.Id.ToString("D", CultureInfo.InvariantCulture));

    private static (CorrelatedIncident Incident, double? Metres, double Minutes)? Nearest(
        CorrelatedSignal signal, CorrelationRule rule, double metres, double minutes, IncidentGrid open, IReadOnlySet<Guid>? except)
    {
        (CorrelatedIncident Incident, double? Metres, double Minutes)? best = null;
        if (signal.Place.Point is { } point)
        {
            foreach (var (incident, away) in open.Near(signal.Place.City, point, metres))
                Consider(incident, Math.Round(away, 1));
        }
        if (best is null && signal.DeviceId is { } device)
        {
            foreach (var incident in open.Of(signal.Place.City, device))
            {
                if (signal.Place.Point is null || incident.Point is null)
                    Consider(incident, null);
            }
        }
        return best;

        void Consider(CorrelatedIncident incident, double? away)
        {
            if (!rule.MayJoin(signal, incident.Category) || except?.Contains(incident.Id) is true)
                return;
            var between = MinutesBetween(signal, incident);
            if (between > minutes)
                return;
            if (best is not { } other || Order((incident, away, between), other) < 0)
                best = (incident, away, between);
        }
    }

    private static int Order(
        (CorrelatedIncident Incident, double? Metres, double Minutes) one,
        (CorrelatedIncident Incident, double? Metres, double Minutes) other)
    {
        var order = (one.Metres ?? 0).CompareTo(other.Metres ?? 0);
        if (order == 0)
            order = one.Minutes.CompareTo(other.Minutes);
        if (order == 0)
            order = other.Incident.Until.CompareTo(one.Incident.Until);
        return order == 0 ? one.Incident.Id.CompareTo(other.Incident.Id) : order;
    }

    private static double MinutesBetween(CorrelatedSignal signal, CorrelatedIncident incident)
    {
        var at = signal.OccurredAt.ToInstant();
        var between = at < incident.From ? incident.From - at : at > incident.Until ? at - incident.Until : Duration.Zero;
        return Math.Round(between.TotalMinutes, 2);
    }
}
