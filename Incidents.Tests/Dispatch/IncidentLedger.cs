using Incidents.Domain;
using Incidents.Domain.Alerts;
using Incidents.Domain.Dispatch;
using Incidents.Projections.Ledgers;
using Incidents.Projections.Slices;
using NodaTime;

namespace Incidents.Tests.Dispatch;

/// <summary>What is counted: by events, and by the states to which they lead.</summary>
internal static class IncidentLedger
{
    /// <summary>The sums of what events write into the ledger, without those that are zero.</summary>
    public static SortedSet<string> Of(IEnumerable<IDomainEvent> events)
    {
        var entries = new List<LedgerEntry>();
        foreach (var @event in events)
            SliceEvents.Counts.Write(@event, entries);
        return Sums(entries.Select(e => (Text(e.Measure, e.CountKey, e.Took), e.Delta)));
    }

    /// <summary>The same by the states: each incident that counts, its response times, and each alert, or that it was false.</summary>
    public static SortedSet<string> Of(IEnumerable<Incident> incidents, IEnumerable<Alert> alerts)
    {
        var counts = new List<(string, int)>();
        foreach (var incident in incidents)
        {
            var (key, times) = (incident.CountKey, incident.Counted);
            if (incident.Status is not (IncidentStatus.Withdrawn or IncidentStatus.Merged))
                counts.Add((Text(Measure.Incidents, key, null), 1));
            Time(Measure.DispatchTime, key, times.Since, times.SentAt);
            Time(Measure.ArrivalTime, key, times.TravelSince, times.ArrivedAt);
            Time(Measure.ResolutionTime, key, times.Since, times.ResolvedAt);
        }
        foreach (var alert in alerts)
            counts.Add((Text(alert.DismissedReason is null ? Measure.Alerts : Measure.FalseAlerts, alert.CountKey, null), 1));
        return Sums(counts);

        void Time(Measure measure, CountKey key, OffsetDateTime? since, OffsetDateTime? until)
        {
            if (since is { } from && until is { } to)
            {
                var took = to.ToInstant() > from.ToInstant() ? to.ToInstant() - from.ToInstant() : Duration.Zero;
                counts.Add((Text(measure, key with { OccurredAt = from, OccurredUntil = null, Precision = null }, took), 1));
            }
        }
    }

    private static string Text(Measure measure, CountKey key, Duration? took) => $"{measure} {key} {took}";

    private static SortedSet<string> Sums(IEnumerable<(string What, int Delta)> lines) => new(
        lines.GroupBy(line => line.What, line => line.Delta).Where(sum => sum.Sum() != 0).Select(sum => $"{sum.Key}: {sum.Sum()}"),
        StringComparer.Ordinal);
}
