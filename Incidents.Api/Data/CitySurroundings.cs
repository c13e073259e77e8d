using System.Collections.Frozen;
using Incidents.Domain;
using NodaTime.TimeZones;

namespace Incidents.Api.Data;

/// <summary>Where a city approximately is.</summary>
/// <param name="Centre">Its centre, or the main place of its time zone.</param>
/// <param name="RadiusKilometres">What is farther away is not near the city.</param>
internal readonly record struct CitySurroundings(GeoPoint Centre, double RadiusKilometres)
{
    private const double KilometresPerDegree = 111.2;

    // No place is farther from the main place of its time zone, except for a few islands.
    private const double RadiusOfZone = 2_500;
    private const double RadiusOfCity = 300;

    private static readonly FrozenDictionary<string, GeoPoint> ZonePlaces = (TzdbDateTimeZoneSource.Default.ZoneLocations ?? [])
        .DistinctBy(place => place.ZoneId)
        .ToFrozenDictionary(place => place.ZoneId, place => new GeoPoint(place.Longitude, place.Latitude));

    /// <summary>The surroundings by the bounds of a city, or by its time zone; null where neither is known.</summary>
    public static CitySurroundings? Of(City city)
    {
        if (city.Bounds is { } bounds)
            return new(new((bounds.West + bounds.East) / 2, (bounds.South + bounds.North) / 2), RadiusOfCity);
        var zone = TzdbDateTimeZoneSource.Default.CanonicalIdMap.TryGetValue(city.Zone, out var canonical) ? canonical : city.Zone;
        return ZonePlaces.TryGetValue(city.Zone, out var place) || ZonePlaces.TryGetValue(zone, out place)
            ? new(place, RadiusOfZone)
            : null;
    }

    /// <summary>Whether a point is near the city.</summary>
    public bool Contains(GeoPoint point) => Kilometres(Centre, point) <= RadiusKilometres;

    /// <summary>The distance of two points, exact enough for a question of tens of kilometres.</summary>
    public static double Kilometres(GeoPoint a, GeoPoint b)
    {
        var (latitude, other) = (double.DegreesToRadians(a.Latitude), double.DegreesToRadians(b.Latitude));
        var half = Math.Pow(Math.Sin((other - latitude) / 2), 2)
            + Math.Cos(latitude) * Math.Cos(other) * Math.Pow(Math.Sin(double.DegreesToRadians(b.Longitude - a.Longitude) / 2), 2);
        return 2 * 180 / Math.PI * Math.Asin(Math.Sqrt(Math.Clamp(half, 0, 1))) * KilometresPerDegree;
    }

    /// <summary>The point with its coordinates swapped.</summary>
    public static GeoPoint Swapped(GeoPoint point) => new(point.Latitude, point.Longitude);
}
