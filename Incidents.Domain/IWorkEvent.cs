namespace Incidents.Domain;

/// <summary>What a person works on.</summary>
public enum WorkKind
{
    /// <summary>A camera alert.</summary>
    Alert = 1,

    /// <summary>An SOS call.</summary>
    SosCall,

    /// <summary>A traffic violation.</summary>
    Violation,

    /// <summary>An incident.</summary>
    Incident,
}

/// <summary>An event that says who works on something from then on; the same events for everything that is worked on.</summary>
public interface IWorkEvent : IDomainEvent
{
    /// <summary>What it is.</summary>
    WorkKind Kind { get; }

    /// <summary>City code of it.</summary>
    string City { get; }

    /// <summary>Who works on it from now on; null where nobody does.</summary>
    string? Holder { get; }
}
