namespace Incidents.Domain;

/// <summary>A rectangle of WGS 84 longitudes and latitudes, in degrees, that does not cross the antimeridian.</summary>
/// <param name="West">Least longitude.</param>
/// <param name="South">Least latitude.</param>
/// <param name="East">Greatest longitude; at least <paramref name="West"/>.</param>
/// <param name="North">Greatest latitude; at least <paramref name="South"/>.</param>
public readonly record struct GeoBounds(double West, double South, double East, double North)
{
    /// <summary>Whether the corners are valid points in the right order.</summary>
    public bool IsValid() =>
        West is >= -180 and <= 180 && East is >= -180 and <= 180 && South is >= -90 and <= 90 && North is >= -90 and <= 90
        && West <= East && South <= North;

    /// <summary>Whether the point lies inside or on the edge.</summary>
    public bool Contains(GeoPoint point) =>
        point.Longitude >= West && point.Longitude <= East && point.Latitude >= South && point.Latitude <= North;
}
