using Incidents.Domain.Devices;
using Incidents.Projections.Outages;
using NodaTime;

namespace Incidents.Projections.Devices;

/// <summary>How long the accepted devices of a town were silent or faulted.</summary>
/// <param name="City">City code.</param>
/// <param name="Kind">Kind of device.</param>
/// <param name="From">First local day of the period.</param>
/// <param name="Until">First local day after it.</param>
/// <param name="Devices">Number of devices that were accepted and not retired in a part of it.</param>
/// <param name="AcceptedSeconds">The time for which they were, of all together, up to now.</param>
/// <param name="SilentSeconds">How much of it they, or their town, were silent.</param>
/// <param name="FaultedSeconds">How much of the rest they had a fault.</param>
public sealed record DeviceAvailability(
    string City, DeviceKind Kind, LocalDate From, LocalDate Until, int Devices, double AcceptedSeconds, double SilentSeconds,
    double FaultedSeconds)
{
    /// <summary>
    /// How much of it is not known: of devices whose rhythm is not known, the time since their last sign, where that is more than a day
    /// ago.
    /// </summary>
    public double UnknownSeconds { get; init; }

    /// <summary>
    /// Share of the accepted time that is known in which they were neither silent nor faulted, 0 to 1; null without such time.
    /// </summary>
    public double? AvailableShare => new OutageSeconds(AcceptedSeconds, SilentSeconds, FaultedSeconds, UnknownSeconds).AvailableShare;

    /// <summary>Number of them of which nothing was ever heard.</summary>
    public int NeverHeard { get; init; }
}
