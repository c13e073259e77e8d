using Incidents.Domain;
using Incidents.Domain.Plates;
using NodaTime;

namespace Incidents.Projections.Plates;

/// <summary>Where a plate was read, in order of time, and how fast a vehicle would have gone from read to read.</summary>
/// <param name="Plate">The plate, in its one spelling.</param>
/// <param name="Reads">The reads, the earliest first.</param>
/// <param name="Legs">
/// From read to read: those whose point is known, and whose time is known to the minute or finer. One fewer than there are such reads.
/// </param>
/// <param name="ImpossibleKmPerHour">The speed above which a leg is impossible: setting `Plates:ImpossibleKmPerHour`.</param>
/// <param name="ClockUncertaintySeconds">By how much the clock of one device may be wrong: setting `Plates:ClockUncertainty`.</param>
public sealed record PlateTrack(
    string Plate, IReadOnlyList<PlateRead> Reads, IReadOnlyList<PlateLeg> Legs, double ImpossibleKmPerHour, double ClockUncertaintySeconds)
{
    /// <summary>What the form of the plate says; null where it has no known form.</summary>
    public PlateForm? Form => PlateForm.Of(Plate);

    /// <summary>The track of reads in order of time.</summary>
    public static PlateTrack Of(string plate, IReadOnlyList<PlateRead> reads, double impossibleKmPerHour, Duration clockUncertainty)
    {
        var placed = reads.Where(read => read is { Place.Point: not null, TimePrecision: TimePrecision.Minute }).ToArray();
        return new(
            plate, reads,
            [.. placed.Zip(placed.Skip(1), (start, end) => PlateLeg.Of(start, end, impossibleKmPerHour, clockUncertainty))],
            impossibleKmPerHour, clockUncertainty.TotalSeconds);
    }
}

/// <summary>The way from one read of a plate to the next, in a straight line.</summary>
/// <param name="StartId">The alert or violation of the first read.</param>
/// <param name="EndId">The alert or violation of the second read.</param>
/// <param name="StartAt">When the first was read.</param>
/// <param name="EndAt">When the second was read.</param>
/// <param name="DistanceMetres">Great-circle distance on the sphere of the earth's mean radius; no road is shorter.</param>
/// <param name="Seconds">Time between the two, by the clocks of the two devices.</param>
/// <param name="KmPerHour">
/// Speed at which the distance takes that time; null where the time is 0. No vehicle can have been slower, if both clocks are right.
/// </param>
/// <param name="LeastKmPerHour">
/// The same if the clocks are wrong by as much as they may be, both in the vehicle's favour; of one device there is one clock, which
/// cannot disagree with itself. Null where the time is 0 even then.
/// </param>
/// <param name="IsImpossible">
/// Whether `leastKmPerHour` is above the setting: the plate was misread, or two vehicles have it, or a clock is wrong by more than
/// assumed.
/// </param>
public sealed record PlateLeg(
    Guid StartId, Guid EndId, OffsetDateTime StartAt, OffsetDateTime EndAt, double DistanceMetres, double Seconds, double? KmPerHour,
    double? LeastKmPerHour, bool IsImpossible)
{
    /// <summary>The leg between two reads with points.</summary>
    internal static PlateLeg Of(PlateRead start, PlateRead end, double impossibleKmPerHour, Duration clockUncertainty)
    {
        var metres = Wgs84.Metres(start.Place.Point!.Value, end.Place.Point!.Value);
        var seconds = (end.OccurredAt.ToInstant() - start.OccurredAt.ToInstant()).TotalSeconds;
        var isOneClock = start.DeviceId is not null && start.DeviceId == end.DeviceId && start.Place.City == end.Place.City;
        var longest = seconds + (isOneClock ? 0 : 2 * clockUncertainty.TotalSeconds);
        var least = KmPerHourOf(metres, longest);
        return new(
            start.Id, end.Id, start.OccurredAt, end.OccurredAt, Math.Round(metres, 1), Math.Round(seconds, 3),
            Rounded(KmPerHourOf(metres, seconds)), Rounded(least), least is { } speed ? speed > impossibleKmPerHour : metres > 0);
    }

    private static double? KmPerHourOf(double metres, double seconds) => seconds > 0 ? metres / seconds * 3.6 : null;

    private static double? Rounded(double? speed) => speed is { } known ? Math.Round(known, 1) : null;
}
