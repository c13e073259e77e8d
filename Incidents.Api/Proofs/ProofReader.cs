using Incidents.Api.Store;
using Incidents.Domain.Proofs;
using Npgsql;

namespace Incidents.Api.Proofs;

/// <summary>Where a leaf is, and the hashes that lead from it to the root.</summary>
/// <param name="Index">Its number, from 0.</param>
/// <param name="Hashes">The proof.</param>
internal readonly record struct LeafProof(long Index, IReadOnlyList<byte[]> Hashes);

/// <summary>Reads proofs of the current log.</summary>
internal sealed class ProofReader(StorePools pools)
{
    /// <summary>A connection for several proofs.</summary>
    public ValueTask<NpgsqlConnection> Connect(CancellationToken cancellation) => pools.Readers.OpenConnectionAsync(cancellation);

    /// <summary>The newest checkpoint of the current log, or that of a size; null for none.</summary>
    /// <param name="connection">The database.</param>
    /// <param name="size">Its size; null for the newest.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public static async Task<KeptCheckpoint?> Checkpoint(NpgsqlConnection connection, long? size, CancellationToken cancellation)
    {
        if (await LogRow.Last(connection, cancellation) is not { } log)
            return null;
        return size is { } given
            ? await CheckpointRows.Of(connection, log.Number, given, cancellation)
            : await CheckpointRows.Last(connection, log.Number, cancellation);
    }

    /// <summary>The places of the leaves of events or entries, by their numbers; those that are in no leaf are left out.</summary>
    /// <param name="connection">The database.</param>
    /// <param name="log">Number of the log.</param>
    /// <param name="kind">Of which store.</param>
    /// <param name="numbers">The numbers.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public static async Task<Dictionary<long, long>> Places(
        NpgsqlConnection connection, int log, RunKind kind, IReadOnlyCollection<long> numbers, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"""
             select n.number, r.first_index + n.number - r.first_number from unnest($3) as n (number)
             cross join lateral (
                 select * from {ProofTables.Run} where log = $1 and kind = $2 and first_number <= n.number
                 order by first_number desc limit 1) r
             where n.number < r.first_number + r.count
             """,
            connection);
        command.Parameters.Add(new() { Value = log });
        command.Parameters.Add(new() { Value = (short)kind });
        command.Parameters.Add(new() { Value = numbers.ToArray() });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var places = new Dictionary<long, long>();
        while (await rows.ReadAsync(cancellation))
            places.Add(rows.GetInt64(0), rows.GetInt64(1));
        return places;
    }

    /// <summary>Proofs that leaves are in the tree of a checkpoint.</summary>
    /// <param name="connection">The database.</param>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="places">Numbers of the leaves, each less than its size.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public static async Task<IReadOnlyList<LeafProof>> Inclusion(
        NpgsqlConnection connection, KeptCheckpoint checkpoint, IReadOnlyCollection<long> places, CancellationToken cancellation)
    {
        var size = checkpoint.Checkpoint.Size;
        var tiles = await TreeRows.Of(
            connection, checkpoint.Log, size, places.SelectMany(place => MerkleProofs.NodesOfInclusion(place, size)), cancellation);
        return [.. places.Select(place => new LeafProof(place, MerkleProofs.Inclusion(place, size, tiles.Hash)))];
    }

    /// <summary>The proof that the tree of a checkpoint continues that of fewer leaves.</summary>
    /// <param name="connection">The database.</param>
    /// <param name="log">Number of the log.</param>
    /// <param name="first">Number of leaves of the earlier tree, at least 1.</param>
    /// <param name="second">Number of leaves of the later tree.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public static async Task<IReadOnlyList<byte[]>> Consistency(
        NpgsqlConnection connection, int log, long first, long second, CancellationToken cancellation)
    {
        var tiles = await TreeRows.Of(connection, log, second, MerkleProofs.NodesOfConsistency(first, second), cancellation);
        return MerkleProofs.Consistency(first, second, tiles.Hash);
    }
}
