using System.Security.Cryptography;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.PersonalData;
using Npgsql;
using NpgsqlTypes;

namespace Incidents.Api.PersonalData;

/// <summary>A masking that has begun and is not complete.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Plate">The plate, or null.</param>
/// <param name="Name">The name, or null.</param>
/// <param name="Things">The things that hold the data; null while they have not been looked for.</param>
/// <param name="ReasonCode">Reason code.</param>
/// <param name="Reference">What the request refers to.</param>
/// <param name="By">Who asked.</param>
/// <param name="Person">Keyed hash of whose data they are.</param>
internal sealed record OpenMasking(
    Guid Id, string? Plate, string? Name, IReadOnlySet<Guid>? Things, string ReasonCode, string Reference, string By, string Person)
{
    /// <summary>What is masked.</summary>
    public MaskingTarget Target => Plate is null && Name is null ? MaskingTarget.Things : MaskingTarget.Person;

    /// <summary>Finds the person in texts; null where only things were named.</summary>
    public PersonMatcher? Matcher => PersonMatcher.Of(Plate, Name, out _);
}

/// <summary>Maskings that are under way, and how far retention has come.</summary>
/// <remarks>
/// A row is there from before the first change until after the last one, so that a masking that was interrupted is finished. It holds the
/// plate or name, because nothing else says what is left to mask; it is deleted with the last step, and the table is rewritten when traces
/// are removed.
/// </remarks>
internal sealed class MaskingTable(NpgsqlDataSource source)
{
    /// <summary>The maskings.</summary>
    public const string Table = $"{EventStore.Schema}.masking";

    private const string Counts = $"{EventStore.Schema}.masking_count";
    private const string Key = $"{EventStore.Schema}.person_key";
    private const string RetentionTable = $"{EventStore.Schema}.retention";
    private const int KeyBytes = 32;

    /// <summary>The tables.</summary>
    public const string Ddl =
        $"""
         create table if not exists {Table} (
             id uuid primary key,
             plate text,
             name text,
             things uuid[],
             reason_code text not null,
             reference text not null,
             by text not null,
             person text not null,
             begun_at timestamptz not null default now());
         create table if not exists {Counts} (
             id uuid not null references {Table} on delete cascade, what text not null, n bigint not null, primary key (id, what));
         create table if not exists {RetentionTable} (rule text primary key, position bigint not null, masked bigint not null);
         create table if not exists {Key} (one boolean primary key default true check (one), key bytea not null);
         """;

    /// <summary>The key of the hashes of persons; made at the first use.</summary>
    public async Task<byte[]> PersonKey(CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"""
             with made as (
                 insert into {Key} (key) select $1 where not exists (select from {Key}) on conflict do nothing returning key)
             select key from made union all select key from {Key} limit 1
             """);
        command.Parameters.Add(new() { Value = RandomNumberGenerator.GetBytes(KeyBytes) });
        // Two hosts that make it at the same moment: one of them sees neither its own nor the other's.
        return await command.ExecuteScalarAsync(cancellation) as byte[] ?? await PersonKey(cancellation);
    }

    /// <summary>Keeps a masking before it begins.</summary>
    public async Task Add(OpenMasking masking, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"insert into {Table} values ($1, $2, $3, $4, $5, $6, $7, $8)");
        command.Parameters.Add(new() { Value = masking.Id });
        foreach (var text in (string?[])[masking.Plate, masking.Name])
            command.Parameters.Add(new() { Value = (object?)text ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(
            new() { Value = (object?)masking.Things?.ToArray() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
        foreach (var text in (string[])[masking.ReasonCode, masking.Reference, masking.By, masking.Person])
            command.Parameters.Add(new() { Value = text });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Keeps what was found.</summary>
    public async Task Found(Guid masking, IReadOnlySet<Guid> things, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand($"update {Table} set things = $2 where id = $1");
        command.Parameters.Add(new() { Value = masking });
        command.Parameters.Add(new() { Value = things.ToArray() });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Adds to what a masking has masked.</summary>
    public static async Task Count(NpgsqlConnection connection, Guid masking, string what, long count)
    {
        await using var command = new NpgsqlCommand(
            $"insert into {Counts} as c values ($1, $2, $3) on conflict (id, what) do update set n = c.n + excluded.n", connection);
        foreach (var value in (object[])[masking, what, count])
            command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The same, on a connection of its own.</summary>
    public async Task Count(Guid masking, string what, long count, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await Count(connection, masking, what, count);
    }

    /// <summary>What a masking has masked so far.</summary>
    public async Task<IReadOnlyList<MaskedCount>> CountsOf(Guid masking, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand($"""select what, n from {Counts} where id = $1 order by what collate "C" """);
        command.Parameters.Add(new() { Value = masking });
        var counts = new List<MaskedCount>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            counts.Add(new(rows.GetString(0), rows.GetInt64(1)));
        return counts;
    }

    /// <summary>The maskings that are not complete, the oldest first.</summary>
    public async Task<List<OpenMasking>> Open(CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"""
             select id, plate, name, things, reason_code, reference, by, person from {Table} order by begun_at, id
             """);
        var open = new List<OpenMasking>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            open.Add(new(
                rows.GetGuid(0), rows.IsDBNull(1) ? null : rows.GetString(1), rows.IsDBNull(2) ? null : rows.GetString(2),
                rows.IsDBNull(3) ? null : rows.GetFieldValue<Guid[]>(3).ToHashSet(), rows.GetString(4), rows.GetString(5),
                rows.GetString(6), rows.GetString(7)));
        }
        return open;
    }

    /// <summary>Forgets a masking that is complete.</summary>
    public async Task Delete(Guid masking, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand($"delete from {Table} where id = $1");
        command.Parameters.Add(new() { Value = masking });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>How far a retention rule has come, and how much it has masked so far.</summary>
    public async Task<(long Position, long Masked)> Retained(string rule, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand($"select position, masked from {RetentionTable} where rule = $1");
        command.Parameters.Add(new() { Value = rule });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        return await rows.ReadAsync(cancellation) ? (rows.GetInt64(0), rows.GetInt64(1)) : default;
    }

    /// <summary>Keeps how far a retention rule has come, in the transaction that masks.</summary>
    public static async Task Retain(NpgsqlConnection connection, string rule, MaskedPart part)
    {
        await using var command = new NpgsqlCommand(
            $"""
             insert into {RetentionTable} as r values ($1, $2, $3)
             on conflict (rule) do update set position = excluded.position, masked = r.masked + excluded.masked
             """, connection);
        foreach (var value in (object[])[rule, part.Position, part.Masked])
            command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync();
    }
}
