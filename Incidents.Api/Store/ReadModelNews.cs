using Npgsql;

namespace Incidents.Api.Store;

/// <summary>Tells all hosts that read models hold further events.</summary>
/// <remarks>
/// PostgreSQL commits transactions that notify one after another, under a lock of the whole server. So a page is told in a statement of
/// its own after it is written, never in a transaction that appends or writes a page. It has the position only: who hears of it reads.
/// </remarks>
internal static class ReadModelNews
{
    /// <summary>Name of the channel.</summary>
    public const string Channel = "incidents_projected";

    /// <summary>Tells it; where that fails, who is not told looks within a second.</summary>
    /// <param name="source">The database.</param>
    /// <param name="position">Sequence of the last event of the page, which is written.</param>
    /// <param name="cancellation">Cancels it.</param>
    public static async Task TryTell(NpgsqlDataSource source, long position, CancellationToken cancellation)
    {
        try
        {
            await Tell(source, position, cancellation);
        }
        catch (Exception e) when (StoreFault.IsOfStore(e))
        {
            // The page stays written all the same.
        }
    }

    /// <summary>Tells it.</summary>
    /// <param name="source">The database.</param>
    /// <param name="position">Sequence of the last event of the page.</param>
    /// <param name="cancellation">Cancels it.</param>
    private static async Task Tell(NpgsqlDataSource source, long position, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("select pg_notify($1, $2::text)");
        command.Parameters.Add(new() { Value = Channel });
        command.Parameters.Add(new() { Value = position });
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
