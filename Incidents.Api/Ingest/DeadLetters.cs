using System.Globalization;
using System.Security.Cryptography;
using Incidents.Api.Store;
using Incidents.Domain;
using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace Incidents.Api.Ingest;

/// <summary>A refused report as it was received.</summary>
/// <param name="Source">The sender, as far as it is known.</param>
/// <param name="Refusal">The reason.</param>
/// <param name="Bytes">The bytes received, or the first of them if there were too many.</param>
/// <param name="Length">How many bytes came.</param>
/// <param name="Sha256">Hash of all of them.</param>
internal sealed record DeadLetter(string Source, Refusal Refusal, byte[] Bytes, long Length, byte[] Sha256)
{
    public static DeadLetter Of(string source, Refusal refusal, ReadOnlySpan<byte> bytes) =>
        new(source, refusal, bytes.ToArray(), bytes.Length, SHA256.HashData(bytes));

    /// <summary>Whether the bytes are a message of a device in its own dialect, with what its adapter was given.</summary>
    /// <remarks>It stands beside the bytes: what a sender writes cannot claim it.</remarks>
    public bool IsMessage { get; init; }

    /// <summary>The same bytes from the same sender are one letter, however often they come.</summary>
    public Guid Id => Identity.Stream(IsMessage ? "deadMessage" : "deadLetter", Source, Convert.ToHexString(Sha256));
}

/// <summary>A dead letter as it is kept.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Source">The sender, as far as it is known.</param>
/// <param name="Code">Code of the refusal, as of the last try.</param>
/// <param name="Message">The refusal in words.</param>
/// <param name="Field">The field at fault, or null.</param>
/// <param name="Bytes">What came (its beginning, where it was too long).</param>
/// <param name="Length">How many bytes came.</param>
/// <param name="FirstReceivedAt">When it came first.</param>
/// <param name="LastReceivedAt">When it came last.</param>
/// <param name="Times">How often it came.</param>
/// <param name="ReplayedAt">When it was accepted after all, or null.</param>
/// <param name="Position">Its place in the order of arrival.</param>
/// <param name="IsMessage">Whether the bytes are a message of a device in its own dialect.</param>
internal sealed record KeptDeadLetter(
    Guid Id, string Source, string Code, string Message, string? Field, byte[] Bytes, long Length, Instant FirstReceivedAt,
    Instant LastReceivedAt, int Times, Instant? ReplayedAt, long Position, bool IsMessage);

/// <summary>Keeps refused reports with their reasons until a replay accepts them, or their time is over.</summary>
internal sealed class DeadLetters(StorePools pools, IClock clock)
{
    private const int MostInAPage = 500;
    private const int MostBytesInAPage = 4 << 20;

    /// <summary>Table of the letters.</summary>
    public const string Table = "ingest.dead_letter";

    public static readonly string Ddl =
        $"""
        create schema if not exists ingest;
        create table if not exists ingest.dead_letter (
            id uuid primary key,
            source text not null,
            code text not null,
            message text not null,
            field text,
            bytes bytea not null,
            length bigint not null,
            first_received_at timestamptz not null,
            last_received_at timestamptz not null,
            times int not null,
            replayed_at timestamptz);
        create index if not exists dead_letter_open on ingest.dead_letter (last_received_at desc, id) where replayed_at is null;
        create sequence if not exists ingest.dead_letter_position;
        {Sql.AddColumn("ingest.dead_letter", "position", "bigint")}
        {Sql.AddColumn("ingest.dead_letter", "is_message", "boolean not null default false")}
        update ingest.dead_letter as d set position = t.position
        from (
            select id, nextval('ingest.dead_letter_position') as position from (
                select id from ingest.dead_letter where position is null order by first_received_at, id) as waiting) as t
        where t.id = d.id;
        create index if not exists dead_letter_position on ingest.dead_letter (code, position) where replayed_at is null;
        create index if not exists dead_letter_age on ingest.dead_letter (last_received_at);
        """;

    private const string Columns =
        "id, source, code, message, field, bytes, length, first_received_at, last_received_at, times, replayed_at, position, is_message";

