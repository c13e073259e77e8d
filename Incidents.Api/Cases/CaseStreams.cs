using Incidents.Api.Access;
using Incidents.Api.Store;
using Incidents.Domain.Cases;
using NodaTime;

namespace Incidents.Api.Cases;

/// <summary>Opens cases from their events; long ones are kept in memory as long as no event of them changes.</summary>
/// <remarks>
/// A page of a timeline asks for the state of the case again and again, and most of what that costs is reading the same thousands of
/// events. What is kept is compared with the rows of the events each time, so that a command and a masking by any host is seen at once. A
/// case with a blocked plate is read anew, since what is shown of it depends on who is blocked.
/// </remarks>
internal sealed class CaseStreams(EventStreams streams, EventReader events, IBlockedPersons blocked)
{
    /// <summary>Fewest events of a case that is kept: fewer are read as fast as compared.</summary>
    public const int Least = 64;

    /// <summary>Most characters of all events that are kept: about 100 megabytes with what is read from them.</summary>
    public const int Most = 20_000_000;

    // Of an event beside its content.
    private const int Around = 500;

    private readonly StreamCache<StreamStamp, Kept> kept = new(Most);

    /// <summary>A case as it was known at a moment; null where nothing was known of it.</summary>
    /// <param name="id">The case.</param>
    /// <param name="knownAt">The moment; null for now.</param>
    /// <param name="cancellation">Cancels the queries.</param>
    public async Task<LoadedStream<Case>?> Open(Guid id, Instant? knownAt, CancellationToken cancellation) =>
        (await Open([id], knownAt, cancellation)).GetValueOrDefault(id);

    /// <summary>Several cases; without those of which nothing was known.</summary>
    public async Task<Dictionary<Guid, LoadedStream<Case>>> Open(
        IReadOnlyCollection<Guid> ids, Instant? knownAt, CancellationToken cancellation)
    {
        var found = new Dictionary<Guid, LoadedStream<Case>>();
        if (ids.Count == 0)
            return found;
        var (stamps, missing) = (await streams.StampsOf(ids, cancellation), new List<Guid>());
        foreach (var (id, stamp) in stamps)
        {
            if (kept.Find(id, stamp) is not { } known || IsHidden(known))
                missing.Add(id);
            else if (known.AsKnown(knownAt) is { } stream)
                found.Add(id, stream);
        }

        if (missing.Count == 0)
            return found;
        foreach (var stored in (await events.Read(missing, null, cancellation, withBlocked: true)).GroupBy(stored => stored.StreamId))
        {
            if (LoadedStream<Case>.Of([.. stored]) is not { } stream)
                continue;
            var read = new Kept(stream);
            if (stream.Events.Count >= Least)
            {
                var size = stream.Events.Sum(e => (long)e.Json.Length + Around);
                kept.Keep(stored.Key, stamps[stored.Key], read, (int)Math.Min(int.MaxValue, size));
            }
            var known = IsHidden(read) ? await events.Open<Case>(stored.Key, knownAt, cancellation) : read.AsKnown(knownAt);
            if (known is not null)
                found.Add(stored.Key, known);
        }

        return found;
    }

    private bool IsHidden(Kept known) => blocked.Any && known.Plates.Value.Any(blocked.IsBlocked);

    private sealed class Kept(LoadedStream<Case> stream)
    {
        public Lazy<IReadOnlyList<string>> Plates { get; } = new(
            () => [.. stream.Events.SelectMany(stored => PersonalFields.PlatesIn(stored.Json)).Distinct(StringComparer.Ordinal)]);

        public LoadedStream<Case>? AsKnown(Instant? knownAt) => knownAt is not { } moment ? stream
            : LoadedStream<Case>.Of([.. stream.Events.Where(stored => stored.Event.KnownAt.ToInstant() <= moment)]);
    }
}
