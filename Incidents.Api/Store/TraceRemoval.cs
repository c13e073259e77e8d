using System.Diagnostics;
using Npgsql;

namespace Incidents.Api.Store;

/// <summary>How the owner of the private PostgreSQL connects as its superuser; null where the server is another's.</summary>
/// <param name="ConnectionString">For Npgsql.</param>
internal sealed record MaintenanceAccess(string? ConnectionString);

/// <summary>Removes the bytes that PostgreSQL keeps of rows that were changed or deleted.</summary>
/// <remarks>
/// After a change the old bytes are still in the table's free space, in its indexes, in the statistics of its columns, and in write-ahead
/// log, also in segments that are kept to be written over. So the tables and the statistics are rewritten, and the log goes on until no
/// segment from before is left.
/// </remarks>
/// <param name="pools">The database.</param>
/// <param name="maintenance">The rights beyond those of the database's owner.</param>
internal sealed class TraceRemoval(StorePools pools, MaintenanceAccess maintenance)
{
    private const int MostRounds = 4;
    private const string Before =
        "datname = current_database() and pid <> pg_backend_pid() and (backend_xmin is not null or backend_xid is not null) "
        + "and xact_start < $1";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Removes the traces in some tables.</summary>
    /// <remarks>Each table is locked while it is rewritten: who reads or writes it waits.</remarks>
    /// <param name="tables">The tables, with their schema.</param>
    /// <param name="report">Is called with what is being done.</param>
    /// <param name="cancellation">Stops it between two steps.</param>
    /// <returns>What was not done because the role lacks the right, in words; empty where nothing is left.</returns>
    public async Task<IReadOnlyList<string>> Run(IEnumerable<string> tables, Action<string> report, CancellationToken cancellation)
    {
        var left = new List<string>();
        await using (var owner = await pools.Upkeep.OpenConnectionAsync(cancellation))
        {
            await Release(owner, left, cancellation);
            foreach (var table in tables.Distinct().Order(StringComparer.Ordinal))
            {
                report($"rewriting {table}");
                await Sql.Execute(owner, $"vacuum (full, analyze) {table}", cancellation);
            }
            // What the statistics held is deleted only now.
            await Release(owner, left, cancellation);
        }
        await using var connection = await Open(cancellation);
        report("rewriting the statistics of columns");
        // Without the right, VACUUM warns and does nothing.
        if (await Is(connection, "pg_has_role(current_user, (select datdba from pg_database where datname = current_database()), 'usage')"))
            await Sql.Execute(connection, "vacuum full pg_catalog.pg_statistic", cancellation);
        else
            left.Add("Statistics of columns (pg_statistic) keep old values: their rewriting needs the owner of the database.");
        report("replacing the write-ahead log");
        if (await Is(connection, "(select rolsuper from pg_roles where rolname = current_user)"))
            await ReplaceLog(connection, cancellation);
        else
            left.Add("The write-ahead log keeps old bytes until it is written over: its replacement needs a superuser.");
        return left;
    }

    /// <summary>Waits until no transaction can see rows from before: a rewritten table would keep them.</summary>
    /// <remarks>
    /// The host that projects keeps its lock's connection alive by a statement that sleeps for long; that is cancelled and begins anew.
    /// </remarks>
    private static async Task Release(NpgsqlConnection connection, List<string> left, CancellationToken cancellation)
    {
        var (began, moment) = (Stopwatch.GetTimestamp(), await Scalar<DateTime>(connection, "clock_timestamp()"));
        while (true)
        {
            await using (var renew = new NpgsqlCommand(
                $"""
                 select pg_cancel_backend(pid) from pg_stat_activity
                 where {Before} and usename = current_user and query ilike 'select pg_catalog.pg_sleep(%'
                 """, connection))
            {
                renew.Parameters.Add(new() { Value = moment });
                await renew.ExecuteNonQueryAsync(cancellation);
            }
            await using var command = new NpgsqlCommand($"select count(*) from pg_stat_activity where {Before}", connection);
            command.Parameters.Add(new() { Value = moment });
            if (await command.ExecuteScalarAsync(cancellation) is 0L)
                return;
            if (Stopwatch.GetElapsedTime(began) > Patience)
            {
                left.Add("Transactions from before are open, which PostgreSQL keeps old rows for; run --traces when they have ended.");
                return;
            }
            await Task.Delay(TimeSpan.FromMilliseconds(50), cancellation);
        }
    }

    private async Task ReplaceLog(NpgsqlConnection connection, CancellationToken cancellation)
    {
        // Segments that are no longer needed are otherwise renamed, to be written over some day.
        await SetRecycling(connection, "set wal_recycle = off", cancellation);
        try
        {
            for (var round = 0; round < MostRounds; round++)
            {
                // Each switch writes the rest of a segment over with zeros. Segments after the present one hold bytes from before.
                for (var ahead = await Ahead(connection, cancellation) + 1; ahead > 0; ahead--)
                    await Sql.Execute(
                        connection, "select pg_logical_emit_message(false, 'incidents', ''), pg_switch_wal()", cancellation);
                await Sql.Execute(connection, "checkpoint", cancellation);
            }
        }
        finally
        {
            await SetRecycling(connection, "reset wal_recycle", CancellationToken.None);
        }
    }

    private static async Task SetRecycling(NpgsqlConnection connection, string change, CancellationToken cancellation)
    {
        await Sql.Execute(connection, $"alter system {change}", cancellation);
        await Sql.Execute(connection, "select pg_reload_conf()", cancellation);
    }

    private static async Task<long> Ahead(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            select count(*) from pg_ls_waldir()
            where name ~ '^[0-9A-F]{24}$' and name collate "C" > pg_walfile_name(pg_current_wal_lsn()) collate "C"
            """, connection);
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private static Task<bool> Is(NpgsqlConnection connection, string condition) => Scalar<bool>(connection, condition);

    private static async Task<T> Scalar<T>(NpgsqlConnection connection, string expression)
    {
        await using var command = new NpgsqlCommand($"select {expression}", connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    // The superuser, in our own database.
    private async Task<NpgsqlConnection> Open(CancellationToken cancellation)
    {
        if (maintenance.ConnectionString is not { } given)
            return await pools.Upkeep.OpenConnectionAsync(cancellation);
        var database = new NpgsqlConnectionStringBuilder(pools.Upkeep.ConnectionString).Database;
        var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(given) { Database = database, Pooling = false }.ConnectionString);
        await connection.OpenAsync(cancellation);
        return connection;
    }
}
