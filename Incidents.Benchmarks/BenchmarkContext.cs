using Incidents.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Incidents.Benchmarks;

/// <summary>
/// What all goals share: how much to measure, and a private PostgreSQL with the settings of production, in a temporary folder.
/// </summary>
internal sealed class BenchmarkContext(bool quick) : IAsyncDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly string folder = Path.Combine(Path.GetTempPath(), $"incidents-benchmarks-{Environment.ProcessId}");
    private EmbeddedPostgres? postgres;
    private int databases;

    /// <summary>Whether to use less data, so that a goal takes at most 50 s.</summary>
    public bool IsQuick => quick;

    /// <summary>Is cancelled by Ctrl-C.</summary>
    public CancellationToken Cancellation => stopping.Token;

    /// <summary>The smaller of two sizes in a quick run, else the larger.</summary>
    public int Pick(int ifQuick, int ifFull) => quick ? ifQuick : ifFull;

    public void Cancel() => stopping.Cancel();

    /// <summary>A path in the temporary folder, for a goal's own files.</summary>
    public string TemporaryPath(string name)
    {
        Directory.CreateDirectory(folder);
        return Path.Combine(folder, name);
    }

    /// <summary>A new empty database, dropped when disposed.</summary>
    public async Task<BenchmarkDatabase> NewDatabase()
    {
        postgres ??= await EmbeddedPostgres.Start(
            new() { DataDirectory = TemporaryPath("postgres") }, NullLogger.Instance, Cancellation);
        var name = $"benchmark_{++databases}";
        await AsSuperuser(postgres, $"create database {name} owner {EmbeddedPostgres.Database}");
        var access = new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Database = name, CommandTimeout = 0 };
        return new(access.ConnectionString, () => AsSuperuser(postgres, $"drop database {name} with (force)"));
    }

    public async ValueTask DisposeAsync()
    {
        if (postgres is not null)
            await postgres.DisposeAsync();
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        stopping.Dispose();
    }

    private static async Task AsSuperuser(EmbeddedPostgres server, string sql)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(server.SuperuserConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
