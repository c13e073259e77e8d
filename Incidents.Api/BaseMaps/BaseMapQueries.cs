using GraphQL;
using Incidents.Api.Access;
using Incidents.Api.GraphQL;
using Incidents.Domain;
using Incidents.Projections;

namespace Incidents.Api.BaseMaps;

/// <summary>Queries of the map's ground.</summary>
[QueryType]
internal static class BaseMapQueries
{
    private const int MostFound = 50;

    /// <summary>
    /// Places for the map with their names: those of the file that was loaded with `incidents places`. Those of most residents come first.
    /// </summary>
    /// <param name="bounds">Only places within; default all.</param>
    /// <param name="kinds">Only these kinds, e.g. `city`; default all, none of an empty list.</param>
    /// <param name="first">Number of places, 1 to 1000.</param>
    public static async Task<IEnumerable<MapPlace>> MapPlaces(
        [FromServices] MapPlaces places, GeoBounds? bounds = null, IEnumerable<string>? kinds = null, int first = Page.MaxSize,
        CancellationToken cancellation = default)
    {
        if (first is < 1 or > Page.MaxSize)
            throw new RefusedException(new(ErrorCode.PageSizeOutOfRange, $"'first' is from 1 to {Page.MaxSize}.", "first"));
        if (bounds is { } within)
            Checks.Bounds(within);
        return await places.Read(bounds, kinds?.ToArray(), first, cancellation);
    }

    /// <summary>
    /// Searches the map for a street (of the base map, or as incidents name it), a place, a device by its id, street or model, or an
    /// incident by its source's number or its id. Upper and lower case are the same, so are ё and е, and a Kazakh letter and the Russian
    /// letter that it resembles (қ к, ғ г, ң н, ү and ұ у, ө о, ә а, і и, һ х). Each typed word is the beginning of a word of the name, in
    /// any order; one typing error is allowed in one word of at least four letters. The same words come first, then beginnings, then typing
    /// errors; among these the nearest first, where `near` is given. A street that incidents name appears in the search after at most two
    /// minutes.
    /// </summary>
    /// <param name="text">What was typed, at most 200 characters. Nothing is found by a text without letters and digits.</param>
    /// <param name="near">The point of the map that the person looks at; default none.</param>
    /// <param name="first">The most to return, 1 to 50.</param>
    [Cost(CostAttribute.Events)]
    public static async Task<IEnumerable<FoundPlace>> FindPlaces(
        [FromServices] PlaceSearch search, [Seen] RowSight rows, [Seen(RowClasses.Device)] RowSight devices, string text,
        GeoPoint? near = null, int first = 10, CancellationToken cancellation = default)
    {
        if (first is < 1 or > MostFound)
            throw RefusedException.BadInput("first", $"'first' is from 1 to {MostFound}.");
        if (near is { } point && point.Check("near.") is { } fault and not { Code: ErrorCode.CoordinatesZero })
            throw new RefusedException(fault);
        return await search.Find(text, near, first, rows, devices, cancellation);
    }
}
