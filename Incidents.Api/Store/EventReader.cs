using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Incidents.Api.Access;
using Incidents.Domain;
using Incidents.Projections;
using NodaTime;
using Npgsql;

namespace Incidents.Api.Store;

/// <summary>Reads whole streams, so that the result contains what the same client has just done.</summary>
internal sealed class EventReader(NpgsqlDataSource source, EventCatalogue catalog, IBlockedPersons blocked)
{
    /// <summary>The events of the streams in order of sequence, as far as they were known at a moment.</summary>
    /// <remarks>The personal data of a thing whose plate is blocked read as masked.</remarks>
    /// <param name="streams">The streams.</param>
    /// <param name="knownAt">The moment; null for now.</param>
    /// <param name="cancellation">Cancels the query.</param>
    /// <param name="withBlocked">Whether blocked data are read, too: for the person concerned.</param>
    public async Task<List<StoredEvent>> Read(
        IReadOnlyCollection<Guid> streams, Instant? knownAt, CancellationToken cancellation, bool withBlocked = false)
    {
        var events = await ReadWhere("stream_id = any($1)", streams.ToArray(), knownAt, cancellation);
        return withBlocked || !blocked.Any ? events : WithoutBlocked(events);
    }

    /// <summary>Some events, and those with which their streams began, in order of sequence.</summary>
    /// <remarks>The personal data of a thing whose plate is blocked read as masked.</remarks>
    /// <param name="sequences">Numbers of the events in the store.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<List<StoredEvent>> ReadSome(IReadOnlyCollection<long> sequences, CancellationToken cancellation)
    {
        const string Where =
            $"""
             seq_id = any($1) or (version = 1
                 and stream_id = any(array(select stream_id from {EventStore.Schema}.mt_events where seq_id = any($1))))
             """;
        var events = await ReadWhere(Where, sequences.ToArray(), null, cancellation);
        return blocked.Any ? WithoutBlocked(events) : events;
    }

