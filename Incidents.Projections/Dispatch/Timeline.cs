using Incidents.Domain;
using Incidents.Domain.Alerts;
using Incidents.Domain.Devices;
using Incidents.Domain.Dispatch;
using Incidents.Domain.Forecasts;
using Incidents.Domain.SosCalls;
using Incidents.Domain.Violations;
using NodaTime;

namespace Incidents.Projections.Dispatch;

/// <summary>What an entry of a timeline is about.</summary>
public enum TimelineSubject
{
    /// <summary>The incident, or one merged into it.</summary>
    Incident,

    /// <summary>A camera alert.</summary>
    Alert,

    /// <summary>An SOS call.</summary>
    SosCall,

    /// <summary>A traffic violation.</summary>
    Violation,

    /// <summary>A device.</summary>
    Device,

    /// <summary>A register's withdrawal that matched nothing.</summary>
    Withdrawal,

    /// <summary>A forecast.</summary>
    Forecast,
}

/// <summary>One thing that happened. Entries hold facts; the screen words them in its own language.</summary>
/// <param name="Sequence">Number in the store: the order in which things became known here.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="SubjectId">The thing's id.</param>
/// <param name="Version">The thing's version after it.</param>
/// <param name="Type">What happened, e.g. `sos_call_answered`.</param>
/// <param name="OccurredAt">When it happened, by the local clock.</param>
/// <param name="KnownAt">When the centre learned it, by the local clock.</param>
/// <param name="Source">The system that told of the thing, or null where the thing began before this timeline.</param>
/// <param name="By">The person who acted, or null.</param>
/// <param name="DeviceId">The device that saw it, or null.</param>
/// <param name="Place">Where, or null where it adds nothing.</param>
/// <param name="Category">Category code from then on, or null where it stayed.</param>
/// <param name="Unit">The unit sent or arrived, or null.</param>
/// <param name="Reason">Reason or outcome code, or null.</param>
/// <param name="Data">The whole event as stored, as JSON text.</param>
public sealed record TimelineEntry(
    long Sequence, TimelineSubject Subject, Guid SubjectId, long Version, string Type, OffsetDateTime OccurredAt, OffsetDateTime KnownAt, string? Source, string? By,
    string? DeviceId, Place? Place, string? Category, string? Unit, string? Reason, string Data);

/// <summary>Makes timelines of events.</summary>
public static class Timeline
{
    /// <summary>The entries in order of occurrence; what occurred at the same moment in the order in which it became known.</summary>
    public static IReadOnlyList<TimelineEntry> Of(IEnumerable<StoredEvent> events)
    {
        var sources = new Dictionary<Guid, string>();
        return [.. events.OrderBy(e => e.Sequence).Select(e => Entry(e, sources)).OrderBy(e => e.OccurredAt.ToInstant()).ThenBy(e => e.Sequence)];
    }

    private static TimelineEntry Entry(StoredEvent stored, Dictionary<Guid, string> sources)
    {
        var told = Told(stored.Event);
        if (told.Source is not null)
            sources[stored.StreamId] = told.Source;
        return new(
            stored.Sequence, told.Subject, stored.StreamId, stored.Version, stored.Type, stored.Event.OccurredAt, stored.Event.KnownAt,
            sources.GetValueOrDefault(stored.StreamId), told.By, told.DeviceId, told.Place, told.Category, told.Unit, told.Reason, stored.Json);
    }

    private static Facts Told(IDomainEvent fact) => fact switch
    {
        IncidentOpened e => new(TimelineSubject.Incident) { Source = e.Origin.Source, DeviceId = e.DeviceId, Place = e.Place, Category = e.Category },
        IncidentCategorised e => new(TimelineSubject.Incident) { By = e.By, Category = e.To },
        SignalLinked e => new(TimelineSubject.Incident) { By = e.By },
        SignalUnlinked e => new(TimelineSubject.Incident) { By = e.By },
        UnitAssigned e => new(TimelineSubject.Incident) { Unit = e.Unit },
        UnitArrived e => new(TimelineSubject.Incident) { Unit = e.Unit },
        IncidentResolved e => new(TimelineSubject.Incident) { Reason = e.Outcome },
        IncidentClosed e => new(TimelineSubject.Incident) { By = e.By },
        IncidentReopened e => new(TimelineSubject.Incident) { By = e.By, Reason = e.Reason },
        IncidentWithdrawn e => new(TimelineSubject.Incident) { By = e.Origin.Source, Reason = e.Reason },
        IncidentMerged e => new(TimelineSubject.Incident) { By = e.By },
        IncidentUnmerged e => new(TimelineSubject.Incident) { By = e.By },
        WithdrawalUnmatched e => new(TimelineSubject.Withdrawal) { Source = e.Origin.Source, Place = e.Withdrawn.Place, Category = e.Withdrawn.Category },
        AlertRaised e => new(TimelineSubject.Alert) { Source = e.Origin.Source, DeviceId = e.DeviceId, Place = e.Place, Category = e.Category },
        AlertUpdated e => new(TimelineSubject.Alert) { Category = e.Category == e.Before.Category ? null : e.Category },
        AlertEnded => new(TimelineSubject.Alert),
        AlertAcknowledged e => new(TimelineSubject.Alert) { By = e.By },
        AlertDismissed e => new(TimelineSubject.Alert) { By = e.By, Reason = e.Reason },
        SosCallPlaced e => new(TimelineSubject.SosCall) { Source = e.Origin.Source, DeviceId = e.Terminal, Place = e.Place, Category = e.Category },
        SosCallAnswered e => new(TimelineSubject.SosCall) { By = e.AnsweredBy },
        SosCallAbandoned => new(TimelineSubject.SosCall),
        SosCallEnded e => new(TimelineSubject.SosCall) { Reason = e.Outcome },
        SosCallEscalated e => new(TimelineSubject.SosCall) { Reason = e.Reason },
        ViolationRecorded e => new(TimelineSubject.Violation) { Source = e.Origin.Source, DeviceId = e.Recorder, Place = e.Place, Category = e.Category },
        ViolationReviewed e => new(TimelineSubject.Violation) { By = e.By },
        ViolationConfirmed e => new(TimelineSubject.Violation) { By = e.By },
        ViolationDismissed e => new(TimelineSubject.Violation) { By = e.By, Reason = e.Reason },
        ViolationFined => new(TimelineSubject.Violation),
        ViolationCancelled e => new(TimelineSubject.Violation) { By = e.By, Reason = e.Reason },
        DeviceRegistered e => new(TimelineSubject.Device) { DeviceId = e.DeviceId, Place = e.Place },
        DeviceRelocated e => new(TimelineSubject.Device) { DeviceId = e.DeviceId, Place = e.To },
        DeviceRetired e => new(TimelineSubject.Device) { DeviceId = e.DeviceId, Reason = e.Reason },
        ForecastSealed e => new(TimelineSubject.Forecast) { Place = new(e.Terms.City), Category = e.Terms.Category },
        ForecastMissed e => new(TimelineSubject.Forecast) { Place = new(e.Terms.City), Category = e.Terms.Category },
        ForecastScored => new(TimelineSubject.Forecast),
        _ => throw new ArgumentOutOfRangeException(nameof(fact), fact.GetType().Name, "A timeline does not know this event."),
    };

    private readonly record struct Facts(TimelineSubject Subject)
    {
        public string? Source { get; init; }
        public string? By { get; init; }
        public string? DeviceId { get; init; }
        public Place? Place { get; init; }
        public string? Category { get; init; }
        public string? Unit { get; init; }
        public string? Reason { get; init; }
    }
}
