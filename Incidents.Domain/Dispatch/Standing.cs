namespace Incidents.Domain.Dispatch;

/// <summary>What an incident's status forbids, for the commands that ask the same of it.</summary>
internal static class Standing
{
    /// <summary>Why it does not count on its own: it was withdrawn or merged. Null where it does.</summary>
    public static Refusal? WhyNotCounted(this Incident incident) => incident.Status switch
    {
        IncidentStatus.Withdrawn => WithdrawIncident.AlreadyWithdrawn,
        IncidentStatus.Merged => WithdrawIncident.Merged,
        _ => null,
    };

    /// <summary>Why nobody can be sent to it or resolve it: it does not count, is over, or was over before we knew of it. Null where one can.</summary>
    public static Refusal? WhyNotOpen(this Incident incident) => incident.Status switch
    {
        IncidentStatus.Resolved or IncidentStatus.Closed => ResolveIncident.Over,
        IncidentStatus.Registered => ResolveIncident.Historic,
        _ => incident.WhyNotCounted(),
    };
}
