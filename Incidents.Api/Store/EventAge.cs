using NodaTime;
using Npgsql;

namespace Incidents.Api.Store;

/// <summary>How long events wait for whoever follows them.</summary>
internal static class EventAge
{
    /// <summary>
    /// Seconds since the first event after a number was appended, by the clock of the database; 0 where there is none, as far as the
    /// numbers are complete.
    /// </summary>
    /// <param name="source">The database.</param>
    /// <param name="position">Number of the last event that is known.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public static async Task<double> After(NpgsqlDataSource source, long position, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"""
             select extract(epoch from now() - e.timestamp)::float8 from {EventStore.Schema}.mt_events e
             where e.seq_id > $1 and e.seq_id <= (
                 select max(last_seq_id) from {EventStore.Schema}.mt_event_progression where name = 'HighWaterMark')
             order by e.seq_id limit 1
             """);
        command.Parameters.Add(new() { Value = position });
        return Math.Max(0, await command.ExecuteScalarAsync(cancellation) as double? ?? 0);
    }

    /// <summary>When the first event of each of some streams was stored.</summary>
    /// <param name="connection">The database.</param>
    /// <param name="streams">The streams.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public static async Task<Dictionary<Guid, Instant>> Begun(
        NpgsqlConnection connection, Guid[] streams, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"select stream_id, timestamp from {EventStore.Schema}.mt_events where stream_id = any($1) and version = 1", connection);
        command.Parameters.Add(new() { Value = streams });
        var found = new Dictionary<Guid, Instant>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            found.Add(rows.GetGuid(0), Instant.FromDateTimeUtc(rows.GetDateTime(1)));
        return found;
    }
}
