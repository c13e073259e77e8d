using Incidents.Domain;
using NodaTime;

namespace Incidents.Api.Feeds;

/// <summary>A message that this host has taken from the outbox, to send it.</summary>
/// <param name="Subscription">The receiver.</param>
/// <param name="Sequence">Sequence of the event that it is about.</param>
/// <param name="Thing">The thing that the event is of.</param>
/// <param name="Version">Number of the event within the thing.</param>
/// <param name="Previous">Number of the event that the message before it about this thing was about; null for the first.</param>
/// <param name="Id">Id of the message: the same at every try.</param>
/// <param name="Tries">Number of tries, with this one.</param>
/// <param name="IsReplay">Whether it is replayed, so that later ones about the thing may have been delivered.</param>
internal sealed record FeedClaim(
    Guid Subscription, long Sequence, Guid Thing, long Version, long? Previous, Guid Id, int Tries, bool IsReplay)
{
    /// <summary>Id of the message to a receiver about an event: the same wherever and whenever it is made.</summary>
    /// <param name="subscription">The receiver.</param>
    /// <param name="thing">The thing.</param>
    /// <param name="version">Number of the event.</param>
    public static Guid IdOf(Guid subscription, Guid thing, long version) =>
        Identity.Event(subscription, "message", $"{thing:N}/{version}");
}

/// <summary>A message with its body, ready to be sent.</summary>
/// <param name="Claim">What it is about.</param>
/// <param name="Body">The body.</param>
/// <param name="ContentType">Its type.</param>
internal sealed record FeedMessage(FeedClaim Claim, byte[] Body, string ContentType);

/// <summary>What became of a message.</summary>
/// <param name="Claim">The message.</param>
/// <param name="Failure">Why it was not taken; null where it was, and where sending was broken off.</param>
/// <param name="IsFinal">Whether another try cannot help.</param>
internal sealed record FeedOutcome(FeedClaim Claim, string? Failure, bool IsFinal = false)
{
    /// <summary>The time until the next try, where there is one.</summary>
    public Duration Wait { get; init; }

    /// <summary>Whether sending was broken off here, which is no fault of the receiver: it does not count as a try.</summary>
    public bool IsStopped { get; init; }
}

/// <summary>A way to a receiver.</summary>
internal interface IFeedChannel
{
    /// <summary>Sends a message.</summary>
    /// <returns>Null where the receiver has taken it; otherwise why not, in words.</returns>
    Task<string?> Send(FeedMessage message, CancellationToken cancellation);
}
