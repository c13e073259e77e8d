using Incidents.Domain;

namespace Incidents.Api.BaseMaps.Tiles;

/// <summary>A point of the Web-Mercator square, whose side has 2^30 units; a unit is at most 4 cm.</summary>
/// <param name="X">Units east of 180° W.</param>
/// <param name="Y">Units south of the north edge.</param>
internal readonly record struct MapPoint(int X, int Y)
{
    /// <summary>Bits of a coordinate.</summary>
    public const int Bits = 30;

    private const double Side = 1 << Bits;

    /// <summary>The point at degrees in range; latitudes beyond the projection are on its edge.</summary>
    public static MapPoint At(double longitude, double latitude)
    {
        var north = Math.Clamp(latitude, -GridCell.MaxLatitude, GridCell.MaxLatitude) * Math.PI / 180;
        return new(
            (int)Math.Round((longitude + 180) / 360 * Side), (int)Math.Round((1 - Math.Asinh(Math.Tan(north)) / Math.PI) / 2 * Side));
    }

    /// <summary>The point in degrees.</summary>
    public GeoPoint Degrees() =>
        new(X / Side * 360 - 180, Math.Atan(Math.Sinh(Math.PI * (1 - 2 * Y / Side))) * 180 / Math.PI);
}

/// <summary>A rectangle of the square, edges included.</summary>
/// <param name="West">Least X.</param>
/// <param name="North">Least Y.</param>
/// <param name="East">Greatest X.</param>
/// <param name="South">Greatest Y.</param>
internal readonly record struct MapBounds(int West, int North, int East, int South)
{
    /// <summary>The rectangle of no point, to which points are added.</summary>
    public static readonly MapBounds None = new(int.MaxValue, int.MaxValue, int.MinValue, int.MinValue);

    /// <summary>The rectangle around this one and a point.</summary>
    public MapBounds With(MapPoint point) =>
        new(Math.Min(West, point.X), Math.Min(North, point.Y), Math.Max(East, point.X), Math.Max(South, point.Y));

    /// <summary>The rectangle around both.</summary>
    public MapBounds With(MapBounds other) => new(
        Math.Min(West, other.West), Math.Min(North, other.North), Math.Max(East, other.East), Math.Max(South, other.South));

    /// <summary>The rectangle around points.</summary>
    public static MapBounds Of(ReadOnlySpan<MapPoint> points)
    {
        var bounds = None;
        foreach (var point in points)
            bounds = bounds.With(point);
        return bounds;
    }

    /// <summary>The rectangle in degrees.</summary>
    public GeoBounds Degrees()
    {
        var (northWest, southEast) = (new MapPoint(West, North).Degrees(), new MapPoint(East, South).Degrees());
        return new(northWest.Longitude, southEast.Latitude, southEast.Longitude, northWest.Latitude);
    }
}
