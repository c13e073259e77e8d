namespace Incidents.Domain;

/// <summary>Kind of thing that a source reports.</summary>
public enum CoveredKind : short
{
    /// <summary>Incidents.</summary>
    Incident = 1,

    /// <summary>Camera alerts.</summary>
    Alert = 2,

    /// <summary>SOS calls.</summary>
    SosCall = 3,

    /// <summary>Traffic violations.</summary>
    Violation = 4,

    /// <summary>Observations of municipal property.</summary>
    Upkeep = 5,
}
