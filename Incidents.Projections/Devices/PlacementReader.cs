using Incidents.Domain;
using Incidents.Domain.Devices;
using NodaTime;
using Npgsql;

namespace Incidents.Projections.Devices;

/// <summary>A device at one place, from one day to another.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Point">Where it was.</param>
/// <param name="Since">The local day on which it was placed there.</param>
/// <param name="Until">The local day on which it was moved or retired, or null while it is there.</param>
public readonly record struct DevicePlacement(DeviceKind Kind, GeoPoint Point, LocalDate Since, LocalDate? Until);

/// <summary>Reads the placements of devices over time.</summary>
public static class PlacementReader
{
    /// <summary>
    /// The placements of registered devices within the bounds, by day, place and kind. Devices whose place is not known are left out.
    /// </summary>
    /// <param name="connection">The connection, in the caller's transaction.</param>
    /// <param name="bounds">The part of the world.</param>
    /// <param name="kinds">Kinds of devices.</param>
    /// <param name="towns">City codes; null for all towns.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public static async Task<List<DevicePlacement>> Read(
        NpgsqlConnection connection, GeoBounds bounds, IReadOnlyList<DeviceKind> kinds, IReadOnlyList<string>? towns,
        CancellationToken cancellation)
    {
        // The first event of a device has its kind; each has its place until the next one.
        await using var command = new NpgsqlCommand(
            $"""
             select kind, longitude, latitude, since, till
             from (select first_value(kind) over device as kind, longitude, latitude, since, lead(since) over device as till, in_service
                   from (select p.city, p.device_id, p.version, p.kind, p.longitude, p.latitude, p.in_service,
                             {DeviceRegistry.SinceSql("p", "d")} as since
                         from {ReadModels.Schema}.{DeviceRegistry.PlaceTable} p
                         join {ReadModels.Schema}.{DeviceRegistry.Table} d on d.city = p.city and d.device_id = p.device_id
                         where d.installed_on is not null and ($6::text[] is null or p.city = any($6))) as p
                   window device as (partition by city, device_id order by version)) as placement
             where in_service and (till is null or since <= till) and kind = any($1) and longitude between $2 and $3
                 and latitude between $4 and $5
             order by since, longitude, latitude, kind
             """,
            connection);
        foreach (
            var value in (object[])[kinds.Select(DeviceRegistry.KindName).ToArray(), bounds.West, bounds.East, bounds.South, bounds.North])
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        command.Parameters.AddOptional(towns?.ToArray());
        List<DevicePlacement> placements = [];
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            placements.Add(new(
                DeviceRegistry.Kind(rows.GetString(0)), new(rows.GetDouble(1), rows.GetDouble(2)),
                LocalDate.FromDateOnly(rows.GetFieldValue<DateOnly>(3)),
                rows.IsDBNull(4) ? null : LocalDate.FromDateOnly(rows.GetFieldValue<DateOnly>(4))));
        }
        return placements;
    }
}
