using Incidents.Api.Feeds.Formats;
using Incidents.Api.Simulation;
using Incidents.Domain;
using Incidents.Domain.Feeds;
using NodaTime;

namespace Incidents.Api.Feeds;

/// <summary>What a document says beside the thing itself.</summary>
/// <param name="Id">Id of the message.</param>
/// <param name="Category">The thing's category; null where this installation does not know it.</param>
/// <param name="City">The thing's town; null where this installation does not know it.</param>
/// <param name="Urgency">Urgency of the category, 1 to 4.</param>
/// <param name="Previous">The message before about this thing: its id, and when its event became known; null for the first.</param>
/// <param name="IsExercise">Whether the data are simulated.</param>
/// <param name="Domain">Domain name of this installation.</param>
/// <param name="Centre">Name of the centre.</param>
internal sealed record FeedContext(
    Guid Id, Category? Category, City? City, int Urgency, (Guid Id, OffsetDateTime At)? Previous, bool IsExercise, string Domain,
    string Centre);

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
