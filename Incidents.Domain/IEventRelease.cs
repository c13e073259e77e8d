namespace Incidents.Domain;

/// <summary>An event in whose place a read model is given another one, which it could not apply before.</summary>
public interface IEventRelease : IDomainEvent
{
    /// <summary>Name of the read model.</summary>
    string ReadModel { get; }

    /// <summary>Stream of the other event.</summary>
    Guid Stream { get; }

    /// <summary>Its version in the stream.</summary>
    long Version { get; }

    /// <summary>Its stored type.</summary>
    string Type { get; }

    /// <summary>It as stored, as JSON text.</summary>
    string Json { get; }
}
