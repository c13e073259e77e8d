using Incidents.Domain;

namespace Incidents.Api.Store;

/// <summary>The type that <c>mt_streams</c> keeps of a stream.</summary>
internal static class StreamType
{
    /// <summary>The type of a stream that begins with this event.</summary>
    /// <exception cref="InvalidOperationException">No stream begins with it.</exception>
    public static string Of(IDomainEvent first) => first is IStreamBeginning beginning
        ? beginning.StreamType
        : throw new InvalidOperationException($"A stream cannot begin with {first.GetType().Name}.");
}
