namespace Incidents.Statistics.Spatial;

/// <summary>A point on a plane whose unit is the metre (or whatever unit the caller's distances are in).</summary>
/// <param name="X">Eastward.</param>
/// <param name="Y">Northward.</param>
public readonly record struct PlanarPoint(double X, double Y)
{
    /// <summary>The distance to another point, in the same unit.</summary>
    public double DistanceTo(PlanarPoint other, Metric metric = Metric.Euclidean)
    {
        var (dx, dy) = (other.X - X, other.Y - Y);
        return metric is Metric.Euclidean ? Math.Sqrt(dx * dx + dy * dy) : Math.Abs(dx) + Math.Abs(dy);
    }
}

/// <summary>How a distance on the plane is measured.</summary>
public enum Metric
{
    /// <summary>Straight line: √(Δx² + Δy²).</summary>
    Euclidean,

    /// <summary>Along a street grid: |Δx| + |Δy|.</summary>
    Manhattan,
}

/// <summary>Whether a value exactly on an outer edge is inside.</summary>
public enum Edge
{
    /// <summary>Inside: d ≤ D.</summary>
    Inclusive,

    /// <summary>Outside: d &lt; D.</summary>
    Exclusive,
}
