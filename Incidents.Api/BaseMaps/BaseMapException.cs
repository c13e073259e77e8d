using Incidents.Domain;

namespace Incidents.Api.BaseMaps;

/// <summary>A file of places cannot be loaded, or a base map not now.</summary>
/// <param name="code">The kind of the fault.</param>
/// <param name="message">A sentence for the person who loads it.</param>
internal sealed class BaseMapException(ErrorCode code, string message) : Exception(message)
{
    /// <summary>The kind of the fault.</summary>
    public ErrorCode Code => code;
}
