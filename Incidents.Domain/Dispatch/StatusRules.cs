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

    /// <summary>
    /// Refuses an incident that is over, historic or not counted: it takes no units and no resolution; else null.
    /// </summary>
    public static Refusal? RefuseUnlessOpen(this Incident incident) => incident.Status switch
    {
        IncidentStatus.Resolved or IncidentStatus.Closed => ResolveIncident.Over,
        IncidentStatus.Registered => ResolveIncident.Historic,
        _ => incident.RefuseUnlessCounted(),
    };
}
