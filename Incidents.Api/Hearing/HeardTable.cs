using Incidents.Domain;
using Incidents.Domain.Outages;
using Incidents.Projections;
using Incidents.Projections.Devices;
using Incidents.Projections.Outages;
using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace Incidents.Api.Hearing;

/// <summary>Since when devices can be heard without interruption, and until when.</summary>
internal readonly record struct Listening(Instant Since, Instant Until);

/// <summary>The table of when each device was heard, with its rhythm.</summary>
/// <remarks>
/// It is no read model: no event says that a device was heard. Two hosts keep one after the other, so that each sees the last moment of
/// the other. Its moments are those of the clock that they share.
/// </remarks>
/// <param name="source">The database.</param>
/// <param name="clock">The clock of all hosts.</param>
internal sealed class HeardTable(NpgsqlDataSource source, SharedClock clock)
{
    /// <summary>Where nobody kept anything for so long, devices could not be heard.</summary>
    public static readonly Duration Interruption = Duration.FromMinutes(1);

    /// <summary>More devices that are not registered are not kept; those that were heard last are.</summary>
    public const int MostUnregistered = 20_000;

    /// <summary>A device that is not registered and was not heard for so long is not kept.</summary>
    public static readonly Duration LongestKept = Duration.FromDays(28);

    private const string Heard = OutageReader.HeardTable;

    public const string Ddl =
        $"""
         create schema if not exists ops;
         create table if not exists {Heard} (
             city text collate "C",
             device_id text collate "C",
             heard_at timestamptz not null,
             waits_from timestamptz not null,
             suspect_at timestamptz,
             silent_since timestamptz,
             rhythm bytea not null,
             primary key (city, device_id)) with (fillfactor = 50);
         create table if not exists ops.device_listening (
             one boolean primary key default true check (one),
             since timestamptz not null,
             until timestamptz not null);
         create table if not exists ops.town_link (
             city text collate "C" primary key,
             silent_since timestamptz,
             devices int not null,
             back_at timestamptz,
             cut text[]);
         """;

