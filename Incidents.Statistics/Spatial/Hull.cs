namespace Incidents.Statistics.Spatial;

/// <summary>Convex hull by Andrew's monotone chain (Information Processing Letters 9, 1979).</summary>
internal static class Hull
{
    /// <summary>Its corners, counter-clockwise from the westernmost point; points on its sides are left out.</summary>
    public static IReadOnlyList<PlanarPoint> Of(IReadOnlyList<PlanarPoint> points)
    {
        PlanarPoint[] sorted = [.. points.Distinct().OrderBy(p => p.X).ThenBy(p => p.Y)];
        if (sorted.Length < 3)
            return sorted;
        var (lower, upper) = (Chain(sorted), Chain(sorted.Reverse()));
        return [.. lower[..^1], .. upper[..^1]];
    }

    public static double Area(IReadOnlyList<PlanarPoint> corners)
    {
        var twice = 0.0;
        for (var i = 0; i < corners.Count; i++)
            twice += Cross(corners[0], corners[i], corners[(i + 1) % corners.Count]);
        return Math.Abs(twice) / 2;
    }

    private static List<PlanarPoint> Chain(IEnumerable<PlanarPoint> points)
    {
        List<PlanarPoint> chain = [];
        foreach (var p in points)
        {
            while (chain.Count > 1 && Cross(chain[^2], chain[^1], p) <= 0)
                chain.RemoveAt(chain.Count - 1);
            chain.Add(p);
        }

        return chain;
    }

    private static double Cross(PlanarPoint a, PlanarPoint b, PlanarPoint c) => (b.X - a.X) * (c.Y - a.Y) - (b.Y - a.Y) * (c.X - a.X);
}
