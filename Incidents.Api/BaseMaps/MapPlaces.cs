using Incidents.Domain;
using Incidents.Projections.BaseMaps;
using Npgsql;
using NpgsqlTypes;

namespace Incidents.Api.BaseMaps;

/// <summary>A name by language.</summary>
/// <param name="Ru">In Russian, or null.</param>
/// <param name="Kk">In Kazakh, or null.</param>
/// <param name="En">In English, or null.</param>
public sealed record PlaceNames(string? Ru, string? Kk, string? En);

/// <summary>A place for the map: a city, town, village or other settlement.</summary>
/// <param name="Id">Its id in the file that it comes from.</param>
/// <param name="Kind">What it is, as OpenStreetMap's `place` has it, e.g. `city`, `town`, `village`, `hamlet`.</param>
/// <param name="Name">Its name on signs.</param>
/// <param name="Names">Its name by language, where known.</param>
/// <param name="Population">Number of residents, or null if unknown.</param>
/// <param name="Point">Where it is.</param>
/// <param name="Unit">The district or city that it belongs to, or null.</param>
/// <param name="Region">The region that it belongs to, or null.</param>
public sealed record MapPlace(
    string Id, string Kind, string Name, PlaceNames Names, int? Population, GeoPoint Point, string? Unit, string? Region);

/// <summary>Stores the places of the map. They come from a file and are not part of the events.</summary>
internal sealed class MapPlaces(NpgsqlDataSource source)
{
    /// <summary>Most places that are stored.</summary>
    public const int Most = 20_000;

    private const string Columns = "id, kind, name, name_ru, name_kk, name_en, population, longitude, latitude, unit, region";

    /// <summary>Replaces all places.</summary>
    /// <param name="places">The new places.</param>
    /// <param name="cancellation">Cancels the work; then nothing has changed.</param>
    public async Task Replace(IReadOnlyCollection<MapPlace> places, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await Store.Sql.Execute(
            connection, $"lock table {BaseMapTables.Places} in share row exclusive mode; delete from {BaseMapTables.Places}", cancellation);
        await using (var copy = await connection.BeginBinaryImportAsync(
            $"copy {BaseMapTables.Places} ({Columns}, folded) from stdin (format binary)", cancellation))
        {
            foreach (var place in places)
            {
                await copy.StartRowAsync(cancellation);
                foreach (var text in (string?[])[place.Id, place.Kind, place.Name, place.Names.Ru, place.Names.Kk, place.Names.En])
                    await Copy.Text(copy, text, cancellation);
                await Copy.Number(copy, place.Population, cancellation);
                await copy.WriteAsync(place.Point.Longitude, NpgsqlDbType.Double, cancellation);
                await copy.WriteAsync(place.Point.Latitude, NpgsqlDbType.Double, cancellation);
                foreach (var text in (string?[])[place.Unit, place.Region, BaseMapName.FoldedNames(place.Name, place.Names)])
                    await Copy.Text(copy, text, cancellation);
            }
            await copy.CompleteAsync(cancellation);
        }
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>Places, those of most residents first, then by kind and name.</summary>
    /// <param name="bounds">Only those within, or null for all.</param>
    /// <param name="kinds">Only of these kinds, or null for all.</param>
    /// <param name="limit">The most places to return.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<List<MapPlace>> Read(
        GeoBounds? bounds, IReadOnlyList<string>? kinds, int limit, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"""
             select {Columns} from {BaseMapTables.Places}
             where ($1::text[] is null or kind = any($1)) and longitude between $2 and $3 and latitude between $4 and $5
             order by population desc nulls last, kind, name, id limit $6
             """);
        var within = bounds ?? new(-180, -90, 180, 90);
        command.Parameters.Add(
            new() { Value = kinds?.ToArray() ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        foreach (var value in (object[])[within.West, within.East, within.South, within.North, limit])
            command.Parameters.Add(new() { Value = value });
        return await Rows(command, cancellation);
    }

    /// <summary>The places whose name fits.</summary>
    /// <param name="typed">What was typed.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<List<FoundPlace>> Find(TypedName typed, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand();
        command.CommandText = $"select {Columns} from {BaseMapTables.Places} where {typed.Condition(command, "folded")}";
        var found = new List<FoundPlace>();
        foreach (var place in await Rows(command, cancellation))
        {
            if (typed.Best(place.Name, place.Names.Ru, place.Names.Kk, place.Names.En) is not { } match)
                continue;
            found.Add(new(FoundPlaceKind.Place, $"place/{place.Id}", place.Name, place.Names, place.Kind, null, place.Point, null)
            {
                Match = match,
                Population = place.Population,
            });
        }
        return found;
    }

    private static async Task<List<MapPlace>> Rows(NpgsqlCommand command, CancellationToken cancellation)
    {
        var places = new List<MapPlace>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            places.Add(new(
                rows.GetString(0), rows.GetString(1), rows.GetString(2), new(Text(3), Text(4), Text(5)),
                rows.IsDBNull(6) ? null : rows.GetInt32(6), new(rows.GetDouble(7), rows.GetDouble(8)), Text(9), Text(10)));
        }
        return places;

        string? Text(int column) => rows.IsDBNull(column) ? null : rows.GetString(column);
    }
}
