using Incidents.Api.BaseMaps.Osm;
using Incidents.Api.BaseMaps.Tiles;
using Incidents.Api.Store;
using Incidents.Domain;
using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace Incidents.Api.BaseMaps;

/// <summary>What became of an extract.</summary>
/// <param name="Counts">What was counted while it was read.</param>
/// <param name="Streets">Number of streets.</param>
/// <param name="Places">Number of places.</param>
/// <param name="Tiles">Number of tiles.</param>
/// <param name="TileBytes">Bytes of all tiles.</param>
/// <param name="LargestTileBytes">Bytes of the largest tile.</param>
/// <param name="TooLarge">Areas left out at some zoom because they are too large for it.</param>
/// <param name="DataAt">The moment of the data, or null.</param>
internal sealed record BaseMapReport(
    ExtractCounts Counts, int Streets, int Places, int Tiles, long TileBytes, int LargestTileBytes, int TooLarge, Instant? DataAt);

/// <summary>Makes a base map of an extract and stores it in place of the one before.</summary>
/// <remarks>
/// The rows of the new map are written beside those of the old one, in many short transactions: a long one would delay the read models. The
/// last transaction makes the new map the current one. Until then every host serves the old map, also where the loading is killed; what
/// that leaves is removed by the next load. A lock of the session keeps a second load away.
/// </remarks>
internal sealed class BaseMapLoader(NpgsqlDataSource source)
{
    // Not used by any other advisory lock of this database.
    private const long Lock = 0x1C1DEBA5;

    private const int BytesPerCopy = 8 << 20;
    private const string Attribution = "© OpenStreetMap contributors";

    /// <summary>Makes and stores the map.</summary>
    /// <param name="path">The extract.</param>
    /// <param name="isDryRun">Whether nothing is stored.</param>
    /// <param name="cancellation">Ends the work; then the map is the one before.</param>
    /// <exception cref="BaseMapException">The file is not valid, or another map is being loaded.</exception>
    public async Task<BaseMapReport> Load(string path, bool isDryRun, CancellationToken cancellation)
    {
        try
        {
            if (isDryRun)
                return await Make(path, Extract.Read(path, cancellation), (_, _) => Task.CompletedTask, cancellation);
            await using var connection = await source.OpenConnectionAsync(cancellation);
            await using var free = new NpgsqlCommand($"select pg_try_advisory_lock({Lock})", connection);
            if (await free.ExecuteScalarAsync(cancellation) is not true)
                throw new BaseMapException(ErrorCode.BaseMapTaken, "Another base map is being loaded; try again when that is done.");
            try
            {
                return await Store(connection, path, cancellation);
            }
            finally
            {
                // Where the connection is lost the lock is too.
                await Unlock(connection);
            }
        }
        catch (OsmException e)
        {
            throw new BaseMapException(e.Code, e.Message);
        }
        catch (TooManyTilesException e)
        {
            throw new BaseMapException(ErrorCode.ExtractTooLarge, $"{e.Message} Make an extract of the region, e.g. with osmium extract.");
        }
    }

    private static async Task Unlock(NpgsqlConnection connection)
    {
        if (connection.State == System.Data.ConnectionState.Open)
            await Sql.Execute(connection, $"select pg_advisory_unlock({Lock})", CancellationToken.None);
    }

    private static async Task<BaseMapReport> Store(NpgsqlConnection connection, string path, CancellationToken cancellation)
    {
        var extract = Extract.Read(path, cancellation);
        await Remove(connection, cancellation);
        var map = await Begin(connection, path, extract, cancellation);
        var report = await Make(path, extract, (tiles, token) => Write(connection, map, tiles, token), cancellation);
        await Write(connection, map, extract.Names, cancellation);
        await using (var transaction = await connection.BeginTransactionAsync(cancellation))
        {
            await Sql.Execute(
                connection,
                $"""
                 update {BaseMapTables.Maps} set is_current = false where is_current;
                 update {BaseMapTables.Maps} set is_current = true, loaded_at = now() where map = {map};
                 """,
                cancellation);
            await transaction.CommitAsync(cancellation);
        }
        await Remove(connection, cancellation);
        return report;
    }

    /// <summary>Removes the rows of maps that are not served: of the one before, or of a load that was killed.</summary>
    private static async Task Remove(NpgsqlConnection connection, CancellationToken cancellation)
    {
        int[] maps;
        await using (var command = new NpgsqlCommand(
            $"select coalesce(array_agg(map), array[]::int[]) from {BaseMapTables.Maps} where not is_current", connection))
            maps = (int[])(await command.ExecuteScalarAsync(cancellation))!;
        foreach (var map in maps)
        {
            foreach (var table in (string[])[BaseMapTables.Tiles, BaseMapTables.Names, BaseMapTables.Maps])
                await Sql.Execute(connection, $"delete from {table} where map = {map}", cancellation);
        }
    }

