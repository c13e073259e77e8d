namespace Incidents.Domain.Upkeep;

/// <summary>Distances between points of one town.</summary>
public static class PointDistance
{
    /// <summary>Mean radius of the Earth (IUGG).</summary>
    private const double RadiusMetres = 6_371_008.8;

    /// <summary>Metres of one degree of latitude, about 111,195.</summary>
    public const double MetresOfDegree = RadiusMetres * Math.PI / 180;

    /// <summary>Metres between two points on the sphere, by the haversine formula.</summary>
    public static double Metres(GeoPoint one, GeoPoint other)
    {
        var (south, north) = (one.Latitude * Math.PI / 180, other.Latitude * Math.PI / 180);
        var up = Math.Sin((north - south) / 2);
        var across = Math.Sin((other.Longitude - one.Longitude) * Math.PI / 360);
        var squared = up * up + Math.Cos(south) * Math.Cos(north) * across * across;
        return 2 * RadiusMetres * Math.Asin(Math.Min(1, Math.Sqrt(squared)));
    }
}
