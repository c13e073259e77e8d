using Incidents.Domain;
using Incidents.Domain.Outages;
using Incidents.Projections;
using Incidents.Projections.Devices;
using Incidents.Projections.Outages;
using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace Incidents.Api.Outages;

/// <summary>What was heard, as the watch over silences sees it, and what it has told.</summary>
/// <param name="source">The database.</param>
internal sealed class SilenceTable(NpgsqlDataSource source)
{
    private const string Heard = OutageReader.HeardTable;

    /// <summary>Since when devices can be heard, and until when that is known; null before the first time.</summary>
    public async Task<(Instant Since, Instant Until)?> Listening(CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("select since, until from ops.device_listening");
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        return await rows.ReadAsync(cancellation) ? (Moment(rows, 0)!.Value, Moment(rows, 1)!.Value) : null;
    }

    /// <summary>Lets no silence count before a moment.</summary>
    public Task Interrupt(Instant now, CancellationToken cancellation) =>
        Execute("update ops.device_listening set since = greatest(since, $1)", cancellation, Value(now));

    /// <summary>The registered devices in service that were heard.</summary>
    /// <remarks>A silence that was told when the host ended, before it was recorded here, is known from the read model.</remarks>
    public async Task<List<WatchedDevice>> Devices(CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"""
             select h.city, h.device_id, h.heard_at, h.waits_from, h.suspect_at, coalesce(h.silent_since, o.began), d.district, d.longitude,
                 d.latitude, d.street
             from {Heard} h join {ReadModels.Schema}.{DeviceRegistry.Table} d on d.city = h.city and d.device_id = h.device_id
             left join lateral (select max(began) as began from {OutageReader.OpenSilences} o
                 where o.city = h.city and o.device_id = h.device_id) as o on true
             where d.registered and d.installed_on is not null and not d.retired order by h.city, h.device_id
             """);
        var devices = new List<WatchedDevice>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var place = new Place(
                rows.GetString(0), Text(6), rows.IsDBNull(7) ? null : new GeoPoint(rows.GetDouble(7), rows.GetDouble(8)), Text(9));
            devices.Add(new(
                rows.GetString(1), place, Moment(rows, 2)!.Value, Moment(rows, 3)!.Value, Moment(rows, 4), Moment(rows, 5)));
        }
        return devices;

        string? Text(int column) => rows.IsDBNull(column) ? null : rows.GetString(column);
    }

    /// <summary>The links of the towns that were silent before.</summary>
    public async Task<List<TownLink>> Links(CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"""
             select coalesce(l.city, o.city), coalesce(l.silent_since, o.began), coalesce(l.devices, cardinality(o.cut), 1), l.back_at,
                 case when l.silent_since is null then o.cut else l.cut end
             from ops.town_link l full join (select distinct on (city) city, began, cut from {OutageReader.OpenSilences} s
                 where device_id = '' order by city, began desc) as o on o.city = l.city
             """);
        var links = new List<TownLink>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            links.Add(new(
                rows.GetString(0), Moment(rows, 1), rows.GetInt32(2), Moment(rows, 3),
                rows.IsDBNull(4) ? null : rows.GetFieldValue<string[]>(4).ToHashSet()));
        return links;
    }

    /// <summary>Records that a device was told as silent, or as heard again.</summary>
    /// <param name="device">The device.</param>
    /// <param name="silentSince">When it was last heard before; null where it was heard again.</param>
    /// <param name="cancellation">Cancels it.</param>
    public Task Note(WatchedDevice device, Instant? silentSince, CancellationToken cancellation) => Execute(
        $"update {Heard} set silent_since = $3 where city = $1 and device_id = $2", cancellation,
        Value(device.Place.City), Value(device.DeviceId), Value(silentSince));

    /// <summary>Records that a town was told as silent, or as heard again.</summary>
    /// <param name="city">City code.</param>
    /// <param name="silentSince">When its last device was heard before; null where it was heard again.</param>
    /// <param name="devices">Number of devices.</param>
    /// <param name="backAt">When it was heard again; null where it fell silent.</param>
    /// <param name="cut">The devices that are silent with it; null for all, and where it was heard again.</param>
    /// <param name="cancellation">Cancels it.</param>
    public Task Note(
        string city, Instant? silentSince, int devices, Instant? backAt, IReadOnlyList<string>? cut, CancellationToken cancellation) =>
        Execute(
            """
            insert into ops.town_link (city, silent_since, devices, back_at, cut) values ($1, $2, $3, $4, $5)
            on conflict (city) do update set silent_since = excluded.silent_since, devices = excluded.devices, back_at = excluded.back_at,
                cut = excluded.cut
            """, cancellation, Value(city), Value(silentSince), new() { Value = devices }, Value(backAt),
            new() { Value = (object?)cut?.ToArray() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });

    /// <summary>Lets the silence of devices count from a later moment, from which they could be heard.</summary>
    /// <param name="postponed">The devices, and from when.</param>
    /// <param name="level">False suspicions a device and day that are allowed.</param>
    /// <param name="cancellation">Cancels it.</param>
    public async Task Postpone(
        IReadOnlyList<(WatchedDevice Device, Instant From)> postponed, double level, CancellationToken cancellation)
    {
        var from = postponed.ToDictionary(p => (p.Device.Place.City, p.Device.DeviceId), p => (p.Device.HeardAt, p.From));
        var later = new List<(string City, string DeviceId, Instant HeardAt, Instant From, Instant? SuspectAt)>();
        await using (var command = source.CreateCommand(
            $"select city, device_id, rhythm from {Heard} where (city, device_id) in (select * from unnest($1, $2))"))
        {
            command.Parameters.Add(new() { Value = from.Keys.Select(key => key.City).ToArray() });
            command.Parameters.Add(new() { Value = from.Keys.Select(key => key.DeviceId).ToArray() });
            await using var rows = await command.ExecuteReaderAsync(cancellation);
            while (await rows.ReadAsync(cancellation))
            {
                var (city, id) = (rows.GetString(0), rows.GetString(1));
                var (heardAt, since) = from[(city, id)];
                var rhythm = SpeakingRhythm.FromBytes(rows.GetFieldValue<byte[]>(2));
                later.Add((city, id, heardAt, since, rhythm.SuspectedAt(since, level)));
            }
        }
        // A device that was heard meanwhile waits from then on. Rows are locked in the order in which what was heard is kept.
        await Execute(
            $"""
             with late as materialized (
                 select h.city, h.device_id, e.waits_from, e.suspect_at
                 from unnest($1, $2, $3, $4, $5) as e (city, device_id, heard_at, waits_from, suspect_at)
                 join {Heard} h on h.city = e.city and h.device_id = e.device_id and h.heard_at = e.heard_at
                 order by h.city, h.device_id for update of h)
             update {Heard} h set waits_from = late.waits_from, suspect_at = late.suspect_at
             from late where h.city = late.city and h.device_id = late.device_id
             """, cancellation,
            new() { Value = later.Select(l => l.City).ToArray() }, new() { Value = later.Select(l => l.DeviceId).ToArray() },
            new() { Value = later.Select(l => l.HeardAt.ToDateTimeUtc()).ToArray() },
            new() { Value = later.Select(l => l.From.ToDateTimeUtc()).ToArray() },
            new()
            {
                Value = later.Select(l => l.SuspectAt?.ToDateTimeUtc()).ToArray(),
                NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz,
            });
    }

    private async Task Execute(string sql, CancellationToken cancellation, params NpgsqlParameter[] parameters)
    {
        await using var command = source.CreateCommand(sql);
        command.Parameters.AddRange(parameters);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static NpgsqlParameter Value(string text) => new() { Value = text };

    private static NpgsqlParameter Value(Instant? moment) =>
        new() { Value = (object?)moment?.ToDateTimeUtc() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz };

    private static Instant? Moment(NpgsqlDataReader rows, int column) =>
        rows.IsDBNull(column) ? null : Instant.FromDateTimeUtc(rows.GetDateTime(column));
}
