using Incidents.Api.GraphQL;
using Incidents.Api.Store;
using Incidents.Domain;
using Npgsql;

namespace Incidents.Api.Access.Log;

/// <summary>Who holds the replica: one of the hosts of a database at a time.</summary>
internal sealed class ReplicaClaims(StorePools pools)
{
    // Not used by any other advisory lock of this database.
    private const long Lock = 0x1C1DE15;
    private const string LongestWait = "60s";

    /// <summary>The refusal of a replay that cannot be made.</summary>
    public static RefusedException Unavailable(string message) => new(new Refusal(ErrorCode.ReplayUnavailable, message));

    /// <summary>The lock of whoever makes, uses or removes the replica.</summary>
    /// <returns>Gives it back.</returns>
    /// <exception cref="RefusedException">Another host has it for longer than a minute.</exception>
    public async Task<IAsyncDisposable> Hold(CancellationToken cancellation)
    {
        var connection = await pools.Upkeep.OpenConnectionAsync(cancellation);
        try
        {
            await Sql.Execute(
                connection, $"set lock_timeout = '{LongestWait}'; select pg_advisory_lock({Lock}); reset lock_timeout", cancellation);
            return new Held(connection);
        }
        catch (Exception e)
        {
            await connection.DisposeAsync();
            if (StoreFault.IsLocked(e))
                throw Unavailable("Another host replays at present; ask again later.");
            throw;
        }
    }

    /// <summary>Whether a replica is still there, and nobody made another one in its place.</summary>
    public async Task<bool> IsHere(Replica replica, CancellationToken cancellation)
    {
        await using var command = pools.Upkeep.CreateCommand(
            $"""
             select exists (select from {AccessStore.Replica} where token = $1)
                 and exists (select from pg_database where datname = $2)
             """);
        command.Parameters.Add(new() { Value = replica.Token });
        command.Parameters.Add(new() { Value = replica.Database });
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>Records that a replica is the one in use, and when.</summary>
    public async Task Claim(Replica replica, CancellationToken cancellation)
    {
        await using var command = pools.Upkeep.CreateCommand(
            $"""
             insert into {AccessStore.Replica} (database, token, used_at) values ($1, $2, now())
             on conflict (one) do update set database = excluded.database, token = excluded.token, used_at = excluded.used_at
             """);
        command.Parameters.Add(new() { Value = replica.Database });
        command.Parameters.Add(new() { Value = replica.Token });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Whether a replica was used a while ago or later, by whatever host.</summary>
    public async Task<bool> IsInUse(TimeSpan kept, CancellationToken cancellation)
    {
        await using var command = pools.Upkeep.CreateCommand(
            $"select exists (select from {AccessStore.Replica} where used_at > now() - make_interval(secs => $1))");
        command.Parameters.Add(new() { Value = kept.TotalSeconds });
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private sealed class Held(NpgsqlConnection connection) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await using (connection)
            {
                // The pool keeps the session, and with it the lock. One that broke has no lock.
                if (connection.State is System.Data.ConnectionState.Open)
                    await Sql.Execute(connection, $"select pg_advisory_unlock({Lock})", CancellationToken.None);
            }
        }
    }
}
