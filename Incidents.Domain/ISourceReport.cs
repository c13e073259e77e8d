namespace Incidents.Domain;

/// <summary>An event with which a source reported something new: it shows that the source reported at that time.</summary>
/// <remarks>Kind and batch are implemented explicitly, so that they are no part of the event's JSON.</remarks>
public interface ISourceReport : IDomainEvent
{
    /// <summary>The source, and its own id of what it reported.</summary>
    Origin Origin { get; }

    /// <summary>Where it occurred.</summary>
    Place Place { get; }

    /// <summary>Kind of thing reported.</summary>
    CoveredKind Kind { get; }

    /// <summary>How precisely its time is known; null to the minute.</summary>
    TimePrecision? Precision { get; }

    /// <summary>Whether the event itself says that it came with a historic register.</summary>
    bool IsOfRegister => false;
}
