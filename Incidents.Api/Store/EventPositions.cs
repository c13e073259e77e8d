using Incidents.Projections;
using NodaTime;

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
/// changes what events contain and never when they happened, changes nothing here.
/// </remarks>
internal sealed class EventPositions(EventStreams streams, EventReader events)
{
    /// <summary>Most positions that are kept: about 50 megabytes.</summary>
    public const int Most = 300_000;

    private readonly StreamCache<long, EventPosition[]> kept = new(Most);

    /// <summary>The positions of all events of the streams, in no order.</summary>
    /// <param name="ids">The streams.</param>
    /// <param name="cancellation">Cancels the queries.</param>
    public async Task<List<EventPosition>> Of(IReadOnlyCollection<Guid> ids, CancellationToken cancellation)
    {
        var (found, missing) = (new List<EventPosition>(), new List<Guid>());
        foreach (var (id, version) in await streams.VersionsOf(ids, cancellation))
        {
            if (kept.Find(id, version) is { } known)
                found.AddRange(known);
            else
                missing.Add(id);
        }

        if (missing.Count == 0)
            return found;
        foreach (var stream in (await events.Read(missing, null, cancellation)).GroupBy(stored => stored.StreamId))
        {
            EventPosition[] positions = [.. stream.Select(EventPosition.Of)];
            kept.Keep(stream.Key, stream.Max(stored => stored.Version), positions, positions.Length);
            found.AddRange(positions);
        }

        return found;
    }
}
