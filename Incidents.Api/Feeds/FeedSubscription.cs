using Incidents.Domain.Feeds;
using NodaTime;

namespace Incidents.Api.Feeds;

/// <summary>A receiver, and what it is told.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Address">Where messages are posted; null where the receiver fetches them over a WebSocket at `/feeds/eido`.</param>
/// <param name="Format">Form of the messages.</param>
/// <param name="Cities">Codes of the cities that it is told of; null for all.</param>
/// <param name="Categories">Codes of the categories that it is told of; null for all.</param>
/// <param name="Kinds">Kinds of things that it is told of; null for all.</param>
/// <param name="LeastUrgent">Greatest number of urgency that it is told of, 1 to 4; null for all.</param>
/// <param name="Classes">What it is told beyond kind, category, town, times and status.</param>
/// <param name="MostInFlight">Most messages on their way to it at once, from each host.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="CreatedBy">Who made it.</param>
/// <param name="EndedAt">When it was ended, or null.</param>
/// <param name="EndedBy">Who ended it, or null.</param>
/// <param name="Waiting">Number of messages that are not delivered yet.</param>
/// <param name="DeadLetters">Number of messages that were given up.</param>
/// <param name="Delivered">Number of messages that it has taken.</param>
/// <param name="DeliveredAt">When it last took one, or null.</param>
/// <param name="FailedAt">When it last did not take one, or null.</param>
/// <param name="Failure">Why not, or null.</param>
public sealed record FeedSubscription(
    Guid Id, string Name, string? Address, FeedFormat Format, IReadOnlyList<string>? Cities, IReadOnlyList<string>? Categories,
    IReadOnlyList<FeedKind>? Kinds, int? LeastUrgent, IReadOnlyList<FeedClass> Classes, int MostInFlight, Instant CreatedAt,
    string CreatedBy, Instant? EndedAt, string? EndedBy, int Waiting, int DeadLetters, long Delivered, Instant? DeliveredAt,
    Instant? FailedAt, string? Failure);

/// <summary>A receiver with its secret, which is shown this once.</summary>
/// <param name="Subscription">The receiver.</param>
/// <param name="Secret">The secret by which it checks signatures, as `whsec_` and Base64.</param>
/// <param name="Authorization">The header `Authorization` of its WebSocket; null where messages are posted.</param>
public sealed record IssuedFeed(FeedSubscription Subscription, string Secret, string? Authorization);

/// <summary>A message that was given up.</summary>
/// <param name="Id">Its id, which every try had in its header `webhook-id`.</param>
/// <param name="SubscriptionId">The receiver.</param>
/// <param name="ThingId">The incident, alert, call or violation that it is about.</param>
/// <param name="Version">Number of the event that it is about, within that thing.</param>
/// <param name="Failure">Why it was not taken, as of the last try.</param>
/// <param name="Tries">Number of tries.</param>
/// <param name="QueuedAt">When it was queued.</param>
/// <param name="FailingSince">Since when it failed; null where that is not known.</param>
/// <param name="GivenUpAt">When it was given up.</param>
public sealed record FeedDeadLetter(
    Guid Id, Guid SubscriptionId, Guid ThingId, long Version, string Failure, int Tries, Instant QueuedAt, Instant? FailingSince,
    Instant GivenUpAt);

/// <summary>Result of a replay of dead letters.</summary>
/// <param name="Count">Number of messages that are in the outbox again.</param>
public sealed record FeedReplay(int Count);

/// <summary>A receiver as what sends to it knows it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Address">Where messages are posted, or null.</param>
/// <param name="Format">Form of the messages.</param>
/// <param name="Filter">Which things it is told of.</param>
/// <param name="Sight">What it is told of them.</param>
/// <param name="MostInFlight">Most messages on their way at once.</param>
/// <param name="Secrets">The secret, and the one of before while it is accepted: both sign.</param>
/// <param name="Position">Sequence of the last event before it was made.</param>
internal sealed record FeedTarget(
    Guid Id, string Name, Uri? Address, FeedFormat Format, FeedFilter Filter, FeedSight Sight, int MostInFlight,
    IReadOnlyList<byte[]> Secrets, long Position)
{
    /// <summary>Whether it is sent to as before: what else it has does not change after it was made.</summary>
    /// <param name="other">The receiver as it was.</param>
    public bool IsLike(FeedTarget other) =>
        Id == other.Id && Address == other.Address && MostInFlight == other.MostInFlight
        && Secrets.Select(Convert.ToHexString).SequenceEqual(other.Secrets.Select(Convert.ToHexString));
}
