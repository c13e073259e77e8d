using Incidents.Domain.Plates;
using NodaTime;

namespace Incidents.Projections.Plates;

/// <summary>Vehicles that were often read by the same devices shortly before or after one.</summary>
/// <remarks>
/// For each device r, p_r is the share of all visits of other vehicles there that were within the minutes of a read of the plate: so much
/// of the traffic met it. If a vehicle's visits had nothing to do with the plate, each of its m_r visits at r would have met it with the
/// probability p_r, and the number of meetings would be a sum of such trials (Poisson-binomial). `probability` is that of at least as many
/// meetings as there were. Reads of a vehicle by one device that follow each other within the minutes are one visit, so that a vehicle that
/// stands before a camera is no row of visits; it meets the plate at most once.
///
/// Assumed is that visits of one vehicle are independent of each other given the device. Vehicles that pass the same devices at the same
/// hours every day, commuters and buses, are not: they come out as unlikely, too. `adjusted` corrects for the number of vehicles that were
/// compared (Benjamini and Hochberg, J. R. Statist. Soc. B 57, 1995): of those with at most 0.05 about 5 % are expected to be chance.
/// </remarks>
/// <param name="Plate">The plate, in its one spelling.</param>
/// <param name="Minutes">How far apart two reads of a meeting are at most.</param>
/// <param name="ReadsOfPlate">Reads of the plate by devices, with a time known to the minute.</param>
/// <param name="Devices">Number of devices that read it.</param>
/// <param name="VehiclesCompared">Number of other plates that these devices read in the period, blocked ones included.</param>
/// <param name="Companions">Those that met it, the least likely first; of equally unlikely ones those with more meetings first.</param>
public sealed record PlateCompanions(
    string Plate, int Minutes, int ReadsOfPlate, int Devices, int VehiclesCompared, IReadOnlyList<PlateCompanion> Companions)
{
    /// <summary>What the form of the plate says; null where it has no known form.</summary>
    public PlateForm? Form => PlateForm.Of(Plate);
}

/// <summary>A vehicle that met another one.</summary>
/// <param name="Plate">Its plate, in its one spelling.</param>
/// <param name="Meetings">Visits of it within the minutes of a read of the other by the same device.</param>
/// <param name="Devices">Number of devices where they met.</param>
/// <param name="Visits">Its visits at all devices that read the other.</param>
/// <param name="Expected">Meetings that are expected by chance.</param>
/// <param name="Probability">Probability of at least so many meetings by chance.</param>
/// <param name="Adjusted">The same, corrected for the number of vehicles that were compared: a q-value.</param>
/// <param name="FirstMetAt">When it was read at the first meeting, with the offset of the region's clock.</param>
/// <param name="LastMetAt">When it was read at the last meeting, with the offset of the region's clock.</param>
public sealed record PlateCompanion(
    string Plate, int Meetings, int Devices, int Visits, double Expected, double Probability, double Adjusted, OffsetDateTime FirstMetAt,
    OffsetDateTime LastMetAt)
{
    /// <summary>What the form of the plate says; null where it has no known form.</summary>
    public PlateForm? Form => PlateForm.Of(Plate);
}
