using Incidents.Api.Store;
using Incidents.Domain;
using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace Incidents.Api.Boundaries;

/// <summary>The validity of the boundaries of a file, and the properties to read.</summary>
/// <param name="Set">The set of the boundaries.</param>
/// <param name="NameProperty">The property of the name.</param>
/// <param name="RegionProperty">The property of the region, or null.</param>
/// <param name="ValidFrom">First day of their validity.</param>
/// <param name="ValidUntil">First day after their validity, or null.</param>
/// <param name="ResidentsProperty">The property of the number of residents, or null.</param>
internal sealed record BoundaryVintage(
    string Set, string NameProperty, string? RegionProperty, LocalDate ValidFrom, LocalDate? ValidUntil, string? ResidentsProperty = null);

/// <summary>Stores boundaries with their validity. They come from files and are not part of the events.</summary>
internal sealed class BoundaryStore(NpgsqlDataSource source, BoundaryShapeCache shapes, Cities cities)
{
    public const string Table = $"{EventStore.Schema}.boundary";

    public static readonly string Ddl =
        $"""
         create table if not exists {Table} (
             set_code text collate "C",
             name text collate "C",
             valid_from date,
             valid_until date,
             region text,
             source text not null,
             shape jsonb not null,
             primary key (set_code, valid_from, name),
             check (valid_until > valid_from));
         {Sql.AddColumn(Table, "residents", "int check (residents >= 0)")}
         {Sql.AddColumn(Table, "version", "uuid not null default gen_random_uuid()")}
         """;

    /// <summary>Loads the boundaries of a file, and replaces those of the set with the same first day.</summary>
    /// <remarks>Earlier boundaries of the set whose validity has no end become valid until the first day of the new ones.</remarks>
    /// <returns>The number of boundaries.</returns>
    /// <exception cref="BoundaryException">The file is not valid, or its validity overlaps that of other boundaries of the set.</exception>
    public async Task<int> Load(string path, BoundaryVintage vintage, CancellationToken cancellation)
    {
        if (vintage.ValidUntil <= vintage.ValidFrom)
            throw new BoundaryException(ErrorCode.BadInput, "The end of the validity is not after its first day.");
        var boundaries = BoundaryFile.Read(path, vintage, cities.All);
        try
        {
            return await Load(boundaries, vintage, cancellation);
        }
        catch (Exception e) when (StoreFault.IsOfContent(e) && StoreFault.IsOfStore(e))
        {
            throw new BoundaryException(ErrorCode.StoreRefused, $"The database refuses a value of {path}: {StoreFault.Reason(e)}.");
        }
    }

    private async Task<int> Load(IReadOnlyList<Boundary> boundaries, BoundaryVintage vintage, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await Execute($"lock table {Table} in share row exclusive mode");
        await Execute($"delete from {Table} where set_code = $1 and valid_from = $2", vintage.Set, vintage.ValidFrom.ToDateOnly());
        await Execute(
            $"update {Table} set valid_until = $2 where set_code = $1 and valid_from < $2 and valid_until is null",
            vintage.Set, vintage.ValidFrom.ToDateOnly());
        foreach (var boundary in boundaries)
        {
            await Execute(
                $"""
                 insert into {Table} (set_code, name, valid_from, valid_until, region, source, residents, shape)
                 values ($1, $2, $3, $4, $5, $6, $7, $8)
                 """,
                boundary.Set, boundary.Name, boundary.ValidFrom.ToDateOnly(),
                boundary.ValidUntil?.ToDateOnly() ?? (object)DBNull.Value, boundary.Region ?? (object)DBNull.Value, boundary.Source,
                new NpgsqlParameter { Value = boundary.Residents ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer },
                new NpgsqlParameter { Value = boundary.GeoJson.ToString(), NpgsqlDbType = NpgsqlDbType.Jsonb });
        }
        await using (var overlap = new NpgsqlCommand(
            $"""
             select valid_from from {Table} where set_code = $1 and valid_from <> $2
                 and daterange(valid_from, valid_until) && daterange($2, $3) limit 1
             """, connection))
        {
            overlap.Parameters.Add(new() { Value = vintage.Set });
            overlap.Parameters.Add(new() { Value = vintage.ValidFrom.ToDateOnly() });
            overlap.Parameters.Add(
                new() { Value = vintage.ValidUntil?.ToDateOnly() ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Date });
            if (await overlap.ExecuteScalarAsync(cancellation) is DateOnly other)
                throw new BoundaryException(
                    ErrorCode.BoundaryValidityOverlaps,
                    $"Boundaries of {vintage.Set} that are valid from {other:yyyy-MM-dd} overlap this time; use --valid-to.");
        }
        await transaction.CommitAsync(cancellation);
        return boundaries.Count;

        async Task Execute(string sql, params object[] values)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            foreach (var value in values)
                command.Parameters.Add(value as NpgsqlParameter ?? new() { Value = value });
            await command.ExecuteNonQueryAsync(cancellation);
        }
    }

    /// <summary>The boundaries that are valid on a day with their shapes, by set and name.</summary>
    /// <typeparam name="TShape">The form of the shapes.</typeparam>
    /// <param name="set">The set, or null for all.</param>
    /// <param name="at">The day.</param>
    /// <param name="isWanted">Which of them.</param>
    /// <param name="form">The form of the shapes.</param>
    /// <param name="cancellation">Cancels the queries.</param>
    public async Task<List<(Boundary Boundary, TShape Shape)>> At<TShape>(
        string? set, LocalDate at, Func<Boundary, bool> isWanted, ShapeForm<TShape> form, CancellationToken cancellation)
        where TShape : class
    {
        while (true)
        {
            var found = (await At(set, at, cancellation)).Where(isWanted).ToList();
            // Null where another file was loaded between the two queries.
            if (await shapes.Of(found.ConvertAll(b => b.Version), form, cancellation) is { } all)
                return [.. found.Zip(all)];
        }
    }

    /// <summary>The boundaries that are valid on a day without their shapes, by set and name.</summary>
    /// <param name="set">The set, or null for all.</param>
    /// <param name="at">The day.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<List<Boundary>> At(string? set, LocalDate at, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"""
             select set_code, name, region, valid_from, valid_until, source, version, residents from {Table}
             where ($1::text is null or set_code = $1) and valid_from <= $2 and (valid_until is null or valid_until > $2)
             order by set_code, name
             """);
        command.Parameters.Add(new NpgsqlParameter { Value = set ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new NpgsqlParameter { Value = at.ToDateOnly() });
        var found = new List<Boundary>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            found.Add(new(
                rows.GetString(0), rows.GetString(1), rows.IsDBNull(2) ? null : rows.GetString(2), Day(3),
                rows.IsDBNull(4) ? null : Day(4), rows.GetString(5))
            {
                Version = rows.GetGuid(6),
                Residents = rows.IsDBNull(7) ? null : rows.GetInt32(7),
            });
        }
        return found;

        LocalDate Day(int column) => LocalDate.FromDateOnly(rows.GetFieldValue<DateOnly>(column));
    }
}
