namespace Incidents.Domain;

/// <summary>A point on the WGS 84 ellipsoid (EPSG:4326), in degrees.</summary>
/// <param name="Longitude">Degrees east of Greenwich, from -180 to 180, both included.</param>
/// <param name="Latitude">Degrees north of the equator, from -90 to 90, both included.</param>
public readonly record struct GeoPoint(double Longitude, double Latitude)
{
    /// <summary>
    /// Whether both coordinates are finite and in range, and the point is not (0, 0): "null island" in the Gulf of Guinea is
    /// what a device reports that does not know where it is.
    /// </summary>
    public bool IsValid() =>
        Longitude is >= -180 and <= 180 && Latitude is >= -90 and <= 90 && (Longitude != 0 || Latitude != 0);
}
