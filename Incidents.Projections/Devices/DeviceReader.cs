using Incidents.Domain;
using Incidents.Domain.Devices;
using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace Incidents.Projections.Devices;

/// <summary>A device that is named in the registry or in a report.</summary>
/// <param name="City">City code.</param>
/// <param name="DeviceId">The id that its reports carry.</param>
/// <param name="Kind">What it is, or null where only reports name it.</param>
/// <param name="District">District of its place, or null.</param>
/// <param name="Point">Coordinates of its place, or null.</param>
/// <param name="Model">Maker and model, or null.</param>
/// <param name="Registered">Whether it is in the registry; false where only reports name it.</param>
/// <param name="Retired">Whether it was taken out of service.</param>
/// <param name="Reports">Number of alerts, calls, violations and incidents that it reported.</param>
/// <param name="FirstReportAt">When the first of them occurred, or null.</param>
/// <param name="LastReportAt">When the last of them occurred, or null.</param>
public sealed record KnownDevice(
    string City, string DeviceId, DeviceKind? Kind, string? District, GeoPoint? Point, string? Model, bool Registered, bool Retired,
    long Reports, Instant? FirstReportAt, Instant? LastReportAt);

/// <summary>Number of devices of a kind in a city.</summary>
/// <param name="City">City code.</param>
/// <param name="Kind">What they are, or null where only reports name them.</param>
/// <param name="InService">Number in the registry and not retired.</param>
/// <param name="Retired">Number taken out of service.</param>
/// <param name="Unregistered">Number that only reports name.</param>
public sealed record DeviceCount(string City, DeviceKind? Kind, long InService, long Retired, long Unregistered);

/// <summary>Reads the device registry.</summary>
/// <param name="source">The database.</param>
public sealed class DeviceReader(NpgsqlDataSource source)
{
    /// <summary>Devices by city and id.</summary>
    /// <param name="cities">City codes, or null for all.</param>
    /// <param name="kinds">Kinds, or null for all.</param>
    /// <param name="registered">Only those that are (not) in the registry; null for all.</param>
    /// <param name="after">City and id of the device to continue after, or null.</param>
    /// <param name="limit">The most devices to return.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<List<KnownDevice>> Read(
        IReadOnlyList<string>? cities, IReadOnlyList<DeviceKind>? kinds, bool? registered, (string City, string DeviceId)? after, int limit,
        CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"""
             select city, device_id, kind, district, longitude, latitude, model, registered, retired, reports, first_report_at,
                 last_report_at
             from {ReadModels.Schema}.{DeviceRegistry.Table}
             where ($1::text[] is null or city = any($1)) and ($2::text[] is null or kind = any($2))
                 and ($3::boolean is null or registered = $3) and ($4::text is null or (city, device_id) > ($4, $5))
             order by city, device_id limit $6
             """);
        Add(cities?.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text);
        Add(kinds?.Select(DeviceRegistry.KindName).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text);
        Add(registered, NpgsqlDbType.Boolean);
        Add(after?.City, NpgsqlDbType.Text);
        Add(after?.DeviceId, NpgsqlDbType.Text);
        Add(limit, NpgsqlDbType.Integer);
        var devices = new List<KnownDevice>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            devices.Add(new(
                rows.GetString(0), rows.GetString(1), rows.IsDBNull(2) ? null : DeviceRegistry.Kind(rows.GetString(2)), Text(3),
                rows.IsDBNull(4) ? null : new GeoPoint(rows.GetDouble(4), rows.GetDouble(5)), Text(6), rows.GetBoolean(7),
                rows.GetBoolean(8), rows.GetInt64(9), At(10), At(11)));
        }
        return devices;

        void Add(object? value, NpgsqlDbType type) =>
            command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value, NpgsqlDbType = type });
        string? Text(int column) => rows.IsDBNull(column) ? null : rows.GetString(column);
        Instant? At(int column) => rows.IsDBNull(column) ? null : Instant.FromDateTimeUtc(rows.GetDateTime(column));
    }

    /// <summary>Number of devices by city and kind.</summary>
    /// <param name="cities">City codes, or null for all.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<List<DeviceCount>> Count(IReadOnlyList<string>? cities, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"""
             select city, kind, count(*) filter (where registered and not retired), count(*) filter (where retired),
                 count(*) filter (where not registered and not retired)
             from {ReadModels.Schema}.{DeviceRegistry.Table} where $1::text[] is null or city = any($1)
             group by city, kind order by city, kind
             """);
        command.Parameters.AddOptional(cities?.ToArray());
        var counts = new List<DeviceCount>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            counts.Add(
                new(
                    rows.GetString(0), rows.IsDBNull(1) ? null : DeviceRegistry.Kind(rows.GetString(1)), rows.GetInt64(2),
                    rows.GetInt64(3), rows.GetInt64(4)));
        return counts;
    }
}
