using Npgsql;

namespace Incidents.Api.PersonalData;

/// <summary>Lets one host at a time mask. The lock goes with the connection of a host that is killed.</summary>
internal sealed class MaskingLock(NpgsqlDataSource source)
{
    // Not used by any other advisory lock of this database.
    private const long Key = 0x3A5C1DE5;

    /// <summary>Takes the turn; null where another has it.</summary>
    public async Task<IAsyncDisposable?> TryTake(CancellationToken cancellation)
    {
        var connection = await source.OpenConnectionAsync(cancellation);
        try
        {
            await using var command = new NpgsqlCommand($"select pg_try_advisory_lock({Key})", connection);
            if ((bool)(await command.ExecuteScalarAsync(cancellation))!)
                return new Turn(connection);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
        await connection.DisposeAsync();
        return null;
    }

    private sealed class Turn(NpgsqlConnection connection) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await using (connection)
            {
                // The pool keeps the session, and with it the lock, unless it is given back. One that broke has no lock.
                if (connection.State is not System.Data.ConnectionState.Open)
                    return;
                await using var command = new NpgsqlCommand($"select pg_advisory_unlock({Key})", connection);
                await command.ExecuteNonQueryAsync(CancellationToken.None);
            }
        }
    }
}
