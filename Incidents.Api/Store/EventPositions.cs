using System.Collections.Concurrent;
using Incidents.Projections;
using NodaTime;
using Npgsql;

namespace Incidents.Api.Store;

/// <summary>Where an event stands: its stream, its kind and its two times, without what it contains.</summary>
/// <param name="Id">Its id.</param>
/// <param name="StreamId">Its stream.</param>
/// <param name="Sequence">Its number in the store.</param>
/// <param name="Type">Its name, e.g. <c>sos_call_answered</c>.</param>
/// <param name="OccurredAt">When it occurred.</param>
/// <param name="KnownAt">When it became known.</param>
internal sealed record EventPosition(Guid Id, Guid StreamId, long Sequence, string Type, Instant OccurredAt, Instant KnownAt)
{
    /// <summary>The position of an event that is loaded.</summary>
    public static EventPosition Of(StoredEvent stored) => new(
        stored.Id, stored.StreamId, stored.Sequence, stored.Type, stored.Event.OccurredAt.ToInstant(), stored.Event.KnownAt.ToInstant());
}

/// <summary>The positions of the events of streams, kept in memory as long as a stream has no more events.</summary>
/// <remarks>
/// Many streams are put in one order without reading all of their events each time. Nothing personal is kept, so that masking, which
/// changes what events contain and never when they happened, changes nothing here. Where there are too many the ones that were longest not
/// asked for are forgotten.
/// </remarks>
internal sealed class EventPositions(NpgsqlDataSource source, EventReader events)
{
    /// <summary>Most positions that are kept: about 50 megabytes.</summary>
    public const int Most = 300_000;

    private readonly ConcurrentDictionary<Guid, Kept> kept = new();
    private int count;
    private long asked;

    /// <summary>The positions of all events of the streams, in no order.</summary>
    /// <param name="streams">The streams.</param>
    /// <param name="cancellation">Cancels the queries.</param>
    public async Task<List<EventPosition>> Of(IReadOnlyCollection<Guid> streams, CancellationToken cancellation)
    {
        var now = Interlocked.Increment(ref asked);
        var versions = await Versions(streams, cancellation);
        var (found, missing) = (new List<EventPosition>(), new List<Guid>());
        foreach (var (id, version) in versions)
        {
            if (kept.TryGetValue(id, out var known) && known.Version == version)
            {
                known.AskedAt = now;
                found.AddRange(known.Positions);
            }
            else
            {
                missing.Add(id);
            }
        }

        if (missing.Count == 0)
            return found;
        foreach (var stream in (await events.Read(missing, null, cancellation)).GroupBy(stored => stored.StreamId))
        {
            EventPosition[] positions = [.. stream.Select(EventPosition.Of)];
            Keep(stream.Key, new(stream.Max(stored => stored.Version), positions) { AskedAt = now });
            found.AddRange(positions);
        }

        return found;
    }

    private async Task<List<(Guid Id, long Version)>> Versions(IReadOnlyCollection<Guid> streams, CancellationToken cancellation)
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

    private void Keep(Guid id, Kept stream)
    {
        if (kept.TryRemove(id, out var before))
            Interlocked.Add(ref count, -before.Positions.Length);
        if (!kept.TryAdd(id, stream))
            return;
        if (Interlocked.Add(ref count, stream.Positions.Length) <= Most)
            return;
        foreach (var oldest in kept.OrderBy(k => k.Value.AskedAt).Take(kept.Count / 2 + 1).ToList())
        {
            if (kept.TryRemove(oldest))
                Interlocked.Add(ref count, -oldest.Value.Positions.Length);
        }
    }

    private sealed class Kept(long version, EventPosition[] positions)
    {
        public long Version => version;

        public EventPosition[] Positions => positions;

        public long AskedAt { get; set; }
    }
}