    /// <summary>Events of some types in some streams, in order of sequence, as far as they were known at a moment.</summary>
    /// <param name="streams">The streams.</param>
    /// <param name="types">Types of the events.</param>
    /// <param name="after">Number of an event: only those after it.</param>
    /// <param name="knownAt">The moment; null for now.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<List<StoredEvent>> ReadOf(
        IReadOnlyCollection<Guid> streams, IReadOnlyCollection<Type> types, long after, Instant? knownAt, CancellationToken cancellation)
    {
        if (streams.Count == 0)
            return [];
        var names = string.Join(", ", types.Select(type => $"'{catalog.NameOf(type)}'"));
        var where = FormattableString.Invariant($"stream_id = any($1) and type in ({names}) and seq_id > {after}");
        return await ReadWhere(where, streams.ToArray(), knownAt, cancellation);
    }

    private async Task<List<StoredEvent>> ReadWhere<TKey>(string where, TKey[] keys, Instant? knownAt, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"""
             select id, stream_id, version, seq_id, type, data::text, user_name, causation_id,
                 headers ->> '{EventMetadata.ByHeader}' from {EventStore.Schema}.mt_events
             where {where} order by seq_id
             """);
        command.Parameters.Add(new NpgsqlParameter { Value = keys });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var events = new List<StoredEvent>();
        while (await rows.ReadAsync(cancellation))
        {
            var (type, json) = (rows.GetString(4), rows.GetString(5));
            var fact = catalog.Read(type, json);
            if (knownAt is null || fact.KnownAt.ToInstant() <= knownAt)
                events.Add(new(rows.GetGuid(0), rows.GetGuid(1), rows.GetInt64(2), rows.GetInt64(3), type, fact, json,
                    rows.IsDBNull(6) ? null : rows.GetString(6), rows.IsDBNull(7) ? null : rows.GetString(7),
                    rows.IsDBNull(8) ? null : rows.GetString(8)));
        }
        return events;
    }

    private List<StoredEvent> WithoutBlocked(List<StoredEvent> events)
    {
        var hidden = new HashSet<Guid>();
        for (var i = 0; i < events.Count; i++)
        {
            foreach (var plate in PersonalFields.PlatesIn(events[i].Json).Where(blocked.IsBlocked))
            {
                if (events[i].Event is IAboutSeveral)
                    events[i] = Hidden(events[i], FrozenSet<string>.Empty, PersonMatcher.Of(plate, null, out _));
                else
                    hidden.Add(events[i].StreamId);
            }
        }
        return hidden.Count == 0 ? events
            : events.ConvertAll(e => hidden.Contains(e.StreamId) ? Hidden(e, PersonalFields.All, null) : e);
    }

    private StoredEvent Hidden(StoredEvent stored, IReadOnlySet<string> fields, PersonMatcher? person)
    {
        var content = JsonNode.Parse(stored.Json)!.AsObject();
        var isCause = PersonalFields.Masks(stored.Cause, fields, person) || blocked.IsBlocked(stored.Cause);
        if (isCause)
        {
            PersonalFields.Name(content, [PersonalFields.Cause]);
            stored = stored with { Cause = PersonalFields.Mark };
        }
        if (PersonalFields.Mask(content, fields, person).Count == 0 && !isCause)
            return stored;
        var json = content.ToJsonString(EventJson.Options);
        return stored with { Event = catalog.Read(stored.Type, json), Json = json };
    }

    /// <summary>All events of a type, in order of sequence.</summary>
    /// <typeparam name="TEvent">The type.</typeparam>
    public async IAsyncEnumerable<(Guid StreamId, TEvent Event)> All<TEvent>(
        [EnumeratorCancellation] CancellationToken cancellation) where TEvent : IDomainEvent
    {
        await using var command = source.CreateCommand(
            $"select stream_id, type, data::text from {EventStore.Schema}.mt_events where type = $1 order by seq_id");
        command.CommandTimeout = 0;
        command.Parameters.Add(new() { Value = catalog.NameOf(typeof(TEvent)) });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            yield return (rows.GetGuid(0), (TEvent)catalog.Read(rows.GetString(1), rows.GetString(2)));
    }

    /// <summary>Sequence of the last event that is committed; 0 where there is none.</summary>
    public async Task<long> LastSequence(CancellationToken cancellation)
    {
        await using var command = source.CreateCommand($"select coalesce(max(seq_id), 0) from {EventStore.Schema}.mt_events");
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>Type and content of one event, as stored.</summary>
    /// <param name="sequence">Its number in the store.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<(string Type, string Json)> Stored(long sequence, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand($"select type, data::text from {EventStore.Schema}.mt_events where seq_id = $1");
        command.Parameters.Add(new() { Value = sequence });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        await rows.ReadAsync(cancellation);
        return (rows.GetString(0), rows.GetString(1));
    }

    /// <summary>One thing as it was known at a moment, or null where nothing was known of it.</summary>
    public async Task<LoadedStream<TState>?> Open<TState>(Guid stream, Instant? knownAt, CancellationToken cancellation)
        where TState : StreamState, IState<TState>
    {
        return LoadedStream<TState>.Of(await Read([stream], knownAt, cancellation));
    }

    /// <summary>Several things as they were known at a moment, in one query; without those of which nothing was known.</summary>
    public async Task<Dictionary<Guid, LoadedStream<TState>>> Open<TState>(
        IReadOnlyCollection<Guid> streams, Instant? knownAt, CancellationToken cancellation)
        where TState : StreamState, IState<TState>
    {
        var found = new Dictionary<Guid, LoadedStream<TState>>();
        if (streams.Count == 0)
            return found;
        foreach (var events in (await Read(streams, knownAt, cancellation)).GroupBy(e => e.StreamId))
        {
            if (LoadedStream<TState>.Of([.. events]) is { } opened)
                found.Add(events.Key, opened);
        }
        return found;
    }
}

