using Incidents.Domain.Dispatch;
using Incidents.Domain.SosCalls;
using NodaTime;

namespace Incidents.Domain.Targets;

/// <summary>The times of an incident or call against which targets are held; null where something has not happened.</summary>
/// <remarks>
/// A clock runs by the centre's own clock, from when the thing was reported to the centre: nobody can answer a call before it is known, and
/// a device whose clock is minutes off neither passes a target of ten seconds nor puts it off. Steps count by their true times. A step that
/// is stamped after it became known was taken by a clock that is ahead: it was done by then.
/// </remarks>
/// <param name="Subject">What it is.</param>
/// <param name="Id">Its stream.</param>
/// <param name="Category">Its category.</param>
/// <param name="Place">Where it is.</param>
/// <param name="KnownSince">When it was reported to the centre, else when the centre learned of it.</param>
public sealed record TargetTimes(TargetSubject Subject, Guid Id, string Category, Place Place, OffsetDateTime KnownSince)
{
    /// <summary>When the centre learned of it; <see cref="KnownSince"/> unless it was entered afterwards.</summary>
    public OffsetDateTime LearnedAt { get; init; } = KnownSince;

    /// <summary>When the centre learned that the first unit was sent; null where nobody was, or where another incident says so.</summary>
    public OffsetDateTime? SentKnownAt { get; init; }

    /// <summary>When the call was answered.</summary>
    public OffsetDateTime? AnsweredAt { get; init; }

    /// <summary>When the first unit was sent.</summary>
    public OffsetDateTime? SentAt { get; init; }

    /// <summary>When the first unit arrived.</summary>
    public OffsetDateTime? ArrivedAt { get; init; }

    /// <summary>When it was first resolved.</summary>
    public OffsetDateTime? ResolvedAt { get; init; }

    /// <summary>When nothing was left to be done about it for another reason: the caller gave up, it was withdrawn or merged.</summary>
    public OffsetDateTime? EndedAt { get; init; }

    /// <summary>The times of an incident; null of one that came with a register, to which nobody was sent.</summary>
    /// <param name="id">Its stream.</param>
    /// <param name="incident">The incident.</param>
    /// <param name="events">Its events.</param>
    public static TargetTimes? Of(Guid id, Incident incident, IReadOnlyCollection<IDomainEvent> events)
    {
        if (incident.Status is IncidentStatus.Registered)
            return null;
        var counted = incident.Counted;
        return new(
            TargetSubject.Incident, id, incident.CountKey.Category, incident.Place, incident.ReportedAt ?? incident.KnownSince)
        {
            LearnedAt = incident.KnownSince,
            SentAt = Known(counted.SentAt, events),
            SentKnownAt = StepAt(counted.SentAt, events)?.KnownAt,
            ArrivedAt = Known(counted.ArrivedAt, events),
            ResolvedAt = Known(counted.ResolvedAt, events),
            EndedAt = Known(
                incident.Status switch
                {
                    IncidentStatus.Withdrawn => incident.WithdrawnAt,
                    IncidentStatus.Merged => incident.MergedAt,
                    _ => null,
                },
                events),
        };
    }

    /// <summary>The times of a call.</summary>
    /// <param name="id">Its stream.</param>
    /// <param name="call">The call.</param>
    /// <param name="events">Its events; the first is that with which it became known.</param>
    public static TargetTimes Of(Guid id, SosCall call, IReadOnlyCollection<IDomainEvent> events) => new(
        TargetSubject.SosCall, id, call.CountKey.Category, call.Place, events.First().KnownAt)
    {
        AnsweredAt = Known(call.AnsweredAt, events),
        // Who gave up once has not been answered in time, whenever they are called back.
        EndedAt = Known(
            events.FirstOrDefault(e => e is SosCallAbandoned or SosCallEnded or SosCallBeginningReported { Abandoned: true }) switch
            {
                null => null,
                SosCallBeginningReported => call.OverAt,
                var end => end.OccurredAt,
            },
            events),
    };

    /// <summary>When a step was done, or null.</summary>
    internal OffsetDateTime? DoneAt(TargetStep step) => step switch
    {
        TargetStep.Answered => AnsweredAt,
        TargetStep.Dispatched => Earlier(SentAt, ArrivedAt),
        TargetStep.Arrived => ArrivedAt,
        _ => ResolvedAt,
    };

    /// <summary>When the centre learned that the clock of a step runs.</summary>
    internal OffsetDateTime LearnedOf(TargetStep step) => step is TargetStep.Arrived ? SentKnownAt ?? LearnedAt : LearnedAt;

    /// <summary>When nothing was left of a step that was not done; null while it is to be done.</summary>
    internal OffsetDateTime? OverAt(TargetStep step) => step is TargetStep.Dispatched or TargetStep.Arrived
        ? Earlier(EndedAt, ResolvedAt)
        : EndedAt;

    /// <summary>The earlier of two moments; where one is null, the other.</summary>
    internal static OffsetDateTime? Earlier(OffsetDateTime? one, OffsetDateTime? other) =>
        one is { } a && other is { } b ? (a.ToInstant() <= b.ToInstant() ? a : b) : one ?? other;

    private static OffsetDateTime? Known(OffsetDateTime? done, IEnumerable<IDomainEvent> events) =>
        done is { } at && StepAt(done, events) is { } step && step.KnownAt.ToInstant() < at.ToInstant() ? step.KnownAt : done;

    private static IDomainEvent? StepAt(OffsetDateTime? moment, IEnumerable<IDomainEvent> events) =>
        moment is { } at ? events.FirstOrDefault(e => e.OccurredAt.ToInstant() == at.ToInstant()) : null;
}
