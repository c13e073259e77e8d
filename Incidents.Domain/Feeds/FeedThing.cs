using Incidents.Domain.Alerts;
using Incidents.Domain.Dispatch;
using Incidents.Domain.SosCalls;
using Incidents.Domain.Violations;
using NodaTime;

namespace Incidents.Domain.Feeds;

/// <summary>A thing as feeds tell of it after one of its events: the same for every format.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">Its id.</param>
/// <param name="Version">Number of its last event, from 1.</param>
/// <param name="Category">Category code.</param>
/// <param name="Place">Where it is.</param>
/// <param name="OccurredAt">When it occurred; the earliest moment where only an interval is known.</param>
/// <param name="OccurredUntil">The latest moment at which it may have occurred, or null.</param>
/// <param name="ReceivedAt">When the centre learned of it.</param>
/// <param name="ChangedAt">When the centre learned of its last event.</param>
/// <param name="Phase">How far it has come.</param>
/// <param name="Status">The same in the words of its kind, e.g. `OnScene`.</param>
public sealed record FeedThing(
    FeedKind Kind, Guid Id, long Version, string Category, Place Place, OffsetDateTime OccurredAt, OffsetDateTime? OccurredUntil,
    OffsetDateTime ReceivedAt, OffsetDateTime ChangedAt, FeedPhase Phase, string Status)
{
    /// <summary>The device that reported it, or null.</summary>
    public string? DeviceId { get; init; }

    /// <summary>What its source says about it, or null.</summary>
    public string? Description { get; init; }

    /// <summary>The vehicle's plate, or null.</summary>
    public string? Plate { get; init; }

    /// <summary>Who has taken it in hand, or null.</summary>
    public string? HandledBy { get; init; }

    /// <summary>Units that are or were on it.</summary>
    public IReadOnlyList<AssignedUnit> Units { get; init; } = [];

    /// <summary>The signals that belong to it.</summary>
    public IReadOnlyList<Signal> Signals { get; init; } = [];

    /// <summary>The incident that it is part of, or null.</summary>
    public Guid? MergedInto { get; init; }

    /// <summary>The incidents that are part of it.</summary>
    public IReadOnlyList<Guid> Absorbed { get; init; } = [];

    /// <summary>Article of the code, for a violation; else null.</summary>
    public string? Article { get; init; }

    /// <summary>What the recorder measured, for a violation; else null.</summary>
    public Measurement? Measured { get; init; }

    /// <summary>When a call was answered; else null.</summary>
    public OffsetDateTime? AnsweredAt { get; init; }

    /// <summary>The thing after some events.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="events">All events of its stream up to one, in order.</param>
    /// <returns>Null where feeds do not tell of it: of other kinds of streams, and of what came with a historic register.</returns>
    public static FeedThing? Of(Guid id, IReadOnlyList<IDomainEvent> events) => events.Count == 0 ? null : events[0] switch
    {
        IncidentOpened { Historic: true } or OffenceAdded { Historic: true } => null,
        IncidentOpened or OffenceAdded => Folded<Incident>(events) is { } incident ? OfIncident(id, events, incident) : null,
        AlertRaised => Folded<Alert>(events) is { } alert ? OfAlert(id, events, alert) : null,
        SosCallPlaced => Folded<SosCall>(events) is { } call ? OfCall(id, events, call) : null,
        ViolationRecorded => Folded<Violation>(events) is { } violation ? OfViolation(id, events, violation) : null,
        _ => null,
    };

    private static FeedThing OfIncident(Guid id, IReadOnlyList<IDomainEvent> events, Incident incident) =>
        Begun(FeedKind.Incident, id, events, incident.CountKey, PhaseOf(incident.Status), incident.Status.ToString()) with
        {
            ReceivedAt = incident.ReportedAt ?? incident.KnownSince,
            DeviceId = incident.Gravest.DeviceId,
            Description = incident.Gravest.Description,
            HandledBy = incident.TakenBy,
            Units = incident.Units,
            Signals = incident.Signals,
            MergedInto = incident.MergedInto,
            Absorbed = incident.Absorbed,
        };

    private static FeedThing OfAlert(Guid id, IReadOnlyList<IDomainEvent> events, Alert alert)
    {
        var (phase, status) = alert.DismissedReason is not null ? (FeedPhase.Withdrawn, "Dismissed")
            : alert.EndedAt is not null ? (FeedPhase.Over, "Ended")
            : alert.AcknowledgedBy is not null ? (FeedPhase.Active, "Acknowledged")
            : (FeedPhase.Active, "Raised");
        return Begun(FeedKind.Alert, id, events, alert.CountKey, phase, status) with
        {
            DeviceId = alert.DeviceId,
            Plate = alert.Plate,
            HandledBy = alert.TakenBy ?? alert.AcknowledgedBy,
        };
    }

    private static FeedThing OfCall(Guid id, IReadOnlyList<IDomainEvent> events, SosCall call) =>
        Begun(
            FeedKind.SosCall, id, events, call.CountKey, call.IsOver ? FeedPhase.Over : FeedPhase.Active, call.Status.ToString()) with
        {
            DeviceId = call.Terminal,
            HandledBy = call.TakenBy ?? call.AnsweredBy,
            AnsweredAt = call.AnsweredAt,
        };

    private static FeedThing OfViolation(Guid id, IReadOnlyList<IDomainEvent> events, Violation violation)
    {
        var phase = violation.Status switch
        {
            ViolationStatus.Recorded or ViolationStatus.Reviewed => FeedPhase.Active,
            ViolationStatus.Dismissed or ViolationStatus.Cancelled => FeedPhase.Withdrawn,
            _ => FeedPhase.Over,
        };
        return Begun(FeedKind.Violation, id, events, violation.CountKey, phase, violation.Status.ToString()) with
        {
            DeviceId = violation.Recorder,
            Plate = violation.Plate,
            HandledBy = violation.TakenBy ?? violation.LastReview?.By,
            Article = violation.Article,
            Measured = violation.Measured,
        };
    }

    private static FeedThing Begun(
        FeedKind kind, Guid id, IReadOnlyList<IDomainEvent> events, CountKey key, FeedPhase phase, string status) => new(
            kind, id, events.Count, key.Category, key.Place, key.OccurredAt, key.OccurredUntil, events[0].KnownAt, events[^1].KnownAt,
            phase, status);

    private static TState? Folded<TState>(IReadOnlyList<IDomainEvent> events) where TState : StreamState, IState<TState>
    {
        TState? state = null;
        foreach (var next in events)
            state = StreamState.After(state, next);
        return state;
    }

    private static FeedPhase PhaseOf(IncidentStatus status) => status switch
    {
        IncidentStatus.Open or IncidentStatus.Assigned or IncidentStatus.OnScene => FeedPhase.Active,
        IncidentStatus.Withdrawn => FeedPhase.Withdrawn,
        IncidentStatus.Merged => FeedPhase.Merged,
        _ => FeedPhase.Over,
    };
}
