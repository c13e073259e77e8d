using System.Globalization;
using Incidents.Projections;
using Marten;
using Npgsql;

namespace Incidents.Api.Store;

/// <summary>How far a rebuild has come.</summary>
/// <param name="Projection">Name of the projection.</param>
/// <param name="Position">Sequence of the last event applied.</param>
/// <param name="Target">Sequence of the last event to apply, as known so far.</param>
internal readonly record struct RebuildProgress(string Projection, long Position, long Target);

/// <summary>
/// The tables of the read models: created where they are not, rebuilt beside the live ones where their definition has changed or
/// somebody asks, and compared with a rebuild. Readers see the old rows until the swap, and never a gap.
/// </summary>
internal sealed class ReadModelStore(IDocumentStore store, NpgsqlDataSource source, ReadModels readModels)
{
    private const int PageSize = 5_000;

    private const string DefinitionDdl =
        $"""
         create schema if not exists {ReadModels.Schema};
         create table if not exists {ReadModels.Schema}.definition (projection text primary key, ddl text not null);
         """;

    /// <summary>Creates what is missing and rebuilds what is defined otherwise now. Runs before the daemon.</summary>
    public async Task Ensure(Action<RebuildProgress> report, CancellationToken cancellation)
    {
        await Execute(DefinitionDdl, cancellation);
        foreach (var projection in readModels.Projections)
        {
            var ddl = projection.Ddl(ReadModels.Schema);
            if (await StoredDefinition(projection, cancellation) != ddl)
                await Rebuild(projection, report, cancellation);
        }
    }

    /// <summary>Rebuilds the projection from all events and replaces the live one.</summary>
    public async Task Rebuild(TableProjection projection, Action<RebuildProgress> report, CancellationToken cancellation)
    {
        await using var claim = await Claimed(projection, cancellation);
        var position = await BuildBeside(projection, report, cancellation);

        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        // One after the other in the order in which the daemon writes them and readers read them: two orders would be a deadlock.
        // The daemon cannot commit a page that touches these tables while we hold them, so its position does not change;
        // a page that does not touch them has nothing for us.
        foreach (var table in await LiveTables(connection, projection, cancellation))
            await Execute(connection, $"lock table {ReadModels.Schema}.{table} in access exclusive mode", cancellation);
        await CatchUp(connection, projection, position, await Applied(connection, cancellation), report, cancellation);
        foreach (var table in projection.Tables)
        {
            await Execute(connection, $"drop table if exists {ReadModels.Schema}.{table}", cancellation);
            await Execute(connection, $"alter table {ReadModels.RebuildSchema}.{table} set schema {ReadModels.Schema}", cancellation);
        }
        await using (var command = new NpgsqlCommand(
            $"insert into {ReadModels.Schema}.definition values ($1, $2) on conflict (projection) do update set ddl = excluded.ddl",
            connection))
        {
            command.Parameters.Add(new() { Value = projection.Name });
            command.Parameters.Add(new() { Value = projection.Ddl(ReadModels.Schema) });
            await command.ExecuteNonQueryAsync(cancellation);
        }
        await transaction.CommitAsync(cancellation);
        foreach (var table in projection.Tables)
            await Execute($"analyze {ReadModels.Schema}.{table}", cancellation);
    }

    /// <summary>Rebuilds the projection and compares it with the live one.</summary>
    /// <returns>For each table, how many rows only one of the two has; all zero where they are equal, bit for bit.</returns>
    public async Task<IReadOnlyDictionary<string,
        long>> Compare(TableProjection projection, Action<RebuildProgress> report, CancellationToken cancellation)
    {
        await using var claim = await Claimed(projection, cancellation);
        var position = await BuildBeside(projection, report, cancellation);

        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        foreach (var table in projection.Tables)
            await Execute(connection, $"lock table {ReadModels.Schema}.{table} in share mode", cancellation);
        await CatchUp(connection, projection, position, await Applied(connection, cancellation), report, cancellation);
        var differences = new Dictionary<string, long>();
        foreach (var table in projection.Tables)
        {
            await using var command = new NpgsqlCommand(
                $"""
                 select count(*) from (
                     (table {ReadModels.Schema}.{table} except all table {ReadModels.RebuildSchema}.{table}) union all
                     (table {ReadModels.RebuildSchema}.{table} except all table {ReadModels.Schema}.{table})) as difference
                 """, connection)
            { CommandTimeout = 0 };
            differences[table] = (long)(await command.ExecuteScalarAsync(cancellation))!;
        }
        await transaction.RollbackAsync(cancellation);
        foreach (var table in projection.Tables)
            await Execute($"drop table if exists {ReadModels.RebuildSchema}.{table}", cancellation);
        return differences;
    }

