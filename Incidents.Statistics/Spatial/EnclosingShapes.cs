using NetTopologySuite.Algorithm;
using NetTopologySuite.Geometries;

namespace Incidents.Statistics.Spatial;

/// <summary>The convex hull and the smallest enclosing circle of points, by NetTopologySuite.</summary>
internal static class EnclosingShapes
{
    /// <summary>Computes both.</summary>
    /// <param name="points">At least one point.</param>
    /// <returns>
    /// The corners of the hull, counter-clockwise from the westernmost (then southernmost), without repetition; its area, 0 for points on a
    /// line; and the circle.
    /// </returns>
    public static (IReadOnlyList<PlanarPoint> Hull, double Area, Circle Circle) Of(IReadOnlyList<PlanarPoint> points)
    {
        var hull = new ConvexHull([.. points.Select(p => new Coordinate(p.X, p.Y))], GeometryFactory.Default).GetConvexHull();
        MinimumBoundingCircle circle = new(hull);
        var centre = circle.GetCentre();
        return (Corners(hull), hull.Area, new(new(centre.X, centre.Y), circle.GetRadius()));
    }

    private static PlanarPoint[] Corners(Geometry hull)
    {
        var corners = hull.Coordinates;
        if (hull is Polygon)
        {
            // A ring repeats its first corner at the end.
            var ring = Orientation.IsCCW(corners) ? corners : [.. corners.Reverse()];
            var first = Array.IndexOf(ring, ring.Min());
            corners = [.. ring[first..^1], .. ring[..first]];
        }
        else
            Array.Sort(corners);
        return Array.ConvertAll(corners, c => new PlanarPoint(c.X, c.Y));
    }
}
