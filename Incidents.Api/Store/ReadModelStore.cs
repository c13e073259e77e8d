using Incidents.Projections;
using Npgsql;

namespace Incidents.Api.Store;

/// <summary>How far a rebuild has come.</summary>
/// <param name="Projection">Name of the projection.</param>
/// <param name="Position">Sequence of the last event applied.</param>
/// <param name="Target">Sequence of the last event to apply, as known so far.</param>
internal readonly record struct RebuildProgress(string Projection, long Position, long Target);

/// <summary>Result of comparing a read model with its rebuild.</summary>
/// <param name="Differences">For each table, how many rows only one of the two has; all zero where they are equal, bit for bit.</param>
/// <param name="Unappliable">Events that the rebuild could not apply, and that are not quarantined.</param>
internal sealed record ReadModelComparison(IReadOnlyDictionary<string, long> Differences, IReadOnlyList<UnappliableEvent> Unappliable);

/// <summary>
/// The tables of the read models: created where they are not, rebuilt beside the live ones where their definition has changed or
/// somebody asks, and compared with a rebuild. Readers see the old rows until the swap, and never a gap.
/// </summary>
internal sealed class ReadModelStore(NpgsqlDataSource source, ReadModels readModels, EventPages pages, QuarantineTable quarantine)
{

    /// <summary>Creates what is missing and rebuilds what is defined otherwise now. Runs before the daemon.</summary>
    public async Task Ensure(Action<RebuildProgress> report, CancellationToken cancellation)
    {
        foreach (var projection in readModels.Projections)
        {
            var ddl = projection.Ddl(ReadModels.Schema);
            if (await StoredDefinition(projection, cancellation) != ddl)
                await Rebuild(projection, report, cancellation);
            await BeginProgress(projection, cancellation);
        }
    }

    /// <summary>Rebuilds the projection from all events and replaces the live one.</summary>
    /// <returns>The events that could not be applied, and are quarantined now.</returns>
    public async Task<IReadOnlyList<UnappliableEvent>> Rebuild(
        TableProjection projection, Action<RebuildProgress> report, CancellationToken cancellation)
    {
        await using var claim = await Claimed(projection, cancellation);
        var build = await BuildBeside(projection, report, cancellation);

        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        // The daemon writes the progress first, so it cannot commit a page while we hold that row. Then the tables, one after the other in
        // the order in which readers read them: two orders would be a deadlock.
        var applied = await Applied(connection, projection, "for update", cancellation);
        foreach (var table in await LiveTables(connection, projection, cancellation))
            await Execute(connection, $"lock table {ReadModels.Schema}.{table} in access exclusive mode", cancellation);
        await CatchUp(connection, build, applied, report, cancellation);
        foreach (var fault in build.Unappliable)
            await QuarantineTable.Add(connection, projection.Name, fault, cancellation);
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
        return build.Unappliable;
    }

    /// <summary>Rebuilds the projection and compares it with the live one.</summary>
    public async Task<ReadModelComparison> Compare(
        TableProjection projection, Action<RebuildProgress> report, CancellationToken cancellation)
    {
        await using var claim = await Claimed(projection, cancellation);
        var build = await BuildBeside(projection, report, cancellation);

        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var applied = await Applied(connection, projection, "for update", cancellation);
        foreach (var table in projection.Tables)
            await Execute(connection, $"lock table {ReadModels.Schema}.{table} in share mode", cancellation);
        await CatchUp(connection, build, applied, report, cancellation);
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
        return new(differences, build.Unappliable);
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

    private async Task<Build> BuildBeside(TableProjection projection, Action<RebuildProgress> report, CancellationToken cancellation)
    {
        await Execute($"create schema if not exists {ReadModels.RebuildSchema}", cancellation);
        foreach (var table in projection.Tables)
            await Execute($"drop table if exists {ReadModels.RebuildSchema}.{table}", cancellation);
        await Execute(projection.Ddl(ReadModels.RebuildSchema), cancellation);

        var build = new Build(projection);
        await using var connection = await source.OpenConnectionAsync(cancellation);
        while (await Applied(connection, projection, "", cancellation) is var target && build.Position < target)
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellation);
            await CatchUp(connection, build, Math.Min(target, build.Position + ReadModelFeed.PageSize), report, cancellation);
            await transaction.CommitAsync(cancellation);
        }
        return build;
    }

    private async Task CatchUp(
        NpgsqlConnection connection, Build build, long target, Action<RebuildProgress> report, CancellationToken cancellation)
    {
        // What the live one skips is skipped here too: its release stands where it was released.
        var skipped = await quarantine.Skipped(build.Projection.Name, cancellation);
        while (build.Position < target)
        {
            var page = await pages.Read(build.Position, target, cancellation);
            var given = pages.For(page.Events, build.Projection.Name, skipped);
            if (given.Count > 0)
                build.Unappliable.AddRange(await build.Writer.WriteAround(connection, given, cancellation));
            build.Position = page.Ceiling;
            report(new(build.Projection.Name, build.Position, target));
        }
    }

    /// <summary>Tables under construction.</summary>
    private sealed class Build(TableProjection projection)
    {
        public TableProjection Projection { get; } = projection;

        public PageWriter Writer { get; } = new(projection, ReadModels.RebuildSchema);

        public long Position { get; set; }

        public List<UnappliableEvent> Unappliable { get; } = [];
    }

    // A read model that never ran begins where the others are: it was built up to there.
    private static async Task<long> Applied(
        NpgsqlConnection connection, TableProjection projection, string locking, CancellationToken cancellation)
    {
        await using var own = new NpgsqlCommand(
            $"select position from {StoreTables.Progress} where projection = $1 {locking}", connection);
        own.Parameters.Add(new() { Value = projection.Name });
        if (await own.ExecuteScalarAsync(cancellation) is long position)
            return position;
        await using var shared = new NpgsqlCommand(
            $"select coalesce(max(last_seq_id), 0) from {EventStore.Schema}.mt_event_progression where name = $1", connection);
        shared.Parameters.Add(new() { Value = ReadModels.Shard });
        return (long)(await shared.ExecuteScalarAsync(cancellation))!;
    }

    private async Task BeginProgress(TableProjection projection, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        var position = await Applied(connection, projection, "", cancellation);
        await using var command = new NpgsqlCommand(
            $"insert into {StoreTables.Progress} values ($1, $2) on conflict do nothing", connection);
        command.Parameters.Add(new() { Value = projection.Name });
        command.Parameters.Add(new() { Value = position });
        await command.ExecuteNonQueryAsync(cancellation);
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
}
