using Incidents.Domain;
using Incidents.Domain.Devices;
using NodaTime;
using Npgsql;

namespace Incidents.Projections.Devices;

/// <summary>A device at a place, for as long as it stood there.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Point">Where it stood.</param>
/// <param name="Since">The local day on which it came to stand there.</param>
/// <param name="Until">The local day on which it was moved or retired, or null while it stands.</param>
public readonly record struct DeviceStand(DeviceKind Kind, GeoPoint Point, LocalDate Since, LocalDate? Until);

/// <summary>Reads where devices have ever stood.</summary>
public static class StandReader
{
    /// <summary>The stands of registered devices within the bounds, by day, place and kind. Those whose place is not known are left out.</summary>
    /// <param name="connection">Where to read: in a transaction of the caller's, who wants to know at which event it stands.</param>
    /// <param name="bounds">The part of the world.</param>
    /// <param name="kinds">Kinds of devices.</param>
    /// <param name="cancellation">Cancels.</param>
    public static async Task<List<DeviceStand>> Read(NpgsqlConnection connection, GeoBounds bounds, IReadOnlyList<DeviceKind> kinds, CancellationToken cancellation)
    {
        // The first event of a device tells its kind; each tells where it stands until the next one.
        await using var command = new NpgsqlCommand(
            $"""
             select kind, longitude, latitude, since, till
             from (select first_value(kind) over device as kind, longitude, latitude, since, lead(since) over device as till, in_service
                   from {ReadModels.Schema}.{DeviceRegistry.PlaceTable}
                   window device as (partition by city, device_id order by version)) as stand
             where in_service and kind = any($1) and longitude between $2 and $3 and latitude between $4 and $5
             order by since, longitude, latitude, kind
             """,
            connection);
        foreach (var value in (object[])[kinds.Select(DeviceRegistry.KindName).ToArray(), bounds.West, bounds.East, bounds.South, bounds.North])
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        List<DeviceStand> stands = [];
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            stands.Add(new(
                DeviceRegistry.Kind(rows.GetString(0)), new(rows.GetDouble(1), rows.GetDouble(2)), LocalDate.FromDateOnly(rows.GetFieldValue<DateOnly>(3)),
                rows.IsDBNull(4) ? null : LocalDate.FromDateOnly(rows.GetFieldValue<DateOnly>(4))));
        }
        return stands;
    }
}
