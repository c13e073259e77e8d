using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace Incidents.Api.Alarms;

/// <summary>A message that is to be sent.</summary>
/// <param name="Id">Its id, the same at each attempt.</param>
/// <param name="IsAllClear">Whether it says that the cause is gone.</param>
/// <param name="Attempts">How often it was sent before.</param>
/// <param name="Alarm">The alarm.</param>
internal sealed record DueMessage(long Id, bool IsAllClear, int Attempts, Alarm Alarm);

/// <summary>Keeps alarms and their messages: each cause has at most one open alarm, whichever host finds it.</summary>
internal sealed class AlarmTable(NpgsqlDataSource source)
{
    /// <summary>The tables.</summary>
    public const string Ddl =
        """
        create schema if not exists ops;
        create table if not exists ops.alarm (
            id bigint generated always as identity primary key,
            kind text not null,
            subject text not null,
            value double precision not null,
            threshold double precision not null,
            raised_at timestamptz not null,
            cleared_at timestamptz);
        create unique index if not exists alarm_open on ops.alarm (kind, subject) where cleared_at is null;
        create table if not exists ops.alarm_message (
            id bigint generated always as identity primary key,
            alarm bigint not null references ops.alarm on delete cascade,
            is_all_clear boolean not null,
            channel text not null,
            attempts int not null default 0,
            next_attempt_at timestamptz not null,
            delivered_at timestamptz,
            failure text);
        create index if not exists alarm_message_open on ops.alarm_message (channel, id) where delivered_at is null;
        create index if not exists alarm_message_alarm on ops.alarm_message (alarm, id);
        """;

    private const string Columns = "a.id, a.kind, a.subject, a.value, a.threshold, a.raised_at, a.cleared_at";
    private const string IsListed = "($1::boolean is null or (a.cleared_at is null) = $1)";

    /// <summary>Raises or clears what a reading says, and adds the messages about it in the same transaction.</summary>
    /// <returns>Whether something has changed.</returns>
    public async Task<bool> Apply(AlarmReading reading, IReadOnlyCollection<string> channels, Instant now, CancellationToken cancellation)
    {
        if (reading.Level is AlarmLevel.Between)
            return false;
        var isGood = reading.Level is AlarmLevel.Good;
        var change = isGood
            ? "update ops.alarm set cleared_at = $3 where kind = $1 and subject = $2 and cleared_at is null returning id"
            : """
              insert into ops.alarm (kind, subject, raised_at, value, threshold) values ($1, $2, $3, $5, $6)
              on conflict (kind, subject) where cleared_at is null do nothing returning id
              """;
        await using var command = source.CreateCommand(
            $"""
             with changed as ({change}), messages as (
                 insert into ops.alarm_message (alarm, is_all_clear, channel, next_attempt_at)
                 select changed.id, {(isGood ? "true" : "false")}, channel, $3 from changed, unnest($4) as channel)
             select count(*) from changed
             """);
        command.Parameters.Add(new() { Value = reading.Kind.ToString() });
        command.Parameters.Add(new() { Value = reading.Subject });
        command.Parameters.Add(new() { Value = now.ToDateTimeUtc() });
        command.Parameters.Add(new() { Value = channels.ToArray() });
        if (!isGood)
        {
            command.Parameters.Add(new() { Value = reading.Value });
            command.Parameters.Add(new() { Value = reading.Threshold });
        }
        return (long)(await command.ExecuteScalarAsync(cancellation))! > 0;
    }

