namespace Incidents.Domain;

/// <summary>An event with which a stream begins.</summary>
/// <remarks>Implemented explicitly, so that the stream's type is no part of the event's JSON.</remarks>
public interface IStreamBeginning : IDomainEvent
{
    /// <summary>Type of the stream as stored in <c>mt_streams.type</c>, e.g. <c>sos_call</c>; it never changes.</summary>
    string StreamType { get; }
}

/// <summary>An event that changes no state: its stream is never read back into one.</summary>
public interface IWithoutState : IDomainEvent;
