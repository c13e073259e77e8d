using Incidents.Domain;
using Incidents.Projections.BaseMaps;
using NodaTime;
using Npgsql;

namespace Incidents.Api.BaseMaps;

/// <summary>The base map that is served.</summary>
/// <param name="Version">Identifies the load.</param>
/// <param name="Attribution">The attribution that the licence of its data asks for.</param>
/// <param name="DataAt">The moment of the data in the file, or null where the file has none.</param>
/// <param name="Bounds">The rectangle around its data.</param>
internal sealed record LoadedBaseMap(Guid Version, string Attribution, Instant? DataAt, GeoBounds Bounds);

/// <summary>A tile of the base map that is served.</summary>
/// <param name="Version">Identifies the load.</param>
/// <param name="Content">The vector tile, compressed with gzip, or null where it is empty.</param>
internal sealed record ServedTile(Guid Version, byte[]? Content);

/// <summary>Reads the base map and the names of its streets and places.</summary>
internal sealed class BaseMapReader(NpgsqlDataSource source)
{
    /// <summary>Most names that a search compares.</summary>
    private const int MostNames = 20_000;

    /// <summary>The base map that is served, or null.</summary>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<LoadedBaseMap?> Current(CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"select version, attribution, data_at, west, south, east, north from {BaseMapTables.Maps} where is_current");
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        return await rows.ReadAsync(cancellation)
            ? new(
                rows.GetGuid(0), rows.GetString(1), rows.IsDBNull(2) ? null : Instant.FromDateTimeUtc(rows.GetDateTime(2)),
                new(rows.GetDouble(3), rows.GetDouble(4), rows.GetDouble(5), rows.GetDouble(6)))
            : null;
    }

    /// <summary>A tile, or null where there is no base map.</summary>
    /// <param name="zoom">Its zoom.</param>
    /// <param name="x">Its column.</param>
    /// <param name="y">Its row.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<ServedTile?> Tile(int zoom, int x, int y, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"""
             select m.version, t.content from {BaseMapTables.Maps} m
             left join {BaseMapTables.Tiles} t on t.map = m.map and t.zoom = $1 and t.x = $2 and t.y = $3
             where m.is_current
             """);
        command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = (short)zoom });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = x });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = y });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        return await rows.ReadAsync(cancellation)
            ? new(rows.GetGuid(0), rows.IsDBNull(1) ? null : rows.GetFieldValue<byte[]>(1))
            : null;
    }

    /// <summary>The streets and places of the base map whose name fits.</summary>
    /// <param name="typed">What was typed.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<List<FoundPlace>> Names(TypedName typed, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand();
        command.CommandText =
            $"""
             select n.kind, n.id, n.name, n.name_ru, n.name_kk, n.name_en, n.class, n.town, n.population, n.longitude, n.latitude,
                 n.west, n.south, n.east, n.north
             from {BaseMapTables.Names} n join {BaseMapTables.Maps} m on m.map = n.map and m.is_current
             where {typed.Condition(command, "n.folded")} limit {MostNames}
             """;
        var found = new List<FoundPlace>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var (name, names) = (rows.GetString(2), new PlaceNames(Text(3), Text(4), Text(5)));
            if (typed.Best(name, names.Ru, names.Kk, names.En) is not { } match)
                continue;
            var isStreet = rows.GetString(0) == BaseMapName.Street;
            found.Add(new(
                isStreet ? FoundPlaceKind.Street : FoundPlaceKind.Place, $"map/{rows.GetInt32(1)}", name, names,
                isStreet ? Text(7) : rows.GetString(6), null, new(rows.GetDouble(9), rows.GetDouble(10)),
                new GeoBounds(rows.GetDouble(11), rows.GetDouble(12), rows.GetDouble(13), rows.GetDouble(14)))
            {
                Match = match,
                Population = rows.IsDBNull(8) ? null : rows.GetInt32(8),
            });
        }
        return found;

        string? Text(int column) => rows.IsDBNull(column) ? null : rows.GetString(column);
    }
}