    /// <summary>The oldest message to a channel that was not taken; null where there is none, or where it is to be sent later.</summary>
    /// <remarks>An all-clear never overtakes its alarm.</remarks>
    public async Task<DueMessage?> Due(string channel, Instant now, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"""
             select {Columns}, m.id, m.is_all_clear, m.attempts from (
                 select * from ops.alarm_message where channel = $1 and delivered_at is null order by id limit 1) as m
             join ops.alarm as a on a.id = m.alarm where m.next_attempt_at <= $2
             """);
        command.Parameters.Add(new() { Value = channel });
        command.Parameters.Add(new() { Value = now.ToDateTimeUtc() });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        return await rows.ReadAsync(cancellation)
            ? new(rows.GetInt64(7), rows.GetBoolean(8), rows.GetInt32(9), Read(rows, []))
            : null;
    }

    /// <summary>Notes an attempt.</summary>
    /// <param name="id">The message.</param>
    /// <param name="deliveredAt">When it was taken; null where it was not.</param>
    /// <param name="nextAttemptAt">When it is sent again, where it was not taken.</param>
    /// <param name="failure">Why it was not taken.</param>
    /// <param name="cancellation">Cancels it.</param>
    public async Task Note(long id, Instant? deliveredAt, Instant nextAttemptAt, string? failure, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            """
            update ops.alarm_message set attempts = attempts + 1, delivered_at = $2, next_attempt_at = $3, failure = $4 where id = $1
            """);
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(Optional(NpgsqlDbType.TimestampTz, deliveredAt?.ToDateTimeUtc()));
        command.Parameters.Add(new() { Value = nextAttemptAt.ToDateTimeUtc() });
        command.Parameters.Add(Optional(NpgsqlDbType.Text, failure));
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Alarms, the latest first; or the earliest first, where the list is read backwards.</summary>
    public async Task<List<Alarm>> List(bool? isOpen, long? from, bool isBackward, int limit, CancellationToken cancellation)
    {
        var (beyond, order) = isBackward ? (">", "asc") : ("<", "desc");
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var command = new NpgsqlCommand(
            $"""
             select {Columns} from ops.alarm as a where {IsListed} and ($2::bigint is null or a.id {beyond} $2)
             order by a.id {order} limit $3
             """, connection);
        command.Parameters.Add(Optional(NpgsqlDbType.Boolean, isOpen));
        command.Parameters.Add(Optional(NpgsqlDbType.Bigint, from));
        command.Parameters.Add(new() { Value = limit });
        var alarms = new List<Alarm>();
        await using (var rows = await command.ExecuteReaderAsync(cancellation))
        {
            while (await rows.ReadAsync(cancellation))
                alarms.Add(Read(rows, []));
        }
        var messages = await Messages(connection, [.. alarms.Select(a => a.Id)], cancellation);
        return alarms.ConvertAll(a => a with { Deliveries = [.. messages[a.Id]] });
    }

    /// <summary>Number of alarms.</summary>
    public async Task<int> Count(bool? isOpen, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand($"select count(*)::int from ops.alarm as a where {IsListed}");
        command.Parameters.Add(Optional(NpgsqlDbType.Boolean, isOpen));
        return (int)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private static async Task<ILookup<long, AlarmDelivery>> Messages(
        NpgsqlConnection connection, long[] alarms, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            select alarm, channel, is_all_clear, attempts, delivered_at, failure from ops.alarm_message
            where alarm = any($1) order by id
            """, connection);
        command.Parameters.Add(new() { Value = alarms, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var messages = new List<(long Alarm, AlarmDelivery Delivery)>();
        while (await rows.ReadAsync(cancellation))
        {
            // What follows # distinguishes addresses of one host.
            messages.Add((rows.GetInt64(0), new(
                rows.GetString(1).Split('#')[0], rows.GetBoolean(2), rows.GetInt32(3), Moment(rows, 4),
                rows.IsDBNull(5) ? null : rows.GetString(5))));
        }
        return messages.ToLookup(m => m.Alarm, m => m.Delivery);
    }

    private static Alarm Read(NpgsqlDataReader rows, IReadOnlyList<AlarmDelivery> deliveries) => new(
        rows.GetInt64(0), Enum.Parse<AlarmKind>(rows.GetString(1)), rows.GetString(2), rows.GetDouble(3), rows.GetDouble(4),
        Moment(rows, 5)!.Value, Moment(rows, 6), deliveries);

    private static NpgsqlParameter Optional(NpgsqlDbType type, object? value) =>
        new() { NpgsqlDbType = type, Value = value ?? DBNull.Value };

    private static Instant? Moment(NpgsqlDataReader rows, int column) =>
        rows.IsDBNull(column) ? null : Instant.FromDateTimeUtc(rows.GetDateTime(column));
}
