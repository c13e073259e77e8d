using System.Data;
using Npgsql;

namespace Incidents.Api.Store;

/// <summary>A worker's connection, kept while batches follow each other.</summary>
/// <remarks>
/// The pool's next connection would have to be reset and to prepare the same statements again, and comes round only after all others.
/// </remarks>
internal sealed class WorkerConnection(NpgsqlDataSource source) : IAsyncDisposable
{
    private NpgsqlConnection? connection;

    /// <summary>Whether one is held.</summary>
    public bool IsOpen => connection is not null;

    /// <summary>Whether one is held that can no longer be used.</summary>
    public bool IsBroken => connection is { State: not ConnectionState.Open };

    /// <summary>The connection, opened where it is not, or broke.</summary>
    public async ValueTask<NpgsqlConnection> Open()
    {
        if (IsBroken)
            await DisposeAsync();
        return connection ??= await source.OpenConnectionAsync();
    }

    /// <summary>Gives it back; it can be opened again.</summary>
    public async ValueTask DisposeAsync()
    {
        if (connection is not null)
            await connection.DisposeAsync();
        connection = null;
    }
}
