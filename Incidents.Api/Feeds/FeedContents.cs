using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Feeds;
using Incidents.Projections;

namespace Incidents.Api.Feeds;

/// <summary>Reads things as they were after one of their events.</summary>
/// <remarks>
/// Events are read when a message is made, at every try: what was masked since it was queued, or is blocked, is not in it.
/// </remarks>
internal sealed class FeedContents(EventReader events)
{
    /// <summary>The events of things, each in order; without those of which none can be read.</summary>
    /// <param name="things">The things.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <returns>The events, and why those of a thing cannot be read.</returns>
    public async Task<(Dictionary<Guid, IReadOnlyList<IDomainEvent>> Read, Dictionary<Guid, string> Faults)> Of(
        IReadOnlyCollection<Guid> things, CancellationToken cancellation)
    {
        var (read, faults) = (new Dictionary<Guid, IReadOnlyList<IDomainEvent>>(), new Dictionary<Guid, string>());
        try
        {
            Keep(await events.Read(things, null, cancellation), read);
        }
        // Where one of them cannot be read, each is read alone, so that it keeps no other from being sent.
        catch (Exception e) when (StoreFault.IsOfContent(e))
        {
            foreach (var thing in things)
            {
                try
                {
                    Keep(await events.Read([thing], null, cancellation), read);
                }
                catch (Exception alone) when (StoreFault.IsOfContent(alone))
                {
                    // What an exception says may quote an event.
                    faults[thing] = $"Its events cannot be read ({alone.GetType().Name}).";
                }
            }
        }
        return (read, faults);
    }

    /// <summary>A thing after one of its events; null where feeds do not tell of it.</summary>
    /// <param name="thing">The thing.</param>
    /// <param name="events">All its events.</param>
    /// <param name="version">Number of the event.</param>
    public static FeedThing? After(Guid thing, IReadOnlyList<IDomainEvent> events, long version) =>
        FeedThing.Of(thing, events.Count > version ? [.. events.Take((int)version)] : events);

    private static void Keep(List<StoredEvent> stored, Dictionary<Guid, IReadOnlyList<IDomainEvent>> read)
    {
        foreach (var stream in stored.GroupBy(e => e.StreamId))
            read[stream.Key] = [.. stream.OrderBy(e => e.Version).Select(e => e.Event)];
    }
}
