namespace Incidents.Domain;

/// <summary>A point on the WGS 84 ellipsoid (EPSG:4326), in degrees.</summary>
/// <param name="Longitude">Degrees east of Greenwich, from -180 to 180, both included.</param>
/// <param name="Latitude">Degrees north of the equator, from -90 to 90, both included.</param>
public readonly record struct GeoPoint(double Longitude, double Latitude)
{
    /// <summary>Whether both coordinates are finite and in range, and not both zero.</summary>
    /// <remarks>(0, 0), "null island" in the Gulf of Guinea, is what a device reports that does not know where it is.</remarks>
    public bool IsValid() => Check("") is null;

    /// <summary>Why a point is refused, or null.</summary>
    /// <param name="prefix">
    /// What comes before <c>longitude</c> and <c>latitude</c> in the names of the fields, e.g. <c>place.point.</c>
    /// </param>
    public Refusal? Check(string prefix) => this switch
    {
        (0, 0) => new(ErrorCode.CoordinatesZero, "(0, 0) is what a device reports that does not know where it is.", prefix + "longitude"),
        (not (>= -180 and <= 180), _) =>
            new(ErrorCode.CoordinatesOutOfRange, "A longitude is between -180 and 180 degrees.", prefix + "longitude"),
        (_, not (>= -90 and <= 90)) =>
            new(ErrorCode.CoordinatesOutOfRange, "A latitude is between -90 and 90 degrees.", prefix + "latitude"),
        _ => null,
    };
}
