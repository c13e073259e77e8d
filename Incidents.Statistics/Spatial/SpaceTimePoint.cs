namespace Incidents.Statistics.Spatial;

/// <summary>Place and time of an event, on a plane and a line.</summary>
/// <param name="X">Eastward, metres or the caller's unit.</param>
/// <param name="Y">Northward, same unit.</param>
/// <param name="Time">Days since a common origin, or the caller's unit of time.</param>
public readonly record struct SpaceTimePoint(double X, double Y, double Time)
{
    /// <summary>The place alone.</summary>
    public PlanarPoint Place => new(X, Y);
}
