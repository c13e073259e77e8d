using Incidents.Api.Access;
using Incidents.Api.Store;
using Incidents.Domain.Feeds;

namespace Incidents.Api.Feeds;

/// <summary>What a receiver sees of a thing: nothing of a data class that was not given to it is in any format.</summary>
/// <param name="Place">Whether it sees coordinates.</param>
/// <param name="Exact">Whether it sees streets and devices.</param>
/// <param name="Person">Whether it sees plates, descriptions and names.</param>
internal sealed record FeedSight(bool Place, bool Exact, bool Person)
{
    /// <summary>Names of the data classes, as the access table has them.</summary>
    public IEnumerable<string> Classes
    {
        get
        {
            yield return RowClasses.Row;
            if (Place)
                yield return RowClasses.Place;
            if (Exact)
                yield return RowClasses.Exact;
            if (Person)
                yield return RowClasses.Person;
        }
    }

    /// <summary>What classes give.</summary>
    public static FeedSight Of(IReadOnlyCollection<FeedClass> classes) =>
        new(classes.Contains(FeedClass.Place), classes.Contains(FeedClass.Exact), classes.Contains(FeedClass.Person));

    /// <summary>The thing as the receiver sees it. What was masked is not there: a receiver cannot mistake the mark for a value.</summary>
    /// <param name="thing">The thing.</param>
    public FeedThing Of(FeedThing thing) => thing with
    {
        Place = new(
            thing.Place.City, Kept(thing.Place.District), Place ? thing.Place.Point : null, Exact ? Kept(thing.Place.Street) : null),
        DeviceId = Exact ? Kept(thing.DeviceId) : null,
        Description = Person ? Kept(thing.Description) : null,
        Plate = Person ? Kept(thing.Plate) : null,
        HandledBy = Person ? Kept(thing.HandledBy) : null,
    };

    private static string? Kept(string? text) => text is null || text.Contains(PersonalFields.Mark, StringComparison.Ordinal) ? null : text;
}
