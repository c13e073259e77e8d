using Npgsql;

namespace Incidents.Api.Proofs;

/// <summary>The state of a log.</summary>
/// <param name="Number">Its number in this database, from 1.</param>
/// <param name="Origin">Its name.</param>
/// <param name="VerifierKey">The key that signs it.</param>
/// <param name="Size">Number of leaves.</param>
/// <param name="EventsUntil">Number of the last event that is a leaf, or was passed over as a gap.</param>
/// <param name="AccessUntil">The same of the access log.</param>
/// <param name="Timeline">The timeline of PostgreSQL on which it began: a restore begins another.</param>
/// <param name="System">The id that PostgreSQL gave the cluster when it was made.</param>
/// <param name="Named">The last checkpoint that was signed before it began, which its first leaf names; null for the first log.</param>
/// <param name="Kept">The last checkpoint that the restored database had, where that is another one: its second leaf.</param>
internal sealed record LogRow(
    int Number, string Origin, string VerifierKey, long Size, long EventsUntil, long AccessUntil, int Timeline, long System,
    string? Named = null, string? Kept = null)
{
    private const string Columns =
        "number, origin, verifier_key, size, events_until, access_until, timeline, system, named, kept, begun_at";


    /// <summary>The last log; null where none has begun.</summary>
    public static async Task<LogRow?> Last(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"select {Columns} from {ProofTables.Log} order by number desc limit 1", connection);
        return await Read(command, cancellation);
    }

    /// <summary>The log of an origin; null where the database has none.</summary>
    public static async Task<LogRow?> Of(NpgsqlConnection connection, string origin, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"select {Columns} from {ProofTables.Log} where origin = $1", connection);
        command.Parameters.Add(new() { Value = origin });
        return await Read(command, cancellation);
    }

    /// <summary>The cluster and the timeline of the database now.</summary>
    /// <remarks>
    /// The timeline is that of the file that is written to: the control file learns it only at the first checkpoint after a restore.
    /// </remarks>
    public static async Task<(long System, int Timeline)> Now(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            select system_identifier, ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::int from pg_control_system()
            """,
            connection);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        await rows.ReadAsync(cancellation);
        return (rows.GetInt64(0), rows.GetInt32(1));
    }

    /// <summary>Adds it.</summary>
    public async Task Insert(NpgsqlConnection connection, DateTime now, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"""
             insert into {ProofTables.Log}
                 ({Columns})
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
             """,
            connection);
        foreach (var value in (object[])[Number, Origin, VerifierKey, Size, EventsUntil, AccessUntil, Timeline, System])
            command.Parameters.Add(new() { Value = value });
        foreach (var text in (string?[])[Named, Kept])
            command.Parameters.Add(new() { Value = (object?)text ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = now });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Keeps how far it has come.</summary>
    public async Task Update(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"update {ProofTables.Log} set size = $2, events_until = $3, access_until = $4 where number = $1", connection);
        foreach (var value in (object[])[Number, Size, EventsUntil, AccessUntil])
            command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task<LogRow?> Read(NpgsqlCommand command, CancellationToken cancellation)
    {
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        return await rows.ReadAsync(cancellation)
            ? new(
                rows.GetInt32(0), rows.GetString(1), rows.GetString(2), rows.GetInt64(3), rows.GetInt64(4), rows.GetInt64(5),
                rows.GetInt32(6), rows.GetInt64(7), rows.IsDBNull(8) ? null : rows.GetString(8),
                rows.IsDBNull(9) ? null : rows.GetString(9))
            : null;
    }
}