    private static async Task<int> Begin(NpgsqlConnection connection, string path, Extract extract, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"""
             insert into {BaseMapTables.Maps} (file, attribution, data_at, west, south, east, north)
             values ($1, $2, $3, $4, $5, $6, $7) returning map
             """,
            connection);
        command.Parameters.Add(new() { Value = MapText.Name(Path.GetFileName(path)) ?? "" });
        command.Parameters.Add(new() { Value = Attribution });
        command.Parameters.Add(new()
        {
            Value = extract.DataAt?.ToDateTimeUtc() ?? (object)DBNull.Value,
            NpgsqlDbType = NpgsqlDbType.TimestampTz,
        });
        foreach (var edge in (double[])[extract.Bounds.West, extract.Bounds.South, extract.Bounds.East, extract.Bounds.North])
            command.Parameters.Add(new() { Value = edge });
        return (int)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private static async Task<BaseMapReport> Make(
        string path, Extract extract, Func<List<MadeTile>, CancellationToken, Task> write, CancellationToken cancellation)
    {
        var maker = new TileMaker(extract.Features);
        var (batch, inBatch, count, bytes, largest) = (new List<MadeTile>(), 0L, 0, 0L, 0);
        foreach (var tile in maker.Make(cancellation))
        {
            batch.Add(tile);
            (inBatch, bytes, count) = (inBatch + tile.Content.Length, bytes + tile.Content.Length, count + 1);
            largest = Math.Max(largest, tile.Content.Length);
            if (inBatch < BytesPerCopy)
                continue;
            await write(batch, cancellation);
            batch.Clear();
            inBatch = 0;
        }
        if (batch.Count > 0)
            await write(batch, cancellation);
        if (count == 0)
            throw new BaseMapException(ErrorCode.ExtractWithoutWays, $"{path} has nothing that is large enough for a map.");
        var streets = extract.Names.Count(n => n.Kind == BaseMapName.Street);
        return new(
            extract.Counts, streets, extract.Names.Count - streets, count, bytes, largest, maker.TooLarge, extract.DataAt);
    }

    private static async Task Write(NpgsqlConnection connection, int map, List<MadeTile> tiles, CancellationToken cancellation)
    {
        await using var copy = await connection.BeginBinaryImportAsync(
            $"copy {BaseMapTables.Tiles} (map, zoom, x, y, content) from stdin (format binary)", cancellation);
        foreach (var tile in tiles)
        {
            await copy.StartRowAsync(cancellation);
            await copy.WriteAsync(map, NpgsqlDbType.Integer, cancellation);
            await copy.WriteAsync((short)tile.Zoom, NpgsqlDbType.Smallint, cancellation);
            await copy.WriteAsync(tile.X, NpgsqlDbType.Integer, cancellation);
            await copy.WriteAsync(tile.Y, NpgsqlDbType.Integer, cancellation);
            await copy.WriteAsync(tile.Content, NpgsqlDbType.Bytea, cancellation);
        }
        await copy.CompleteAsync(cancellation);
    }

    private static async Task Write(
        NpgsqlConnection connection, int map, IReadOnlyList<BaseMapName> names, CancellationToken cancellation)
    {
        await using var copy = await connection.BeginBinaryImportAsync(
            $"""
             copy {BaseMapTables.Names} (map, id, kind, name, name_ru, name_kk, name_en, class, town, folded, population, longitude,
                 latitude, west, south, east, north) from stdin (format binary)
             """,
            cancellation);
        for (var id = 0; id < names.Count; id++)
        {
            var name = names[id];
            await copy.StartRowAsync(cancellation);
            await copy.WriteAsync(map, NpgsqlDbType.Integer, cancellation);
            await copy.WriteAsync(id, NpgsqlDbType.Integer, cancellation);
            string?[] texts = [name.Kind, name.Name, name.Names.Ru, name.Names.Kk, name.Names.En, name.Class, name.Town, name.Folded];
            foreach (var text in texts)
                await Copy.Text(copy, text, cancellation);
            await Copy.Number(copy, name.Population, cancellation);
            var (point, bounds) = (name.Point, name.Bounds);
            foreach (var degrees in (double[])[point.Longitude, point.Latitude, bounds.West, bounds.South, bounds.East, bounds.North])
                await copy.WriteAsync(degrees, NpgsqlDbType.Double, cancellation);
        }
        await copy.CompleteAsync(cancellation);
    }
}
