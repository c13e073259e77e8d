using Incidents.Projections;
using Npgsql;

namespace Incidents.Api.Store;

/// <summary>Result of comparing a read model with its rebuild.</summary>
/// <param name="Differences">For each table, how many rows only one of the two has; all zero where they are equal, bit for bit.</param>
/// <param name="Unappliable">Events that the rebuild could not apply, and that are not quarantined.</param>
internal sealed record ReadModelComparison(IReadOnlyDictionary<string, long> Differences, IReadOnlyList<UnappliableEvent> Unappliable);

/// <summary>The tables of the read models: created where they are missing, rebuilt beside the live ones, compared with a rebuild.</summary>
/// <remarks>
/// Readers see the old rows until the swap, and never a gap. The swap waits for a reader that holds a table only so long as others may wait
/// behind it, and is tried again.
/// </remarks>
internal sealed partial class ReadModelStore(
    NpgsqlDataSource source, ReadModels readModels, EventPages pages, QuarantineTable quarantine, ReadModelStatus status,
    ILogger<ReadModelStore> log)
{
    private const string LongestLockWait = "250ms";
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly ILogger<ReadModelStore> log = log;

    /// <summary>Creates what is missing, and finds out which read models have another definition. Runs before the daemon.</summary>
    public async Task Ensure(CancellationToken cancellation)
    {
        foreach (var projection in readModels.Projections)
        {
            await using var connection = await source.OpenConnectionAsync(cancellation);
            await using var transaction = await connection.BeginTransactionAsync(cancellation);
            var progress = await ReadModelProgress.Read(connection, projection.Name, cancellation, isLocked: true);
            var found = await Ensure(connection, projection, progress, cancellation);
            if (found != progress)
                await found.Write(connection, projection.Name, cancellation);
            await transaction.CommitAsync(cancellation);
            if (found.Version == projection.Version)
                continue;
            var reason = ReadModelVersionException.Describe(projection.Name, found.Version, projection.Version);
            status.StandsAside(projection.Name, reason);
            LogOtherVersion(reason);
        }
    }

    /// <summary>The read models whose tables have an older definition than this program's.</summary>
    public async Task<IReadOnlyList<TableProjection>> Outdated(CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        var outdated = new List<TableProjection>();
        foreach (var projection in readModels.Projections)
        {
            if ((await ReadModelProgress.Read(connection, projection.Name, cancellation))?.Version < projection.Version)
                outdated.Add(projection);
        }
        return outdated;
    }

    /// <summary>Rebuilds the projection from all events and replaces the live one.</summary>
    /// <param name="projection">The projection.</param>
    /// <param name="report">Is called after each page.</param>
    /// <param name="cancellation">Cancels it; the live one stays as it is.</param>
    /// <param name="onlyIfOutdated">Whether nothing is done where another host has done it in the meantime.</param>
    /// <returns>The events that could not be applied, and are quarantined now.</returns>
    /// <exception cref="ReadModelVersionException">A newer program has built it.</exception>
    public async Task<IReadOnlyList<UnappliableEvent>> Rebuild(
        TableProjection projection, Action<RebuildProgress> report, CancellationToken cancellation, bool onlyIfOutdated = false)
    {
        await using var claim = await Claimed(projection, cancellation);
        await using var connection = await source.OpenConnectionAsync(cancellation);
        if (onlyIfOutdated && await ReadModelProgress.Read(connection, projection.Name, cancellation) is { Version: var stored }
            && stored == projection.Version)
            return [];
        var build = new ReadModelBuild(projection, pages, quarantine, report);
        await build.Begin(connection, cancellation);
        for (var pause = FirstPause; ; pause = pause * 2 > LongestPause ? LongestPause : pause * 2)
        {
            while (await Target(connection, projection, isLocked: false, cancellation) is var target && build.Position < target)
                await build.CatchUp(connection, target, cancellation);
            if (await TrySwap(connection, projection, build, cancellation))
                break;
            LogLocked(projection.Name);
            await Task.Delay(pause, cancellation);
        }
        foreach (var table in projection.Tables)
            await Sql.Execute(connection, $"analyze {ReadModels.Schema}.{table}", cancellation);
        return build.Unappliable;
    }

    /// <summary>Rebuilds the projection and compares it with the live one.</summary>
    /// <exception cref="ReadModelVersionException">The live one has another definition.</exception>
    public async Task<ReadModelComparison> Compare(
        TableProjection projection, Action<RebuildProgress> report, CancellationToken cancellation)
    {
        await using var claim = await Claimed(projection, cancellation);
        await using var connection = await source.OpenConnectionAsync(cancellation);
        if (await ReadModelProgress.Read(connection, projection.Name, cancellation) is { Version: var stored }
            && stored != projection.Version)
            throw new ReadModelVersionException(projection.Name, stored, projection.Version);
        var build = new ReadModelBuild(projection, pages, quarantine, report);
        await build.Begin(connection, cancellation);
        while (await Target(connection, projection, isLocked: false, cancellation) is var target && build.Position < target)
            await build.CatchUp(connection, target, cancellation);

        var differences = new Dictionary<string, long>();
        await using (var transaction = await connection.BeginTransactionAsync(cancellation))
        {
            var applied = await Target(connection, projection, isLocked: true, cancellation);
            foreach (var table in projection.Tables)
                await Sql.Execute(connection, $"lock table {ReadModels.Schema}.{table} in share mode", cancellation);
            await build.Apply(connection, applied, cancellation);
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
        }
        await build.Drop(connection, cancellation);
        return new(differences, build.Unappliable);
    }

    private async Task<ReadModelProgress> Ensure(
        NpgsqlConnection connection, TableProjection projection, ReadModelProgress? progress, CancellationToken cancellation)
    {
        var ddl = projection.Ddl(ReadModels.Schema);
        if (await StoredDefinition(connection, projection, cancellation) is not { } stored)
        {
            // It is new: it begins with the first event, and catches up by itself.
            await Sql.Execute(connection, ddl, cancellation);
            await StoreDefinition(connection, projection, cancellation);
            return new(0, projection.Version);
        }
        var found = progress ?? new(await ReadModelProgress.Shared(connection, cancellation), 0);
        return (found.Version == projection.Version, stored == ddl) switch
        {
            // From before definitions had numbers.
            (false, true) when found.Version == 0 => found with { Version = projection.Version },
            // The definition was changed without a new number.
            (true, false) => found with { Version = 0 },
            _ => found,
        };
    }

    private async Task<bool> TrySwap(
        NpgsqlConnection connection, TableProjection projection, ReadModelBuild build, CancellationToken cancellation)
    {
        Action? forget = null;
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        try
        {
            // The daemon writes the progress first, so it cannot commit a page while this row is held; for the tables nobody waits yet.
            forget = await build.Apply(connection, await Target(connection, projection, isLocked: true, cancellation), cancellation);
            foreach (var fault in build.Unappliable)
                await QuarantineTable.Add(connection, projection.Name, fault, cancellation);
            // Whoever comes after us waits behind us for the reader that we wait for: only for a moment. The tables one after the other in
            // the order in which readers read them: two orders would be a deadlock.
            await Sql.Execute(connection, $"set local lock_timeout = '{LongestLockWait}'", cancellation);
            foreach (var table in await LiveTables(connection, projection, cancellation))
                await Sql.Execute(connection, $"lock table {ReadModels.Schema}.{table} in access exclusive mode", cancellation);
            foreach (var table in projection.Tables)
            {
                await Sql.Execute(connection, $"drop table if exists {ReadModels.Schema}.{table}", cancellation);
                await Sql.Execute(
                    connection, $"alter table {ReadModels.RebuildSchema}.{table} set schema {ReadModels.Schema}", cancellation);
            }
            await StoreDefinition(connection, projection, cancellation);
            await new ReadModelProgress(build.Position, projection.Version).Write(connection, projection.Name, cancellation);
            await transaction.CommitAsync(cancellation);
            return true;
        }
        catch (Exception e) when (StoreFault.IsLocked(e))
        {
            await transaction.RollbackAsync(cancellation);
            connection.UnprepareAll();
            forget?.Invoke();
            return false;
        }
    }

    // Where the live one is. One of an older definition stands still while this program projects: the rebuild goes on to where the others
    // are.
    private static async Task<long> Target(
        NpgsqlConnection connection, TableProjection projection, bool isLocked, CancellationToken cancellation)
    {
        var live = await ReadModelProgress.Read(connection, projection.Name, cancellation, isLocked) ?? default;
        return live.Version > projection.Version ? throw new ReadModelVersionException(projection.Name, live.Version, projection.Version)
            : live.Version == projection.Version ? live.Position
            : Math.Max(live.Position, await ReadModelProgress.Shared(connection, cancellation));
    }

    private async Task<Claim> Claimed(TableProjection projection, CancellationToken cancellation)
    {
        var claim = new Claim(await source.OpenConnectionAsync(cancellation), projection.Name);
        await claim.Call("pg_advisory_lock", cancellation);
        return claim;
    }

    private static async Task<string?> StoredDefinition(
        NpgsqlConnection connection, TableProjection projection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"select ddl from {ReadModels.Schema}.definition where projection = $1", connection);
        command.Parameters.Add(new() { Value = projection.Name });
        return await command.ExecuteScalarAsync(cancellation) as string;
    }

    private static async Task StoreDefinition(NpgsqlConnection connection, TableProjection projection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"insert into {ReadModels.Schema}.definition values ($1, $2) on conflict (projection) do update set ddl = excluded.ddl",
            connection);
        command.Parameters.Add(new() { Value = projection.Name });
        command.Parameters.Add(new() { Value = projection.Ddl(ReadModels.Schema) });
        await command.ExecuteNonQueryAsync(cancellation);
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
            await using (connection)
            {
                // The pool keeps the session, and with it the lock, unless it is given back. One that broke has no lock.
                if (connection.State is System.Data.ConnectionState.Open)
                    await Call("pg_advisory_unlock", CancellationToken.None);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Reason}")]
    private partial void LogOtherVersion(string reason);

    [LoggerMessage(
        LogLevel.Information, "The read model {ReadModel} is rebuilt, and waits for a reader that holds a table of the old one.")]
    private partial void LogLocked(string readModel);
}
