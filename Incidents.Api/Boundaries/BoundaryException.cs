using Incidents.Domain;

namespace Incidents.Api.Boundaries;

/// <summary>A file of boundaries is not valid.</summary>
/// <param name="code">The kind of the fault.</param>
/// <param name="message">A sentence for the person who loads it.</param>
internal sealed class BoundaryException(ErrorCode code, string message) : Exception(message)
{
    /// <summary>The kind of the fault.</summary>
    public ErrorCode Code => code;
}
