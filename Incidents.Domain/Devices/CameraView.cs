namespace Incidents.Domain.Devices;

/// <summary>Whether a camera looks at a place.</summary>
public static class CameraView
{
    /// <summary>A camera that stands so near has the place in view, wherever it looks: registers place poles, not lenses.</summary>
    public const double AtItsFootMetres = 5;

    /// <summary>
    /// Initial bearing of the great circle from one point to another: degrees clockwise from north, from 0 to below 360; 0 where both are
    /// the same.
    /// </summary>
    public static double Bearing(GeoPoint from, GeoPoint to)
    {
        var (south, north) = (double.DegreesToRadians(from.Latitude), double.DegreesToRadians(to.Latitude));
        var along = double.DegreesToRadians(to.Longitude - from.Longitude);
        var (east, up) = (
            Math.Sin(along) * Math.Cos(north),
            Math.Cos(south) * Math.Sin(north) - Math.Sin(south) * Math.Cos(north) * Math.Cos(along));
        return (double.RadiansToDegrees(Math.Atan2(east, up)) + 360) % 360;
    }

    /// <summary>
    /// Whether the place is within range and field of view; null where the registry does not say where the camera looks, or how far it
    /// sees to the sides.
    /// </summary>
    /// <param name="details">What the registry says of the camera.</param>
    /// <param name="from">Where it stands.</param>
    /// <param name="to">The place.</param>
    public static bool? Sees(DeviceDetails details, GeoPoint from, GeoPoint to)
    {
        var metres = Wgs84.Metres(from, to);
        if (metres > details.RangeMetres)
            return false;
        if (metres <= AtItsFootMetres || details.FieldOfViewDegrees >= 360)
            return true;
        if (details is not { DirectionDegrees: { } direction, FieldOfViewDegrees: { } field })
            return null;
        var turned = Math.Abs(Bearing(from, to) - direction) % 360;
        return Math.Min(turned, 360 - turned) <= field / 2;
    }
}
