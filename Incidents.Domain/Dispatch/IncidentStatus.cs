namespace Incidents.Domain.Dispatch;

/// <summary>How far an incident has come.</summary>
public enum IncidentStatus
{
    /// <summary>Known; no unit is on the way.</summary>
    Open,

    /// <summary>A unit is on the way.</summary>
    Assigned,

    /// <summary>A unit is there.</summary>
    OnScene,

    /// <summary>Nothing is left to do at the place.</summary>
    Resolved,

    /// <summary>Resolved, and the paperwork is complete.</summary>
    Closed,

    /// <summary>Withdrawn as unfounded.</summary>
    Withdrawn,

    /// <summary>It is part of another incident.</summary>
    Merged,

    /// <summary>Imported with a historic register: it was over before it became known here.</summary>
    Registered,
}
