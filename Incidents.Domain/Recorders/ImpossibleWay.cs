namespace Incidents.Domain.Recorders;

/// <summary>Two reads of one plate between which no vehicle can have gone: the plate is on two vehicles, or was misread.</summary>
/// <remarks>
/// The way is a straight line (no road is shorter), less what the devices see around them, and the time is the longest that the clocks
/// allow. So a way is impossible only where it is so however the clocks are wrong. Each pair is looked at by itself: where both ways of a
/// chain are possible only because the clocks may be wrong, the direct one need not be.
/// </remarks>
/// <param name="DistanceMetres">Distance in a straight line.</param>
/// <param name="Seconds">Time between the two, as the clocks were put right; not negative.</param>
/// <param name="LeastKmPerHour">Least speed of the way; null where even the longest time is 0.</param>
/// <param name="IsAtOnce">Whether both may have been read at the same moment: no speed can be said, only that there are two places.</param>
public sealed record ImpossibleWay(double DistanceMetres, double Seconds, double? LeastKmPerHour, bool IsAtOnce)
{
    /// <summary>How far from where it is registered a device may see a plate, in metres.</summary>
    public const double SightMetres = 100;

    /// <summary>The way between two reads where it is impossible; else null, and for two reads of one device.</summary>
    /// <param name="one">A read.</param>
    /// <param name="other">Another read of the same plate.</param>
    /// <param name="mostKmPerHour">Speed above which no vehicle goes from one device to another; positive.</param>
    public static ImpossibleWay? Of(PlateSighting one, PlateSighting other, double mostKmPerHour)
    {
        if (one.IsOfSameDevice(other))
            return null;
        var metres = Wgs84.Metres(one.Point, other.Point);
        var least = metres - 2 * SightMetres;
        if (least <= 0)
            return null;
        var seconds = Math.Abs((other.At - one.At).TotalSeconds);
        var doubt = one.UncertaintySeconds + other.UncertaintySeconds;
        double? speed = seconds + doubt > 0 ? least / (seconds + doubt) * 3.6 : null;
        return speed <= mostKmPerHour ? null : new(metres, seconds, speed, seconds <= doubt);
    }
}
