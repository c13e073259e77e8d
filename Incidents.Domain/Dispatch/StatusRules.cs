using NodaTime;

namespace Incidents.Domain.Dispatch;

/// <summary>What an incident's status forbids, shared by the commands.</summary>
internal static class StatusRules
{
    /// <summary>Refuses an incident that does not count on its own, because it was withdrawn or merged; else null.</summary>
    public static Refusal? RefuseUnlessCounted(this Incident incident) => incident.Status switch
    {
        IncidentStatus.Withdrawn => WithdrawIncident.AlreadyWithdrawn,
        IncidentStatus.Merged => WithdrawIncident.Merged,
        _ => null,
    };

    /// <summary>Refuses an incident that is over, historic or not counted: it takes no resolution; else null.</summary>
    public static Refusal? RefuseUnlessOpen(this Incident incident) => incident.RefuseUnlessOpen(null);

    /// <summary>
    /// Refuses what is done about an incident when it is over, historic or not counted; else null. What was done before it was resolved is
    /// entered afterwards, too.
    /// </summary>
    /// <param name="incident">The incident.</param>
    /// <param name="occurredAt">When it was done, if that is given.</param>
    public static Refusal? RefuseUnlessOpen(this Incident incident, OffsetDateTime? occurredAt) => incident.Status switch
    {
        IncidentStatus.Resolved or IncidentStatus.Closed =>
            occurredAt is { } at && incident.ResolvedAt is { } resolved && !resolved.IsBefore(at) ? null : ResolveIncident.Over,
        IncidentStatus.Registered => ResolveIncident.Historic,
        _ => incident.RefuseUnlessCounted(),
    };

    /// <summary>
    /// Refuses an incident whose units are on another one, or that never had any; else null. A unit also leaves one that is over or was
    /// withdrawn.
    /// </summary>
    public static Refusal? RefuseUnlessUnitsLeave(this Incident incident) => incident.Status switch
    {
        IncidentStatus.Merged => WithdrawIncident.Merged,
        IncidentStatus.Registered => ResolveIncident.Historic,
        _ => null,
    };

    /// <summary>The decision that a unit leaves an incident.</summary>
    /// <param name="incident">The incident, or null where it does not exist.</param>
    /// <param name="step">How it leaves.</param>
    /// <param name="now">The present moment.</param>
    /// <param name="draft">The event, without what it changes.</param>
    /// <param name="complete">The event with the status after it and the change of the response times.</param>
    public static Decision UnitLeaves<TEvent>(
        this Incident? incident, UnitStep step, OffsetDateTime now, Func<Incident, TEvent> draft,
        Func<TEvent, IncidentStatus, ResponseChange?, TEvent> complete) where TEvent : IDomainEvent
    {
        if (incident is null)
            return Refusals.NotFound;
        if ((incident.RefuseUnlessUnitsLeave() ?? incident.Log.Check(step)) is { } refusal)
            return refusal;
        if (!step.At.IsWithin(incident.NotBefore, now))
            return Refusals.ImpossibleTime;
        var leaves = draft(incident);
        var change = incident.ChangeBy(leaves, out var next);
        return Decision.Of(complete(leaves, next.Progress, change));
    }
}
