using Incidents.Domain.Proofs;
using Npgsql;
using NpgsqlTypes;

namespace Incidents.Api.Proofs;

/// <summary>Reads and writes the tiles of a log.</summary>
internal static class TreeRows
{
    /// <summary>The tiles of nodes.</summary>
    /// <param name="connection">The database.</param>
    /// <param name="log">Number of the log.</param>
    /// <param name="size">Number of leaves.</param>
    /// <param name="nodes">The nodes that will be asked for.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public static Task<MerkleTiles> Of(
        NpgsqlConnection connection, int log, long size, IEnumerable<MerkleNode> nodes, CancellationToken cancellation) =>
        Read(connection, log, size, [.. nodes.Select(MerkleTiles.TileOf).Distinct()], cancellation);

    /// <summary>The tiles that are not full, to add leaves.</summary>
    public static Task<MerkleTiles> Open(NpgsqlConnection connection, int log, long size, CancellationToken cancellation) =>
        Read(connection, log, size, [.. MerkleTiles.OpenTiles(size)], cancellation);

    /// <summary>The root over the first leaves.</summary>
    public static async Task<byte[]> Root(NpgsqlConnection connection, int log, long size, CancellationToken cancellation) =>
        size == 0
            ? MerkleTree.EmptyRoot
            : (await Of(connection, log, size, MerkleProofs.NodesOf(new(0, size)), cancellation)).Root(size);

    /// <summary>Writes the tiles that have changed.</summary>
    public static async Task Write(NpgsqlConnection connection, int log, MerkleTiles tiles, CancellationToken cancellation)
    {
        var changed = tiles.Changed.ToArray();
        await using var command = new NpgsqlCommand(
            $"""
             insert into {ProofTables.Tile} (log, level, index, hashes)
             select $1, t.level, t.index, t.hashes from unnest($2, $3, $4) as t (level, index, hashes)
             on conflict (log, level, index) do update set hashes = excluded.hashes
             """,
            connection)
        { CommandTimeout = 0 };
        command.Parameters.Add(new() { Value = log });
        command.Parameters.Add(new() { Value = Array.ConvertAll(changed, tile => tile.Key.Level) });
        command.Parameters.Add(new() { Value = Array.ConvertAll(changed, tile => tile.Key.Index) });
        command.Parameters.Add(
            new() { Value = Array.ConvertAll(changed, tile => tile.Value), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task<MerkleTiles> Read(
        NpgsqlConnection connection, int log, long size, TilePosition[] wanted, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"""
             select k.level, k.index, k.hashes from unnest($2, $3) as t (level, index)
             join {ProofTables.Tile} k on k.log = $1 and k.level = t.level and k.index = t.index
             """,
            connection);
        command.Parameters.Add(new() { Value = log });
        command.Parameters.Add(new() { Value = Array.ConvertAll(wanted, at => at.Level) });
        command.Parameters.Add(new() { Value = Array.ConvertAll(wanted, at => at.Index) });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var found = new Dictionary<TilePosition, byte[]>();
        while (await rows.ReadAsync(cancellation))
            found.Add(new(rows.GetInt32(0), rows.GetInt64(1)), rows.GetFieldValue<byte[]>(2));
        return new(size, found);
    }
}
