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
}