    /// <summary>Keeps what was heard, and that somebody listens.</summary>
    /// <param name="heard">What was heard by the clock of this host; each device once.</param>
    /// <param name="level">False suspicions a device and day that are allowed.</param>
    /// <param name="cancellation">Cancels it.</param>
    public async Task Keep(IReadOnlyList<HeardDevice> heard, double level, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        var (now, ahead) = await clock.Read(connection, cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var listening = await Listen(connection, now, cancellation);
        if (heard.Count > 0)
        {
            var known = await Load(connection, heard, cancellation);
            // In one order, so that no two writers wait for each other.
            await Write(
                connection,
                [
                    .. heard.OrderBy(d => d.City, StringComparer.Ordinal).ThenBy(d => d.DeviceId, StringComparer.Ordinal)
                        .Select(device => device with { First = device.First + ahead, Last = device.Last + ahead })
                        .Select(device => Learn(device, known, listening, now, level)),
                ],
                cancellation);
        }
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>Forgets the devices that are not registered and were not heard for weeks, or are too many.</summary>
    /// <param name="now">The present moment.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <returns>The registered devices, whatever was heard of them.</returns>
    public async Task<IReadOnlySet<(string City, string DeviceId)>> Tidy(Instant now, CancellationToken cancellation)
    {
        const string Registry = $"{ReadModels.Schema}.{DeviceRegistry.Table}";
        var registered = new HashSet<(string City, string DeviceId)>();
        await using (var read = source.CreateCommand($"select city, device_id from {Registry} where registered and not retired"))
        await using (var rows = await read.ExecuteReaderAsync(cancellation))
        {
            while (await rows.ReadAsync(cancellation))
                registered.Add((rows.GetString(0), rows.GetString(1)));
        }
        await using var forget = source.CreateCommand(
            $"""
             delete from {Heard} where (city, device_id) in (
                 select city, device_id
                 from (select city, device_id, heard_at, row_number() over (order by heard_at desc) as place from {Heard} h
                       where not exists (select from {Registry} d
                           where d.city = h.city and d.device_id = h.device_id and d.registered)) as invented
                 where place > {MostUnregistered} or heard_at < $1)
             """);
        forget.Parameters.Add(new() { Value = (now - LongestKept).ToDateTimeUtc() });
        await forget.ExecuteNonQueryAsync(cancellation);
        return registered;
    }

    private static KeptDevice Learn(
        HeardDevice device, Dictionary<(string City, string DeviceId), (Instant HeardAt, byte[] Rhythm)> known, Instant listening,
        Instant now, double level)
    {
        var isKnown = known.TryGetValue((device.City, device.DeviceId), out var kept);
        var rhythm = SpeakingRhythm.FromBytes(isKnown ? kept.Rhythm : []);
        // A clock that ran ahead when it was heard has been set since.
        Instant? before = isKnown && kept.HeardAt <= now + EventTime.ClockSkew ? kept.HeardAt : null;
        rhythm.Hear(before, device.First, device.Last, device.Count, listening, level);
        var last = before > device.Last ? before.Value : device.Last;
        return new(device.City, device.DeviceId, last, rhythm.SuspectedAt(last, level), rhythm.ToBytes());
    }

    private static async Task<Instant> Listen(NpgsqlConnection connection, Instant now, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            insert into ops.device_listening as l (one, since, until) values (true, $1, $1)
            on conflict (one) do update set
                since = case when $1 between l.until - $2 and l.until + $2 then l.since else $1 end,
                until = case when $1 between l.until - $2 and l.until then l.until else $1 end
            returning since
            """, connection);
        command.Parameters.Add(new() { Value = now.ToDateTimeUtc() });
        command.Parameters.Add(new() { Value = Interruption.ToTimeSpan() });
        return Instant.FromDateTimeUtc((DateTime)(await command.ExecuteScalarAsync(cancellation))!);
    }

    private static async Task<Dictionary<(string City, string DeviceId), (Instant HeardAt, byte[] Rhythm)>> Load(
        NpgsqlConnection connection, IReadOnlyList<HeardDevice> heard, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"select city, device_id, heard_at, rhythm from {Heard} where (city, device_id) in (select * from unnest($1, $2))", connection);
        command.Parameters.Add(new() { Value = heard.Select(h => h.City).ToArray() });
        command.Parameters.Add(new() { Value = heard.Select(h => h.DeviceId).ToArray() });
        var known = new Dictionary<(string City, string DeviceId), (Instant HeardAt, byte[] Rhythm)>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            known.Add(
                (rows.GetString(0), rows.GetString(1)),
                (Instant.FromDateTimeUtc(rows.GetDateTime(2)), rows.GetFieldValue<byte[]>(3)));
        return known;
    }

    private static async Task Write(NpgsqlConnection connection, IReadOnlyList<KeptDevice> devices, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"""
             insert into {Heard} (city, device_id, heard_at, waits_from, suspect_at, rhythm)
             select city, device_id, heard_at, heard_at, suspect_at, rhythm
             from unnest($1, $2, $3, $4, $5) as e (city, device_id, heard_at, suspect_at, rhythm)
             on conflict (city, device_id) do update set heard_at = excluded.heard_at, waits_from = excluded.waits_from,
                 suspect_at = excluded.suspect_at, rhythm = excluded.rhythm
             """, connection);
        command.Parameters.Add(new() { Value = devices.Select(d => d.City).ToArray() });
        command.Parameters.Add(new() { Value = devices.Select(d => d.DeviceId).ToArray() });
        command.Parameters.Add(new() { Value = devices.Select(d => d.HeardAt.ToDateTimeUtc()).ToArray() });
        command.Parameters.Add(new()
        {
            Value = devices.Select(d => d.SuspectAt?.ToDateTimeUtc()).ToArray(),
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz,
        });
        command.Parameters.Add(new() { Value = devices.Select(d => d.Rhythm).ToArray() });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private sealed record KeptDevice(string City, string DeviceId, Instant HeardAt, Instant? SuspectAt, byte[] Rhythm);
}
