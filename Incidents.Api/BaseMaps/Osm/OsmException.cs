using Incidents.Domain;

namespace Incidents.Api.BaseMaps.Osm;

/// <summary>An OpenStreetMap extract cannot be read.</summary>
/// <param name="code">The kind of the fault.</param>
/// <param name="message">A sentence for the person who loads it.</param>
internal sealed class OsmException(ErrorCode code, string message) : Exception(message)
{
    /// <summary>The kind of the fault.</summary>
    public ErrorCode Code => code;
}
