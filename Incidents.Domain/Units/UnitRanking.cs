namespace Incidents.Domain.Units;

/// <summary>Where a unit is known to be.</summary>
public enum UnitPlace
{
    /// <summary>Where its phone reported it.</summary>
    Reported,

    /// <summary>Where it stands by: its phone has reported nothing, or nothing for too long.</summary>
    StandBy,
}

/// <summary>A unit that could be sent.</summary>
/// <param name="CallSign">Its call sign.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Point">Where it is.</param>
/// <param name="From">How that is known.</param>
public sealed record UnitCandidate(string CallSign, UnitKind Kind, GeoPoint Point, UnitPlace From);

/// <summary>A unit with its way.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Metres">Metres in a straight line.</param>
/// <param name="Seconds">Seconds by the given speed.</param>
public sealed record RankedUnit(UnitCandidate Unit, double Metres, double Seconds);

/// <summary>Which unit is there first.</summary>
public static class UnitRanking
{
    /// <summary>
    /// The units by travel time, those of the wanted kinds first: the straight line at one speed, and no network of roads. Of equal times
    /// the call sign decides.
    /// </summary>
    /// <param name="to">Where they are to go.</param>
    /// <param name="units">The units.</param>
    /// <param name="kinds">The kinds that are wanted; none for any.</param>
    /// <param name="kilometresPerHour">The speed, above 0.</param>
    public static IReadOnlyList<RankedUnit> Of(
        GeoPoint to, IEnumerable<UnitCandidate> units, IReadOnlyCollection<UnitKind> kinds, double kilometresPerHour)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(kilometresPerHour);
        return
        [
            .. from unit in units
               let metres = Wgs84.Metres(unit.Point, to)
               orderby kinds.Count > 0 && !kinds.Contains(unit.Kind), metres, unit.CallSign
               select new RankedUnit(unit, metres, metres / (kilometresPerHour / 3.6)),
        ];
    }
}
