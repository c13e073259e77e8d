using Incidents.Domain;

namespace Incidents.Api.BaseMaps;

/// <summary>A name of the base map that a search finds.</summary>
/// <param name="Kind"><see cref="Street"/> or <see cref="Place"/>.</param>
/// <param name="Name">The name on signs.</param>
/// <param name="Names">The name by language.</param>
/// <param name="Class">The class of the road, or the kind of the place.</param>
/// <param name="Town">The town in which a street is, or null.</param>
/// <param name="Population">Residents of a place, or null.</param>
/// <param name="Point">A point of the street near the middle of its bounds, or the place's own.</param>
/// <param name="Bounds">The rectangle around it.</param>
internal sealed record BaseMapName(
    string Kind, string Name, PlaceNames Names, string Class, string? Town, int? Population, GeoPoint Point, GeoBounds Bounds)
{
    /// <summary>The kind of a street.</summary>
    public const string Street = "street";

    /// <summary>The kind of a place.</summary>
    public const string Place = "place";

    /// <summary>All its names, folded for a search, with a space before each word.</summary>
    public string Folded => FoldedNames(Name, Names);

    /// <summary>Names folded for a search, with a space before each word.</summary>
    /// <param name="name">The name.</param>
    /// <param name="names">The same by language.</param>
    public static string FoldedNames(string name, PlaceNames names)
    {
        var folded = ((string?[])[name, names.Ru, names.Kk, names.En]).Select(FoldedText.Joined).Where(n => n.Length > 0);
        return string.Concat(folded.Distinct().Select(n => $" {n}"));
    }
}
