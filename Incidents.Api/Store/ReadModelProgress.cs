using Incidents.Projections;
using Npgsql;

namespace Incidents.Api.Store;

/// <summary>How far a read model is, and which definition its tables have: its row in <see cref="StoreTables.Progress"/>.</summary>
/// <param name="Position">Sequence of the last event that its tables hold.</param>
/// <param name="Version">Number of the definition; 0 where it is not known.</param>
internal readonly record struct ReadModelProgress(long Position, int Version)
{
    /// <summary>Reads the row; null where there is none.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="readModel">Name of the read model.</param>
    /// <param name="cancellation">Cancels the query.</param>
    /// <param name="isLocked">Whether nobody else can change it until the connection's transaction ends.</param>
    public static async Task<ReadModelProgress?> Read(
        NpgsqlConnection connection, string readModel, CancellationToken cancellation, bool isLocked = false)
    {
        await using var command = new NpgsqlCommand(
            $"select position, version from {StoreTables.Progress} where projection = $1{(isLocked ? " for update" : "")}", connection)
        { CommandTimeout = 0 };
        command.Parameters.Add(new() { Value = readModel });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        return await rows.ReadAsync(cancellation) ? new(rows.GetInt64(0), rows.GetInt32(1)) : null;
    }

    /// <summary>Reads the row on a connection of its own; one that is not there is of no known definition.</summary>
    public static async Task<ReadModelProgress> Read(NpgsqlDataSource source, string readModel, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        return await Read(connection, readModel, cancellation) ?? default;
    }

    /// <summary>Sequence up to which the daemon has given the events to all read models.</summary>
    public static async Task<long> Shared(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"select coalesce(max(last_seq_id), 0) from {EventStore.Schema}.mt_event_progression where name = $1", connection);
        command.Parameters.Add(new() { Value = ReadModels.Shard });
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>Writes the row.</summary>
    public async Task Write(NpgsqlConnection connection, string readModel, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"""
             insert into {StoreTables.Progress} (projection, position, version) values ($1, $2, $3)
             on conflict (projection) do update set position = excluded.position, version = excluded.version
             """, connection);
        command.Parameters.Add(new() { Value = readModel });
        command.Parameters.Add(new() { Value = Position });
        command.Parameters.Add(new() { Value = Version });
        await command.ExecuteNonQueryAsync(cancellation);
    }
}

/// <summary>The tables of a read model have another definition than this program's.</summary>
/// <param name="readModel">Name of the read model.</param>
/// <param name="stored">Number of the definition that the tables have.</param>
/// <param name="own">Number of this program's definition.</param>
internal sealed class ReadModelVersionException(string readModel, int stored, int own) : Exception(Describe(readModel, stored, own))
{
    /// <summary>The same in a sentence.</summary>
    public static string Describe(string readModel, int stored, int own) => stored > own
        ? $"A newer program has built the read model {readModel}: its definition has number {stored}, this program's {own}."
        : $"The read model {readModel} is to be rebuilt: its definition has number {stored}, this program's {own}.";
}

/// <summary>Another host writes the same read model.</summary>
internal sealed class ReadModelTakenException(string readModel, long expected, long? found) : Exception(
    $"Another host writes the read model {readModel}: expected at event {expected}, found {found?.ToString() ?? "elsewhere"}.");
