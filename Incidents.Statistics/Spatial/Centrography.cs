namespace Incidents.Statistics.Spatial;

/// <summary>Centre and spread of a set of points. Units are those of the points, areas their square.</summary>
/// <remarks>Ebdon, "Statistics in Geography", 2nd ed. 1985, ch. 7; Levine, "CrimeStat", ch. 4.</remarks>
public static class Centrography
{
    /// <summary>Computes all measures.</summary>
    /// <param name="points">At least one point.</param>
    /// <param name="weights">
    /// A weight for each point, not negative and not all zero; null for one each. Hull and circle do not use weights.
    /// </param>
    /// <exception cref="ArgumentException">There are no points, or not as many weights as points, or all weights are zero.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A coordinate or weight is not finite, or a weight is negative.</exception>
    public static CentrographyResult Of(IReadOnlyList<PlanarPoint> points, IReadOnlyList<double>? weights = null)
    {
        if (points.Count == 0)
            throw new ArgumentException("There are no points, and therefore no centre.", nameof(points));
        if (weights is not null && weights.Count != points.Count)
            throw new ArgumentException($"There are {weights.Count} weights for {points.Count} points.", nameof(weights));
        double[] w = weights is null ? [.. Enumerable.Repeat(1.0, points.Count)] : [.. weights];
        for (var i = 0; i < w.Length; i++)
        {
            if (!double.IsFinite(points[i].X) || !double.IsFinite(points[i].Y) || !(w[i] >= 0 && double.IsFinite(w[i])))
                throw new ArgumentOutOfRangeException(
                    nameof(points), (points[i], w[i]), "Coordinates are finite; weights too, and not negative.");
        }

        if (!(w.Sum() > 0))
            throw new ArgumentException("All weights are zero.", nameof(weights));
        var centre = MeanCentre(points, w);
        var (hull, area, circle) = EnclosingShapes.Of(points);
        return new(
            new("centrography", "Ebdon 1985, ch. 7; Levine, CrimeStat, ch. 4", points.Count,
                new Dictionary<string, object?> { ["weighted"] = weights is not null }),
            centre, MedianCentre(points, w), StandardDistance(points, w, centre), DeviationEllipse(points, w, centre), hull, area, circle);
    }

    private static PlanarPoint MeanCentre(IReadOnlyList<PlanarPoint> points, double[] w)
    {
        // From the first point on: equal points have their centre exactly there, and spread by exactly nothing.
        var (first, x, y, total) = (points[0], 0.0, 0.0, w.Sum());
        for (var i = 0; i < w.Length; i++)
            (x, y) = (x + w[i] * (points[i].X - first.X), y + w[i] * (points[i].Y - first.Y));
        return new(first.X + x / total, first.Y + y / total);
    }

    private static double StandardDistance(IReadOnlyList<PlanarPoint> points, double[] w, PlanarPoint centre)
    {
        var sum = 0.0;
        for (var i = 0; i < w.Length; i++)
            sum += w[i] * (Math.Pow(points[i].X - centre.X, 2) + Math.Pow(points[i].Y - centre.Y, 2));
        return Math.Sqrt(sum / w.Sum());
    }

    private static Ellipse DeviationEllipse(IReadOnlyList<PlanarPoint> points, double[] w, PlanarPoint centre)
    {
        var (xx, yy, xy, n) = (0.0, 0.0, 0.0, w.Sum());
        for (var i = 0; i < w.Length; i++)
        {
            var (dx, dy) = (points[i].X - centre.X, points[i].Y - centre.Y);
            (xx, yy, xy) = (xx + w[i] * dx * dx, yy + w[i] * dy * dy, xy + w[i] * dx * dy);
        }

        // Ebdon's angle clockwise from north: tan θ = ((Σx² − Σy²) + √((Σx² − Σy²)² + 4(Σxy)²)) / 2Σxy. The two-argument arctangent allows
        // Σxy = 0.
        var theta = Math.Atan2(xx - yy + Math.Sqrt((xx - yy) * (xx - yy) + 4 * xy * xy), 2 * xy);
        var (sin, cos) = Math.SinCos(theta);
        var alongX = Math.Sqrt(Math.Max(0, xx * cos * cos - 2 * xy * sin * cos + yy * sin * sin) / n);
        var alongY = Math.Sqrt(Math.Max(0, xx * sin * sin + 2 * xy * sin * cos + yy * cos * cos) / n);
        return new(theta * 180 / Math.PI, alongX, alongY, Math.PI * alongX * alongY, n > 2 ? Math.Sqrt(2 * n / (n - 2)) : double.NaN);
    }

