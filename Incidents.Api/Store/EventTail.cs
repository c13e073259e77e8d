using NodaTime;
using Npgsql;

namespace Incidents.Api.Store;

/// <summary>An event as it follows others.</summary>
/// <param name="Sequence">Its number in the store.</param>
/// <param name="StreamId">Its stream.</param>
/// <param name="Name">Its name, e.g. <c>alert_raised</c>.</param>
/// <param name="Type">Its type.</param>
/// <param name="Json">Its content as stored.</param>
internal sealed record TailEvent(long Sequence, Guid StreamId, string Name, Type Type, string Json)
{
    /// <summary>Its number in its stream.</summary>
    public long Version { get; init; }

    /// <summary>Its id.</summary>
    public Guid Id { get; init; }

    /// <summary>When it was appended, by the clock of the database.</summary>
    public Instant AppendedAt { get; init; }
}

/// <summary>Reads the events of some types that follow a position.</summary>
internal sealed class EventTail(NpgsqlDataSource source, EventCatalogue catalogue)
{
    /// <summary>The next events, in order.</summary>
    /// <param name="after">Sequence after which they begin.</param>
    /// <param name="until">Sequence of the last event to read.</param>
    /// <param name="names">Names of the types.</param>
    /// <param name="limit">The most to return.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<List<TailEvent>> Read(long after, long until, string[] names, int limit, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"""
             select seq_id, stream_id, type, data::text, version, id, timestamp from {EventStore.Schema}.mt_events
             where seq_id > $1 and seq_id <= $2 and type = any($3) order by seq_id limit $4
             """);
        command.Parameters.Add(new() { Value = after });
        command.Parameters.Add(new() { Value = until });
        command.Parameters.Add(new() { Value = names });
        command.Parameters.Add(new() { Value = limit });
        var found = new List<TailEvent>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var name = rows.GetString(2);
            found.Add(new(rows.GetInt64(0), rows.GetGuid(1), name, catalogue.TypeOf(name), rows.GetString(3))
            {
                Version = rows.GetInt64(4),
                Id = rows.GetGuid(5),
                AppendedAt = Instant.FromDateTimeUtc(rows.GetDateTime(6)),
            });
        }
        return found;
    }
}
