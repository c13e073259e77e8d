using Incidents.Domain.Plates;
using NodaTime;

namespace Incidents.Projections.Plates;

/// <summary>Vehicles that were read by the same devices within minutes of a plate, and on how many days.</summary>
/// <remarks>
/// Asked is on how many days two vehicles met, not how often: the meetings of one trip, at camera after camera, are one fact. Days run from
/// 4:00 to 4:00, so that a trip around midnight is one, too. Each day on which the plate was read is one trial; it succeeds where the
/// vehicle was read by one of the same devices within the minutes, once or many times, however long it stood there.
///
/// The chance of a trial is taken from the vehicle's other days. Each of them is laid over the day of the trial: would it have met the
/// plate, at the same devices and hours? If a vehicle has nothing to do with the plate, each of its working days could as well have been
/// that one (of its Saturdays and Sundays likewise), and so the chance is the share of days that fit. As a day is taken once, the i-th
/// trial (from 0) of n days has at most the chance fits / (n - i). Where more of the other days of the same weekday fit, their share is the
/// chance: a habit of each Tuesday is no meeting. `probability` is the tail of the Poisson-binomial distribution of these chances. If the
/// days of a vehicle may be exchanged in this sense, it is at most x with a probability of at most x; it is an upper bound, and small
/// counts never make it small. `adjusted` corrects for the number of vehicles that were compared (Benjamini and Hochberg, J. R. Statist.
/// Soc. B 57, 1995).
///
/// Not in this: whatever moves two strangers on one day and not on others. A closed road, snow that makes everybody late, a match or a
/// funeral to which both go make meetings that look planned. And the other way round: two who travel together each day at the same minutes
/// cannot be told from two strangers with the same hours, and come out as likely; fewer minutes tell more of them apart. It is no
/// probability that two people know each other, and it says nothing about who was in the vehicle. It is a reason to look.
/// </remarks>
/// <param name="Plate">The plate, in its one spelling.</param>
/// <param name="Minutes">How far apart two reads of a meeting are at most.</param>
/// <param name="ReadsOfPlate">Reads of the plate by devices, with a time known to the minute.</param>
/// <param name="Devices">Number of devices that read it.</param>
/// <param name="DaysOfPlate">Days on which they read it: the trials.</param>
/// <param name="VehiclesCompared">Number of other plates that these devices read in the period, blocked ones included.</param>
/// <param name="Companions">Those that met it, the least likely first; of equally unlikely ones those of more days first.</param>
public sealed record PlateCompanions(
    string Plate, int Minutes, int ReadsOfPlate, int Devices, int DaysOfPlate, int VehiclesCompared,
    IReadOnlyList<PlateCompanion> Companions)
{
    /// <summary>What the form of the plate says; null where it has no known form.</summary>
    public PlateForm? Form => PlateForm.Of(Plate);
}

/// <summary>A vehicle that met another one.</summary>
/// <param name="Plate">Its plate, in its one spelling.</param>
/// <param name="Meetings">Visits of it within the minutes of a read of the other by the same device.</param>
/// <param name="Devices">Number of devices where they met.</param>
/// <param name="Visits">Its visits at all devices that read the other.</param>
/// <param name="DaysMet">Days on which they met.</param>
/// <param name="Expected">Days on which they would have met by chance.</param>
/// <param name="Probability">Upper bound of the probability of at least so many days by chance.</param>
/// <param name="Adjusted">The same, corrected for the number of vehicles that were compared: a q-value.</param>
/// <param name="FirstMetAt">When it was read at the first meeting, with the offset of the region's clock.</param>
/// <param name="LastMetAt">When it was read at the last meeting, with the offset of the region's clock.</param>
public sealed record PlateCompanion(
    string Plate, int Meetings, int Devices, int Visits, int DaysMet, double Expected, double Probability, double Adjusted,
    OffsetDateTime FirstMetAt, OffsetDateTime LastMetAt)
{
    /// <summary>What the form of the plate says; null where it has no known form.</summary>
    public PlateForm? Form => PlateForm.Of(Plate);
}
