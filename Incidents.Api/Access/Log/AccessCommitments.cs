using Incidents.Api.Store;
using Npgsql;

namespace Incidents.Api.Access.Log;

/// <summary>Reads the commitments of the entries, in the order of their numbers.</summary>
internal static class AccessCommitments
{
    /// <summary>The next ones.</summary>
    /// <param name="connection">The database.</param>
    /// <param name="after">Number after which to begin.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public static async Task<List<Commitment>> Page(
        NpgsqlConnection connection, long after, int most, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"""
             select seq_id, id, headers ->> '{EventCommitment.Header}', type from {AccessStore.Events}
             where seq_id > $1 order by seq_id limit $2
             """,
            connection)
        { CommandTimeout = 0 };
        command.Parameters.Add(new() { Value = after });
        command.Parameters.Add(new() { Value = most });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var page = new List<Commitment>();
        while (await rows.ReadAsync(cancellation))
        {
            var (_, hash) = EventCommitment.Parts(rows.IsDBNull(2) ? null : rows.GetString(2));
            page.Add(new(rows.GetInt64(0), rows.GetGuid(1), hash, Guid.Empty, rows.GetString(3)));
        }
        return page;
    }
}
