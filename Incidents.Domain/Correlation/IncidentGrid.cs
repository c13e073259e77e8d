using NodaTime;

namespace Incidents.Domain.Correlation;

/// <summary>The open incidents by cell and by device, so that what is near is found without looking at the others.</summary>
/// <remarks>It is used by one thread at a time.</remarks>
public sealed class IncidentGrid
{
    // A cell is 390 m wide at Karaganda's latitude: most rules look at four of them.
    private const int Zoom = 16;
    private const double MetresOfDegree = 111_000;

    private readonly Dictionary<Guid, CorrelatedIncident> byId = [];
    private readonly Dictionary<(string City, long Cell), List<Guid>> byCell = [];
    private readonly Dictionary<(string City, string DeviceId), List<Guid>> byDevice = [];

    /// <summary>Number of incidents.</summary>
    public int Count => byId.Count;

    /// <summary>The latest moment of an incident that was ever put here; the beginning of time where none was.</summary>
    public Instant Latest { get; private set; } = Instant.MinValue;

    /// <summary>All of them, in no order.</summary>
    public IEnumerable<CorrelatedIncident> All => byId.Values;

    /// <summary>An incident, or null.</summary>
    public CorrelatedIncident? Find(Guid id) => byId.GetValueOrDefault(id);

    /// <summary>Adds an incident or replaces it; one that is not open is removed.</summary>
    public void Put(CorrelatedIncident incident)
    {
        if (incident.IsOpen)
            Latest = Instant.Max(Latest, incident.Until);
        if (byId.TryGetValue(incident.Id, out var before))
        {
            if (incident.IsOpen && before.City == incident.City && before.Point == incident.Point && before.DeviceId == incident.DeviceId)
            {
                byId[incident.Id] = incident;
                return;
            }
            Remove(incident.Id);
        }
        if (!incident.IsOpen)
            return;
        byId[incident.Id] = incident;
        if (incident.Point is { } point)
            Add(byCell, (incident.City, GridCell.At(point, Zoom).Code), incident.Id);
        if (incident.DeviceId is { } device)
            Add(byDevice, (incident.City, device), incident.Id);
    }

    /// <summary>Removes an incident, where it is there.</summary>
    public void Remove(Guid id)
    {
        if (!byId.Remove(id, out var incident))
            return;
        if (incident.Point is { } point)
            Remove(byCell, (incident.City, GridCell.At(point, Zoom).Code), id);
        if (incident.DeviceId is { } device)
            Remove(byDevice, (incident.City, device), id);
    }

    /// <summary>Removes the incidents whose last signal occurred before a moment: too long ago to be joined.</summary>
    public void Forget(Instant horizon)
    {
        foreach (var id in byId.Values.Where(incident => incident.Until < horizon).Select(incident => incident.Id).ToArray())
            Remove(id);
    }

    /// <summary>The incidents of a city within a distance, each with it, in no order.</summary>
    /// <param name="city">City code.</param>
    /// <param name="point">The point.</param>
    /// <param name="metres">The distance.</param>
    public IEnumerable<(CorrelatedIncident Incident, double Metres)> Near(string city, GeoPoint point, double metres)
    {
        // A degree of longitude is shorter towards the poles; a little more is looked at than is near.
        var up = metres / MetresOfDegree;
        var along = up / Math.Max(0.01, Math.Cos(double.DegreesToRadians(point.Latitude)) - 0.001);
        var (first, last) = (
            GridCell.At(new(Math.Max(-180, point.Longitude - along), Math.Min(90, point.Latitude + up)), Zoom),
            GridCell.At(new(Math.Min(180, point.Longitude + along), Math.Max(-90, point.Latitude - up)), Zoom));
        var (left, right, top, bottom) = (first.X, last.X, first.Y, last.Y);
        for (var x = left; x <= right; x++)
        {
            for (var y = top; y <= bottom; y++)
            {
                if (!byCell.TryGetValue((city, GridCell.Of(x, y, Zoom).Code), out var ids))
                    continue;
                foreach (var id in ids)
                {
                    var incident = byId[id];
                    if (Wgs84.Metres(point, incident.Point!.Value) is var away && away <= metres)
                        yield return (incident, away);
                }
            }
        }
    }

    /// <summary>The incidents that a device reported.</summary>
    public IEnumerable<CorrelatedIncident> Of(string city, string deviceId) =>
        byDevice.TryGetValue((city, deviceId), out var ids) ? ids.Select(id => byId[id]) : [];

    private static void Add<TKey>(Dictionary<TKey, List<Guid>> index, TKey key, Guid id) where TKey : notnull
    {
        if (!index.TryGetValue(key, out var ids))
            index.Add(key, ids = []);
        ids.Add(id);
    }

    private static void Remove<TKey>(Dictionary<TKey, List<Guid>> index, TKey key, Guid id) where TKey : notnull
    {
        var ids = index[key];
        ids.Remove(id);
        if (ids.Count == 0)
            index.Remove(key);
    }
}
