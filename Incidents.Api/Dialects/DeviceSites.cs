using System.Collections.Concurrent;
using Incidents.Domain;
using Incidents.Domain.Devices;
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

    /// <summary>The sites of those of some devices that are registered in their towns.</summary>
    /// <exception cref="System.Data.Common.DbException">The store does not answer.</exception>
    public async ValueTask<IReadOnlyDictionary<(string City, string DeviceId), DeviceSite>> Find(
        IReadOnlyCollection<(string City, string DeviceId)> devices, CancellationToken cancellation)
    {
        var found = new Dictionary<(string City, string DeviceId), DeviceSite>();
        var asked = new List<(string City, string DeviceId)>();
        foreach (var device in devices)
        {
            if (!kept.TryGetValue(device, out var known) || time.GetElapsedTime(known.At) >= settings.PlacesKept)
                asked.Add(device);
            else if (known.Site is not null)
                found[device] = known.Site;
        }
        if (asked.Count == 0)
            return found;
        foreach (var row in (await reader.Find(asked, cancellation)).Values)
        {
            if (row.IsRegistered)
                found[(row.City, row.DeviceId)] = new(row.Place, row.Kind);
        }
        // Ids that nobody registered must not fill the memory.
        if (kept.Count + asked.Count > MostKept)
            kept.Clear();
        foreach (var device in asked)
            kept[device] = (found.GetValueOrDefault(device), time.GetTimestamp());
        return found;
    }
}