/// <summary>One thing and its events.</summary>
/// <typeparam name="TState">Its state.</typeparam>
/// <param name="State">The state that they lead to.</param>
/// <param name="Version">Number of the last one.</param>
/// <param name="Events">The events, in order of sequence.</param>
internal sealed record LoadedStream<TState>(TState State, long Version, IReadOnlyList<StoredEvent> Events)
    where TState : StreamState, IState<TState>
{
    /// <summary>Whether personal data of any of its events were masked.</summary>
    public bool IsMasked => Events.Any(stored => stored.IsMasked);

    /// <summary>The thing to which events lead, or null where they are not its events.</summary>
    public static LoadedStream<TState>? Of(IReadOnlyList<StoredEvent> events)
    {
        TState? state = null;
        foreach (var stored in events)
            state = StreamState.After(state, stored.Event);
        return state is null ? null : new(state, events[^1].Version, events);
    }
}

/// <summary>The events of the things of one page: read together and once, when the first field asks for them.</summary>
/// <remarks>Where one of them cannot be read, each is read alone, so that it keeps no other from being read.</remarks>
/// <typeparam name="TState">State of the things.</typeparam>
internal sealed class StreamBatch<TState> where TState : StreamState, IState<TState>
{
    private readonly Lazy<Task<Dictionary<Guid, LoadedStream<TState>>>> loaded;
    private readonly Func<Guid, Task<LoadedStream<TState>>>? alone;
    private readonly CancellationToken cancellation;
    private readonly ConcurrentDictionary<Type, Lazy<Task<object>>> beside = new();

    /// <summary>The things of a page, as known now.</summary>
    public StreamBatch(EventReader events, IReadOnlyCollection<Guid> ids, CancellationToken cancellation)
    {
        this.cancellation = cancellation;
        loaded = new(() => events.Open<TState>(ids, null, cancellation));
        var single = new ConcurrentDictionary<Guid, Lazy<Task<LoadedStream<TState>>>>();
        if (ids.Count > 1)
            alone = id => single.GetOrAdd(id, _ => new(async () => (await events.Open<TState>([id], null, cancellation))[id])).Value;
    }

    /// <summary>One thing that is loaded already.</summary>
    public StreamBatch(Guid id, LoadedStream<TState> stream, Instant? knownAt = null)
    {
        loaded = new(Task.FromResult(new Dictionary<Guid, LoadedStream<TState>> { [id] = stream }));
        KnownAt = knownAt;
    }

    /// <summary>The moment as known at which they are read; null for now.</summary>
    public Instant? KnownAt { get; }

    /// <summary>All of them.</summary>
    public Task<Dictionary<Guid, LoadedStream<TState>>> All() => loaded.Value;

    /// <summary>One of them.</summary>
    public async Task<LoadedStream<TState>> One(Guid id)
    {
        try
        {
            return (await loaded.Value)[id];
        }
        catch (Exception e) when (alone is not null && StoreFault.IsOfContent(e))
        {
            return await alone(id);
        }
    }

    /// <summary>What is read once for all of them, when the first field asks for it; for one alone where not all can be read.</summary>
    /// <remarks>What is read is told apart by its type.</remarks>
    /// <param name="id">The one for which it is asked.</param>
    /// <param name="read">Reads it; the same for all who ask.</param>
    public async Task<T> Once<T>(Guid id, Func<IReadOnlyCollection<LoadedStream<TState>>, CancellationToken, Task<T>> read)
    {
        var lazy = new Lazy<Task<object>>(async () => (await read((await loaded.Value).Values, cancellation))!);
        try
        {
            return (T)await beside.GetOrAdd(typeof(T), lazy).Value;
        }
        catch (Exception e) when (alone is not null && StoreFault.IsOfContent(e))
        {
            return await read([await alone(id)], cancellation);
        }
    }
}
