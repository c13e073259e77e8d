using Npgsql;

namespace Incidents.Api.Store;

/// <summary>Reads what streams are.</summary>
internal sealed class EventStreams(NpgsqlDataSource source)
{
    /// <summary>The types of some streams.</summary>
    public async Task<Dictionary<Guid, string>> TypesOf(IReadOnlyCollection<Guid> streams, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"select id, coalesce(type, '') from {EventStore.Schema}.mt_streams where id = any($1)");
        command.Parameters.Add(new() { Value = streams.ToArray() });
        var types = new Dictionary<Guid, string>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            types.Add(rows.GetGuid(0), rows.GetString(1));
        return types;
    }

    /// <summary>The streams of a type.</summary>
    public async Task<List<Guid>> OfType(string type, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand($"select id from {EventStore.Schema}.mt_streams where type = $1");
        command.Parameters.Add(new() { Value = type });
        var streams = new List<Guid>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            streams.Add(rows.GetGuid(0));
        return streams;
    }

    /// <summary>The versions of some streams: numbers of their last events.</summary>
    public async Task<List<(Guid Id, long Version)>> VersionsOf(IReadOnlyCollection<Guid> streams, CancellationToken cancellation)
    {
        var found = new List<(Guid, long)>();
        if (streams.Count == 0)
            return found;
        await using var command = source.CreateCommand($"select id, version from {EventStore.Schema}.mt_streams where id = any($1)");
        command.Parameters.Add(new() { Value = streams.ToArray() });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            found.Add((rows.GetGuid(0), rows.GetInt64(1)));
        return found;
    }

    /// <summary>What the rows of the events of some streams are like, masking included; without streams that have no events.</summary>
    /// <remarks>PostgreSQL marks each version of a row with the transaction that wrote it: any change of any row changes the sum.</remarks>
    public async Task<Dictionary<Guid, StreamStamp>> StampsOf(IReadOnlyCollection<Guid> streams, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"""
             select stream_id, max(version), sum(xmin::text::bigint)::bigint from {EventStore.Schema}.mt_events
             where stream_id = any($1) group by stream_id
             """);
        command.Parameters.Add(new() { Value = streams.ToArray() });
        var stamps = new Dictionary<Guid, StreamStamp>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            stamps.Add(rows.GetGuid(0), new(rows.GetInt64(1), rows.GetInt64(2)));
        return stamps;
    }
}

/// <summary>What the events of a stream are like: different after every change of any of them.</summary>
/// <param name="Version">Number of the last one.</param>
/// <param name="Writes">Sum of the numbers of the transactions that wrote their rows.</param>
internal readonly record struct StreamStamp(long Version, long Writes);
