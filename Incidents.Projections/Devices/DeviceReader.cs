using Incidents.Domain;
using Incidents.Domain.Devices;
using Incidents.Projections.Outages;
using NodaTime;
using Npgsql;

namespace Incidents.Projections.Devices;

/// <summary>Reads the device registry.</summary>
/// <param name="source">The database.</param>
/// <param name="clocks">The cities with their clocks.</param>
/// <param name="outages">Their outages.</param>
public sealed class DeviceReader(NpgsqlDataSource source, Cities clocks, OutageReader outages)
{
    private const string Columns =
        """
        city, device_id, version, kind, district, longitude, latitude, street, model, registered, retired, reports, first_report_at,
            last_report_at, direction_degrees, field_of_view_degrees, range_metres, owner, planned_on, installed_on, accepted_on,
            cost_tenge, yearly_upkeep_tenge, retired_at
        """;

    private static readonly Duration Reached = Duration.FromDays(30);

    private static readonly string Rows =
        $"select {Columns}, {OutageReader.IsKnownSql("d")}, now() from {ReadModels.Schema}.{DeviceRegistry.Table} d";

    /// <summary>Devices by city and id.</summary>
    /// <param name="filter">Which devices.</param>
    /// <param name="sight">How exactly the reader sees them.</param>
    /// <param name="after">City and id of the device to continue after, in the direction of reading; null for the beginning.</param>
    /// <param name="backward">Whether to read against the order.</param>
    /// <param name="limit">The most devices to return.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<List<DeviceRow>> Read(
        DeviceFilter filter, RowSight sight, (string City, string DeviceId)? after, bool backward, int limit,
        CancellationToken cancellation)
    {
        await using var command = source.CreateCommand();
        var where = Where(filter, command);
        if (after is { } key)
            where.And($"(city, device_id) {(backward ? '<' : '>')} ({command.Add(key.City)}, {command.Add(key.DeviceId)})");
        var direction = backward ? "desc" : "asc";
        command.CommandText =
            $"""
             {Rows} where {where.Sql} order by city {direction}, device_id {direction} limit {command.Add(limit)}
             """;
        return await Read(command, sight, cancellation);
    }

    /// <summary>One device that the registry or a report names, or null; also where the reader does not see its town.</summary>
    public async Task<DeviceRow?> Find(string city, string deviceId, RowSight sight, CancellationToken cancellation)
    {
        if (!sight.SeesTown(city))
            return null;
        await using var command = source.CreateCommand($"{Rows} where city = $1 and device_id = $2");
        command.Add(city);
        command.Add(deviceId);
        return (await Read(command, sight, cancellation)).SingleOrDefault();
    }

    /// <summary>Some devices, whoever asks; without those that neither the registry nor a report names.</summary>
    /// <param name="keys">Their cities and ids.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<Dictionary<(string City, string DeviceId), DeviceRow>> Find(
        IReadOnlyCollection<(string City, string DeviceId)> keys, CancellationToken cancellation)
    {
        if (keys.Count == 0)
            return [];
        await using var command = source.CreateCommand($"{Rows} where (city, device_id) in (select * from unnest($1, $2))");
        command.Add(keys.Select(key => key.City).ToArray());
        command.Add(keys.Select(key => key.DeviceId).ToArray());
        return (await Read(command, RowSight.All, cancellation)).ToDictionary(row => (row.City, row.DeviceId));
    }

    /// <summary>Places and kinds of those of some devices that are in the registry, whoever asks.</summary>
    /// <param name="keys">Their cities and ids.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<Dictionary<(string City, string DeviceId), (Place Place, DeviceKind? Kind)>> Places(
        IReadOnlyCollection<(string City, string DeviceId)> keys, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"""
             select {Columns} from {ReadModels.Schema}.{DeviceRegistry.Table}
             where registered and (city, device_id) in (select * from unnest($1, $2))
             """);
        command.Add(keys.Select(key => key.City).ToArray());
        command.Add(keys.Select(key => key.DeviceId).ToArray());
        var places = new Dictionary<(string City, string DeviceId), (Place Place, DeviceKind? Kind)>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var device = new RowValues(rows, clocks).Device();
            places[(device.City, device.DeviceId)] = (device.Place, device.Kind);
        }
        return places;
    }

    /// <summary>Number of devices.</summary>
    public async Task<int> Count(DeviceFilter filter, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand();
        command.CommandText = $"select count(*) from {ReadModels.Schema}.{DeviceRegistry.Table} d where {Where(filter, command).Sql}";
        return checked((int)(long)(await command.ExecuteScalarAsync(cancellation))!);
    }

    /// <summary>Number of devices by city and kind.</summary>
    /// <param name="cities">City codes, or null for all.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<List<DeviceCount>> CountByKind(IReadOnlyList<string>? cities, CancellationToken cancellation)
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
                    rows.GetString(0), rows.IsDBNull(1) ? null : DeviceRegistry.Kind(rows.GetString(1)), (int)rows.GetInt64(2),
                    (int)rows.GetInt64(3), (int)rows.GetInt64(4)));
        return counts;
    }

    private static RowFilter Where(DeviceFilter filter, NpgsqlCommand command)
    {
        var where = new RowFilter(command)
            .AnyOf("city", filter.Cities)
            .AnyOf("kind", filter.Kinds?.Select(DeviceRegistry.KindName).ToArray())
            .Is("registered", filter.IsRegistered)
            .Is("retired", filter.IsRetired)
            .AnyOf("owner", filter.Owners)
            .Is("installed_on is not null", filter.IsInstalled)
            .Is("accepted_on is not null", filter.IsAccepted)
            .AnyOf(OutageReader.HealthSql("d"), filter.Healths?.Select(health => health.ToString()).ToArray());
        if (filter.CertificateEndsBefore is { } day)
        {
            where.And(
                $"""
                 (select max(valid_until) from {ReadModels.Schema}.{DevicePapers.CertificateTable} c
                     where c.city = d.city and c.device_id = d.device_id) < {command.Add(day.ToDateOnly())}
                 """);
        }
        return where;
    }

    private async Task<List<DeviceRow>> Read(NpgsqlCommand command, RowSight sight, CancellationToken cancellation)
    {
        var (devices, states) = (new List<DeviceRow>(), new List<(OffsetDateTime? RetiredAt, bool IsKnown)>());
        var times = new List<(string City, string DeviceId, Instant From, Instant Until)>();
        await using (var rows = await command.ExecuteReaderAsync(cancellation))
        {
            while (await rows.ReadAsync(cancellation))
            {
                var row = new RowValues(rows, clocks);
                devices.Add(row.Device());
                states.Add((row.At(23), rows.GetBoolean(24)));
                times.Add(Watched(devices[^1], Instant.FromDateTimeUtc(rows.GetDateTime(25))));
            }
        }
        if (devices.Count == 0)
            return devices;
        var keys = devices.ConvertAll(device => (device.City, device.DeviceId));
        var (all, heard, measured) = (
            await outages.Outages(keys, cancellation), await outages.Heard(keys, cancellation),
            await outages.Clocks(keys, cancellation));
        var seconds = await OutageSeconds.Read(source, times, cancellation);
        var (certificates, works) = await DevicePaperReader.Read(source, keys, cancellation);
        for (var i = 0; i < devices.Count; i++)
        {
            var (key, device) = (keys[i], devices[i]);
            DeviceOutage[] own = [.. all[key]];
            // What was heard before there was a table of it is known from its reports only.
            var heardAt = heard.TryGetValue(key, out var at) ? at : device.LastReportAt;
            devices[i] = (device with
            {
                Outages = own,
                Health = DeviceHealth.Of(
                    states[i].RetiredAt, own, heardAt, device is { IsRegistered: true, Details.InstalledOn: null }, states[i].IsKnown),
                AvailableShare = seconds[i].AvailableShare,
                Clock = measured.GetValueOrDefault(key),
                Certificates = [.. certificates[key]],
                Maintenance = [.. works[key]],
            }).SeenBy(sight);
        }
        return devices;
    }

    // The last 30 days from its acceptance on; no time where it is not accepted or is retired.
    private (string City, string DeviceId, Instant From, Instant Until) Watched(DeviceRow device, Instant now) =>
        (device.City, device.DeviceId, device is { IsRetired: false, Details.AcceptedOn: { } accepted }
            ? Instant.Max(now - Reached, clocks.ZoneOf(device.City).AtStartOfDay(accepted).ToInstant())
            : now, now);

    private readonly struct RowValues(NpgsqlDataReader rows, Cities clocks)
    {
        public DeviceRow Device()
        {
            var place = new Place(
                rows.GetString(0), Text(4), rows.IsDBNull(5) ? null : new GeoPoint(rows.GetDouble(5), rows.GetDouble(6)), Text(7));
            var id = rows.GetString(1);
            return new(
                RegisterDevice.Stream(place.City, id), rows.GetInt64(2), id,
                rows.IsDBNull(3) ? null : DeviceRegistry.Kind(rows.GetString(3)), place, Text(8), rows.GetBoolean(9), rows.GetBoolean(10),
                checked((int)rows.GetInt64(11)), At(12), At(13))
            {
                Details = new(
                    Number(14), Number(15), Number(16), Text(17), Day(18), Day(19), Day(20), Tenge(21), Tenge(22)),
            };
        }

        public OffsetDateTime? At(int column) =>
            rows.IsDBNull(column) ? null : clocks.Local(Instant.FromDateTimeUtc(rows.GetDateTime(column)), rows.GetString(0));

        private string? Text(int column) => rows.IsDBNull(column) ? null : rows.GetString(column);

        private double? Number(int column) => rows.IsDBNull(column) ? null : rows.GetDouble(column);

        private long? Tenge(int column) => rows.IsDBNull(column) ? null : rows.GetInt64(column);

        private LocalDate? Day(int column) =>
            rows.IsDBNull(column) ? null : LocalDate.FromDateOnly(rows.GetFieldValue<DateOnly>(column));
    }
}
