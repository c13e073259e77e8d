using System.Data;
using Npgsql;

namespace Incidents.Api.Cases.EvidenceFiles;

/// <summary>Locks of contents and of uses, over all hosts; each ends with the connection of a host that is killed.</summary>
internal sealed partial class EvidenceUses
{
    // Not used by any other advisory lock of this database.
    private const int ContentClass = 0x3A5C1DE6;
    private const int UseClass = 0x3A5C1DE7;

    // One at a time on this host: those who wait would take the connections of everything else.
    private readonly SemaphoreSlim turn = new(1);

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

    /// <summary>Waits until no other host puts or removes the bytes of a content, and keeps them all from it.</summary>
    public async Task<IAsyncDisposable> Lock(string sha256, CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            return await Take(ContentClass, sha256, () => turn.Release(), cancellation);
        }
        catch
        {
            turn.Release();
            throw;
        }
    }

    /// <summary>Keeps a use from being ended, from when its bytes have their place until it is settled.</summary>
    /// <remarks>It waits for another upload of the same item.</remarks>
    public Task<IAsyncDisposable> Hold(EvidenceUse use, CancellationToken cancellation) =>
        Take(UseClass, KeyOf(use), () => { }, cancellation);

    private static string KeyOf(EvidenceUse use) => $"{use.EvidenceId} {use.Sha256}";

    private async Task<IAsyncDisposable> Take(int lockClass, string key, Action ended, CancellationToken cancellation)
    {
        var connection = await source.OpenConnectionAsync(cancellation);
        try
        {
            await Call(connection, "pg_advisory_lock", lockClass, key, cancellation);
            return new Held(connection, lockClass, key, ended);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    // Null where somebody has it.
    private async Task<IAsyncDisposable?> TryHold(EvidenceUse use, CancellationToken cancellation)
    {
        var connection = await source.OpenConnectionAsync(cancellation);
        try
        {
            if (await Call(connection, "pg_try_advisory_lock", UseClass, KeyOf(use), cancellation) is true)
                return new Held(connection, UseClass, KeyOf(use), () => { });
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
        await connection.DisposeAsync();
        return null;
    }

    private static async Task<object?> Call(
        NpgsqlConnection connection, string function, int lockClass, string key, CancellationToken cancellation)
    {
        // Another host may be reading a large file.
        await using var command = new NpgsqlCommand($"select {function}({lockClass}, hashtext($1))", connection) { CommandTimeout = 0 };
        command.Parameters.Add(new() { Value = key });
        return await command.ExecuteScalarAsync(cancellation);
    }

    private sealed class Held(NpgsqlConnection connection, int lockClass, string key, Action ended) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            try
            {
                await using (connection)
                {
                    // The pool keeps the session, and with it the lock, unless it is given back. One that broke has no lock.
                    if (connection.State is ConnectionState.Open)
                        await Call(connection, "pg_advisory_unlock", lockClass, key, CancellationToken.None);
                }
            }
            finally
            {
                ended();
            }
        }
    }
}
