using Npgsql;

namespace Incidents.Api.Store;

/// <summary>The commitment to one event or entry of a log.</summary>
/// <param name="Sequence">Its number in its store.</param>
/// <param name="Id">Its id.</param>
/// <param name="Hash">The hash, 32 bytes; null where an earlier build wrote it without a commitment.</param>
/// <param name="Stream">Its stream; empty for an entry of the access log.</param>
/// <param name="Type">Its type, as stored.</param>
internal readonly record struct Commitment(long Sequence, Guid Id, byte[]? Hash, Guid Stream, string Type);

/// <summary>Reads the commitments of the events, in the order of their numbers.</summary>
internal static class Commitments
{
    private const string Columns = $"seq_id, id, headers ->> '{EventCommitment.Header}', stream_id, type";

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
             select {Columns} from {EventStore.Schema}.mt_events
             where seq_id > $1 order by seq_id limit $2
             """,
            connection)
        { CommandTimeout = 0 };
        command.Parameters.Add(new() { Value = after });
        command.Parameters.Add(new() { Value = most });
        return await Read(command, cancellation);
    }

    /// <summary>The number up to which the daemon takes the events for complete; 0 before it has run.</summary>
    public static async Task<long> HighWater(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"select last_seq_id from {EventStore.Schema}.mt_event_progression where name = 'HighWaterMark'", connection);
        return await command.ExecuteScalarAsync(cancellation) as long? ?? 0;
    }

    /// <summary>The commitment to one event; null where there is none of the id.</summary>
    public static async Task<Commitment?> Of(NpgsqlDataSource source, Guid id, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand($"select {Columns} from {EventStore.Schema}.mt_events where id = $1");
        command.Parameters.Add(new() { Value = id });
        return await Read(command, cancellation) is [var found] ? found : null;
    }

    /// <summary>The ids of the events with which some streams began, each with its stream.</summary>
    /// <param name="connection">The database.</param>
    /// <param name="streams">The streams.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public static async Task<Dictionary<Guid, Guid>> Beginnings(
        NpgsqlConnection connection, IReadOnlyCollection<Guid> streams, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"select {Columns} from {EventStore.Schema}.mt_events where stream_id = any($1) and version = 1", connection);
        command.Parameters.Add(new() { Value = streams.ToArray() });
        return (await Read(command, cancellation)).ToDictionary(one => one.Id, one => one.Stream);
    }

    /// <summary>The number of the last of some events; 0 for none.</summary>
    /// <param name="connection">The database.</param>
    /// <param name="events">Stream and version of each.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public static async Task<long> Last(
        NpgsqlConnection connection, IReadOnlyCollection<(Guid Stream, long Version)> events, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"""
             select coalesce(max(e.seq_id), 0) from unnest($1, $2) as t (stream, version)
             join {EventStore.Schema}.mt_events e on e.stream_id = t.stream and e.version = t.version
             """,
            connection);
        command.Parameters.Add(new() { Value = events.Select(of => of.Stream).ToArray() });
        command.Parameters.Add(new() { Value = events.Select(of => of.Version).ToArray() });
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>The commitments of some events up to a number, in their order.</summary>
    /// <param name="connection">The database.</param>
    /// <param name="events">The events.</param>
    /// <param name="until">The last number.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public static async Task<List<Commitment>> Of(
        NpgsqlConnection connection, EventSelection events, long until, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"""
             select {Columns} from {EventStore.Schema}.mt_events
             where {EventSelection.Condition} and seq_id <= $3 order by seq_id
             """,
            connection)
        { CommandTimeout = 0 };
        command.Parameters.Add(new() { Value = events.Streams.ToArray() });
        command.Parameters.Add(new() { Value = events.Single.ToArray() });
        command.Parameters.Add(new() { Value = until });
        return await Read(command, cancellation);
    }

    private static async Task<List<Commitment>> Read(NpgsqlCommand command, CancellationToken cancellation)
    {
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var all = new List<Commitment>();
        while (await rows.ReadAsync(cancellation))
        {
            var (_, hash) = EventCommitment.Parts(rows.IsDBNull(2) ? null : rows.GetString(2));
            all.Add(new(rows.GetInt64(0), rows.GetGuid(1), hash, rows.GetGuid(3), rows.GetString(4)));
        }
        return all;
    }
}
