using Incidents.Domain;
using JasperFx.Events;
using Marten;
using Marten.Events.Archiving;
using Npgsql;

namespace Incidents.Api.Store;

/// <summary>Some of the events.</summary>
/// <param name="Events">The events, in order of sequence.</param>
/// <param name="Ceiling">Sequence up to which there are no others.</param>
internal readonly record struct EventSlice(IReadOnlyList<IEvent> Events, long Ceiling);

/// <summary>Pages of events as one read model is given them.</summary>
/// <param name="store">The event store.</param>
/// <param name="source">The database.</param>
/// <param name="catalogue">Reads events.</param>
internal sealed class EventPages(IDocumentStore store, NpgsqlDataSource source, EventCatalogue catalogue)
{
    /// <summary>A page of events, of archived streams too, without those that cannot be read.</summary>
    /// <param name="after">Sequence after which it begins.</param>
    /// <param name="until">Sequence of the last event to read.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<EventSlice> Read(long after, long until, CancellationToken cancellation)
    {
        try
        {
            var events = await Between(after + 1, until, ReadModelFeed.PageSize, cancellation);
            return new(events, events.Count < ReadModelFeed.PageSize ? until : events[^1].Sequence);
        }
        catch (Exception e) when (StoreFault.IsOfContent(e))
        {
            var sequences = await Sequences(after, until, cancellation);
            var events = new List<IEvent>();
            await ReadAround(sequences, events, cancellation);
            return new(events, sequences.Count < ReadModelFeed.PageSize ? until : sequences[^1]);
        }
    }

    private async Task ReadAround(IReadOnlyList<long> sequences, List<IEvent> events, CancellationToken cancellation)
    {
        if (sequences.Count == 0)
            return;
        try
        {
            events.AddRange(await Between(sequences[0], sequences[^1], sequences.Count, cancellation));
        }
        catch (Exception e) when (StoreFault.IsOfContent(e))
        {
            // An event that cannot be read is in quarantine: the daemon has met it, too.
            if (sequences.Count == 1)
                return;
            var half = sequences.Count / 2;
            await ReadAround([.. sequences.Take(half)], events, cancellation);
            await ReadAround([.. sequences.Skip(half)], events, cancellation);
        }
    }

    private async Task<IReadOnlyList<IEvent>> Between(long first, long last, int count, CancellationToken cancellation)
    {
        await using var session = store.QuerySession();
        return await session.Events.QueryAllRawEvents().Where(e => e.MaybeArchived() && e.Sequence >= first && e.Sequence <= last)
            .OrderBy(e => e.Sequence).Take(count).ToListAsync(cancellation);
    }

    private async Task<List<long>> Sequences(long after, long until, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"""
             select seq_id from {EventStore.Schema}.mt_events where seq_id > $1 and seq_id <= $2 order by 1
             limit {ReadModelFeed.PageSize}
             """);
        command.Parameters.Add(new() { Value = after });
        command.Parameters.Add(new() { Value = until });
        var found = new List<long>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            found.Add(rows.GetInt64(0));
        return found;
    }

    /// <summary>The page as one read model is given it.</summary>
    /// <remarks>
    /// In the place of a release stands the event released, known since the release. The releases of other read models are left out, and
    /// so are events that are quarantined for this one.
    /// </remarks>
    /// <param name="page">The events.</param>
    /// <param name="readModel">Name of the read model.</param>
    /// <param name="quarantined">Sequences that are quarantined for it.</param>
    /// <returns>The same list where nothing is different.</returns>
    public IReadOnlyList<IEvent> For(IReadOnlyList<IEvent> page, string readModel, IReadOnlySet<long>? quarantined = null)
    {
        var isPlain = true;
        foreach (var @event in page)
            isPlain &= @event.Data is not IEventRelease && quarantined?.Contains(@event.Sequence) is not true;
        if (isPlain)
            return page;
        var given = new List<IEvent>(page.Count);
        foreach (var @event in page)
        {
            if (quarantined?.Contains(@event.Sequence) is true)
                continue;
            if (@event.Data is not IEventRelease release)
                given.Add(@event);
            else if (release.ReadModel == readModel)
                given.Add(Released(@event, release) ?? @event);
        }
        return given;
    }

    // Null where the release holds nothing that this build can read: it stays what it is, and cannot be applied.
    private IEvent? Released(IEvent @event, IEventRelease release)
    {
        IDomainEvent original;
        try
        {
            original = catalogue.ReadAsKnownAt(release.Type, release.Json, release.KnownAt);
        }
        catch (Exception e) when (StoreFault.IsOfContent(e))
        {
            return null;
        }
        var released = ((Marten.Events.EventGraph)((StoreOptions)store.Options).Events).BuildEvent(original);
        (released.Id, released.Sequence, released.Timestamp) = (@event.Id, @event.Sequence, @event.Timestamp);
        (released.StreamId, released.Version) = (release.Stream, release.Version);
        return released;
    }
}
