using Incidents.Domain;
using NodaTime;
using Npgsql;

namespace Incidents.Api.Store;

/// <summary>One event as stored.</summary>
/// <param name="Id">Its id.</param>
/// <param name="StreamId">Its stream.</param>
/// <param name="Version">Its number in the stream, from 1.</param>
/// <param name="Sequence">Its number in the store.</param>
/// <param name="Type">Its name, e.g. <c>sos_call_answered</c>.</param>
/// <param name="Fact">Its content.</param>
/// <param name="Json">Its content as stored.</param>
internal sealed record StoredEvent(Guid Id, Guid StreamId, long Version, long Sequence, string Type, IFact Fact, string Json);

/// <summary>Reads whole streams, so that one thing's answer includes what its asker just did.</summary>
internal sealed class EventReader(NpgsqlDataSource source, EventCatalog catalog)
{
    /// <summary>The events of the streams in order of sequence, as far as they were known at a moment.</summary>
    public async Task<List<StoredEvent>> Read(IReadOnlyCollection<Guid> streams, Instant? knownAt, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"""
             select id, stream_id, version, seq_id, type, data::text from {EventStore.Schema}.mt_events
             where stream_id = any($1) order by seq_id
             """);
        command.Parameters.Add(new NpgsqlParameter { Value = streams.ToArray() });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var events = new List<StoredEvent>();
        while (await rows.ReadAsync(cancellation))
        {
            var (type, json) = (rows.GetString(4), rows.GetString(5));
            var fact = catalog.Read(type, json);
            if (knownAt is null || fact.KnownAt.ToInstant() <= knownAt)
                events.Add(new(rows.GetGuid(0), rows.GetGuid(1), rows.GetInt64(2), rows.GetInt64(3), type, fact, json));
        }
        return events;
    }

    /// <summary>State and version of one stream, or null where there is none (or none was known).</summary>
    public async Task<(TState State, long Version)?> State<TState>(Guid stream, Instant? knownAt, CancellationToken cancellation)
        where TState : class, IState<TState>
    {
        TState? state = null;
        var version = 0L;
        foreach (var stored in await Read([stream], knownAt, cancellation))
            (state, version) = (TState.Evolve(state, stored.Fact), stored.Version);
        return state is null ? null : (state, version);
    }
}
