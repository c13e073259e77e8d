using NodaTime;

namespace Incidents.Domain.Feeds;

/// <summary>When a message that a receiver did not take is sent again.</summary>
/// <remarks>
/// The time doubles with each try, up to a longest one, and is spread by a fifth to either side, so that what failed together does not come
/// back together. The spread follows from the message and the try: the same input, the same moment.
/// </remarks>
/// <param name="First">Time after the first try.</param>
/// <param name="Longest">Longest time between two tries, before it is spread.</param>
public sealed record FeedRetry(Duration First, Duration Longest)
{
    private const int MostDoublings = 30;
    private const int Steps = 401;

    /// <summary>The time until the next try.</summary>
    /// <param name="message">Id of the message.</param>
    /// <param name="tries">Number of tries so far, at least 1.</param>
    public Duration After(Guid message, int tries)
    {
        var doubled = First * Math.Pow(2, Math.Clamp(tries - 1, 0, MostDoublings));
        // From -0.2 to 0.2 in steps of a thousandth.
        var spread = ((int)(Hash(message, tries) % Steps) - (Steps / 2)) / 1_000.0;
        return Duration.Min(doubled, Longest) * (1 + spread);
    }

    // FNV-1a: the hash of the runtime differs from one process to the next.
    private static uint Hash(Guid message, int tries)
    {
        var hash = 2_166_136_261u;
        foreach (var part in (ReadOnlySpan<byte>)[.. message.ToByteArray(), .. BitConverter.GetBytes(tries)])
            hash = unchecked((hash ^ part) * 16_777_619u);
        return hash;
    }
}
