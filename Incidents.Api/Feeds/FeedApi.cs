using GraphQL;
using Incidents.Api.GraphQL;
using Incidents.Domain.Feeds;
using NodaTime;

namespace Incidents.Api.Feeds;

/// <summary>What is sent to other systems.</summary>
[QueryType]
internal static class FeedQueries
{
    /// <summary>All receivers of feeds, the latest first, those that were ended too. Their secrets are not shown again.</summary>
    public static async Task<IEnumerable<FeedSubscription>> FeedSubscriptions(
        [FromServices] FeedStore store, CancellationToken cancellation = default) =>
        await store.List(null, cancellation);

    /// <summary>Messages that receivers did not take in time, the latest first.</summary>
    /// <param name="subscriptionId">Only those of this receiver; default all.</param>
    /// <param name="first">Number of rows from the start, 1 to 1000.</param>
    /// <param name="after">The cursor to continue after.</param>
    /// <param name="last">Number of rows from the end, 1 to 1000; then the default of `first` does not apply.</param>
    /// <param name="before">The cursor to continue before.</param>
    public static async Task<Connection<FeedDeadLetter>> FeedDeadLetters(
        [FromServices] DeadLetterRows letters, Guid? subscriptionId = null, int? first = Page.DefaultSize, string? after = null,
        int? last = null, string? before = null, CancellationToken cancellation = default)
    {
        var page = Page.Of("feedDeadLetters", first, after, last, before);
        var rows = await letters.List(subscriptionId, page.Key<(Instant, Guid)>(), page.IsBackward, page.Limit, cancellation);
        return Connection.Of(
            rows, page, letter => (letter.GivenUpAt, letter.Id), token => letters.Count(subscriptionId, token));
    }
}

/// <summary>Making and ending receivers of feeds.</summary>
[MutationType]
internal static class FeedMutations
{
    /// <summary>
    /// Makes a receiver, which is told of what becomes known from now on. The result contains its secret, which is shown this once. Error
    /// `FEED_ADDRESS_REFUSED` where messages may not be posted to the address.
    /// </summary>
    /// <param name="name">Its name.</param>
    /// <param name="format">Form of the messages.</param>
    /// <param name="address">
    /// Its https address; default none: it fetches its messages over a WebSocket, which only `EIDO` is for.
    /// </param>
    /// <param name="cities">Codes of the cities that it is told of; default all.</param>
    /// <param name="categories">Codes of the categories that it is told of; default all.</param>
    /// <param name="kinds">Kinds of things that it is told of; default all.</param>
    /// <param name="leastUrgent">Greatest number of urgency of a category that it is told of, 1 to 4; default 4.</param>
    /// <param name="classes">What it is told beyond kind, category, town, times and status; default nothing.</param>
    /// <param name="mostInFlight">Most messages on their way to it at once from each host, 1 to 1,000; default 128.</param>
    public static Task<IssuedFeed> CreateFeedSubscription(
        [FromServices] FeedSubscriptions feeds, string name, FeedFormat format, string? address = null, IEnumerable<string>? cities = null,
        IEnumerable<string>? categories = null, IEnumerable<FeedKind>? kinds = null, int? leastUrgent = null,
        IEnumerable<FeedClass>? classes = null, int? mostInFlight = null, CancellationToken cancellation = default) =>
        feeds.Create(
            name, address, format, new(cities?.ToArray(), categories?.ToArray(), kinds?.ToArray(), leastUrgent), classes?.ToArray() ?? [],
            mostInFlight ?? FeedSubscriptions.DefaultInFlight, cancellation);

    /// <summary>Makes the secret of a receiver anew. The result contains it, and it is shown this once.</summary>
    /// <param name="id">The receiver.</param>
    /// <param name="graceMinutes">Number of minutes for which the secret of before signs too, 0 to 43,200; default 60.</param>
    public static Task<IssuedFeed> RotateFeedSecret(
        [FromServices] FeedSubscriptions feeds, Guid id, int? graceMinutes = null, CancellationToken cancellation = default) =>
        feeds.Rotate(id, Duration.FromMinutes(graceMinutes ?? 60), cancellation);

    /// <summary>Ends a receiver for good. What waits for it is dropped; its dead letters stay listed.</summary>
    /// <param name="id">The receiver.</param>
    public static Task<FeedSubscription> EndFeedSubscription(
        [FromServices] FeedSubscriptions feeds, Guid id, CancellationToken cancellation = default) =>
        feeds.End(id, cancellation);

    /// <summary>
    /// Sends messages that were given up again, under their ids and in their order. Later messages about the same thing may have been
    /// delivered since: each message says its version.
    /// </summary>
    /// <param name="id">The receiver.</param>
    /// <param name="letters">Ids of the messages; default all of the receiver.</param>
    public static Task<FeedReplay> ReplayFeedDeadLetters(
        [FromServices] FeedSubscriptions feeds, Guid id, IEnumerable<Guid>? letters = null, CancellationToken cancellation = default) =>
        feeds.Replay(id, letters?.ToArray(), cancellation);
}
