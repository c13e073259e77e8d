using NodaTime;

namespace Incidents.Domain.Outages;

/// <summary>A registered device in service, and what was heard of it.</summary>
/// <param name="DeviceId">The device.</param>
/// <param name="Place">Where it is installed.</param>
/// <param name="HeardAt">When it was last heard.</param>
/// <param name="WaitsFrom">From when its silence counts: when it was last heard, or since when it could be heard.</param>
/// <param name="SuspectAt">When it is suspected, where it stays silent; null where its rhythm is not known.</param>
/// <param name="SilentSince">When it was last heard before it was told as silent; null while it is not.</param>
public sealed record WatchedDevice(
    string DeviceId, Place Place, Instant HeardAt, Instant WaitsFrom, Instant? SuspectAt, Instant? SilentSince);

/// <summary>What is known of the link of a town.</summary>
/// <param name="City">City code.</param>
/// <param name="SilentSince">When the last device was heard before the town was told as silent; null while it is not.</param>
/// <param name="Devices">Number of devices that then fell silent.</param>
/// <param name="BackAt">When the town was heard again; null where it never was silent.</param>
public sealed record TownLink(string City, Instant? SilentSince, int Devices, Instant? BackAt);

/// <summary>A town that fell silent, or was heard again.</summary>
/// <param name="City">City code.</param>
/// <param name="Devices">Number of devices.</param>
/// <param name="HeardAt">When the last of them was heard, or the first of them again.</param>
public readonly record struct FoundTown(string City, int Devices, Instant HeardAt);

/// <summary>What a look at the silences of all devices found.</summary>
/// <param name="Silent">Devices that are suspected now.</param>
/// <param name="Heard">Devices that were silent and were heard.</param>
/// <param name="SilentTowns">Towns that fell silent as a whole.</param>
/// <param name="HeardTowns">Towns that were silent and were heard.</param>
/// <param name="Postponed">
/// Devices that are due, but could not be heard all the while: with the moment from which their silence counts.
/// </param>
public sealed record SilenceFindings(
    IReadOnlyList<WatchedDevice> Silent, IReadOnlyList<WatchedDevice> Heard, IReadOnlyList<FoundTown> SilentTowns,
    IReadOnlyList<FoundTown> HeardTowns, IReadOnlyList<(WatchedDevice Device, Instant From)> Postponed);

/// <summary>Tells which devices have fallen silent, which were heard again, and where it is the link of a whole town.</summary>
/// <remarks>
/// A town is told as one where at least half of its devices that would have spoken by now were last heard together with the one that is
/// suspected or before it. It is heard again when half as many have spoken.
/// </remarks>
/// <param name="leastOfTown">Fewer devices are told one by one.</param>
/// <param name="shareOfTown">The share of a town's devices from which on it is the town, above 0 and at most 1.</param>
public sealed class SilenceWatch(int leastOfTown, double shareOfTown)
{
    /// <summary>How far apart the last signs of devices are whose link broke at one moment and that speak each minute.</summary>
    public static readonly Duration Together = Duration.FromMinutes(2);

    // By a third of its patience most devices would have spoken.
    private const double WouldHaveSpoken = 1 / 3.0;

    /// <summary>Looks at all devices.</summary>
    /// <param name="devices">The registered devices in service that were heard before.</param>
    /// <param name="links">The links of the towns that were silent before.</param>
    /// <param name="listening">Since when devices could be heard without interruption.</param>
    /// <param name="now">The present moment.</param>
    public SilenceFindings Look(IReadOnlyList<WatchedDevice> devices, IReadOnlyList<TownLink> links, Instant listening, Instant now)
    {
        List<WatchedDevice> silent = [];
        List<(WatchedDevice Device, Instant From)> postponed = [];
        List<FoundTown> fallen = [], back = [];
        foreach (var town in devices.GroupBy(device => device.Place.City, StringComparer.Ordinal))
        {
            var link = links.FirstOrDefault(known => known.City == town.Key);
            var since = link?.BackAt is { } returned ? Instant.Max(listening, returned) : listening;
            var due = town.Where(device => device.SilentSince is null && device.SuspectAt <= now).ToArray();
            postponed.AddRange(due.Where(device => device.WaitsFrom < since).Select(device => (device, since)));
            due = [.. due.Where(device => device.WaitsFrom >= since)];
            if (link?.SilentSince is { } cut)
            {
                var heard = town.Where(device => device.HeardAt > cut + Together).ToArray();
                if (heard.Length >= Math.Max(1, link.Devices * shareOfTown))
                    back.Add(new(town.Key, heard.Length, heard.Min(device => device.HeardAt)));
                silent.AddRange(due.Where(device => device.HeardAt > cut + Together));
            }
            else if (due.Length > 0 && Fallen([.. town], due.Max(device => device.HeardAt), now) is { } whole)
            {
                fallen.Add(whole);
            }
            else
            {
                silent.AddRange(due);
            }
        }
        return new(silent, [.. devices.Where(device => device.HeardAt > device.SilentSince)], fallen, back, postponed);
    }

    private FoundTown? Fallen(WatchedDevice[] town, Instant last, Instant now)
    {
        var known = town.Where(device => device.SilentSince is null && device.SuspectAt is not null).ToArray();
        var cut = known.Where(device => device.HeardAt <= last + Together && HasWaited(device, now)).ToArray();
        var spoke = known.Count(device => device.HeardAt > last + Together);
        return cut.Length >= leastOfTown && cut.Length >= shareOfTown * (cut.Length + spoke)
            ? new(town[0].Place.City, cut.Length, cut.Max(device => device.HeardAt))
            : null;
    }

    private static bool HasWaited(WatchedDevice device, Instant now) =>
        now - device.WaitsFrom >= (device.SuspectAt!.Value - device.WaitsFrom) * WouldHaveSpoken;
}
