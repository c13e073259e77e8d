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
/// <param name="Cut">The devices that are silent with it; null for all of the town.</param>
public sealed record TownLink(string City, Instant? SilentSince, int Devices, Instant? BackAt, IReadOnlySet<string>? Cut = null)
{
    /// <summary>Whether a device is silent with the town, where that is.</summary>
    public bool Holds(string deviceId) => Cut?.Contains(deviceId) is not false;
}

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
    IReadOnlyList<FoundTown> HeardTowns, IReadOnlyList<(WatchedDevice Device, Instant From)> Postponed)
{
    /// <summary>By the code of each town that fell silent, the devices that are silent with it.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<WatchedDevice>> Cut { get; init; } =
        new Dictionary<string, IReadOnlyList<WatchedDevice>>();

    /// <summary>
    /// Whether a town fell silent, devices of another town would have spoken too, and none of any town was heard since: then it is the
    /// centre that does not hear, and no silence counts.
    /// </summary>
    public bool IsDeaf { get; init; }
}

/// <summary>Tells which devices have fallen silent, which were heard again, and where it is the link of a whole town.</summary>
/// <remarks>
/// A town is told as one where at least half of its devices that would have spoken by now were last heard together with the one that is
/// suspected or before it. It is heard again when half as many of these have spoken; the others of the town are watched as before.
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
        var cutOff = new Dictionary<string, IReadOnlyList<WatchedDevice>>();
        foreach (var town in devices.GroupBy(device => device.Place.City, StringComparer.Ordinal))
        {
            var link = links.FirstOrDefault(known => known.City == town.Key);
            var due = town.Where(device => device.SilentSince is null && device.SuspectAt <= now).ToArray();
            postponed.AddRange(due.Where(device => device.WaitsFrom < Since(device)).Select(device => (device, Since(device))));
            due = [.. due.Where(device => device.WaitsFrom >= Since(device))];
            if (link?.SilentSince is { } cut)
            {
                var held = town.Where(device => link.Holds(device.DeviceId)).ToArray();
                var heard = held.Where(device => device.HeardAt > cut + Together).ToArray();
                if (heard.Length >= Math.Min(link.Devices, held.Length) * shareOfTown && (heard.Length > 0 || held.Length == 0))
                    back.Add(new(town.Key, heard.Length, heard.Select(device => device.HeardAt).DefaultIfEmpty(now).Min()));
                silent.AddRange(due.Where(device => !link.Holds(device.DeviceId) || device.HeardAt > cut + Together));
                continue;
            }
            // Who did not come back with its town is no part of what breaks next.
            var left = due.Where(device => device.HeardAt <= link?.BackAt).ToArray();
            silent.AddRange(left);
            due = [.. due.Except(left)];
            if (due.Length > 0 && Fallen([.. town.Except(left)], due.Max(device => device.HeardAt), now) is { } whole)
            {
                fallen.Add(new(town.Key, whole.Devices, whole.HeardAt));
                cutOff.Add(town.Key, whole.Cut);
            }
            else
            {
                silent.AddRange(due);
            }

            Instant Since(WatchedDevice device) => link is { BackAt: { } returned, SilentSince: null }
                ? Instant.Max(listening, Instant.Min(returned, now))
                : listening;
        }
        return new(silent, [.. devices.Where(device => device.HeardAt > device.SilentSince)], fallen, back, postponed)
        {
            Cut = cutOff,
            IsDeaf = fallen.Count > 0 && devices.Max(device => device.HeardAt) <= fallen.Max(town => town.HeardAt) + Together
                && devices.Where(device => device is { SilentSince: null, SuspectAt: not null } && HasWaited(device, now))
                    .CountBy(device => device.Place.City).Count(town => town.Value >= leastOfTown) > 1,
        };
    }

    private (int Devices, Instant HeardAt, WatchedDevice[] Cut)? Fallen(WatchedDevice[] town, Instant last, Instant now)
    {
        var known = town.Where(device => device is { SilentSince: null, SuspectAt: not null }).ToArray();
        var before = known.Where(device => device.HeardAt <= last + Together).ToArray();
        var cut = before.Where(device => HasWaited(device, now)).ToArray();
        var spoke = known.Length - before.Length;
        return cut.Length >= leastOfTown && cut.Length >= shareOfTown * (cut.Length + spoke)
            ? (cut.Length, cut.Max(device => device.HeardAt), spoke == 0 ? before : cut)
            : null;
    }

    private static bool HasWaited(WatchedDevice device, Instant now) =>
        now - device.WaitsFrom >= (device.SuspectAt!.Value - device.WaitsFrom) * WouldHaveSpoken;
}
