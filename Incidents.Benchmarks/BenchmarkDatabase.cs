using Npgsql;

namespace Incidents.Benchmarks;

/// <summary>The database of one goal.</summary>
internal sealed class BenchmarkDatabase(string connectionString, Func<Task> drop) : IAsyncDisposable
{
    /// <summary>The connection string of the host, with prepared statements.</summary>
    public string ConnectionString => connectionString;

    public NpgsqlDataSource Source { get; } = NpgsqlDataSource.Create(connectionString);

    public async Task Execute(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<T> Scalar<T>(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Empties the tables and writes out what is still in memory, so that every round begins in the same state.</summary>
    public async Task Empty(params string[] tables)
    {
        await Execute($"truncate {string.Join(", ", tables)}");
        await Execute("checkpoint");
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await drop();
    }
}
