using Incidents.Domain;
using Incidents.Domain.Alerts;
using Incidents.Domain.Devices;
using Incidents.Domain.Dispatch;
using Incidents.Domain.Forecasts;
using Incidents.Domain.SosCalls;
using Incidents.Domain.Violations;
using NodaTime;

namespace Incidents.Projections.Ledgers;

/// <summary>The pure function from an event to the lines it writes into the books.</summary>
public static class LedgerEntries
{
    /// <summary>Events that change no count.</summary>
    public static readonly IReadOnlySet<Type> Uncounted = new HashSet<Type>
    {
        typeof(AlertEnded), typeof(AlertAcknowledged), typeof(SosCallEnded), typeof(SosCallEscalated), typeof(ViolationReviewed), typeof(ViolationConfirmed),
        typeof(ViolationFined), typeof(SignalLinked), typeof(SignalUnlinked), typeof(IncidentClosed), typeof(IncidentReopened), typeof(DeviceRegistered),
        typeof(DeviceRelocated), typeof(DeviceRetired), typeof(ForecastSealed), typeof(ForecastMissed), typeof(ForecastScored),
    };

    /// <summary>Adds the event's lines to the list.</summary>
    /// <param name="fact">The event.</param>
    /// <param name="entries">Where its lines go.</param>
    public static void Of(IDomainEvent fact, List<LedgerEntry> entries)
    {
        switch (fact)
        {
            case IncidentOpened e:
                Count(Measure.Incidents, e.CountKey(), +1);
                break;
            case IncidentCategorised e:
                Count(Measure.Incidents, e.Before, -1);
                Count(Measure.Incidents, e.Before with { Category = e.To }, +1);
                break;
            case IncidentWithdrawn e:
                Count(Measure.Incidents, e.Incident, -1);
                break;
            case IncidentMerged e:
                Count(Measure.Incidents, e.Incident, -1);
                break;
            case IncidentUnmerged e:
                Count(Measure.Incidents, e.Incident, +1);
                break;
            case WithdrawalUnmatched e:
                Count(Measure.UnmatchedWithdrawals, e.Withdrawn, +1);
                break;
            case UnitAssigned { Since: { } since } e:
                Time(Measure.DispatchTime, e.Incident, since);
                break;
            case UnitArrived { Since: { } since } e:
                Time(Measure.ArrivalTime, e.Incident, since);
                break;
            case IncidentResolved { Since: { } since } e:
                Time(Measure.ResolutionTime, e.Incident, since);
                break;
            case AlertRaised e:
                Count(Measure.Alerts, new(e.Category, e.Place, e.OccurredAt), +1);
                break;
            case AlertUpdated e when e.Category != e.Before.Category:
                Count(Measure.Alerts, e.Before, -1);
                Count(Measure.Alerts, e.Before with { Category = e.Category }, +1);
                break;
            case AlertDismissed e:
                Count(Measure.Alerts, e.Alert, -1);
                Count(Measure.FalseAlerts, e.Alert, +1);
                break;
            case SosCallPlaced e:
                Count(Measure.SosCalls, new(e.Category, e.Place, e.OccurredAt), +1);
                break;
            // A call whose first report was its answer began, as far as anybody knows, at that moment: nobody knows how long it rang.
            case SosCallAnswered e when e.OccurredAt.ToInstant() != e.Call.OccurredAt.ToInstant():
                Time(Measure.AnswerTime, e.Call, e.Call.OccurredAt);
                break;
            case SosCallAbandoned e:
                Count(Measure.AbandonedCalls, e.Call, +1);
                break;
            case ViolationRecorded e:
                Count(Measure.Violations, new(e.Category, e.Place, e.OccurredAt), +1);
                break;
            case ViolationDismissed e:
                Count(Measure.Violations, e.Violation, -1);
                break;
            case ViolationCancelled e:
                Count(Measure.Violations, e.Violation, -1);
                break;
        }

        void Count(Measure measure, CountKey countKey, int delta) => entries.Add(new(measure, countKey, fact.KnownAt, delta));

        // A duration belongs to the day on which its clock started.
        void Time(Measure measure, CountKey countKey, OffsetDateTime since) =>
            entries.Add(new(measure, countKey with { OccurredAt = since, OccurredUntil = null }, fact.KnownAt, +1, fact.OccurredAt.ToInstant() - since.ToInstant()));
    }
}