    // The point of least total distance by Weiszfeld's iteration, with the step of Vardi and Zhang (PNAS 97, 2000) where it meets a data
    // point.
    private static PlanarPoint MedianCentre(IReadOnlyList<PlanarPoint> points, double[] w)
    {
        var at = MeanCentre(points, w);
        var tolerance = 1e-13 * (1 + StandardDistance(points, w, at));
        for (var iteration = 0; iteration < 100_000; iteration++)
        {
            var (sx, sy, sw, rx, ry, here) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
            for (var i = 0; i < w.Length; i++)
            {
                var d = at.DistanceTo(points[i]);
                if (d == 0)
                {
                    here += w[i];
                    continue;
                }

                var pull = w[i] / d;
                (sx, sy, sw) = (sx + pull * points[i].X, sy + pull * points[i].Y, sw + pull);
                (rx, ry) = (rx + pull * (points[i].X - at.X), ry + pull * (points[i].Y - at.Y));
            }

            if (sw == 0)
                return at;
            var resultant = Math.Sqrt(rx * rx + ry * ry);
            var stay = resultant == 0 ? 1 : Math.Min(1, here / resultant);
            PlanarPoint next = new((1 - stay) * sx / sw + stay * at.X, (1 - stay) * sy / sw + stay * at.Y);
            if (next.DistanceTo(at) <= tolerance)
                return next;
            at = next;
        }

        return at;
    }
}

/// <summary>Standard deviational ellipse.</summary>
/// <param name="RotationDegrees">
/// Angle of the second axis (<paramref name="SigmaY"/>), always the longer one, clockwise from north, from 0 to 180.
/// </param>
/// <param name="SigmaX">Standard deviation along the first axis, divisor n (or the sum of weights).</param>
/// <param name="SigmaY">Standard deviation along the second axis, same divisor.</param>
/// <param name="Area">π σx σy.</param>
/// <param name="CrimeStatFactor">
/// The factor by which CrimeStat and PySAL multiply both: √(2 n / (n − 2)); NaN for n up to 2. (ArcGIS multiplies by √2.)
/// </param>
public sealed record Ellipse(double RotationDegrees, double SigmaX, double SigmaY, double Area, double CrimeStatFactor);

/// <summary>A circle.</summary>
/// <param name="Centre">Its centre.</param>
/// <param name="Radius">Its radius.</param>
public sealed record Circle(PlanarPoint Centre, double Radius);

/// <summary>Centre and spread of a set of points.</summary>
/// <param name="Basis">Method, parameters and n.</param>
/// <param name="MeanCentre">Mean of the coordinates.</param>
/// <param name="MedianCentre">
/// The point with the least total distance to all points (Euclidean median). It need not be unique for points on a line.
/// </param>
/// <param name="StandardDistance">Root mean square distance from the mean centre, divisor n.</param>
/// <param name="Ellipse">Standard deviational ellipse.</param>
/// <param name="Hull">Convex hull, counter-clockwise from the westernmost (then southernmost) point, without repetition.</param>
/// <param name="HullArea">Area of the hull.</param>
/// <param name="BoundingCircle">The smallest circle that contains all points.</param>
public sealed record CentrographyResult(
    MethodBasis Basis, PlanarPoint MeanCentre, PlanarPoint MedianCentre, double StandardDistance, Ellipse Ellipse,
    IReadOnlyList<PlanarPoint> Hull, double HullArea,
    Circle BoundingCircle);
