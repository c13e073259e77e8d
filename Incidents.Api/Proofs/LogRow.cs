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
/// <param name="Named">The checkpoint of the log before, which its first leaf names; null for the first log.</param>
internal sealed record LogRow(
    int Number, string Origin, string VerifierKey, long Size, long EventsUntil, long AccessUntil, int Timeline, string? Named = null)
{
    /// <summary>The last log; null where none has begun.</summary>
    public static async Task<LogRow?> Last(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"""
             select number, origin, verifier_key, size, events_until, access_until, timeline, named from {ProofTables.Log}
             order by number desc limit 1
             """,
            connection);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        return await rows.ReadAsync(cancellation)
            ? new(
                rows.GetInt32(0), rows.GetString(1), rows.GetString(2), rows.GetInt64(3), rows.GetInt64(4), rows.GetInt64(5),
                rows.GetInt32(6), rows.IsDBNull(7) ? null : rows.GetString(7))
            : null;
    }

    /// <summary>The timeline of the database now.</summary>
    /// <remarks>That of the file that is written to: the control file learns it only at the first checkpoint after a restore.</remarks>
    public static async Task<int> TimelineNow(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "select ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::int", connection);
        return (int)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>Adds it.</summary>
    public async Task Insert(NpgsqlConnection connection, DateTime now, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"""
             insert into {ProofTables.Log}
                 (number, origin, verifier_key, size, events_until, access_until, timeline, begun_at, named)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
             """,
            connection);
        foreach (var value in (object[])[Number, Origin, VerifierKey, Size, EventsUntil, AccessUntil, Timeline, now])
            command.Parameters.Add(new() { Value = value });
        command.Parameters.Add(new() { Value = (object?)Named ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
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
}