    public async Task Keep(IReadOnlyCollection<DeadLetter> letters, CancellationToken cancellation)
    {
        if (letters.Count == 0)
            return;
        // The same bytes twice in one statement would touch one row twice, which PostgreSQL forbids.
        var distinct = letters.GroupBy(l => l.Id).Select(g => (Letter: g.First(), Times: g.Count())).ToArray();
        // Positions are in the order of arrival; rows are locked in the order of id, so that two such statements wait for each other. What
        // was accepted by a replay and is refused again is a new arrival.
        await using var command = pools.Upkeep.CreateCommand(
            """
            with arrived as materialized (
                select *, nextval('ingest.dead_letter_position') as position from (
                    select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $10) with ordinality
                        as t (id, source, code, message, field, bytes, length, times, is_message, place) order by place) as t)
            insert into ingest.dead_letter
                (id, source, code, message, field, bytes, length, times, is_message, position, first_received_at, last_received_at)
            select id, source, code, message, field, bytes, length, times, is_message, position, $9, $9 from arrived order by id
            on conflict (id) do update set
                times = dead_letter.times + excluded.times, last_received_at = excluded.last_received_at,
                code = excluded.code, message = excluded.message, field = excluded.field, replayed_at = null,
                position = case when dead_letter.replayed_at is null then dead_letter.position else excluded.position end
            """);
        Add(distinct.Select(d => d.Letter.Id).ToArray());
        Add(distinct.Select(d => StorableText.Of(d.Letter.Source)).ToArray());
        Add(distinct.Select(d => d.Letter.Refusal.Code.Text()).ToArray());
        Add(distinct.Select(d => StorableText.Of(d.Letter.Refusal.Message)).ToArray());
        Add(distinct.Select(d => d.Letter.Refusal.Field).ToArray());
        Add(distinct.Select(d => d.Letter.Bytes).ToArray());
        Add(distinct.Select(d => d.Letter.Length).ToArray());
        Add(distinct.Select(d => d.Times).ToArray());
        Add(clock.GetCurrentInstant().ToDateTimeUtc());
        Add(distinct.Select(d => d.Letter.IsMessage).ToArray());
        await command.ExecuteNonQueryAsync(cancellation);

        void Add(object value) => command.Parameters.Add(new NpgsqlParameter { Value = value });
    }

