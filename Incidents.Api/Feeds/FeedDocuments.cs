using Incidents.Api.Feeds.Formats;
using Incidents.Api.Simulation;
using Incidents.Domain;
using Incidents.Domain.Feeds;
using NodaTime;

namespace Incidents.Api.Feeds;

/// <summary>Makes the bodies of messages.</summary>
internal sealed class FeedDocuments(Categories categories, Cities cities, SimulationMark simulation, FeedSettings settings)
{
    /// <summary>A message; null where feeds do not tell of the thing.</summary>
    /// <param name="claim">What it is about.</param>
    /// <param name="target">The receiver.</param>
    /// <param name="events">All events of the thing.</param>
    public FeedMessage? Of(FeedClaim claim, FeedTarget target, IReadOnlyList<IDomainEvent> events)
    {
        if (FeedContents.After(claim.Thing, events, claim.Version) is not { } whole)
            return null;
        var thing = target.Sight.Of(whole);
        (Guid, OffsetDateTime)? previous = claim.Previous is { } version && version <= events.Count
            ? (FeedClaim.IdOf(claim.Subscription, claim.Thing, version), events[(int)version - 1].KnownAt)
            : null;
        var context = new FeedContext(
            claim.Id, categories.TryFind(thing.Category, out var category) ? category : null, cities.Find(thing.Place.City),
            categories.UrgencyOf(thing.Category), previous, simulation.IsSimulated, settings.Domain, settings.Centre);
        var (body, type) = target.Format switch
        {
            FeedFormat.Cap => (CapDocument.Of(thing, context), CapDocument.ContentType),
            FeedFormat.Eido => (EidoDocument.Of(thing, context), EidoDocument.ContentType),
            _ => (JsonMessage.Of(thing, context), JsonMessage.ContentType),
        };
        return new(claim, body, type);
    }
}