    private async Task<Claim> Claimed(TableProjection projection, CancellationToken cancellation)
    {
        var claim = new Claim(await source.OpenConnectionAsync(cancellation), projection.Name);
        await claim.Call("pg_advisory_lock", cancellation);
        return claim;
    }

    /// <summary>Two that build one projection at once would share the tables under construction: the second waits for the first.</summary>
    private sealed class Claim(NpgsqlConnection connection, string projection) : IAsyncDisposable
    {
        public async Task Call(string function, CancellationToken cancellation)
        {
            await using var command = new NpgsqlCommand($"select {function}(hashtext($1))", connection) { CommandTimeout = 0 };
            command.Parameters.Add(new() { Value = $"rebuild {projection}" });
            await command.ExecuteNonQueryAsync(cancellation);
        }

        public async ValueTask DisposeAsync()
        {
            // The pool keeps the session, and with it the lock, unless it is given back.
            await Call("pg_advisory_unlock", CancellationToken.None);
            await connection.DisposeAsync();
        }
    }

    private async Task<long> BuildBeside(TableProjection projection, Action<RebuildProgress> report, CancellationToken cancellation)
    {
        await Execute($"create schema if not exists {ReadModels.RebuildSchema}", cancellation);
        foreach (var table in projection.Tables)
            await Execute($"drop table if exists {ReadModels.RebuildSchema}.{table}", cancellation);
        await Execute(projection.Ddl(ReadModels.RebuildSchema), cancellation);

        await using var connection = await source.OpenConnectionAsync(cancellation);
        var position = 0L;
        while (await Applied(connection, cancellation) is var target && position < target)
            position = await CatchUp(connection, projection, position, target, report, cancellation);
        return position;
    }

    private async Task<long> CatchUp(
        NpgsqlConnection connection, TableProjection projection, long position, long target, Action<RebuildProgress> report,
        CancellationToken cancellation)
    {
        while (position < target)
        {
            await using var session = store.QuerySession();
            var from = position;
            var page = await session.Events.QueryAllRawEvents().Where(e => e.Sequence > from && e.Sequence <= target)
                .OrderBy(e => e.Sequence)
                .Take(PageSize).ToListAsync(cancellation);
            foreach (var statement in projection.Apply(page, ReadModels.RebuildSchema))
                await Execute(connection, statement, cancellation);
            position = page.Count < PageSize ? target : page[^1].Sequence;
            report(new(projection.Name, position, target));
        }
        return position;
    }

    private static async Task<long> Applied(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"select coalesce(max(last_seq_id), 0) from {EventStore.Schema}.mt_event_progression where name = '{ReadModels.Shard}'",
            connection);
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private async Task<string?> StoredDefinition(TableProjection projection, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand($"select ddl from {ReadModels.Schema}.definition where projection = $1");
        command.Parameters.Add(new NpgsqlParameter { Value = projection.Name });
        return await command.ExecuteScalarAsync(cancellation) as string;
    }

    private static async Task<List<string>> LiveTables(
        NpgsqlConnection connection, TableProjection projection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            select table_name from information_schema.tables where table_schema = $1 and table_name = any($2)
            order by array_position($2::text[], table_name::text)
            """, connection);
        command.Parameters.Add(new() { Value = ReadModels.Schema });
        command.Parameters.Add(new() { Value = projection.Tables.ToArray() });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var tables = new List<string>();
        while (await rows.ReadAsync(cancellation))
            tables.Add(rows.GetString(0));
        return tables;
    }

    private async Task Execute(string sql, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await Execute(connection, sql, cancellation);
    }

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task Execute(NpgsqlConnection connection, SqlStatement statement, CancellationToken cancellation)
    {
        var parts = statement.Sql.Split('?');
        var numbered = string.Concat(parts.Select((part, i) => i == 0 ? part : string.Create(CultureInfo.InvariantCulture, $"${i}{part}")));
        await using var command = new NpgsqlCommand(numbered, connection) { CommandTimeout = 0 };
        foreach (var value in statement.Parameters)
            command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