    /// <summary>Letters that wait, the latest first.</summary>
    /// <param name="code">Only those refused with this code; null for all.</param>
    /// <param name="sender">Only those of this sender; null for all.</param>
    /// <param name="after">Time and id of the letter to continue after, in the direction of reading; null for the beginning.</param>
    /// <param name="backward">Whether to read against the order.</param>
    /// <param name="limit">The most letters to return.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<List<KeptDeadLetter>> List(
        string? code, string? sender, (Instant LastReceivedAt, Guid Id)? after, bool backward, int limit, CancellationToken cancellation)
    {
        await using var command = pools.Readers.CreateCommand();
        var (than, direction) = backward ? ('>', "asc") : ('<', "desc");
        var where = Waiting(command, code, sender);
        if (after is { } key)
        {
            where += $" and (last_received_at, id) {than} ({Parameter(command, key.LastReceivedAt.ToDateTimeUtc())}, "
                + $"{Parameter(command, key.Id)})";
        }
        command.CommandText =
            $"""
             select {Columns} from ingest.dead_letter where {where}
             order by last_received_at {direction}, id {direction} limit {Parameter(command, limit)}
             """;
        return await Read(command, cancellation);
    }

    /// <summary>Number of letters that wait.</summary>
    public async Task<int> Count(string? code, string? sender, CancellationToken cancellation)
    {
        await using var command = pools.Readers.CreateCommand();
        command.CommandText = $"select count(*) from ingest.dead_letter where {Waiting(command, code, sender)}";
        return checked((int)(long)(await command.ExecuteScalarAsync(cancellation))!);
    }

    private static string Waiting(NpgsqlCommand command, string? code, string? sender) =>
        "replayed_at is null" + (code is null ? "" : $" and code = {Parameter(command, code)}")
        + (sender is null ? "" : $" and source = {Parameter(command, sender)}");

    private static string Parameter(NpgsqlCommand command, object value)
    {
        command.Parameters.Add(new NpgsqlParameter { Value = value });
        return string.Create(CultureInfo.InvariantCulture, $"${command.Parameters.Count}");
    }

    /// <summary>Position of the latest letter that has arrived; 0 where none has.</summary>
    public async Task<long> LastPosition(CancellationToken cancellation)
    {
        await using var command = pools.Upkeep.CreateCommand("select coalesce(max(position), 0) from ingest.dead_letter");
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>The next letters that wait, in the order of arrival: as many as a page holds, by number and by bytes.</summary>
    /// <param name="which">Which letters.</param>
    /// <param name="after">Position of the last letter of the page before; 0 for the first page.</param>
    /// <param name="until">Position of the last letter of all pages.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<List<KeptDeadLetter>> Page(DeadLetterChoice which, long after, long until, CancellationToken cancellation)
    {
        await using var command = pools.Upkeep.CreateCommand(
            $"""
             select {Columns} from (
                 select *, sum(octet_length(bytes)) over (order by position) - octet_length(bytes) as bytes_before from (
                     select * from ingest.dead_letter
                     where replayed_at is null and position > $1 and position <= $2 and {which.Condition}
                     order by position limit {MostInAPage}) as next) as next
             where bytes_before < {MostBytesInAPage} order by position
             """);
        foreach (var value in (object[])[after, until, which.Value])
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return await Read(command, cancellation);
    }

    /// <summary>Deletes letters that came last before a moment, replayed or not.</summary>
    /// <param name="receivedBefore">The moment.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="cancellation">Cancels the statement.</param>
    /// <returns>How many were deleted.</returns>
    public async Task<int> Delete(Instant receivedBefore, int most, CancellationToken cancellation)
    {
        await using var command = pools.Upkeep.CreateCommand(
            """
            delete from ingest.dead_letter where id in (
                select id from ingest.dead_letter where last_received_at < $1 order by last_received_at limit $2)
            """);
        command.Parameters.Add(new NpgsqlParameter { Value = receivedBefore.ToDateTimeUtc() });
        command.Parameters.Add(new NpgsqlParameter { Value = most });
        return await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>How many wait, by reason.</summary>
    public async Task<IReadOnlyDictionary<string, long>> Count(CancellationToken cancellation)
    {
        await using var command =
            pools.Readers.CreateCommand(
                "select code, count(*) from ingest.dead_letter where replayed_at is null group by code order by code");
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        while (await rows.ReadAsync(cancellation))
            counts[rows.GetString(0)] = rows.GetInt64(1);
        return counts;
    }

    /// <summary>Some of all letters, replayed or not, in the order of their ids.</summary>
    /// <param name="after">The last id of the page before; the empty id for the first page.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<List<KeptDeadLetter>> All(Guid after, CancellationToken cancellation)
    {
        await using var command = pools.Upkeep.CreateCommand(
            $"""
             select {Columns} from (
                 select *, sum(octet_length(bytes)) over (order by id) - octet_length(bytes) as bytes_before from (
                     select * from ingest.dead_letter where id > $1 order by id limit {MostInAPage}) as next) as next
             where bytes_before < {MostBytesInAPage} order by id
             """);
        command.Parameters.Add(new NpgsqlParameter { Value = after });
        return await Read(command, cancellation);
    }

    /// <summary>Replaces the sender, the bytes and the message of a letter.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="source">The sender.</param>
    /// <param name="bytes">A report in their place; null where they stay.</param>
    /// <param name="message">The refusal in words.</param>
    /// <param name="cancellation">Cancels the statement.</param>
    public async Task Replace(Guid id, string source, byte[]? bytes, string message, CancellationToken cancellation)
    {
        await using var command = pools.Upkeep.CreateCommand(
            """
            update ingest.dead_letter
            set source = $2, bytes = coalesce($3, bytes), message = $4, is_message = is_message and $3 is null where id = $1
            """);
        foreach (var value in (object[])[id, source])
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)bytes ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bytea });
        command.Parameters.Add(new NpgsqlParameter { Value = message });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Marks a letter as accepted by a replay.</summary>
    public async Task MarkReplayed(Guid id, CancellationToken cancellation)
    {
        await using var command = pools.Upkeep.CreateCommand("update ingest.dead_letter set replayed_at = $2 where id = $1");
        command.Parameters.Add(new NpgsqlParameter { Value = id });
        command.Parameters.Add(new NpgsqlParameter { Value = clock.GetCurrentInstant().ToDateTimeUtc() });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Records the reason of another refusal.</summary>
    public async Task MarkRefused(Guid id, Refusal refusal, CancellationToken cancellation)
    {
        await using var command =
            pools.Upkeep.CreateCommand("update ingest.dead_letter set code = $2, message = $3, field = $4 where id = $1");
        command.Parameters.Add(new NpgsqlParameter { Value = id });
        command.Parameters.Add(new NpgsqlParameter { Value = refusal.Code.Text() });
        command.Parameters.Add(new NpgsqlParameter { Value = StorableText.Of(refusal.Message) });
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)refusal.Field ?? DBNull.Value });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task<List<KeptDeadLetter>> Read(NpgsqlCommand command, CancellationToken cancellation)
    {
        var letters = new List<KeptDeadLetter>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            letters.Add(new(
                rows.GetGuid(0), rows.GetString(1), rows.GetString(2), rows.GetString(3), rows.IsDBNull(4) ? null : rows.GetString(4),
                rows.GetFieldValue<byte[]>(5), rows.GetInt64(6), At(7), At(8), rows.GetInt32(9), rows.IsDBNull(10) ? null : At(10),
                rows.GetInt64(11), rows.GetBoolean(12)));
        }
        return letters;

        Instant At(int column) => Instant.FromDateTimeUtc(rows.GetDateTime(column));
    }
}
