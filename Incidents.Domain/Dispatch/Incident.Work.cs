using NodaTime;

namespace Incidents.Domain.Dispatch;

// One dispatcher at a time works on an incident.
public sealed partial record Incident
{
    static WorkKind IWorkedOn<Incident>.Kind => WorkKind.Incident;

    bool IWorkedOn<Incident>.IsWorkOver =>
        Status is IncidentStatus.Closed or IncidentStatus.Withdrawn or IncidentStatus.Merged or IncidentStatus.Registered;

    /// <inheritdoc/>
    public string? TakenBy { get; private init; }

    /// <inheritdoc/>
    public OffsetDateTime? TakenAt { get; private init; }

    /// <inheritdoc/>
    public WorkFreed? Freed { get; private init; }

    /// <inheritdoc/>
    public bool CanHappen(OffsetDateTime at, OffsetDateTime now) => at.IsWithin(NotBefore, now);

    private Incident Held(IWorkEvent e) => this with
    {
        TakenBy = e.Holder,
        TakenAt = e.Holder is null ? null : e.OccurredAt,
        Freed = WorkFreed.After(this, e),
    };
}
