using Incidents.Domain.Proofs;
using NodaTime;
using Npgsql;

namespace Incidents.Api.Proofs;

/// <summary>A checkpoint as it was signed.</summary>
/// <param name="Log">Number of its log.</param>
/// <param name="Checkpoint">Origin, size and root.</param>
/// <param name="Note">The signed note, with the signatures of witnesses that have co-signed.</param>
/// <param name="SignedAt">When.</param>
internal sealed record KeptCheckpoint(int Log, Checkpoint Checkpoint, string Note, Instant SignedAt);

/// <summary>Reads and writes the checkpoints.</summary>
internal static class CheckpointRows
{
    private const string Select =
        $"""
         select c.log, l.origin, c.size, c.root, c.note, c.signed_at from {ProofTables.Checkpoint} c
         join {ProofTables.Log} l on l.number = c.log
         """;

    /// <summary>The last one of a log; null for none.</summary>
    public static async Task<KeptCheckpoint?> Last(NpgsqlConnection connection, int log, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"{Select} where c.log = $1 order by c.size desc limit 1", connection);
        command.Parameters.Add(new() { Value = log });
        return (await Read(command, cancellation)).FirstOrDefault();
    }

    /// <summary>The one of a size; null for none.</summary>
    public static async Task<KeptCheckpoint?> Of(NpgsqlConnection connection, int log, long size, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"{Select} where c.log = $1 and c.size = $2", connection);
        command.Parameters.Add(new() { Value = log });
        command.Parameters.Add(new() { Value = size });
        return (await Read(command, cancellation)).FirstOrDefault();
    }

    /// <summary>Those of all logs, the newest first.</summary>
    /// <param name="connection">The database.</param>
    /// <param name="from">Log and size to start from, exclusive; null for the newest, or for the oldest where it goes back.</param>
    /// <param name="isBackward">Whether the ones before it are read, the nearest first.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public static async Task<List<KeptCheckpoint>> List(
        NpgsqlConnection connection, (int Log, long Size)? from, bool isBackward, int most, CancellationToken cancellation)
    {
        var (sign, order) = isBackward ? (">", "asc") : ("<", "desc");
        await using var command = new NpgsqlCommand(
            $"""
             {Select} where $1::int is null or (c.log, c.size) {sign} ($1::int, $2::bigint)
             order by c.log {order}, c.size {order} limit $3
             """,
            connection);
        command.Parameters.Add(new() { Value = from is { } at ? at.Log : DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Integer });
        command.Parameters.Add(new() { Value = from is { } of ? of.Size : DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Bigint });
        command.Parameters.Add(new() { Value = most });
        return await Read(command, cancellation);
    }

    /// <summary>Earlier ones that somebody may have kept: those of exports, the newest, and the last one of each day.</summary>
    /// <param name="connection">The database.</param>
    /// <param name="log">Number of the log.</param>
    /// <param name="before">Those of less leaves.</param>
    /// <param name="most">How many of exports, and how many of the newest; days at most 400.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public static async Task<List<KeptCheckpoint>> Earlier(
        NpgsqlConnection connection, int log, long before, int most, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"""
             with earlier as (select * from {ProofTables.Checkpoint} where log = $1 and size < $2 and size > 0)
             {Select} where c.log = $1 and c.size in (
                 (select size from earlier where is_given order by size desc limit $3)
                 union (select size from earlier order by size desc limit $3)
                 union (select max(size) from earlier group by date_trunc('day', signed_at at time zone 'utc') order by 1 desc limit 400))
             order by c.size
             """,
            connection)
        { CommandTimeout = 0 };
        command.Parameters.Add(new() { Value = log });
        command.Parameters.Add(new() { Value = before });
        command.Parameters.Add(new() { Value = most });
        return await Read(command, cancellation);
    }

    /// <summary>Marks one as given away in an export.</summary>
    public static Task Give(NpgsqlConnection connection, KeptCheckpoint signed, CancellationToken cancellation) => Execute(
        connection, $"update {ProofTables.Checkpoint} set is_given = true where log = $1 and size = $2 and not is_given",
        [signed.Log, signed.Checkpoint.Size], cancellation);

    /// <summary>Number of all checkpoints.</summary>
    public static async Task<int> Count(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"select count(*)::int from {ProofTables.Checkpoint}", connection);
        return (int)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>Adds one.</summary>
    public static Task Insert(NpgsqlConnection connection, KeptCheckpoint signed, CancellationToken cancellation) => Execute(
        connection,
        $"insert into {ProofTables.Checkpoint} (log, size, root, note, signed_at) values ($1, $2, $3, $4, $5)",
        [signed.Log, signed.Checkpoint.Size, signed.Checkpoint.Root, signed.Note, signed.SignedAt.ToDateTimeUtc()], cancellation);

    /// <summary>Adds the signature of a witness to one.</summary>
    public static Task Cosign(
        NpgsqlConnection connection, KeptCheckpoint signed, NoteSignature signature, CancellationToken cancellation) => Execute(
        connection,
        $"update {ProofTables.Checkpoint} set note = note || $3 where log = $1 and size = $2 and strpos(note, $3) = 0",
        [signed.Log, signed.Checkpoint.Size, signature.Line], cancellation);

    private static async Task Execute(NpgsqlConnection connection, string sql, object[] values, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task<List<KeptCheckpoint>> Read(NpgsqlCommand command, CancellationToken cancellation)
    {
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var found = new List<KeptCheckpoint>();
        while (await rows.ReadAsync(cancellation))
        {
            found.Add(new(
                rows.GetInt32(0), new(rows.GetString(1), rows.GetInt64(2), rows.GetFieldValue<byte[]>(3)), rows.GetString(4),
                Instant.FromDateTimeUtc(rows.GetDateTime(5))));
        }
        return found;
    }
}
