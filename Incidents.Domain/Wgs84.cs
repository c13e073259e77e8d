namespace Incidents.Domain;

/// <summary>Areas on the WGS 84 ellipsoid, and distances near it.</summary>
public static class Wgs84
{
    private const double EarthMetres = 6_371_008.8;
    private const double SemiMajorKilometres = 6378.137;
    private const double Flattening = 1 / 298.257223563;
    private static readonly double Eccentricity = Math.Sqrt(Flattening * (2 - Flattening));

    /// <summary>The area between two meridians and two parallels, in km².</summary>
    /// <remarks>
    /// Exact: the zone between two parallels has the area π a² (q(north) − q(south)), with q of Snyder, Map Projections - A Working
    /// Manual, USGS Professional Paper 1395, 1987, eq. 3-12. The rectangle has the share of its longitudes in that.
    /// </remarks>
    /// <param name="bounds">Valid bounds.</param>
    public static double SquareKilometres(GeoBounds bounds) =>
        SemiMajorKilometres * SemiMajorKilometres / 2 * (bounds.East - bounds.West) * Math.PI / 180 * (Q(bounds.North) - Q(bounds.South));

    /// <summary>Great-circle distance in metres on the sphere of the earth's mean radius (IUGG), by the haversine formula.</summary>
    /// <param name="one">A valid point.</param>
    /// <param name="other">Another one.</param>
    public static double Metres(GeoPoint one, GeoPoint other)
    {
        var (south, north) = (double.DegreesToRadians(one.Latitude), double.DegreesToRadians(other.Latitude));
        var (up, along) = (Math.Sin((north - south) / 2), Math.Sin(double.DegreesToRadians(other.Longitude - one.Longitude) / 2));
        return 2 * EarthMetres * Math.Asin(Math.Min(1, Math.Sqrt(up * up + Math.Cos(south) * Math.Cos(north) * along * along)));
    }

    private static double Q(double latitude)
    {
        var (e, sine) = (Eccentricity, Math.Sin(latitude * Math.PI / 180));
        return (1 - e * e) * (sine / (1 - e * e * sine * sine) + Math.Atanh(e * sine) / e);
    }
}
