namespace Incidents.Statistics.Spatial;

/// <summary>The smallest circle around points (Welzl, "Smallest enclosing disks", 1991, in its iterative form).</summary>
internal static class BoundingCircle
{
    public static Circle Of(IReadOnlyList<PlanarPoint> hull)
    {
        PlanarPoint[] p = [.. hull];
        new SeededRandom(1).Shuffle<PlanarPoint>(p);
        Circle circle = new(p[0], 0);
        for (var i = 1; i < p.Length; i++)
        {
            if (Holds(circle, p[i]))
                continue;
            circle = new(p[i], 0);
            for (var j = 0; j < i; j++)
            {
                if (Holds(circle, p[j]))
                    continue;
                circle = Through(p[i], p[j]);
                for (var k = 0; k < j; k++)
                {
                    if (!Holds(circle, p[k]))
                        circle = Through(p[i], p[j], p[k]);
                }
            }
        }

        return circle;
    }

    private static bool Holds(Circle circle, PlanarPoint p) => circle.Centre.DistanceTo(p) <= circle.Radius * (1 + 1e-12);

    private static Circle Through(PlanarPoint a, PlanarPoint b) => new(new((a.X + b.X) / 2, (a.Y + b.Y) / 2), a.DistanceTo(b) / 2);

    private static Circle Through(PlanarPoint a, PlanarPoint b, PlanarPoint c)
    {
        var (bx, by, cx, cy) = (b.X - a.X, b.Y - a.Y, c.X - a.X, c.Y - a.Y);
        var d = 2 * (bx * cy - by * cx);
        var (b2, c2) = (bx * bx + by * by, cx * cx + cy * cy);
        PlanarPoint centre = new(a.X + (cy * b2 - by * c2) / d, a.Y + (bx * c2 - cx * b2) / d);
        return new(centre, Math.Max(centre.DistanceTo(a), Math.Max(centre.DistanceTo(b), centre.DistanceTo(c))));
    }
}
