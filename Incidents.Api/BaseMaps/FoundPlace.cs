using Incidents.Domain;
using Incidents.Projections.BaseMaps;

namespace Incidents.Api.BaseMaps;

/// <summary>What a search on the map found.</summary>
public enum FoundPlaceKind
{
    /// <summary>A place: a city, town, village or other settlement.</summary>
    Place,

    /// <summary>A street of the base map, or one that incidents name.</summary>
    Street,

    /// <summary>A device.</summary>
    Device,

    /// <summary>An incident.</summary>
    Incident,
}

/// <summary>A place on the map that a search found.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">
/// The id of a device or incident. For a street or place an id that is valid until the base map or the places are loaded again.
/// </param>
/// <param name="Name">Its name on signs; of a device the id that its reports carry, of an incident its source's own number.</param>
/// <param name="Names">Its name by language, or null for what has no names.</param>
/// <param name="Detail">
/// Of a street of the base map the town in which it is, or null; of a place its kind, e.g. `town`; of a device its street, or null; of an
/// incident its category.
/// </param>
/// <param name="City">City code of a device, an incident or a street that incidents name, else null.</param>
/// <param name="Point">Where it is, or null where that is not known.</param>
/// <param name="Bounds">The rectangle around it, or null for what is a point.</param>
public sealed record FoundPlace(
    FoundPlaceKind Kind, string Id, string Name, PlaceNames? Names, string? Detail, string? City, GeoPoint? Point, GeoBounds? Bounds)
{
    /// <summary>How well its name fits what was typed.</summary>
    public NameMatch Match { get; init; }

    /// <summary>Residents of a place, or null.</summary>
    internal int? Population { get; init; }

    /// <summary>Kilometres to another point, on a sphere; infinite where either point is not known.</summary>
    internal double Kilometres(GeoPoint? other) =>
        Point is { } here && other is { } there ? Kilometres(here, there) : double.PositiveInfinity;

    /// <summary>Kilometres between two points on a sphere, by the plane through the parallel between them.</summary>
    internal static double Kilometres(GeoPoint a, GeoPoint b)
    {
        const double kilometresPerDegree = 111.195;
        var (north, east) = (b.Latitude - a.Latitude, Math.Abs(b.Longitude - a.Longitude));
        east = Math.Min(east, 360 - east) * Math.Cos((a.Latitude + b.Latitude) / 2 * Math.PI / 180);
        return kilometresPerDegree * Math.Sqrt(north * north + east * east);
    }
}
