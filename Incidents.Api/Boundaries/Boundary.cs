using Incidents.Api.GraphQL;
using NodaTime;

namespace Incidents.Api.Boundaries;

/// <summary>A boundary, such as a district's, during the time in which it was valid.</summary>
/// <param name="Set">The set of boundaries, e.g. `districts`; the boundaries of one set do not overlap on any day.</param>
/// <param name="Name">Its name in the file.</param>
/// <param name="Region">Its region in the file, or null.</param>
/// <param name="ValidFrom">First day of its validity.</param>
/// <param name="ValidUntil">First day after its validity, or null while it is valid.</param>
/// <param name="Source">The file that it comes from.</param>
public sealed record Boundary(string Set, string Name, string? Region, LocalDate ValidFrom, LocalDate? ValidUntil, string Source)
{
    /// <summary>Number of residents in the file, or null.</summary>
    public int? Residents { get; init; }

    /// <summary>Its shape as a GeoJSON geometry in degrees.</summary>
    public GeoJson GeoJson { get; init; } = new("null");

    /// <summary>Identifies the stored shape, which never changes: a boundary that is loaded again gets another version.</summary>
    internal Guid Version { get; init; }
}
