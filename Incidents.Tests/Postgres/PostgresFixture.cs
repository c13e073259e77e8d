using System.Collections.Concurrent;
using Incidents.Postgres;
using Incidents.Tests.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Xunit;

[assembly: AssemblyFixture(typeof(PostgresFixture))]

namespace Incidents.Tests.Postgres;

/// <summary>
/// One PostgreSQL server for the whole run, started when the first test asks for a database and thrown away at the end; or the server of
/// the connection string in INCIDENTS_TEST_POSTGRES, whose role must be allowed to create databases.
/// </summary>
public sealed class PostgresFixture : IAsyncDisposable
{
    // Names of databases that have the tables, and in which nothing has happened since.
    private static readonly ConcurrentDictionary<string, bool> Prepared = new();

    private readonly Lazy<Task<Server>> server = new(Start);
    private readonly Lazy<Task<string>> template;
    private int databases;

    /// <summary>A server that starts when it is asked for.</summary>
    public PostgresFixture() => template = new(MakeTemplate);

    /// <summary>
    /// Makes a database with the tables of a new installation, owned by the role that connects, and returns how to connect to it. Making
    /// them takes longer than most tests: they are made once, and copied.
    /// </summary>
    public async Task<string> CreateDatabase()
    {
        var connection = await Create(await template.Value);
        Prepared[connection.Database!] = true;
        return connection.ConnectionString;
    }

    /// <summary>Makes a database with all that another one holds, to which nothing stays connected.</summary>
    /// <param name="connectionString">How to connect to the other one.</param>
    public async Task<string> Copy(string connectionString)
    {
        var from = new NpgsqlConnectionStringBuilder(connectionString).Database!;
        await Execute(
            (await server.Value).Administration, $"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{from}'");
        return (await Create(from)).ConnectionString;
    }

    /// <summary>Makes an empty database, owned by the role that connects, and returns how to connect to it.</summary>
    public async Task<string> CreateEmptyDatabase() => (await Create("template1")).ConnectionString;

    /// <summary>Whether a database is one with tables, to which no host has been started yet. The first who asks starts one.</summary>
    /// <param name="connectionString">How to connect to it.</param>
    public static bool IsPrepared(string connectionString) =>
        Prepared.TryRemove(new NpgsqlConnectionStringBuilder(connectionString).Database ?? "", out _);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!server.IsValueCreated)
            return;
        var (embedded, _, administration, folder) = await server.Value;
        NpgsqlConnection.ClearAllPools();
        if (embedded is not null)
        {
            await administration.DisposeAsync();
            await embedded.DisposeAsync();
            folder!.Dispose();
            return;
        }
        for (var number = 1; number <= databases; number++)
            await Execute(administration, $"DROP DATABASE IF EXISTS {Name(number)} WITH (FORCE)");
        await administration.DisposeAsync();
    }

    private async Task<string> MakeTemplate()
    {
        var connection = await Create("template1");
        // Pooled connections to it would keep it from being copied.
        connection.Pooling = false;
        await RunningHost.Prepare(connection.ConnectionString);
        return connection.Database!;
    }

    private async Task<NpgsqlConnectionStringBuilder> Create(string from)
    {
        var (embedded, connectionString, administration, _) = await server.Value;
        var name = Name(Interlocked.Increment(ref databases));
        var connection = new NpgsqlConnectionStringBuilder(connectionString) { Database = name, MaxPoolSize = 38 };
        if (embedded is null)
            await Execute(administration, $"DROP DATABASE IF EXISTS {name} WITH (FORCE)");
        // Copying files costs a fraction of writing every page to the log of a server that keeps nothing.
        await Execute(administration, $"CREATE DATABASE {name} OWNER \"{connection.Username}\" TEMPLATE {from} STRATEGY FILE_COPY");
        return connection;
    }

    private static string Name(int number) => $"incidents_test_{Environment.ProcessId}_{number}";

    private static async Task<Server> Start()
    {
        if (Environment.GetEnvironmentVariable("INCIDENTS_TEST_POSTGRES") is { Length: > 0 } other)
            return new(null, other, NpgsqlDataSource.Create(other), null);
        var folder = new TemporaryFolder();
        var options = new EmbeddedPostgresOptions { DataDirectory = folder.Path, Durable = false, MaxConnections = 400 };
        var embedded = await EmbeddedPostgres.Start(options, NullLogger.Instance);
        // Within the default of a minute every database is visited once, those of tests that are over too: with two hundred of them the
        // visits took more of the processors than the tests.
        var administration = NpgsqlDataSource.Create(embedded.SuperuserConnectionString);
        await Execute(administration, "ALTER SYSTEM SET autovacuum_naptime = '10min'");
        await Execute(administration, "SELECT pg_reload_conf()");
        return new(embedded, embedded.ConnectionString, administration, folder);
    }

    private static async Task Execute(NpgsqlDataSource administration, string sql)
    {
        await using var command = administration.CreateCommand(sql);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }

    private sealed record Server(
        EmbeddedPostgres? Embedded, string ConnectionString, NpgsqlDataSource Administration, TemporaryFolder? Folder);
}
