using System.Collections.Concurrent;
using Incidents.Domain;
using Incidents.Domain.Devices;
using Incidents.Projections;
using Incidents.Projections.Devices;

namespace Incidents.Api.Dialects;

/// <summary>Where a device is, by the registry.</summary>
/// <param name="Place">The place where it is installed.</param>
/// <param name="Kind">What it is, or null.</param>
internal sealed record DeviceSite(Place Place, DeviceKind? Kind);

/// <summary>Finds the places of devices in the registry, and remembers them for a while.</summary>
/// <remarks>What a device reports from a town in which it is not registered has no coordinates.</remarks>
internal sealed class DeviceSites(DeviceReader reader, DialectSettings settings, TimeProvider time)
{
    private const int MostKept = 50_000;

    private readonly ConcurrentDictionary<(string City, string DeviceId), (DeviceSite? Site, long At)> kept = new();

    /// <summary>The site of a device; null where it is not registered in the town.</summary>
    /// <exception cref="System.Data.Common.DbException">The store does not answer.</exception>
    public async ValueTask<DeviceSite?> Find(string city, string deviceId, CancellationToken cancellation)
    {
        if (kept.TryGetValue((city, deviceId), out var known) && time.GetElapsedTime(known.At) < settings.PlacesKept)
            return known.Site;
        var row = await reader.Find(city, deviceId, RowSight.All, cancellation);
        var site = row is { IsRegistered: true } ? new DeviceSite(row.Place, row.Kind) : null;
        // Ids that nobody registered must not fill the memory.
        if (kept.Count >= MostKept)
            kept.Clear();
        kept[(city, deviceId)] = (site, time.GetTimestamp());
        return site;
    }
}
