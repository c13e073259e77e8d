using Incidents.Domain.Devices;
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
    /// <summary>Share of the accepted time in which they were neither silent nor faulted, 0 to 1; null without such time.</summary>
    public double? AvailableShare => AcceptedSeconds > 0 ? 1 - (SilentSeconds + FaultedSeconds) / AcceptedSeconds : null;

    /// <summary>Number of them of which nothing was ever heard: silence is not known of these, and counts as available.</summary>
    public int NeverHeard { get; init; }
}

/// <summary>Computes the availability of devices from their outages.</summary>
public static class Availability
{
    /// <summary>Seconds of a time, and those of them in outages; outages that overlap count once, and silences before faults.</summary>
    /// <param name="from">The beginning.</param>
    /// <param name="until">The end; nothing where it is not after the beginning.</param>
    /// <param name="outages">From when until when, and whether each is a silence; those without end last.</param>
    public static (double Whole, double Silent, double Faulted) Seconds(
        Instant from, Instant until, IEnumerable<(Instant Began, Instant? Ended, bool IsSilence)> outages)
    {
        if (until <= from)
            return (0, 0, 0);
        var all = outages.ToArray();
        var silent = Covered(from, until, all.Where(o => o.IsSilence));
        return ((until - from).TotalSeconds, silent, Covered(from, until, all) - silent);
    }

    private static double Covered(Instant from, Instant until, IEnumerable<(Instant Began, Instant? Ended, bool IsSilence)> outages)
    {
        var (seconds, reached) = (0.0, from);
        foreach (var (began, ended, _) in outages.OrderBy(o => o.Began))
        {
            var (first, last) = (Instant.Max(began, reached), Instant.Min(ended ?? until, until));
            if (last <= first)
                continue;
            seconds += (last - first).TotalSeconds;
            reached = last;
        }
        return seconds;
    }
}
