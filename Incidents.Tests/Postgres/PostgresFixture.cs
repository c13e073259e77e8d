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
    private readonly Lazy<Task<Server>> server = new(Start);
    private int databases;

    /// <summary>Makes an empty database, owned by the role that connects, and returns how to connect to it.</summary>
    public async Task<string> CreateDatabase()
    {
        var (_, connectionString, administration, _) = await server.Value;
        var name = $"incidents_test_{Environment.ProcessId}_{Interlocked.Increment(ref databases)}";
        var connection = new NpgsqlConnectionStringBuilder(connectionString) { Database = name, MaxPoolSize = 30 };
        await Execute(administration, $"DROP DATABASE IF EXISTS {name} WITH (FORCE)");
        await Execute(administration, $"CREATE DATABASE {name} OWNER \"{connection.Username}\"");
        return connection.ConnectionString;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!server.IsValueCreated)
            return;
        var (embedded, _, administration, folder) = await server.Value;
        NpgsqlConnection.ClearAllPools();
        if (embedded is not null)
        {
            await embedded.DisposeAsync();
            folder!.Dispose();
            return;
        }
        for (var number = 1; number <= databases; number++)
            await Execute(administration, $"DROP DATABASE IF EXISTS incidents_test_{Environment.ProcessId}_{number} WITH (FORCE)");
    }

    private static async Task<Server> Start()
    {
        if (Environment.GetEnvironmentVariable("INCIDENTS_TEST_POSTGRES") is { Length: > 0 } other)
            return new(null, other, other, null);
        var folder = new TemporaryFolder();
        var options = new EmbeddedPostgresOptions { DataDirectory = folder.Path, Durable = false, MaxConnections = 400 };
        var embedded = await EmbeddedPostgres.Start(options, NullLogger.Instance);
        return new(embedded, embedded.ConnectionString, embedded.SuperuserConnectionString, folder);
    }

    private static async Task Execute(string connectionString, string sql)
    {
        var unpooled = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false };
        await using var connection = new NpgsqlConnection(unpooled.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private sealed record Server(EmbeddedPostgres? Embedded, string ConnectionString, string Administration, TemporaryFolder? Folder);
}
