using Incidents.Domain;
using Incidents.Domain.Devices;
using NodaTime;
using Npgsql;

namespace Incidents.Projections.Devices;

/// <summary>A device that was in service on a day.</summary>
/// <param name="City">City code.</param>
/// <param name="DeviceId">The id that its reports carry.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Point">Where it was, as the reader sees it, or null where that is not known.</param>
/// <param name="Since">The local day since which it was there.</param>
public readonly record struct PlacedDevice(string City, string DeviceId, DeviceKind Kind, GeoPoint? Point, LocalDate Since);

/// <summary>Reads which devices were in service where on a day.</summary>
/// <param name="source">The database.</param>
public sealed class CoverageReader(NpgsqlDataSource source)
{
    /// <summary>
    /// Registered devices in service at the end of a local day, by city and id: those within the bounds, and those whose place is not
    /// known.
    /// </summary>
    /// <param name="bounds">The part of the world.</param>
    /// <param name="at">The day.</param>
    /// <param name="sight">The towns whose devices the reader sees, and how exactly their places.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<List<PlacedDevice>> InService(GeoBounds bounds, LocalDate at, RowSight sight, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand();
        var (day, seen) = (command.Add(at.ToDateOnly()), sight.Condition("true", command) ?? "true");
        var (west, east) = (command.Add(bounds.West), command.Add(bounds.East));
        var (south, north) = (command.Add(bounds.South), command.Add(bounds.North));
        // By the place as it is seen: otherwise bounds that are narrowed again and again would tell the exact one.
        var (longitude, latitude) = sight.Point("true", command);
        // A device's place is in its last event up to the day, its kind in its first event of all.
        command.CommandText =
            $"""
             select city, device_id, kind, longitude, latitude, since
             from (select distinct on (city, device_id) city, device_id, longitude, latitude, since, in_service,
                       (select kind from {ReadModels.Schema}.{DeviceRegistry.PlaceTable} b
                        where b.city = p.city and b.device_id = p.device_id order by version limit 1) as kind
                   from (select p.city, p.device_id, p.version, p.longitude, p.latitude, p.in_service,
                             {DeviceRegistry.SinceSql("p", "d")} as since
                         from {ReadModels.Schema}.{DeviceRegistry.PlaceTable} p
                         join {ReadModels.Schema}.{DeviceRegistry.Table} d on d.city = p.city and d.device_id = p.device_id) as p
                   where since <= {day} and {seen}
                   order by city, device_id, version desc) as placed
             where in_service
               and (longitude is null or ({longitude} between {west} and {east} and {latitude} between {south} and {north}))
             order by city, device_id
             """;
        var devices = new List<PlacedDevice>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var city = rows.GetString(0);
            GeoPoint? exact = rows.IsDBNull(3) ? null : new GeoPoint(rows.GetDouble(3), rows.GetDouble(4));
            devices.Add(new(
                city, rows.GetString(1), DeviceRegistry.Kind(rows.GetString(2)),
                sight.IsExact(city, true) ? exact : RowSight.Snapped(exact),
                LocalDate.FromDateOnly(rows.GetFieldValue<DateOnly>(5))));
        }
        return devices;
    }
}
